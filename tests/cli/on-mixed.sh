# A log of two programs: followed by default, judged line by line, refused, or read in one encoding.
u() { printf '%s\n' "$1"; }
g() { printf '%s\n' "$1" | iconv -t gbk; }
(u '10:01 服务已经启动'; g '10:02 正在连接数据库'; u '10:03 用户登录'; g '10:04 失败') > log
"$HANFIX" log
"$HANFIX" -q --on-mixed line log | cmp - <("$HANFIX" -q log) && echo the same
"$HANFIX" --json --on-mixed segment log > /dev/null
cp log kept
"$HANFIX" -i --on-mixed strict log || echo "exit status $?"
cmp log kept && echo 'nothing was written'
"$HANFIX" -q --on-mixed replace log | od -An -tx1 | sed -n 3,4p
"$HANFIX" -q -f gbk log | wc -l
"$HANFIX" --on-mixed sometimes log || echo "exit status $?"
