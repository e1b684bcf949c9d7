# Combinations without meaning are refused before anything is read or written.
echo 中文 > a; echo 中文 > b
"$HANFIX" -i || echo $?
"$HANFIX" -i a - || echo $?
"$HANFIX" -i -o c a || echo $?
"$HANFIX" -t tw -c s2t a || echo $?
"$HANFIX" --json --progress always a || echo $?
"$HANFIX" -o c a b || echo $?
"$HANFIX" -o out/ - || echo $?
ls
echo 发展 | "$HANFIX" --context || echo "$?"
echo 发展 | "$HANFIX" --tofu -t none || echo "$?"
echo 发展 | "$HANFIX" --no-context
