# A folder is not a file; the message says what to do.
mkdir news
"$HANFIX" news
