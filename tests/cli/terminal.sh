# Colours on a terminal only, NO_COLOR respected; no progress for short work.
cat > on_terminal.py << 'PYTHON'
import os, pty
def run(*words, **environment):
    seen = b""
    pid, fd = pty.fork()
    if pid == 0:
        os.environ.update(environment)
        os.execv(os.environ["HANFIX"], ["hanfix", *words])
    while True:
        try:
            data = os.read(fd, 4096)
        except OSError:
            break
        if not data:
            break
        seen += data
    os.waitpid(pid, 0)
    print(words, environment, seen)
run("missing")
run("missing", NO_COLOR="1")
run("missing", NO_COLOR="")
run("missing", TERM="dumb")
run("--color", "never", "missing")
run("--color", "always", "missing", NO_COLOR="1")
run("-o", "b", "a")
PYTHON
echo 中文 > a
python3 on_terminal.py
"$HANFIX" missing 2>&1 | od -An -c | grep -c 033 || true
"$HANFIX" --color always missing || true
