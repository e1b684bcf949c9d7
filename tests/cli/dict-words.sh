# Words of the user's own come before the dictionaries, whatever the conversion and the encoding.
printf '头发\t秀髮\n内存\t內存\n' > words.tsv
printf '乾隆\n' > names.txt
echo '头发里的内存，干燥的乾隆' > hans.txt
"$HANFIX" -c s2twp hans.txt
"$HANFIX" -c s2twp --dict words.tsv hans.txt
"$HANFIX" -t twp --dict words.tsv --add '里=裏' hans.txt
iconv -t gbk hans.txt | "$HANFIX" -f gb18030 -c s2t --dict words.tsv
# What is protected prevails, then --add, then the earlier file; the longest word before all of them.
printf '头发\tX\n头发里\tY\n' > more.tsv
"$HANFIX" -c s2t --dict words.tsv --dict more.tsv --add '头发=A' hans.txt
"$HANFIX" -c s2t --dict words.tsv --dict more.tsv --add '的=' hans.txt
echo '頭髮裡的乾隆乾杯' | "$HANFIX" -c t2s --protect names.txt --add '乾隆=x' --add '杯=B='
# Text that needs no conversion is left alone, words or not.
echo '頭髮裡的記憶體是滑鼠。' | "$HANFIX" -t tw --add '記憶體=x'
# Many documents share the words.
"$HANFIX" -c s2t --dict words.tsv hans.txt hans.txt
# Through a slow pipe, character by character.
while IFS= read -r -n 1 c; do printf '%s' "$c"; done < hans.txt | "$HANFIX" -f utf-8 -c s2twp --dict words.tsv
