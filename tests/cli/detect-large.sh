# Memory does not grow with the input, and the rest of a file that is no text is not read.
printf '\x7fELF\2\1\1\0' > program; truncate -s 1T program
timeout 60 "$HANFIX" detect program
size=200000000
if [ -n "${HANFIX_SANITIZED:-}" ]; then size=2000000; else ulimit -v 150000; fi
set +o pipefail  # yes is to be ended
yes 這一天的雨下得很大，街上几乎没有人。 | head -c $size | "$HANFIX" detect | cut -c 1-30
