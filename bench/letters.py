#!/usr/bin/python3
"""Letters per level of damage: our reader beside plain tesseract, on the same files.

    bench/letters.py make [--count N] [--seed S] [--turned] [--out DIR]    a set of made-up, worn dispatches with truth
    bench/letters.py run  [--set DIR] [--vanthu FILE] [--worst N]

Lines: every printed line searched anywhere in the page's text, so that reading order and extra noise cost
nothing. Strict: the page's text as a whole. Turned pages count as righted when the reader says so.
Texts of tesseract are kept in build/bench/tesseract, because they do not change. See bench/README.md.
"""

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import time
import unicodedata
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "samples"))
ZONES = ("head", "body", "table", "foot")
SHAPES = str.maketrans({"–": "-", "—": "-", "‐": "-", "“": '"', "”": '"', "‘": "'", "’": "'"})


def plain(text):
    """Text as it is compared: NFC, single spaces, one shape of dashes and quotes."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).translate(SHAPES)).strip()


def bits_of(pattern):
    """For each letter the places where the pattern has it, as bits."""
    places = defaultdict(int)
    for i, letter in enumerate(pattern):
        places[letter] |= 1 << i
    return places


def distance(pattern, text, anywhere):
    """Edit distance (Myers' bit vectors); anywhere: to the best matching piece of the text."""
    if not pattern:
        return 0 if anywhere else len(text)
    places, length = bits_of(pattern), len(pattern)
    mask, last = (1 << length) - 1, 1 << (length - 1)
    up, down, score = mask, 0, length
    best = score
    for letter in text:
        match = places.get(letter, 0)
        diagonal = ((((match & up) + up) ^ up) | match | down) & mask
        more = down | (~(diagonal | up) & mask)
        less = up & diagonal
        score += bool(more & last) - bool(less & last)
        more, less = more << 1 | (0 if anywhere else 1), less << 1
        up = (less | ~(diagonal | more)) & mask
        down = more & diagonal & mask
        best = min(best, score)
    return best if anywhere else score


def make(options):
    """Writes a set outside the repository."""
    from maker import damage, letterset  # needs the packages named in samples/README.md
    items = [item for level in damage.LEVELS for item in letterset.drawn(level, options.count, options.seed, options.turned)]
    letterset.make_set(items, options.out)


def ours(vanthu, files):
    """For every file the texts of its pages and how far each was turned; and the seconds taken."""
    start = time.monotonic()
    done = subprocess.run([vanthu, "read", "--json", "--jobs", "2", *map(str, files)], capture_output=True, check=False)
    seconds = time.monotonic() - start
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    if len(answers) != len(files):
        raise SystemExit(f"{vanthu} gave {len(answers)} answers for {len(files)} files: {done.stderr.decode()[-300:]}")
    for answer in answers:
        if answer.get("error"):
            print(f"  {answer['source']}: {answer['error']}")
    return [[(page["text"], page["rotation"]) for page in answer.get("pages") or []] for answer in answers], seconds


def stock(file):
    """The same from plain tesseract, which turns nothing."""
    kept = ROOT / "build/bench/tesseract" / f"{hashlib.sha256(file.read_bytes()).hexdigest()}.txt"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(["tesseract", str(file), "-", "-l", "vie"], capture_output=True, check=True,
                              env={**os.environ, "OMP_THREAD_LIMIT": "1"})
        kept.write_bytes(done.stdout)
    return [(text, 0) for text in kept.read_text(encoding="utf-8").split("\f")]


def by_sheet(pages, sheets):
    """Texts per sheet of the truth; a sheet with two pages may have been read as two."""
    if len(pages) > len(sheets):
        pages, joined = list(pages), []
        for sheet in sheets:
            count = sheet["on_sheet"] if len(pages) - sheet["on_sheet"] >= 0 else 1
            taken, pages = pages[:count], pages[count:]
            joined.append(("\n".join(text for text, _ in taken), taken[0][1] if taken else 0))
        return joined
    return pages + [("", 0)] * (len(sheets) - len(pages))


class Score:
    """Errors and letters of one reader on one level."""

    def __init__(self):
        self.lines = defaultdict(lambda: [0, 0])  # zone: errors, letters
        self.strict = [0, 0]
        self.righted = self.turned = self.turned_wrongly = self.pages = 0
        self.worst = []

    def add(self, name, sheet, text, rotation):
        """One sheet."""
        text, errors, letters = plain(text), 0, 0
        for line in sheet["lines"]:
            wanted = plain(line["text"])
            missed = distance(wanted, text, anywhere=True)
            for zone in (line["zone"], "all"):
                self.lines[zone][0] += missed
                self.lines[zone][1] += len(wanted)
            errors, letters = errors + missed, letters + len(wanted)
        wanted = plain(sheet["text"])
        self.strict[0] += distance(wanted, text, anywhere=False)
        self.strict[1] += len(wanted)
        needed = -sheet["turned"] % 360
        self.pages += 1
        self.turned += needed != 0
        self.righted += needed != 0 and rotation == needed
        self.turned_wrongly += rotation not in (0, needed)
        self.turned_wrongly += needed == 0 and rotation != 0
        self.worst.append((errors, letters, name, sheet, text))

    def row(self, who):
        """The figures in one line."""
        share = lambda pair: f"{100 * pair[0] / pair[1]:6.2f}" if pair[1] else "     -"
        zones = " ".join(share(self.lines[zone]) for zone in ZONES)
        return (f"{who:10} {share(self.lines['all'])} {share(self.strict)}   {zones}   "
                f"{self.righted}/{self.turned} righted, {self.turned_wrongly} turned wrongly")


def show_worst(score, count):
    """The sheets that cost most letters, with their wear and their worst lines."""
    for errors, letters, name, sheet, text in sorted(score.worst, key=lambda w: -w[0])[:count]:
        wear = {k: v for k, v in sheet["wear"].items() if k not in ("level", "quality")}
        print(f"\n  {name}: {errors} of {letters}; stamps {sheet['stamps']}, on sheet {sheet['on_sheet']}, {wear}")
        lost = [(distance(plain(line["text"]), text, True), line) for line in sheet["lines"]]
        for missed, line in sorted(lost, key=lambda pair: -pair[0])[:6]:
            if missed:
                print(f"    {missed:3} {line['zone']:5} {line['text']}")


def run(options):
    """Reads a set both ways and prints the table."""
    truths = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(options.set.glob("*.json"))]
    files = [options.set / truth["file"] for truth in truths]
    with ThreadPoolExecutor(2) as pool:
        stock_pages = list(pool.map(stock, files))
    our_pages, seconds = ours(options.vanthu, files)
    print(f"{len(files)} files, vanthu {seconds:.0f} s\n{'':10}  lines strict     head   body  table   foot   (CER in %)")
    for level in sorted({truth["level"] for truth in truths}, key=["clean", "office", "hard"].index):
        scores = {"tesseract": Score(), "vanthu": Score()}
        for truth, mine, theirs in zip(truths, our_pages, stock_pages):
            if truth["level"] != level:
                continue
            for who, pages in (("vanthu", mine), ("tesseract", theirs)):
                for number, (sheet, (text, turn)) in enumerate(zip(truth["pages"], by_sheet(pages, truth["pages"])), 1):
                    scores[who].add(f"{truth['file']} page {number}", sheet, text, turn)
        print(f"{level}, {scores['vanthu'].pages} pages")
        for who, score in scores.items():
            print(score.row("  " + who))
        show_worst(scores["vanthu"], options.worst)


def main():
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    maker = commands.add_parser("make")
    maker.add_argument("--count", type=int, default=20, help="documents per level")
    maker.add_argument("--seed", type=int, default=7)
    maker.add_argument("--turned", action="store_true", help="as many of each of the four ways round")
    maker.add_argument("--out", type=Path, default=ROOT / "build/bench/letters")
    reader = commands.add_parser("run")
    reader.add_argument("--set", type=Path, default=ROOT / "build/bench/letters")
    reader.add_argument("--vanthu", default=str(ROOT / "build/release/bin/vanthu"))
    reader.add_argument("--worst", type=int, default=0, help="sheets to show per level")
    options = parser.parse_args()
    make(options) if options.command == "make" else run(options)


if __name__ == "__main__":
    main()
