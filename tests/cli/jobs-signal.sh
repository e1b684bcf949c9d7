# A signal while several files are being replaced: the old ones are there, no temporary file is left.
for i in 1 2 3; do mkfifo pipe$i; echo 旧 > old$i; done
mkdir out; cp old1 out/pipe1; cp old2 out/pipe2; cp old3 out/pipe3
"$HANFIX" --from utf-8 --repair off -j 3 -o out pipe1 pipe2 pipe3 &
pid=$! holds=
for i in 1 2 3; do exec {hold}> pipe$i; echo 新 >&$hold; holds="$holds $hold"; done
until [ "$(find out -name '.hanfix-*' -size +0 | wc -l)" = 3 ]; do sleep 0.01; done
kill -TERM $pid
wait $pid || echo $?
for hold in $holds; do exec {hold}>&-; done
cat out/*
ls -A out
