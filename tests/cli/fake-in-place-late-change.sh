# The first difference lies far from the start, after a long equal part; and at the very end, where
# the output is only shorter.
head -c 1000000 /dev/zero | tr '\0' a > start
(cat start; printf '#\n') > late; (cat start; printf '\r') > shorter
"$HANFIX_FAKE" -i late shorter
cmp shorter start
(cat start; printf '號\n') | cmp - late
ls -A
