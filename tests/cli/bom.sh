# A mark where there is one; asking for one where there is none is a mistake.
hex() { od -An -tx1; }
"$HANFIX" --bom <<< 中 | hex
"$HANFIX" --bom -T gb18030 <<< 中 | hex
"$HANFIX" --bom -T utf-16be <<< 中 | hex
"$HANFIX" --bom -T gb18030 <<< 中 | "$HANFIX" | hex
"$HANFIX" --bom -T gb18030 <<< 中 | "$HANFIX" -T gb18030 | hex
"$HANFIX" --bom -T gb18030 <<< 中 | "$HANFIX" -T gb18030 --no-bom | hex
"$HANFIX" --bom -T gbk <<< 中 || echo "exit $?"
"$HANFIX" --bom -T big5 <<< 中 || echo "exit $?"
