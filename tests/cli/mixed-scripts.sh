# Mixed text is converted paragraph by paragraph: what is in the target's script already and what is
# Japanese stays as it is, and a paragraph that does not tell is written as the one before it.
cat > mixed.txt << 'TEXT'
这里有什么问题，皇后在后面说了。
OK
這裏有什麼問題，皇后在後面說了。

東京大学の図書館で本を借りました。
他在日记里写了「さようなら」。
TEXT
for target in s tw jp; do
  "$HANFIX" -v -t $target mixed.txt
done
# Twice is once.
"$HANFIX" -t tw mixed.txt > once.txt
"$HANFIX" -t tw once.txt | cmp - once.txt && echo 'twice is once'
