# The output is the same for any number of threads, with failures among the files.
mkdir many
for i in $(seq 120); do
  if ((i % 7 == 0)); then echo "第$i个文件，里面没有什么。" | iconv -t gbk; else echo "第$i个檔案，裡面沒有什麼。"; fi > many/$i
done
for i in $(seq 20); do for _ in $(seq 200); do echo "$i 經(jīng)濟(jì)發(fā)展"; done > many/big$i; done
for jobs in 1 2 3 16; do
  status=0
  "$HANFIX" detect -j$jobs missing many many/7 missing/too > lines$jobs 2> errors$jobs || status=$?
  "$HANFIX" detect -j$jobs --json many > json$jobs
  cmp lines1 lines$jobs; cmp errors1 errors$jobs; cmp json1 json$jobs
  echo "$jobs: $status"
done
wc -l < lines1; cat errors1
