# Where the parent ignores SIGPIPE, a closed pipe is an error like any other.
set +o pipefail
trap '' PIPE
yes 中文 2> /dev/null | "$HANFIX" | head -n 1
echo "${PIPESTATUS[1]}"
