# Bytes that are no text pass unchanged.
python3 -c 'import random, sys; random.seed(7); sys.stdout.buffer.write(b"\x7fELF\0\0" + random.randbytes(300000))' > bytes
"$HANFIX" --from utf-8 --repair off bytes 2> /dev/null | cmp - bytes
"$HANFIX" -q bytes | cmp - bytes
