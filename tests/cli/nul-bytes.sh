# NUL is a character like any other.
printf '中\0文\0\n\0后面的行\n' > text
"$HANFIX" --from utf-8 text | cmp - text
