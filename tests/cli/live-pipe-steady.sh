# A source that never pauses is answered too: one that says a line every 50 ms, and one that never
# ends its line. Without that nothing would come before 64 KiB, which these never send.
say() {
  coproc TOOL { exec "$HANFIX" -t t; }
  pid=$TOOL_PID  # bash forgets it when the program ends
  exec 3>&"${TOOL[1]}" 4<&"${TOOL[0]}"
  exec {TOOL[1]}>&-
  { while printf "$1"; do sleep 0.05; done; } >&3 2> /dev/null &
  feeder=$!
  exec 3>&-
  read -r -t 60 "${@:2}" back <&4 && echo "$back"
  kill $feeder
  cat <&4 > rest
  wait $pid
}
say '头发\n'
say '头发，' -N 3
