# The whole help text; no line is wider than 100 columns.
"$HANFIX" --help > help
cmp help <("$HANFIX" -h)
awk 'length($0) > 100 { print "too wide: " $0 }' help
cat help
