# The page never goes over an input or an output, and what cannot be written is told before anything is done.
echo 中文 > a; ln -s a link; mkdir folder; ln -s nowhere dangling
"$HANFIX" --report a a || echo $?
"$HANFIX" --report link -o b a || echo $?
"$HANFIX" --report ./b -o b a || echo $?
"$HANFIX" --report out/a -o out/ a || echo $?
"$HANFIX" --report a.old -i=.old a || echo $?
"$HANFIX" --report - a || echo $?
"$HANFIX" --report folder -i a || echo $?
"$HANFIX" --report missing/page -i a || echo $?
"$HANFIX" --report dangling -i a || echo $?
"$HANFIX" detect --report page a || echo $?
"$HANFIX" -q --check --report /dev/full a || echo $?
# The disk is full while the page waits: the text is there, the old page too.
echo old > page
head -c 3000000 /dev/zero | tr '\0' '#' > many
(trap '' XFSZ; ulimit -f 4; "$HANFIX_FAKE" -q --check --report page many) || echo $?
cat page
find . | sort
