# With --json errors are lines with the five fields; odd file names stay valid JSON.
echo 好 > good
name=$'quote" back\\ line\n bad\xff 好'
"$HANFIX" --json "$name" good 2> lines || echo $?
cat lines
python3 -c 'import json; [print(sorted(json.loads(line))) for line in open("lines", encoding="utf-8")]'
