# Only the encodings named may be the answer.
printf '\xa6\x72\n' > short
"$HANFIX" -q --candidates big5,gbk short
"$HANFIX" -q --candidates big-5,utf8 short
"$HANFIX" detect --candidates shift_jis,euc-jp short
"$HANFIX" --candidates big5,gpk short || echo "exit status $?"
"$HANFIX" --candidates , short || echo "exit status $?"
