# The disk is full (here: a limit on file size) while a file is replaced: it stays, nothing is left over.
head -c 100000 /dev/zero | tr '\0' a > old
head -c 200000 /dev/zero | tr '\0' b > new
(trap '' XFSZ; ulimit -f 100; "$HANFIX" -o old new) || echo $?
ls -A
tr -d a < old | wc -c
