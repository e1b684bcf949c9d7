# On a terminal, work of more than a second shows where it is, and leaves no trace of that.
cat > on_terminal.py << 'PYTHON'
import os, pty
source = os.dup(0)
pid, terminal = pty.fork()
if pid == 0:
    os.dup2(source, 0)
    os.execv(os.environ["HANFIX"], ["hanfix", "-o", "out"])
seen = b""
while True:
    try:
        data = os.read(terminal, 4096)
    except OSError:
        break
    if not data:
        break
    seen += data
os.waitpid(pid, 0)
print(b"standard input: 2 B" in seen, seen.endswith(b"\r\x1b[K"))
PYTHON
(printf a; sleep 4; printf b) | python3 on_terminal.py
cat out
