# --check writes nothing, and clean text is no change; no output folder is made either.
echo 中文 > a
"$HANFIX" --check a
"$HANFIX" --check -o out/ a
"$HANFIX" --check -i a
ls
