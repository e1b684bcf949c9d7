# Nothing could be read at all: 4.
"$HANFIX" missing other
