# A line of UTF-8 that is broken is not read as another encoding in which it is broken too: no byte is lost.
printf '今天天气很好，我们去公园散步。\n\xE6\x08\x90\x67\xBA\xAA\x65\x8E\xBF\xEF\xBC\n明天可能下雨，我们在家看书。\n' > broken.txt
printf '\xa4a头\xed\xa0\x80\xc0\xaf\xf4\x90\x80\x80\n' > behind.txt
cat broken.txt behind.txt broken.txt > all.txt
for file in broken all; do
  "$HANFIX" -q --repair off $file.txt | cmp - $file.txt && echo "$file: the same"
done
"$HANFIX" --repair off broken.txt > /dev/null
