# Idle events come, and lose nothing, where a source says lines in pieces without a pause.
for i in $(seq 30); do
  printf '一二三\n四五'
  sleep 0.04
  printf '六\n'
  sleep 0.04
done | "$HANFIX_FAKE" > out
grep -q '<idle>' out
sed 's/<idle>//g' out | sort | uniq -c
