# A page does not grow with the input, nor does memory: counts are complete, the rest is said.
# Under a sanitizer (HANFIX_SANITIZED) only the page is looked at; its shadow memory is not ours.
size=60000000
if [ -n "${HANFIX_SANITIZED:-}" ]; then size=3000000; fi
cat > large.py << 'PYTHON'
import os, resource, subprocess, sys
block = ("她的头发很长，一直垂到腰间，看上去非常漂亮。\n" * 500 + "号 # 与 ?\n").encode()
count = int(sys.argv[1]) // len(block)
tool = subprocess.Popen([os.environ["HANFIX_FAKE"], "-q", "--report", "page.html", "-o", "out"], stdin=subprocess.PIPE)
for _ in range(count):
    tool.stdin.write(block)
tool.stdin.write(b"#" * 300000 + b"\xff" * 100000)
tool.stdin.close()
print("exit", tool.wait())
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
if "HANFIX_SANITIZED" not in os.environ and peak > 64:
    print(f"peak memory {peak:.0f} MiB")
page = open("page.html", encoding="utf-8").read()
print("repairs counted:", f"<td>fake</td><td class=\"num\">{count + 300000:,}</td>" in page)
print("malformed counted:", "<td>malformed-bytes</td><td class=\"num\">100,000</td>" in page)
print("marks", page.count("<mark "), "small" if len(page) < 4000000 else len(page))
print("said:", "places, not shown" in page)
PYTHON
python3 large.py $size
"$DOCS/../tests/support/read_page" page.html out
