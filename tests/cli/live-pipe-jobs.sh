# Threads hold nothing back that a reader waits for.
coproc TOOL { exec "$HANFIX" -f utf-8 -c s2t -j 4; }
exec 3>&"${TOOL[1]}" 4<&"${TOOL[0]}"
exec {TOOL[1]}>&-
for i in 1 2 3; do
  { for _ in $(seq 20000); do echo 头发与数据库里的东西; done; echo "第$i行"; } >&3 &
  for _ in $(seq 20001); do read -r -t 60 back <&4; done
  echo "$back"
done
exec 3>&-
wait
