# In mixed text too each line leaves as it comes, in the script it is in. The first line does not
# tell; each line is read back before the next is sent.
coproc TOOL { exec "$HANFIX" -t s; }
pid=$TOOL_PID  # bash forgets it when the program ends
exec 3>&"${TOOL[1]}" 4<&"${TOOL[0]}"
exec {TOOL[1]}>&-
for line in 你好 什么里面 這裡的頭髮 什么里面 図書館で借ります 說明書; do
  echo "$line" >&3
  read -r -t 60 back <&4
  echo "$back"
done
exec 3>&-
wait $pid
