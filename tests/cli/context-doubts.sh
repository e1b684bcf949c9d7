# Readings that were close are listed for who asks: in bytes of the file, whatever its encoding, however many threads.
printf '他在折被子。\n请系好，她的黑发在折衣服。\n' > text
iconv -f utf-8 -t gbk text > gbk
"$HANFIX" -t tw text
"$HANFIX" -t tw --explain text > /dev/null
"$HANFIX" -t tw --explain -j 4 --from gbk gbk > /dev/null
"$HANFIX" -c s2tw --context --json text > /dev/null
"$HANFIX" -c s2tw --explain text > /dev/null
# The user's own words are certain.
"$HANFIX" -t tw --explain --protect /dev/stdin text <<'WORDS' > /dev/null
折
WORDS
"$HANFIX" -t tw --report page.html text > /dev/null
grep -o '<h3>Conversions.*' page.html
grep -c '折 becomes 摺' page.html
