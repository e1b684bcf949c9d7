# --report: one page for all inputs, checked with a parser; what it shows is the output.
check=$DOCS/../tests/support/read_page
echo '璇锋妸鏂扮殑 ETC 鏂囨。鍙戠粰鎴戙€?' > first.txt
echo '今天的雨下得很大。锟斤拷锟斤拷锟斤拷' | iconv -t gb18030 > second.txt
echo 没有什么要做的。 > sound.txt
"$HANFIX" -q --report page.html -o out/ first.txt second.txt sound.txt missing.txt || echo $?
"$check" page.html out/first.txt out/second.txt
grep -o '<p>.*place.*</p>' page.html
grep -c 'missing.txt.*cannot open it' page.html
# What is hostile stays text: markup, NULs, bytes that are not UTF-8, turned direction, and names.
name='<script src=x>&"'
printf '<script>alert(1)</script> <img src=//x onerror=y> &amp; "q" \x27\0\xff\xe2\x80\xae\xe2\x81\xa6]]>--></pre></style>\r\n\xc2\x85\x1b[31m\n' > "$name"
echo '涓枃</mark><script>娴嬭瘯锛氫粖澶╂垜浠妸鏂囦欢璇婚敊浜嗐€?' >> "$name"
"$HANFIX" -q --report page.html "$name" > out.txt
"$check" page.html out.txt
# With --check nothing but the page is written; in place both are.
"$HANFIX" -q --check --report page.html first.txt || echo $?
grep -c 'Nothing was written' page.html
"$HANFIX" -q -i --report page.html first.txt
"$check" page.html first.txt
# Converted and encoded, the text on the page is what repair gave.
"$HANFIX" -q first.txt > repaired.txt
echo '璇锋妸鏂扮殑 ETC 鏂囨。鍙戠粰鎴戙€?' | "$HANFIX" -q -t tw -T big5 --report page.html > /dev/null
"$check" page.html repaired.txt
grep -o 'Conversion to another script[^<]*' page.html
# A device is written to, not replaced.
"$HANFIX" -q --check --report /dev/stdout sound.txt | tail -n 1
ls -A
