# A folder too deep to be named is said to be one that could not be read; the rest is.
name=$(printf 'd%0200d' 0)
echo 她的头发很长。 > a
mkdir top && cd top
for i in {1..22}; do mkdir "$name" && cd "$name"; done
echo 她的头发很长。 > x
cd "${PWD%%/top/*}"
status=0
"$HANFIX" detect a top 2> errors || status=$?
echo "$status"
grep -c 'File name too long' errors
# Python's own way to remove the test's folder knows no paths as long as this.
rm -rf top
