# A folder is all that is in it, in a fixed order; not what is hidden, version control, links or pipes.
mkdir -p books/b books/a/deep books/.git books/CVS
for name in z a/2 a/1 a/deep/x b/长名字的文件 .hidden .git/config CVS/Root; do echo 她的头发很长。 > books/$name; done
ln -s .. books/a/circle; ln -s a books/link; ln -s z books/link-to-file; mkfifo books/pipe
"$HANFIX" detect books
echo ---
"$HANFIX" detect books/ books/link-to-file books/.hidden books/link/
echo ---
"$HANFIX" detect --hidden books | wc -l
(cd books/b && "$HANFIX" detect .)
mkdir empty && "$HANFIX" detect empty
