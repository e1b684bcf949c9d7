# A closed pipe ends it by SIGPIPE, quietly, whatever the threads are at.
set +o pipefail
mkdir many; for i in $(seq 3000); do echo 她的头发很长。 > many/$i; done
"$HANFIX" detect -j4 many | head -n 1
echo "${PIPESTATUS[0]}"
