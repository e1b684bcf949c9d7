# A pipe that pauses gives one idle event a pause; a file gives none, nor does silence before the start.
coproc TOOL { exec "$HANFIX_FAKE"; }
pid=$TOOL_PID
exec 3>&"${TOOL[1]}" 4<&"${TOOL[0]}"
exec {TOOL[1]}>&-
printf a >&3
read -r -t 60 -d '>' back <&4
echo "$back>"
printf b >&3
exec 3>&-
rest=$(cat <&4)
wait $pid
case $rest in 'b' | 'b<idle>') echo b ;; *) echo "got $rest" ;; esac
echo c > file
"$HANFIX_FAKE" file
(sleep 0.5) | "$HANFIX_FAKE"
