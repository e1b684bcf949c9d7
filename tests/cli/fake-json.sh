# --json: every line of standard error is an object with the documented fields, in their order.
printf '一#\n\xff\n' > $'a"\xff'
"$HANFIX_FAKE" --json -v $'a"\xff' - < /dev/null
"$HANFIX_FAKE" --json --check --strict - < $'a"\xff' || echo $?
