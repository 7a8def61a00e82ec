#!/usr/bin/python3
"""Reading of tables: how many cells of made-up nomination lists are read exactly, at each level.

    bench/tables.py [FOLDER] [--vanthu FILE] [--levels docx,pdf,clean,office,hard] [--count N] [--half 0|1] [--misses N]

FOLDER holds what samples/make_nominations.py or make_submissions.py wrote; without it lists are made (of the half that nobody
tunes on). A cell is right when its text is the truth's after NFC and folding of spaces; a cell that the
truth leaves empty counts only when something was read there. Rows are paired so that most cells agree.
"""

import argparse
import json
import subprocess
import sys
import time
import unicodedata
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build/bench/tables"


def folded(text):
    """NFC, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def agreeing(truth, read, columns):
    """Cells of one row that agree."""
    return sum(bool(folded(truth[c])) and folded(truth[c]) == folded(read.get(c)) for c in columns)


def paired(truth, read, columns):
    """Pairs (truth row, read row or None), and the read rows that belong to none; most cells agree."""
    n, m = len(truth), len(read)
    best = [[0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            same = agreeing(truth[i], read[j], columns)
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + same + 0.01)
    pairs, spare, i, j = [], [], 0, 0
    while i < n and j < m:
        if best[i][j] == best[i + 1][j + 1] + agreeing(truth[i], read[j], columns) + 0.01:
            pairs.append((truth[i], read[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((truth[i], None))
            i += 1
        else:
            spare.append(read[j])
            j += 1
    return pairs + [(row, None) for row in truth[i:]], spare + read[j:]


def score_all(tables, answer):
    """score() over all tables of a paper."""
    sums = [score(truth, answer) for truth in tables]
    return sum(s[0] for s in sums), sum(s[1] for s in sums), all(s[2] for s in sums), [m for s in sums for m in s[3]]


def score(truth, answer):
    """Right cells, all cells, whether the rows are as many, and what was missed."""
    read = next((t for t in answer.get("tables") or [] if t["id"] == truth["id"]), {"rows": []})
    columns, right, total, missed = truth["columns"], 0, 0, []
    pairs, spare = paired(truth["rows"], read["rows"], columns)
    for wanted, got in pairs:
        for column in columns:
            a, b = folded(wanted[column]), folded((got or {}).get(column))
            if not a and not b:
                continue
            total += 1
            right += a == b
            if a != b:
                missed.append((column, a, b if got else "(no row)"))
    for row in spare:
        extra = [(column, "", folded(text)) for column, text in row.items() if folded(text)]
        total += len(extra)
        missed += extra
    return right, total, len(truth["rows"]) == len(read["rows"]), missed


def read_all(vanthu, files, jobs):
    """The product's answers and the seconds they took."""
    start = time.monotonic()
    done = subprocess.run([vanthu, "read", "--json", "--jobs", str(jobs), *map(str, files)], capture_output=True, check=False)
    if done.returncode not in (0, 2):
        raise SystemExit(f"vanthu read failed: {done.stderr.decode()[-400:]}")
    return [json.loads(line) for line in done.stdout.decode().splitlines()], time.monotonic() - start


def main():
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--vanthu", default=str(ROOT / "build/release/bin/vanthu"))
    parser.add_argument("--levels", default="docx,pdf,clean,office,hard")
    parser.add_argument("--count", type=int, default=12)
    parser.add_argument("--half", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--misses", type=int, default=0, help="show so many wrong cells of each file")
    parser.add_argument("--files", default="", help="only files whose names hold this")
    options = parser.parse_args()
    folder = options.folder
    if folder is None:
        folder = WORK / f"half{options.half}-{options.count}"
        if not (folder / "truth.json").exists():
            subprocess.run([sys.executable, ROOT / "samples/make_nominations.py", folder, "--count", str(options.count),
                            "--half", str(options.half)], check=True)
    levels = options.levels.split(",")
    samples = [s for s in json.loads((folder / "truth.json").read_text(encoding="utf-8"))["samples"]
               if s["level"] in levels and options.files in s["file"]]
    print(f"{'level':8} tables  cells   exact  rows right  form right  s/table")
    for level in levels:
        mine = [s for s in samples if s["level"] == level]
        if not mine:
            continue
        answers, seconds = read_all(options.vanthu, [folder / s["file"] for s in mine], options.jobs)
        right = total = rows = forms = 0
        told = defaultdict(list)
        for sample, answer in zip(mine, answers):
            a, b, same, missed = score_all(sample["tables"], answer)
            right, total, rows, forms = right + a, total + b, rows + same, forms + (answer["form"] == sample["form"])
            if missed or not same or answer["form"] != sample["form"]:
                told[sample["file"]] = [f"{a}/{b}{'' if same else ' rows'} {answer['form']} {sample['plan']}"] + missed
        print(f"{level:8} {len(mine):6} {total:6}  {right / max(1, total):6.3f}  {rows / len(mine):10.3f}"
              f"  {forms / len(mine):10.3f}  {seconds / len(mine):7.2f}", flush=True)
        if options.misses:
            for file, lines in told.items():
                print("  ", file, lines[0])
                for line in lines[1:options.misses + 1]:
                    print("      ", *map(repr, line))


if __name__ == "__main__":
    main()
