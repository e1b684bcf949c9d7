# A prompt without a newline comes through a pipe as well, once the source pauses.
coproc TOOL { exec "$HANFIX"; }
pid=$TOOL_PID  # bash forgets it when the program ends
exec 3>&"${TOOL[1]}" 4<&"${TOOL[0]}"
exec {TOOL[1]}>&-
printf 名字： >&3
read -r -t 60 -N 3 back <&4
echo "$back"
exec 3>&-
wait $pid
