# A closed descriptor must not become the file we write: messages would end up in the text.
echo 中文 > a
"$HANFIX" -o b a >&- 2>&- <&-
cat b
"$HANFIX" a >&- || echo $?
"$HANFIX" <&- || echo $?
