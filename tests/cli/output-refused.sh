# Outputs that cannot be: a folder in the way, no such folder, a symbolic link to nothing.
echo 中文 > a; mkdir -p out/a; ln -s nowhere link; : > file
"$HANFIX" -o out a || echo $?
"$HANFIX" -o missing/b a || echo $?
"$HANFIX" -o link a || echo $?
"$HANFIX" -o file/ a || echo $?
find . | sort
