# What detect calls the damage of each family; behind "perhaps" those that act only in max or where they are named.
python3 - << 'PYTHON'
import json, os, pathlib, subprocess
hanfix = os.environ["HANFIX"]
families = [line.split()[0] for line in subprocess.run([hanfix, "--list", "families"], capture_output=True, text=True).stdout.splitlines()]
data = pathlib.Path(os.environ["DOCS"]).parent / "tests/data/repair"
for family in families:
    seen = {}
    rows = [json.loads(line) for line in (data / (family + ".jsonl")).open(encoding="utf-8")]
    for row in rows:
        if row["kind"] == "negative" or row["kind"] == "known-failure":
            continue
        pathlib.Path("file").write_text(row["input"], encoding="utf-8", newline="")
        before = os.stat("file")
        out = subprocess.run([hanfix, "detect", "--json", "-f", "utf-8", "file"], capture_output=True, text=True).stdout
        found = json.loads(out)
        if family in found["damage"] + found["perhaps"]:
            text = subprocess.run([hanfix, "detect", "-f", "utf-8", "file"], capture_output=True, text=True).stdout
            print(family, text.split("1.00", 1)[1].split(None, 1)[1].strip(), sep=" ← ")
            break
    else:
        print(family, "is not seen")
PYTHON
