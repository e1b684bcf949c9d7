# Each fault names file, line, fact and next step; the exit status is 2 and nothing is written.
echo 头发 > in.txt
printf 'a\tb\n头发 秀髮\n' > no-tab.tsv
printf 'a\tb\n\tc\n' > empty-key.tsv
printf '\xb7\xa2\tb\n' > gbk.tsv
printf 'a\tb\nc\td\na\te\n' > twice.tsv
printf 'a\tb\tc\n' > tabs.tsv
printf 'a\tb\rc\td\r' > mac.tsv
printf 'hanfixcv and then nothing' > cut.img
python3 -c 'print("x" * 1025 + "\ty")' > long.tsv
for file in no-tab empty-key gbk twice tabs mac long; do
  "$HANFIX" -c s2t --dict $file.tsv -o out.txt in.txt || echo "$file $?"
done
"$HANFIX" -c s2t --dict cut.img -o out.txt in.txt 2> message || echo "cut $?"
sed 's/[0-9]\+/N/g' message >&2
"$HANFIX" -c s2t --dict none.tsv -o out.txt in.txt || echo "none $?"
"$HANFIX" -c s2t --dict no_tab.tsv -o out.txt in.txt || echo "near $?"
mkdir words && cp twice.tsv words/mine.tsv
"$HANFIX" -c s2t --protect words/mime.tsv -o out.txt in.txt || echo "near $?"
printf 'a\nb\t1\nc\n\td\n' > several.tsv
"$HANFIX" -c s2t --dict several.tsv -o out.txt in.txt || echo "several $?"
printf '头发\t秀髮\n' | "$HANFIX" -c s2t --dict - in.txt
printf '头发\n' | "$HANFIX" -c s2t --protect - in.txt
printf '头发\n' | "$HANFIX" -c s2t --dict - in.txt || echo "stdin $?"
"$HANFIX" -c s2t --dict - - < in.txt || echo "both $?"
"$HANFIX" -c s2t --dict - --protect - in.txt || echo "twice $?"
"$HANFIX" -c s2t --dict . -o out.txt in.txt || echo "folder $?"
"$HANFIX" -c s2t --protect no-tab.tsv --protect twice.tsv -o out.txt in.txt || echo "protect $?"
"$HANFIX" -c s2t --add 头发 -o out.txt in.txt || echo "add $?"
"$HANFIX" -c s2t --add =x -o out.txt in.txt || echo "add $?"
"$HANFIX" -c s2t --add a=b --add a=c -o out.txt in.txt || echo "add $?"
"$HANFIX" -c s2t --add $'a\nb=c' -o out.txt in.txt || echo "add $?"
"$HANFIX" -c s2t --add $'\xff=c' -o out.txt in.txt || echo "add $?"
"$HANFIX" --add a=b -o out.txt in.txt || echo "add $?"
"$HANFIX" --json -c s2t --dict no-tab.tsv in.txt || echo "json $?"
ls
