# Which word of which dictionary, what else began there, what a person should look at.
"$HANFIX" dict explain -c s2twp 头发里的鼠标 公里
"$HANFIX" dict explain -c s2t 理发发现
"$HANFIX" dict explain -t sp 頭髮和滑鼠，這是臺灣的記憶體
"$HANFIX" dict explain -t jp 这是头发
"$HANFIX" dict explain -t s 这是头发
"$HANFIX" dict explain -c s2t --add 头=H --add 头发=F --add 的= 头发的头
printf '头发\n這裡的頭髮\n' | "$HANFIX" dict explain -t tw
printf 'a\0\xff\xe5\xa4发' | "$HANFIX" dict explain -c s2t
echo '头发 ⿰头头' | "$HANFIX" dict explain -c s2t
"$HANFIX" dict explain --json -c s2t --add 面=麵 里面 | python3 -m json.tool --no-ensure-ascii
printf '{"conversion_chain": [{"dict": {"type": "inline", "entries": {"a\\\\t": "b"}}}]}' > c.json
"$HANFIX" dict explain -c ./c.json $'a\ta'

# A name that is clear elsewhere in the text.
"$HANFIX" dict explain -c s2tw --context '采访了于建国教授，也采访了他的同事和朋友。最后于建国作了总结' | grep 'text says'
"$HANFIX" dict explain -c t2s --context --json '王昇先生退休了，住在山上，很少下山來，也不見人。朋友們看王昇下棋' |
  grep -o '"chosen":\[.*remembered[^}]*}'
