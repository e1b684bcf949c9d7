# A page that says gb2312 and is UTF-8: the bytes decide, the message tells, the page is not changed.
printf '<meta charset="gb2312">今天的雨下得很大，我们明天再去吧。\n' > page
"$HANFIX" page | cmp - page
"$HANFIX" --json page > /dev/null
"$HANFIX" -f utf-8 page > /dev/null
"$HANFIX" -T gbk -f utf-8 page | "$HANFIX" -q | cmp - page
printf '<?xml version="1.0" encoding="x-klingon"?>\n<a/>\n' | "$HANFIX"
