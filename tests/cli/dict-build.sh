# A compiled file of words gives what the file gives.
printf '头发\t秀髮\n内存\t內存\n' > a.tsv
printf '内存\tX\n里面\t裏邊\n' > b.tsv
"$HANFIX" dict build a.tsv b.tsv -o words.img
echo 头发里面的内存 | "$HANFIX" -c s2twp --dict words.img
echo 头发里面的内存 | "$HANFIX" -c s2twp --dict a.tsv --dict b.tsv
"$HANFIX" dict explain -c s2t --dict words.img 里面
"$HANFIX" dict build -o again.img b.tsv a.tsv
echo 内存 | "$HANFIX" -c s2t --dict again.img
printf 'x' > no-tab.tsv
printf '# none\n' > none.tsv
"$HANFIX" dict build a.tsv no-tab.tsv -o broken.img || echo "exit status $?"
python3 -c 'print("x\n" * 30 + "\ty")' > many.tsv
"$HANFIX" dict build no-tab.tsv missing.tsv many.tsv a.tsv -o broken.img || echo "exit status $?"
"$HANFIX" dict build none.tsv -o broken.img || echo "exit status $?"
"$HANFIX" dict build missing.tsv -o broken.img || echo "exit status $?"
"$HANFIX" dict build a.tsv -o nowhere/broken.img || echo "exit status $?"
"$HANFIX" dict build b.tsv a.tsv -o ./a.tsv || echo "exit status $?"
"$HANFIX" dict build a.tsv b.tsv -o - | cmp - words.img
"$HANFIX" dict build a.tsv -o /dev/full || echo "exit status $?"
# One damaged byte, and half a file.
python3 - <<'END'
data = bytearray(open("words.img", "rb").read())
open("cut.img", "wb").write(data[: len(data) // 2])
data[len(data) // 2] ^= 1
open("damaged.img", "wb").write(data)
END
for image in cut damaged; do
  "$HANFIX" -c s2t --dict $image.img a.tsv 2> message || echo "exit status $?"
  sed 's/[0-9]\+/N/g' message
done
ls
