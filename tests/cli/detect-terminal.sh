# On a terminal: names in bold, damage in red; work of more than a second shows where it is, and no
# line of progress is left among the results.
cat > on_terminal.py << 'PYTHON'
import os, pty, sys
source = os.dup(0)
pid, terminal = pty.fork()
if pid == 0:
    os.dup2(source, 0)
    os.execv(os.environ["HANFIX"], ["hanfix", "detect", *sys.argv[1:]])
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
erase = b"\r\x1b[K"
if erase in seen:  # drawn over and over: how often depends on the clock
    parts = seen.split(erase)
    print(len([p for p in parts[1:-1] if p.startswith(b"standard input: ") and b"\n" not in p]) > 0, parts[0], parts[-1])
else:
    print(seen)
PYTHON
printf '經(jīng)濟(jì)發(fā)展\n' > damaged
echo 她的头发很长。 > clean
python3 on_terminal.py clean damaged
(printf 她的头发; sleep 4; printf 很长。) | python3 on_terminal.py clean - damaged
(printf 她的头发; sleep 4; printf 很长。) | python3 on_terminal.py
