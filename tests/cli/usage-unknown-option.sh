# A mistyped option names its neighbours; a short one in a cluster is found.
"$HANFIX" --foo || echo $?
"$HANFIX" --jason || echo $?
"$HANFIX" --conf s2t || echo $?
"$HANFIX" --nothing-like-it || echo $?
"$HANFIX" -qZ || echo $?
"$HANFIX" -i.bak news.txt || echo $?
