"""What measure_detect and bench/detect_peers share: asking a detector, judging its answers, counting."""
import json
import shlex
import subprocess
from pathlib import Path

import recoding

EIGHT_BIT = ("GBK", "GBK-hant", "GB18030-4b", "Big5", "Big5-HKSCS", "EUC-TW")
JAPANESE_KOREAN = ("Shift_JIS", "EUC-JP", "EUC-KR")
CHINESE_ROWS = EIGHT_BIT + ("HZ", "ISO-2022-CN")
DAMAGED = ("trunc", "corrupt", "head", "tail")
NOT_CHINESE = ("alphabet", "binary")  # variants where no answer misses but a Chinese one


class Set:
    """The samples of one folder of make_detect_set, or of several."""

    def __init__(self, *folders):
        self.records = []
        for folder in map(Path, folders):
            for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").split("\n"):
                if line:
                    record = json.loads(line)
                    record["path"] = str((folder / "s" / (record["id"] + ".bin")).resolve())
                    self.records.append(record)

    def truth(self, record):
        """What the sample says, where a file beside it tells."""
        return Path(record["path"]).with_suffix(".txt").read_text(encoding="utf-8")


def ask(command, records, crashes=None):
    """One run of a detector for all samples: file names in, NAME TAB ENCODING [TAB CONFIDENCE [TAB MARGIN]] out.

    A detector that fails ends the measurement; with a list for `crashes`, the sample it died on is added to that, has no
    answer, and another run goes on behind it.
    """
    answers = {}
    while len(answers) < len(records):
        rest = [record["path"] for record in records if record["path"] not in answers]
        done = subprocess.run(shlex.split(command), input="".join(path + "\n" for path in rest), capture_output=True, text=True)
        for line in done.stdout.splitlines():
            name, *answer = line.split("\t")
            if answer:
                answers[name] = answer
        failed = [path for path in rest if path not in answers]
        if failed and (crashes is None or len(crashes) > 100):
            raise SystemExit(f"{command} exited with {done.returncode}, no answer for {failed[0]}: {done.stderr[-2000:]}")
        if failed:
            crashes.append(failed[0])
            answers[failed[0]] = [""]
    return [answers[record["path"]] for record in records]


def text_of(data, name, errors):
    return recoding.decode(data, name, errors).lstrip("\ufeff")


def is_right(record, answer):
    """The same family of encodings as the truth, or another in which the bytes are the same text."""
    codec = recoding.codec_of(answer)
    if "+" in record["enc"] or record["enc"] == "binary" or codec is None:
        return False
    truth = recoding.truth_name(record["enc"])
    if recoding.family_of(codec) == recoding.family_of(recoding.codec_of(truth)):
        return True
    data, errors = Path(record["path"]).read_bytes(), "replace" if record["variant"] in DAMAGED else "strict"
    try:
        expected = text_of(data, truth, errors)
    except UnicodeError:
        expected = text_of(data, truth, "replace")
    try:
        return text_of(data, answer, errors) == expected
    except (UnicodeError, LookupError):
        return False


def lines_right(truth, text):
    """The share of lines that are as they should be."""
    expected, got = truth.splitlines(), text.splitlines()
    if len(expected) != len(got):  # a line break was swallowed: count what is there at all
        there = set(got)
        return sum(line in there for line in expected) / len(expected)
    return sum(a == b for a, b in zip(expected, got)) / len(expected)


class Scores:
    """One detector's answers on one set."""

    def __init__(self, samples, answers):
        self.rows = []
        for record, answer in zip(samples.records, answers):
            name = answer[0]
            right, codec = is_right(record, name), recoding.codec_of(name)
            if record["variant"] == "log":
                data = Path(record["path"]).read_bytes()
                text = text_of(data, name, "replace") if codec else ""
                right = lines_right(samples.truth(record), text)
            self.rows.append((record, name, right, recoding.is_chinese(codec), answer[1:]))

    def mean(self, test, measure="right"):
        """Percent of the samples for which test(record) holds that are right (or "chinese"), and their number."""
        chosen = [(right, chinese) for record, _, right, chinese, _ in self.rows if test(record)]
        if not chosen:
            return None, 0
        return 100 * sum(right if measure == "right" else chinese for right, chinese in chosen) / len(chosen), len(chosen)

    def misses(self):
        for record, name, right, chinese, more in self.rows:
            if chinese if record["variant"] in NOT_CHINESE else right is False:
                yield record, name, more


def tables(records):
    """(title, [(label, test, measure)]) of what a set has samples for."""
    def plain(*rows):
        return lambda r: r["variant"] == "plain" and r["enc"] in rows

    def variant(name, *rows):
        return lambda r: r["variant"] == name and (not rows or r["enc"] in rows)

    encodings = list(dict.fromkeys(r["enc"] for r in records if r["variant"] == "plain"))
    lengths = sorted({r["length"] for r in records if r["variant"] == "plain"})
    yield "Plain text, % right, all lengths", [(row, plain(row), "right") for row in encodings] + [
        (f"macro, {len(encodings)} encodings", None, "right")]
    yield "8-bit Chinese (six rows), % right by characters", [
        (str(n), lambda r, n=n: plain(*EIGHT_BIT)(r) and r["length"] == n, "right") for n in lengths] + [
        ("all", plain(*EIGHT_BIT), "right")]
    yield "EUC-TW, % right by characters", [(str(n), lambda r, n=n: plain("EUC-TW")(r) and r["length"] == n, "right") for n in lengths]
    yield "Variants, % right", [
        (f"{label}, {name}", variant(name, *rows), "right")
        for label, rows in (("8-bit Chinese", EIGHT_BIT), ("UTF-8", ("UTF-8",)), ("SJIS/EUC-JP/EUC-KR", JAPANESE_KOREAN))
        for name in ("html", "ascii95", "trunc", "corrupt", "head", "tail")]
    foreign = [row for row in encodings if row not in CHINESE_ROWS]
    yield "False positives: not Chinese bytes, called GB, Big5, EUC-TW, HZ or ISO-2022-CN, %", [
        (row, plain(row), "chinese") for row in foreign] + [
        ("UTF-8, ja ko ru west", lambda r: plain("UTF-8")(r) and r["lang"] not in ("hans", "hant"), "chinese"),
        ("all of these", lambda r: plain(*foreign)(r), "chinese")]
    yield "Strings of hanzi, % right", [
        (f"{row}, {n} hanzi", variant(f"hanzi{n}", row), "right") for n in (2, 3) for row in ("GBK", "Big5", "EUC-TW")] + [
        (f"all, {n} hanzi", variant(f"hanzi{n}"), "right") for n in (2, 3)]
    alphabets = list(dict.fromkeys(r["enc"] for r in records if r["variant"] == "alphabet"))
    yield "Alphabets called Chinese, %", [(row, variant("alphabet", row), "chinese") for row in alphabets] + [
        (f"all, {n} characters", lambda r, n=n: r["variant"] == "alphabet" and r["length"] == n, "chinese") for n in (16, 64, 512)]
    yield "The same alphabets, % right", [(row, variant("alphabet", row), "right") for row in alphabets]
    kinds = list(dict.fromkeys(r["lang"] for r in records if r["variant"] == "binary"))
    yield "Binary data called Chinese, %", [
        (kind, lambda r, kind=kind: r["variant"] == "binary" and r["lang"] == kind, "chinese") for kind in kinds] + [
        (f"{n} bytes", lambda r, n=n: r["variant"] == "binary" and r["length"] == n, "chinese") for n in (16, 64, 256, 1024, 4096)]
    mixed = list(dict.fromkeys(r["enc"] for r in records if r["variant"] == "log"))
    yield "Logs in two encodings, % of lines right when all is decoded as answered", [(row, variant("log", row), "right") for row in mixed]
    yield "Two hanzi after 1 MB of ASCII, % right", [(row, variant("late", row), "right") for row in ("GBK", "Big5")]


def markdown(samples, scores):
    """The tables for detectors {name: Scores}, as lines of Markdown."""
    for title, rows in tables(samples.records):
        out = []
        for label, test, measure in rows:
            if test is None:  # macro: the mean of the rows above
                values = [sum(row[2][i] for row in out) / len(out) if out else None for i in range(len(scores))]
                out.append((label, "", values) if out else (label, 0, values))
                continue
            results = [s.mean(test, measure) for s in scores.values()]
            if results[0][1]:
                out.append((label, results[0][1], [value for value, _ in results]))
        out = [row for row in out if row[1] != 0]
        if not out:
            continue
        yield title
        yield ""
        yield "| | n | " + " | ".join(scores) + " |"
        yield "| --- | --: |" + " --: |" * len(scores)
        for label, n, values in out:
            yield f"| {label} | {n} | " + " | ".join("" if v is None else f"{v:.1f}" for v in values) + " |"
        yield ""
