# Nothing in, nothing out, nothing said.
: > empty
"$HANFIX" empty
"$HANFIX" < /dev/null
"$HANFIX" -o copy empty
wc -c < copy
