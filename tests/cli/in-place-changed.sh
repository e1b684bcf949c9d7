# -i replaces: permissions and time stay, the link is followed, the backup is the old file itself.
# --no-bom is a change that needs no repair; where the pipeline makes none, the file stays.
mkdir real
printf '\xef\xbb\xbf中文\n' > real/a; chmod 751 real/a; touch -d '2001-02-03 04:05:06 UTC' real/a; ln -s real/a link
cp -p real/a expected
"$HANFIX" --no-bom < real/a > wanted
"$HANFIX" --no-bom -i=.bak link
cmp real/a wanted
stat -c '%a %Y' real/a
test -L link
if ! cmp -s wanted expected; then cmp real/a.bak expected; stat -c '%a %Y' real/a.bak | grep -qx '751 981173106'; fi
find . -name '.hanfix*'
