# First law: good text passes byte by byte, whatever its line ends, and says nothing.
printf '她的头发很长，一直垂到腰间。\r\n行业 abc\nno newline at the end 好' > text
"$HANFIX" text | cmp - text
"$HANFIX" --from utf-8 --repair off < text | cmp - text
