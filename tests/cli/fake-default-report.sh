# By default one line for each kind of loss: the first place, and how many. Repairs are silent.
printf '一#\n二?\n三?\xff\n' > a
"$HANFIX_FAKE" a
"$HANFIX_FAKE" < a > /dev/null
cat a | "$HANFIX_FAKE" > /dev/null
"$HANFIX_FAKE" -q a
