# A file that would not change is not touched: same inode, same times, no backup.
echo 中文 > a; touch -d '2001-02-03 04:05:06 UTC' a
before=$(stat -c '%i %Y %Z' a)
"$HANFIX" -i a
"$HANFIX" -i=.bak a
[ "$before" = "$(stat -c '%i %Y %Z' a)" ] && ls -A
