# -i: text, permissions, times, links, backup; an existing backup is never overwritten.
mkdir real; printf '一#\n' > real/a; chmod 751 real/a; touch -d '2001-02-03 04:05:06 UTC' real/a; ln -s real/a link
"$HANFIX_FAKE" -i=.bak link
test -L link
for file in real/a real/a.bak; do cat $file; stat -c '%a %Y' $file; done
printf '二#\n' > real/a
"$HANFIX_FAKE" -i=.bak real/a || echo $?
"$HANFIX_FAKE" -i real/a
cat real/a real/a.bak
ls -A real
