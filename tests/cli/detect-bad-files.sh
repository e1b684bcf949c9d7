# A file that cannot be read is reported in its place; the others are done.
echo 她的头发很长。 > good
"$HANFIX" detect good missing /proc/self/mem good 2>&1 || echo "exit status $?"
"$HANFIX" detect missing || echo "exit status $?"
"$HANFIX" detect --json missing good > /dev/null || echo "exit status $?"
"$HANFIX" detect good > /dev/full || echo "exit status $?"
