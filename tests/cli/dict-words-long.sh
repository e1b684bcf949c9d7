# A line of 4 MB: the same as in lines, and nothing is held.
python3 - <<'END'
open("lines.txt", "w").write("头发现在公里里面发展内存，\n" * 100_000)
open("line.txt", "w").write("头发现在公里里面发展内存，" * 100_000)
END
"$HANFIX" -c s2twp --add 里=裏 --add 发展=F --add 内存=內存 lines.txt | sort -u
"$HANFIX" -c s2twp --add 里=裏 --add 发展=F --add 内存=內存 lines.txt | tr -d '\n' > expected
"$HANFIX" -c s2twp --add 里=裏 --add 发展=F --add 内存=內存 line.txt | cmp - expected
# Threads share it, and nobody can tell.
"$HANFIX" -j 1 -c s2twp --add 里=裏 --add 发展=F --add 内存=內存 lines.txt > one
"$HANFIX" -j 4 -c s2twp --add 里=裏 --add 发展=F --add 内存=內存 lines.txt | cmp - one
"$HANFIX" -j 4 -t twp --add 里=裏 --add 发展=F --add 内存=內存 lines.txt | cmp - one
