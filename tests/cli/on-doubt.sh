# Where bytes are gone: the place stays, is marked, or gets what fits best. Each time it is reported.
echo '濡傛灉浣犱笉鐭ラ亾鎬庝箞璧帮紝鍙?浠ラ棶涓€闂?璺?杈圭殑璀﹀療銆?' > gbk
cp "$DOCS/../samples/news.damaged.txt" readings
echo 'æ˜¥å¤©æ¥äº†ï¼ŒèŠ±å¼€æ»�é™¢ã€‚' > latin
echo '츠莖豆�펌듐놔랙，쨌�꼇狼綱뺐。' > korean
for policy in keep mark best; do
  echo "--- $policy"
  "$HANFIX" --explain --families utf8-as-gbk --on-doubt $policy gbk 2>&1
  "$HANFIX" --on-doubt $policy readings 2>&1 | sed -n '18p;/^hanfix/p'
  "$HANFIX" --repair max --on-doubt $policy latin 2>&1
  "$HANFIX" --explain --families double-byte --on-doubt $policy korean 2>&1
done
# Left to the mode: mark in safe, best in max.
for mode in safe max; do
  "$HANFIX" -q --families utf8-as-gbk,double-byte --repair $mode gbk korean
done
"$HANFIX" --on-doubt perhaps gbk || echo $?
