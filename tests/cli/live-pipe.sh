# What is known is written before the program waits for more, and signals that stop and continue
# it do no harm. Each line is read back before the next is sent: holding one back would hang here.
coproc TOOL { exec "$HANFIX"; }
pid=$TOOL_PID  # bash forgets it when the program ends
exec 3>&"${TOOL[1]}" 4<&"${TOOL[0]}"
exec {TOOL[1]}>&-
for line in 第一行 第二行 第三行; do
  echo "$line" >&3
  read -r -t 60 back <&4
  echo "$back"
  kill -STOP $pid; kill -CONT $pid
done
exec 3>&-
wait $pid
