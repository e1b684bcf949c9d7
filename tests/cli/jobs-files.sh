# Several files at once, each with a file of its own: the same files, messages and exit code for any number of threads.
mkdir good
for i in $(seq 40); do
  for _ in $(seq $((i % 5 * 300 + 1))); do echo "第$i个文件里什么都有，她的头发很长。"; done > good/$i
done
for i in 3 17; do sed 's/什么/ä»€ä¹ˆ/' good/$i > part; mv part good/$i; done
iconv -t gb18030 good/5 > part; mv part good/5
printf 'a\xffb\n' > good/23
mkdir good/folder
for jobs in 1 2 7; do
  cp -r good in$jobs; cd in$jobs
  status=0; "$HANFIX" -t tw --explain -j $jobs -o ../out$jobs/ [0-9]* missing folder > ../said$jobs 2>&1 || status=$?
  echo "$jobs, -o: $status"
  status=0; "$HANFIX" -t tw --check -j $jobs [0-9]* >> ../said$jobs 2>&1 || status=$?
  echo "$jobs, --check: $status"
  status=0; "$HANFIX" -t tw -i=.bak --json -j $jobs [0-9]* missing >> ../said$jobs 2>&1 || status=$?
  echo "$jobs, -i: $status"
  # A file named twice, here through a link, is replaced before it is read again.
  ln -s 7 link; cp ../good/7 7; rm 7.bak; "$HANFIX" -t tw -i=.bak -j $jobs 7 link; rm link
  cd ..
  diff -r in1 in$jobs; diff -r out1 out$jobs; cmp said1 said$jobs
done
ls in1 | wc -l; ls out1 | wc -l; wc -l < said1; grep -c 頭髮 out1/17; cmp in1/17 out1/17; cmp in1/17.bak good/17
