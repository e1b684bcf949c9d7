# A closed pipe ends the program by SIGPIPE, quietly, as it ends cat.
set +o pipefail
yes 中文 | "$HANFIX" | head -n 1
echo "${PIPESTATUS[1]}"
