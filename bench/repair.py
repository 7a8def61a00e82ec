#!/usr/bin/python3
"""Wrong words on pages whose text is known: plain tesseract, our reader without repair, and with it.

    bench/repair.py PDF|DIR... [--grey] [--vanthu FILE] [--show]

Every page of a PDF that has a text layer is drawn at 200 dpi and read back. A word is a run of letters or digits;
case and marks count, the older tone placement does not; the words of a page are compared as a bag. Documents are
dealt into two halves by name, so that what is tuned on the one can be judged by the other. Pictures and the texts
of tesseract are kept in build/bench/repair, because they do not change.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.dont_write_bytecode = True  # nothing is left behind in models/
KEPT = ROOT / "build/bench/repair"
LEAST_WORDS = 20  # a page with fewer has no text layer worth the name
sys.path.insert(0, str(ROOT / "models"))
from train_language_model import unified  # noqa: E402  pylint: disable=wrong-import-position


def words_of(text):
    """The words of a page, each with its count."""
    words = Counter()
    for word in re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text)):
        spelt = unified(word.lower())
        words["".join(new.upper() if old.isupper() else new for old, new in zip(word, spelt))] += 1
    return words


def missing(wanted, found):
    """How many of the wanted words were not found."""
    return sum((wanted - found).values())


def run(*command, **options):
    """The output of a program as text."""
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, **options).stdout.decode()


def pages_of(pdf, grey):
    """For every page with text its picture, drawn once, and its words."""
    count = int(re.search(r"^Pages:\s+(\d+)", run("pdfinfo", str(pdf)), re.MULTILINE).group(1))
    name = hashlib.sha256(pdf.read_bytes()).hexdigest()[:16] + ("-grey" if grey else "")
    for number in range(1, count + 1):
        wanted = words_of(run("pdftotext", "-f", str(number), "-l", str(number), "-layout", str(pdf), "-"))
        if sum(wanted.values()) < LEAST_WORDS:
            continue
        picture = KEPT / f"{name}-{number}.png"
        if not picture.exists():
            run("pdftoppm", "-r", "200", "-png", "-singlefile", *(["-gray"] if grey else []), "-f", str(number), "-l",
                str(number), str(pdf), str(picture.with_suffix("")))
        yield picture, wanted


def stock(picture):
    """The text that plain tesseract reads."""
    kept = picture.with_suffix(".txt")
    if not kept.exists():
        kept.write_text(run("tesseract", str(picture), "-", "-l", "vie", "--psm", "3",
                            env={**os.environ, "OMP_THREAD_LIMIT": "1"}), encoding="utf-8")
    return kept.read_text(encoding="utf-8")


def ours(vanthu, pictures, repair):
    """The texts that our reader gives; without the stage `repair` by a configuration that lacks it."""
    config = ROOT / "config"
    if not repair:
        config = KEPT / "config"
        shutil.rmtree(config, ignore_errors=True)
        shutil.copytree(ROOT / "config", config)
        pipeline = config / "pipelines.xml"
        pipeline.write_text(re.sub(r'\s*<stage name="repair"/>', "", pipeline.read_text(encoding="utf-8")), encoding="utf-8")
    answers = run(vanthu, "read", "--json", "--jobs", "2", *map(str, pictures), env={**os.environ, "VANTHU_CONFIG": str(config)})
    return ["\n".join(page["text"] for page in json.loads(line).get("pages") or []) for line in answers.splitlines()]


def row(title, counts, worse):
    """One line of the table."""
    total, *wrong = counts
    shares = "  ".join(f"{count:6} {1 - count / total:.4f}" for count in wrong)
    print(f"{title:28} {total:7}  {shares}   {wrong[2] / max(1, wrong[0]):.3f}x   {worse}")


def main():
    """Reads the command line, reads the pages, prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("inputs", nargs="+", type=Path)
    parser.add_argument("--grey", action="store_true", help="draw without colours: seals stay in the text")
    parser.add_argument("--vanthu", default=str(ROOT / "build/release/bin/vanthu"))
    parser.add_argument("--show", action="store_true", help="the words that are still missing")
    options = parser.parse_args()
    KEPT.mkdir(parents=True, exist_ok=True)
    pdfs = sorted({pdf for path in options.inputs for pdf in (path.rglob("*.pdf") if path.is_dir() else [path])},
                  key=lambda pdf: pdf.name)
    documents = [(pdf, pages) for pdf in pdfs if (pages := list(pages_of(pdf, options.grey)))]
    pictures = [picture for _, pages in documents for picture, _ in pages]
    with ThreadPoolExecutor(2) as pool:
        plain = list(pool.map(stock, pictures))
    texts = dict(zip(pictures, zip(plain, ours(options.vanthu, pictures, False), ours(options.vanthu, pictures, True))))
    print(f"{'':28}   words  tesseract        unrepaired       repaired         ratio   pages made worse by repair, than tesseract's")
    halves = [[0] * 4, [0] * 4]
    all_worse = [[0, 0], [0, 0]]
    for index, (pdf, pages) in enumerate(documents):
        counts, worse = [0] * 4, [0, 0]
        for picture, wanted in pages:
            wrong = [missing(wanted, words_of(text)) for text in texts[picture]]
            counts = [sum(pair) for pair in zip(counts, [sum(wanted.values()), *wrong])]
            worse = [worse[0] + (wrong[2] > wrong[1]), worse[1] + (wrong[2] > wrong[0])]
            if options.show:
                print("   ", picture.stem[-8:], " ".join((wanted - words_of(texts[picture][2])).elements()))
        row(pdf.name[:28], counts, worse)
        halves[index % 2] = [sum(pair) for pair in zip(halves[index % 2], counts)]
        all_worse[index % 2] = [sum(pair) for pair in zip(all_worse[index % 2], worse)]
    for name, counts, worse in zip(("half 1", "half 2"), halves, all_worse):
        if counts[0]:
            row(name, counts, worse)


if __name__ == "__main__":
    main()
