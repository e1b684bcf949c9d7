# --quotes: which style follows from the conversion, or is named.
printf '他说：“你看‘这’。”\n' > hans
printf '他說：「你看『這』。」\n' > hant
"$HANFIX" -t tw --quotes auto hans
"$HANFIX" -c t2s --quotes auto hant
"$HANFIX" -c s2hk --quotes=auto hans
"$HANFIX" --quotes curly hant
"$HANFIX" -t s --quotes corner hans
"$HANFIX" -t jp --quotes auto hant
"$HANFIX" -t tw hans
"$HANFIX" --quotes auto hans || echo $?
"$HANFIX" --quotes round hans || echo $?
# Nothing else moves: positions in reports are right, and binary data is not touched.
printf '\000\001“中”\377\376' > binary
"$HANFIX" -q --quotes corner binary | cmp - binary
