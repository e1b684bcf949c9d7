# In sentences a name can neither break the line nor reach the terminal as an escape.
"$HANFIX" $'two\nlines' $'\e[31mred' $'bad\xff' $'back\u202ewards'
