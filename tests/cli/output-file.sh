# -o FILE: a new file gets the input's permissions and time; an old one keeps its own permissions.
umask 022
echo 新 > in; chmod 754 in; touch -d '2001-02-03 04:05:06 UTC' in
"$HANFIX" -o out in
echo 旧 > kept; chmod 640 kept
"$HANFIX" -o kept in
for file in out kept; do cat $file; stat -c '%a %Y' $file; done
echo 管道 | "$HANFIX" -o piped; cat piped; stat -c %a piped
"$HANFIX" -o - in
ls -A
