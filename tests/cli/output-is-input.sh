# `hanfix a >> a` would never end; -o with the same file is safe.
echo 中文 > a
"$HANFIX" a >> a || echo $?
"$HANFIX" -o a a
cat a
