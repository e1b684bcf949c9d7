# Where the encoding changes within a file, and a choice restricted to some encodings.
text=$'这一天的雨下得很大，街上几乎没有人。\n他打着伞，慢慢走过石桥。\n'
printf %s "$text" > part
cat part <(iconv -t gb18030 part) part > mixed
"$HANFIX" detect mixed
"$HANFIX" detect -v mixed | grep 'from byte'
"$HANFIX" detect --json mixed | grep -o '"switches":[^]]*]'
iconv -t gb18030 part | "$HANFIX" detect --candidates utf-8,gb18030 | cut -c 1-24
