# A character that the output encoding lacks: what --unmappable makes of it, and what it costs.
printf '这是𠮷野家\n' > text
"$HANFIX" -T big5 text | od -An -tx1
"$HANFIX" -T big5 --unmappable substitute text | "$HANFIX" -q -f big5
"$HANFIX" -q -T us-ascii --unmappable substitute <<< 'café, “quoted” — ２００％ ½'
"$HANFIX" -T big5 --unmappable error -o out text || echo "exit $?"
"$HANFIX" -q -T big5 --unmappable error text > stream || echo "exit $?"
"$HANFIX" --json -T big5 --unmappable error -i text || echo "exit $?"
ls
cat text
"$HANFIX" -q -T gb18030 --unmappable error -i text && od -An -tx1 text
