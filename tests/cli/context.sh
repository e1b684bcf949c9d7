# Borders of words: by default with -t, on demand with -c, by name and by path; in mixed text too.
printf '信被发送，勇敢的士兵\n' > text
"$HANFIX" -c s2twp text
"$HANFIX" -c s2twp --context text
"$HANFIX" -t twp text
"$HANFIX" -t twp --no-context text
"$HANFIX" -c s2t -j 4 --context --add 信=函 text
echo 信被发送 > protected
"$HANFIX" -t tw --protect protected text
"$HANFIX" -c t2jp --context text
"$HANFIX" --from utf-8 -t hk <<'TEXT'
信被发送了，这是简体的一行。
這是繁體的一行，頭髮發展。
TEXT

cat > path.json <<'JSON'
{"conversion_chain": [{"dict": {"type": "inline", "entries": {"被发": "被髮", "发": "發"}}}]}
JSON
"$HANFIX" -c ./path.json text
"$HANFIX" -c ./path.json --context text
cat > other.json <<'JSON'
{"conversion_chain": [{"dict": {"type": "inline", "entries": {"发，": "發，"}}}]}
JSON
"$HANFIX" -c ./other.json --context text || echo "exit status $?"
