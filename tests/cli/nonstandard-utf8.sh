# Surrogate pairs in six bytes and overlong forms are read and reported; overlong ASCII is not.
printf '𠮷 \xed\xa1\x82\xed\xbe\xb7 a\xc0\x80\n' > text
"$HANFIX" text | od -An -tx1
"$HANFIX" --explain text > /dev/null
"$HANFIX" text 2> /dev/null | "$HANFIX" --check
printf '..\xc0\xaf中\n' | "$HANFIX" -f utf-8 | od -An -tx1
printf '..\xc0\xaf中\n' | "$HANFIX" -f cesu-8
"$HANFIX" -T cesu-8 <<< 𠮷 | od -An -tx1
"$HANFIX" -T utf-7 <<< '1 + 1，中文' | tee /dev/stderr | "$HANFIX" -f utf-7
