# -o FOLDER: an existing one, or a name with '/' at the end, which is made.
mkdir here; echo 一 > a; echo 二 > b
"$HANFIX" -o here a b
"$HANFIX" -o new/deep/ a b
"$HANFIX" -o single/ a
grep -r . here new single | sort
