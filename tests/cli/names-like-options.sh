# FILEs that look like options or lists: "--" ends the options, and [1] is not 1.
echo 一 > ./-q; echo 二 > '[1]'; echo 三 > 1
"$HANFIX" '[1]' -- -q
