# In place only for regular files; the rest is done.
mkfifo pipe; mkdir folder; echo 中文 > a
(sleep 0 > pipe &)
"$HANFIX" -i pipe folder a || echo $?
cat a
