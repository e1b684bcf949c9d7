# --check: 1 if anything would change, and nothing is written.
printf '一\n' > clean; printf '一#\n' > dirty
"$HANFIX_FAKE" --check clean dirty || echo $?
"$HANFIX_FAKE" --check -i=.bak dirty || echo $?
"$HANFIX_FAKE" --check -q < dirty || echo $?
"$HANFIX_FAKE" --check dirty missing || echo $?
ls; cat dirty
