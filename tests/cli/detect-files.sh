# One line a file, aligned: encoding and byte order mark, confidence, script, damage.
SAMPLES=$(dirname "$DOCS")/samples
cp "$SAMPLES"/*.txt .
printf '\xEF\xBB\xBF有标记的文件，里面没有别的东西。\n' > bom.txt
iconv -t utf-16 < story.clean.txt > story.utf16
printf 'plain words\n' > ascii
printf 'x\xFF坏了的字节\xFE，后面还有很多字。\n' > malformed
: > 空的
printf '\x89PNG\r\n\x1A\n\0\0\0\rIHDR' > picture
"$HANFIX" detect *
"$HANFIX" detect -v news.damaged.txt | grep -v margin
