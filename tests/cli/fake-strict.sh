# --strict: 1 where text is lost; a file is not replaced then, the others are.
printf '一#\xff\n' > lossy; printf '一#\n' > dirty
"$HANFIX_FAKE" --strict lossy 2> /dev/null || echo $?
"$HANFIX_FAKE" --strict -i lossy dirty || echo $?
"$HANFIX_FAKE" --strict -q -o out lossy || echo $?
"$HANFIX_FAKE" -q -o out lossy || echo $?
od -An -c lossy; cat dirty out; ls -A
