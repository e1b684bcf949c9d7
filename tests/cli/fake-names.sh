# An unknown name is told by the library, and is usage: no file is opened, no folder made.
echo 中 > a
"$HANFIX_FAKE" -c s2tww -o out/ missing a || echo $?
"$HANFIX_FAKE" --json -c s2tww a || echo $?
ls
"$HANFIX_FAKE" --list encodings
