"""What the measuring scripts share: reading records, running the program, and telling artefacts from plain damage."""
import json
import os
import re
import subprocess
from pathlib import Path

HALF = str.maketrans("，：；！？（）", ",:;!?()")
READING = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6}\)")


def records(path):
    """The records of a damage set that are text (not bytes), in file order."""
    for line in Path(path).read_text(encoding="utf-8").split("\n"):
        if line:
            record = json.loads(line)
            if "damaged" in record:
                yield record


def plain(text):
    """What is left of text when readings are stripped and marks are half-width."""
    return READING.sub("", text.translate(HALF))


def has_artefact(record):
    """True if stripping readings and restoring marks one by one cannot explain the damage: it crossed a boundary."""
    return plain(record["damaged"]) != plain(record["clean"])


def edit_distance(a, b):
    """Levenshtein distance in code points: Myers 1999 in Hyyrö's form, one big integer as the column. O(len(b)) steps."""
    start = len(os.path.commonprefix([a, b]))
    a, b = a[start:], b[start:]
    end = len(os.path.commonprefix([a[::-1], b[::-1]]))
    a, b = a[: len(a) - end], b[: len(b) - end]
    if not a or not b:
        return len(a) + len(b)
    places = {}
    for i, char in enumerate(a):
        places[char] = places.get(char, 0) | 1 << i
    full, top = (1 << len(a)) - 1, 1 << (len(a) - 1)
    up, down, distance = full, 0, len(a)
    for char in b:
        match = places.get(char, 0)
        same = (((match & up) + up) ^ up) | match | down
        more = down | (full & ~(same | up))
        less = up & same
        distance += bool(more & top) - bool(less & top)
        more = more << 1 | 1
        up = full & ((less << 1) | ~(same | more))
        down = more & same
    return distance


def run(program, arguments, data):
    """Standard output and standard error (bytes) of one run with data on standard input; fails loudly on a bad exit."""
    done = subprocess.run([*program, *arguments], input=data, capture_output=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(program)} exited with {done.returncode}: {done.stderr[-2000:].decode(errors='replace')}")
    return done.stdout, done.stderr


def json_lines(standard_error):
    """The JSON objects on standard error, in order; anything else there is a failure of its own."""
    return [json.loads(line) for line in standard_error.decode("utf-8").split("\n") if line]


def grouped(all_records, lines):
    """Documents as lists of records: by (family, set, doc) if lines is None, else of that many lines; 0: all of a family."""
    families = {}
    for record in all_records:
        doc = record.get("doc", 0) if lines is None else 0
        families.setdefault((record["family"], record["set"], doc), []).append(record)
    for members in families.values():
        size = lines or len(members)
        for start in range(0, len(members), size):
            yield members[start : start + size]
