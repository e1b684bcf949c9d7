# Reading fails after opening: reported with the place; the other files are done.
echo 好 > good
"$HANFIX" /proc/self/mem good
