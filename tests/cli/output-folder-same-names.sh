# Inputs of the same name must not overwrite each other: usage, and nothing is written.
mkdir x y; echo 一 > x/a; echo 二 > y/a
"$HANFIX" -o out/ x/a y/a || echo $?
ls
