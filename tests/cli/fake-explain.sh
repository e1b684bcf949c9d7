# --explain: a line for each edit and place, with the counts under -v; -q is stronger.
printf '一#\n二?\n' > a
"$HANFIX_FAKE" --explain -v a
"$HANFIX_FAKE" --explain -q a
"$HANFIX_FAKE" --explain --color always - < a
