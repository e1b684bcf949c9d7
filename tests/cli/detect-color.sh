# Colours for a terminal: the name, and damage.
printf '經(jīng)濟(jì)發(fā)展\n' > damaged
"$HANFIX" detect --color always damaged | od -An -c | grep -c 033
"$HANFIX" detect damaged | od -An -c | grep -c 033 || true
