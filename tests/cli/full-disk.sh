# A full disk is never silent: standard output, a device given to -o, --help.
echo 中文 > a
"$HANFIX" a > /dev/full || echo $?
yes 中文 2> /dev/null | "$HANFIX" > /dev/full || echo ended
"$HANFIX" -o /dev/full a || echo $?
test -c /dev/full && echo still a device
"$HANFIX" --help > /dev/full || echo $?
