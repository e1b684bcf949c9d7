# --progress always draws at once and erases at the end; the text is not touched.
printf '中文\n' > a
"$HANFIX" --progress always a 2> progress
od -An -c progress | tr -s ' '
"$HANFIX" --progress never a
