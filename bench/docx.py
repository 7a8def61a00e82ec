#!/usr/bin/python3
"""The read_docx step of a warm worker beside python-docx and bare libzip + libxml2, in turns.

    bench/docx.py [--vanthu FILE] [--rounds N] [FILE.docx ...]

Ours is the stage's own time as `vanthu read` gives it: request to the page worker, opening, unpacking, reading, styles,
layout to boxes, the answer on its way back and checked, the look for a secrecy mark. python-docx and the bare reader have
their files in memory or in the cache and do nothing with the text. See bench/README.md.
"""

import argparse
import json
import statistics
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build/bench/docx"
PYTHON_DOCX = """
import sys, time, docx
start = time.monotonic()
for _ in range(int(sys.argv[1])):
    for path in sys.argv[2:]:
        paper = docx.Document(path)
        text = [p.text for p in paper.paragraphs]
        text += [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
print(time.monotonic() - start)
"""


def run(command):
    """What a command prints; ends the benchmark when it fails."""
    done = subprocess.run(list(map(str, command)), capture_output=True, check=False)
    if done.returncode not in (0, 2):
        raise SystemExit(f"{command[0]} failed: {done.stderr.decode()[-400:]}")
    return done.stdout.decode()


def ours(vanthu, files, times):
    """Milliseconds of the step for each reading, the first of the worker left out."""
    answers = [json.loads(line) for line in run([vanthu, "read", "--json", "--jobs", 1, *files * times]).splitlines()]
    lost = [answer["source"] for answer in answers if answer["error"]]
    if lost:
        raise SystemExit(f"not read: {sorted(set(lost))}")
    return [answer["timings_ms"]["read_docx"] for answer in answers[1:]]


def main():
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--vanthu", default=str(ROOT / "build/release/bin/vanthu"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("files", nargs="*", default=sorted(ROOT.glob("samples/*/*/input.docx")))
    options = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    flags = run(["pkg-config", "--cflags", "--libs", "libzip", "libxml-2.0"]).split()
    run(["g++", "-std=c++20", "-O2", ROOT / "bench/docx_bare.cpp", "-o", WORK / "bare", *flags])
    files, times = options.files, options.times
    ratios, all_ours = {"python-docx": [], "libzip + libxml2": []}, []
    for _ in range(options.rounds):
        mine = ours(options.vanthu, files, times)
        all_ours += mine
        bare = 1000 * float(run([WORK / "bare", times, *files]).split()[0]) / times / len(files)
        peer = 1000 * float(run(["/usr/bin/python3", "-c", PYTHON_DOCX, 2, *files])) / 2 / len(files)
        each = statistics.mean(mine)
        ratios["python-docx"].append(peer / each)
        ratios["libzip + libxml2"].append(bare / each)
        print(f"ours {each:.3f} ms a file, bare {bare:.3f}, python-docx {peer:.3f}", flush=True)
    for name, values in ratios.items():
        print(f"documents/s as many times as {name}: {statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})")
    all_ours.sort()
    print(f"a file: median {statistics.median(all_ours):.2f} ms, 95 % within {all_ours[int(0.95 * len(all_ours))]:.2f} ms")


if __name__ == "__main__":
    main()
