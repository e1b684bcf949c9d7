# Without a name, and as "-", standard input is read; it can be read once.
echo 她的头发很长。 > a
"$HANFIX" detect < a
cat a | "$HANFIX" detect a -
printf '' | "$HANFIX" detect
"$HANFIX" detect - - < a || echo "exit status $?"
(printf 她的; sleep 0.3; echo 头发很长。) | "$HANFIX" detect
