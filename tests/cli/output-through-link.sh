# A symbolic link is followed: its target is replaced, the link stays.
mkdir target; echo 旧 > target/file; ln -s target/file link; echo 新 > a
"$HANFIX" -o link a
test -L link && cat target/file
