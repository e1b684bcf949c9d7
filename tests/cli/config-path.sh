# A configuration of one's own: comments, trailing commas, own and built-in dictionaries.
mkdir mine
cat > mine/my.json <<'END'
{
  "name": "mine", // a comment
  "normalization": [{"dict": {"type": "text", "file": "CJK_Compatibility_Ideographs.txt"}}],
  "segmentation": {"type": "mmseg", "dict": {"type": "ocd2", "file": "STPhrases.ocd2"}},
  "conversion_chain": [
    {"dict": {"type": "group", "match_policy": "short_circuit", "dicts": [
      {"type": "inline", "entries": {"头发": "秀髮", "的": "之"}},
      {"type": "text", "file": "words.txt"},
      {"type": "group", "match_policy": "union", "dicts": [
        {"type": "ocd2", "file": "STPhrases.ocd2"},
        {"type": "ocd2", "file": "STCharacters.ocd2"},
      ]},
      {"type": "inline", "entries": {"不": "not reached"}},
    ]}},
    {"dict": {"type": "text", "file": "TWVariants.txt"}},
  ],
}
END
printf '理发\t剪 髮\n不\tno no\n' > mine/words.txt
echo '头发的里面，理发不' | "$HANFIX" -c mine/my.json
echo '头发的里面，理发不' | "$HANFIX" -c mine/my.json --add 里面=裏面
# Looked for in the working directory too.
cd mine
echo 头发 | "$HANFIX" -c my.json -v
# The built-in ones by their files' names.
echo 头发里 | "$HANFIX" -c s2tw.json
# Where an OpenCC keeps its own.
cd ..
echo 理发 | OPENCC_DATA_DIR=mine "$HANFIX" -c my.json
# An OpenCC that is installed: its configurations, and its binary dictionaries.
echo '用鼠标点击内存，头发里面' | "$HANFIX" -c /usr/share/opencc/s2twp.json
echo '滑鼠和記憶體' | "$HANFIX" -c /usr/share/opencc/tw2sp.json
# Dictionaries of rare results.
cat > tofu.json <<'END'
{"conversion_chain": [{"dict": {"type": "group", "dicts": [
  {"type": "text", "file": "TSCharactersExt.txt", "may_output_tofu": true},
  {"type": "text", "file": "TSCharacters.txt"}]}}]}
END
echo 㓄頭 | "$HANFIX" -c ./tofu.json
echo 㓄頭 | "$HANFIX" -c ./tofu.json --tofu
