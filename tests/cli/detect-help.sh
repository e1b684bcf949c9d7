# The help of a command is its own; no line is wider than 100 columns.
"$HANFIX" detect --help > help
cmp help <("$HANFIX" detect -h)
awk 'length($0) > 100 { print "too wide: " $0 }' help
cat help
