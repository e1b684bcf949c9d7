# -T by an older standard's name writes what that standard holds; reading takes the superset.
show() { "$HANFIX" -q -T "$1" <<< "国國ǹ𠮷€" | od -An -c; }
for name in gb2312 gbk cp936 gb18030; do echo $name; show $name; done
for name in big5 cp950 big5-hkscs; do echo $name; "$HANFIX" -q -T "$name" <<< "國喺€" | od -An -c; done
printf '\xa3\xe1\xfa\x40\n' | "$HANFIX" -f cp950 | od -An -tx1
"$HANFIX" -T gbk <<< 𠮷
