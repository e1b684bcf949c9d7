# A line that never ends needs no more memory than a short one: 96 MiB in, under 64 MiB used.
# Under a sanitizer (HANFIX_SANITIZED) only the text is compared; its shadow memory is not ours.
python3 - << 'PYTHON'
import hashlib, os, resource, subprocess
block = ("她的头发很长，一直垂到腰间，看上去非常漂亮。" * 1000).encode()
wanted, got = hashlib.sha256(), hashlib.sha256()
tool = subprocess.Popen([os.environ["HANFIX"], "-o", "out"], stdin=subprocess.PIPE)
for _ in range(96 * 2**20 // len(block)):
    tool.stdin.write(block)
    wanted.update(block)
tool.stdin.close()
print("exit", tool.wait())
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
with open("out", "rb") as out:
    while chunk := out.read(1 << 20):
        got.update(chunk)
print("same text" if wanted.digest() == got.digest() else "text differs")
if "HANFIX_SANITIZED" not in os.environ and peak > 64:
    print(f"peak memory {peak:.0f} MiB")
PYTHON
