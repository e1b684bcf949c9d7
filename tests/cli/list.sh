# --list prints a name a line; every kind works, and an unknown one is usage.
"$HANFIX" --list targets | grep -c '^none '
"$HANFIX" --list=encodings | grep -c '^utf-8 '
"$HANFIX" --list configs > /dev/null
"$HANFIX" --list families > /dev/null
"$HANFIX" --list colours
