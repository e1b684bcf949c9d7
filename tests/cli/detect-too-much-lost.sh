# UTF-8 read as Big5 and as EUC-JP, which lose two bytes of three: named, left as it is, and reported.
echo '摮拙�隞祆�摮虫誑�����洽�唳眾颲寧�撠���剝��押�' > big5
echo '絖��篁��絖�札�������井桶莨合�絨��������' > euc-jp
"$HANFIX" detect big5 euc-jp
for file in big5 euc-jp; do
  "$HANFIX" $file 2> messages | cmp - $file && echo left
  cat messages
done
