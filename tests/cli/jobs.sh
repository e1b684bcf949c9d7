# The output is the same for any number of threads: one script, both, a long line, through a pipe, in GBK.
for i in $(seq 3000); do
  printf '第%d行：她的头发很长，数据库里什么都有，被发明以后⿰木\n' "$i"
  ((i % 400)) || printf '用記憶體與滑鼠，這裡沒有什麼問題。\n'
done > part
for _ in $(seq 8); do cat part; done > hans
{ cat part; tr -d '\n' < hans; echo; sed 's/.*/這裡的頭髮很長，為什麼沒有資料庫？/' part part part part; cat hans; } > mixed
iconv -t gb18030 < hans > gbk
for options in "-c s2t" "-c s2twp" "-t tw" "-t jp" "-t hk -T gb18030"; do
  for jobs in 1 2 5; do
    "$HANFIX" $options -j $jobs hans mixed gbk > out$jobs 2> err$jobs
    "$HANFIX" $options -j $jobs < mixed > pipe$jobs 2>> err$jobs
    cat hans | "$HANFIX" $options -j $jobs >> pipe$jobs 2>> err$jobs
  done
  cmp out1 out2; cmp out1 out5; cmp pipe1 pipe2; cmp pipe1 pipe5; cmp err1 err2; cmp err1 err5
  echo "$options: $(wc -c < out1) $(wc -c < pipe1) $(wc -l < err1)"
done
# Reports come in one order too.
for jobs in 1 4; do
  "$HANFIX" -t tw -T big5 --explain -j $jobs part > out$jobs 2> err$jobs
done
cmp out1 out4; cmp err1 err4; wc -l < err1
