# What is wrong with a configuration: file, line, fact, next step; nothing is written.
echo 头发 > in.txt
try() {
  printf '%b' "$1" > c.json
  "$HANFIX" -c ./c.json -o out.txt in.txt || echo "exit status $?"
}
try '{"conversion_chain": [\n  {"dict": }]}'
try '{"conversion_chain": [{"dict": {"type": "text", "file": "none.txt"}}]}'
try '{"conversion_chain": [{"dict": {"type": "ocd2",\n  "file": "in.txt"}}]}'
try '{"conversion_chain": [{"dict": {"type": "text", "file": "in.txt"}}]}'
try '{"conversion_chain": [{"dict": {"type": "text", "file": "im.txt"}}]}'
try '{"conversion_chain": [{"dict": {"type": "ocd2", "file": "STphrases.ocd2"}}]}'
try '{"segmentation": {"type": "jieba"},\n "conversion_chain": []}'
try '{}'
try '{"conversion_chain": [{"dict": {"type": "inline", "entries": {"a": 1}}}]}'
"$HANFIX" -c ./d.json -o out.txt in.txt || echo "exit status $?"
"$HANFIX" -c ./s2tww.json -o out.txt in.txt || echo "exit status $?"
"$HANFIX" -c ./none.json -o out.txt in.txt || echo "exit status $?"
OPENCC_DATA_DIR=/data "$HANFIX" -c none.json -o out.txt in.txt || echo "exit status $?"
"$HANFIX" -c ./ -o out.txt in.txt || echo "exit status $?"
"$HANFIX" -c s2tww -o out.txt in.txt || echo "exit status $?"
ls
