# Values that are missing, superfluous or unknown.
"$HANFIX" --to || echo $?
"$HANFIX" -qf || echo $?
"$HANFIX" --check=yes || echo $?
"$HANFIX" --repair hard || echo $?
"$HANFIX" --color=sometimes || echo $?
"$HANFIX" --families , || echo $?
"$HANFIX" --in-place= news.txt || echo $?
"$HANFIX" -i=a/b news.txt || echo $?
"$HANFIX" -o '' news.txt || echo $?
