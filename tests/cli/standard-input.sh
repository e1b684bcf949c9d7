# Standard input by default and by "-", among files too.
echo 中文 | "$HANFIX"
echo 中文 | "$HANFIX" -
echo 之前 > a; echo 之后 > b
echo 中间 | "$HANFIX" a - b
