# Readings that were close are listed for who asks: in bytes of the file, whatever its encoding, however many threads.
printf '他不抽电子烟。\n请系好，电子烟在电子烟盒里。\n' > text
iconv -f utf-8 -t gbk text > gbk
"$HANFIX" -t tw text
"$HANFIX" -t tw --explain text > /dev/null
"$HANFIX" -t tw --explain -j 4 --from gbk gbk > /dev/null
"$HANFIX" -c s2tw --context --json text > /dev/null
"$HANFIX" -c s2tw --explain text > /dev/null
# The user's own words are certain.
"$HANFIX" -t tw --explain --protect /dev/stdin text <<'WORDS' > /dev/null
电子烟
WORDS
"$HANFIX" -t tw --report page.html text > /dev/null
grep -o '<h3>Conversions.*' page.html
grep -c '烟 becomes 菸' page.html
