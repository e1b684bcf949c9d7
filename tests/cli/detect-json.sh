# JSON on standard output: one object a line, the promised fields first and in order.
printf '經(jīng)濟(jì)發(fā)展\n' > damaged
printf '这一天的雨下得很大，街上几乎没有人。\n' | iconv -t gbk > $'two\nlines'
"$HANFIX" detect --json damaged $'two\nlines' - < damaged > out
cat > check.py << 'PYTHON'
import json, sys
for line in open(sys.argv[1]):
    found = json.loads(line)
    print(list(found)[:7], list(found)[7:])
    print(repr(found["file"]), found["encoding"], found["bom"], 0 < found["confidence"] <= 1, found["variant"],
          found["damage"], found["candidates"][0]["encoding"] == found["encoding"], found["counts"]["han"])
PYTHON
python3 check.py out
