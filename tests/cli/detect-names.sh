# A file called detect is read by the pipeline as ./detect; names stay on their line and in their column.
echo 好 > detect
"$HANFIX" ./detect; "$HANFIX" -- detect; "$HANFIX" -q detect
"$HANFIX" detect detect
echo 她的头发很长。 | tee $'two\nlines' $'\e[31mred' $'bad\xff' 漢字 -- -q > /dev/null
"$HANFIX" detect -- *
