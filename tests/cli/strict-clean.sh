# Nothing is lost in clean text.
echo 中文 > a
"$HANFIX" --strict a
"$HANFIX" --strict -o b a
cat b
