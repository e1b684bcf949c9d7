# Mistakes in the command line of `hanfix dict`.
for words in '' 'chek' 'build a.tsv' 'build -o x.img' 'check' 'explain 头' 'explain -c s2tww 头' \
  'explain -c s2t -t tw 头' 'check --to tw a.tsv' 'build -j4 a.tsv' 'explain --check 头' 'check - -'; do
  # shellcheck disable=SC2086
  "$HANFIX" dict $words || echo "dict $words: exit status $?"
done
"$HANFIX" --dict || echo "exit status $?"
"$HANFIX" ./dict || echo "a file: exit status $?"
