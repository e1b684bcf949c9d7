# A signal in the middle of replacing a file: the old one is there, no temporary file is left.
echo 旧 > out
coproc TOOL { exec "$HANFIX" --from utf-8 --repair off -o out; }
pid=$TOOL_PID  # bash forgets it when the program ends
exec 3>&"${TOOL[1]}"
exec {TOOL[1]}>&-
echo 新 >&3
until [ -n "$(find . -name '.hanfix-*' -size +0)" ]; do sleep 0.01; done
kill -TERM $pid
wait $pid || echo $?
exec 3>&-
cat out
ls -A
