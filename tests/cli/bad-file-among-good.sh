# One bad file never stops the rest: 3.
echo 一 > a; echo 三 > c; mkdir folder
"$HANFIX" a missing folder c
