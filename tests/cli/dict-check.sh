# A line for each thing; errors and warnings give exit status 1, notes do not.
printf '# good\n发\t髮\n\n头\t頭\n' > good.tsv
"$HANFIX" dict check good.tsv && echo fine
printf '\n乾隆\t乾隆\n发 髮\n头\t頭\n\t空\n头\t头\nb\t1 2\na\t\n' > bad.tsv
"$HANFIX" dict check good.tsv bad.tsv || echo "exit status $?"
"$HANFIX" dict check -q bad.tsv || echo "exit status $?"
"$HANFIX" dict check --json bad.tsv || echo "exit status $?"
printf '乾隆\t乾隆\n' | "$HANFIX" dict check - && echo 'a note only'
"$HANFIX" dict check good.tsv none.tsv || echo "exit status $?"
"$HANFIX" dict check none.tsv || echo "exit status $?"
"$HANFIX" dict build good.tsv -o good.img
"$HANFIX" dict check good.img || echo "exit status $?"
