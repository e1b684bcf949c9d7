"""What the checks share: the files of the project, and how a check ends."""
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
NOT_OURS = {".git", ".deps", "build", "__pycache__"}


def files(*folders, suffixes=()):
    """Paths relative to ROOT, sorted; `suffixes` like (".md",), all files if empty."""
    found = []
    for folder in folders or (".",):
        for place, inner, names in os.walk(ROOT / folder):
            inner[:] = [name for name in inner if name not in NOT_OURS]
            found += [pathlib.Path(place, name).relative_to(ROOT) for name in names
                      if name != ".git" and (not suffixes or pathlib.Path(name).suffix in suffixes)]
    return sorted(path for path in found if not (ROOT / path).is_symlink())


def finish(name, problems, looked_at):
    """Prints the problems, one a line, and exits; looking at nothing is a problem too."""
    if not looked_at:
        problems = ["nothing to look at: has a folder moved?"]
    for problem in problems:
        print(f"{name}: {problem}")
    print(f"{name}: {looked_at} looked at, {len(problems)} problems")
    sys.exit(1 if problems else 0)
