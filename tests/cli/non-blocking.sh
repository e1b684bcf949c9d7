# Descriptors that somebody made non-blocking: reading waits for bytes, writing for room.
python3 - << 'PYTHON'
import os, subprocess, threading
text = "中文".encode() * 200000
source, feed = os.pipe()
sink, target = os.pipe()
os.set_blocking(source, False)
os.set_blocking(target, False)
tool = subprocess.Popen([os.environ["HANFIX"]], stdin=source, stdout=target)
os.close(source)
os.close(target)
def send():
    for at in range(0, len(text), 10007):
        os.write(feed, text[at:at + 10007])
    os.close(feed)
threading.Thread(target=send).start()
with os.fdopen(sink, "rb") as reader:
    print(reader.read() == text, tool.wait())
PYTHON
