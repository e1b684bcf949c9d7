# The only input cannot be read: 4.
"$HANFIX" nothing.txt
