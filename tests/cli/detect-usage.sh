# What is wrong with the words, and where to read more.
for words in "--to tw" "-i" "-vt" "--hiden" "--jobs 0" "--jobs many" "-f big6" "--json=yes" "-x"; do
  "$HANFIX" detect $words || echo "exit status $?"
done
"$HANFIX" --hidden . || echo "exit status $?"
"$HANFIX" detect --json --jobs 2> errors || echo "exit status $?"
cat errors >&2
