#!/usr/bin/python3
"""Reading beside its peers: the same files, one run, in turns; accuracy beside speed.

    bench/read.py [--vanthu FILE] [--rounds N] [--only scans|first|docx|pdf] [--files N]

Words: share of the truth's words found in the output, each as often as it stands there.
See bench/README.md.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time
import unicodedata
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build/bench/read"
ONE_THREAD = {**os.environ, "OMP_THREAD_LIMIT": "1"}
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


def words(text):
    """The words of a text and how often each stands there."""
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFC", text).lower()))


def recall(truth, text):
    """Words of the truth found, words of the truth."""
    wanted, got = words(truth), words(text)
    return sum((wanted & got).values()), sum(wanted.values())


def run(command, **how):
    """What a command prints; ends the benchmark when it fails."""
    done = subprocess.run(list(map(str, command)), capture_output=True, check=False, **how)
    if done.returncode not in (0, 2):
        raise SystemExit(f"{command[0]} failed: {done.stderr.decode()[-400:]}")
    return done.stdout.decode()


def missing(programs):
    """Says in one sentence which peers are not there; returns those that are."""
    absent = [name for name, there in programs.items() if not there]
    if absent:
        print(f"Not measured, because not installed: {', '.join(absent)}.")
    return [name for name, there in programs.items() if there]


def children_seconds():
    """Processor seconds of all programs that have ended."""
    used = os.times()
    return used.children_user + used.children_system


def peak(pid):
    """Most memory a process has had, in MB."""
    try:
        return int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text()).group(1)) / 1024
    except (OSError, AttributeError):
        return 0


class Memory(threading.Thread):
    """Watches a process and those it started."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.own, self.worker, self.done = pid, 0, 0, threading.Event()

    def run(self):
        while not self.done.wait(0.02):
            self.own = max(self.own, peak(self.pid))
            try:
                tasks = list(Path(f"/proc/{self.pid}/task").glob("*/children"))
                children = " ".join(task.read_text() for task in tasks).split()
            except OSError:
                continue
            self.worker = max([self.worker, *map(peak, children)])


def vanthu_json(vanthu, files, jobs, *options):
    """Answers, and the most memory the program and one of its workers had."""
    command = [str(vanthu), "read", "--json", "--jobs", str(jobs), *options, *map(str, files)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        memory = Memory(process.pid)
        memory.start()
        out = process.stdout.read().decode()
        process.wait()
        memory.done.set()
    return [json.loads(line) for line in out.splitlines()], memory


class Readers:
    """Every reader takes the list of files and returns their texts."""

    def __init__(self, vanthu):
        self.vanthu = vanthu
        self.memory = None

    def ours(self, files, jobs=2):
        answers, self.memory = vanthu_json(self.vanthu, files, jobs)
        return ["\n".join(page["text"] for page in answer.get("pages") or []) for answer in answers]

    def ours_one(self, files):
        return self.ours(files, 1)

    def ours_pdf(self, files):
        folder = WORK / "pdf"
        shutil.rmtree(folder, ignore_errors=True)
        run([self.vanthu, "read", "--jobs", 2, "--pdf", folder, *files])
        return None

    @staticmethod
    def tesseract(files, kind="txt"):
        def one(numbered):
            number, file = numbered
            out = WORK / f"tesseract-{number}"
            run(["tesseract", file, out, "-l", "vie", kind], env=ONE_THREAD)
            return (WORK / f"tesseract-{number}.txt").read_text(encoding="utf-8") if kind == "txt" else None
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(one, enumerate(files)))

    def tesseract_pdf(self, files):
        return self.tesseract(files, "pdf") and None

    @staticmethod
    def ocrmypdf(files):
        texts = []
        for file in files:
            command, out = ["ocrmypdf", "-l", "vie"], WORK / "ocrmypdf.pdf"
            done = subprocess.run([*command, str(file), str(out)], capture_output=True, check=False)
            if done.returncode != 0:  # it refuses pictures without a believable resolution
                run([*command, "--image-dpi", 200, file, out])
            texts.append(run(["pdftotext", out, "-"]) if shutil.which("pdftotext") else "")
        return texts


def scans(options):
    """Pages per minute on pictures."""
    files = [path.parent / path.name for kind in ("tif", "jpg", "png")
             for path in sorted(ROOT.glob(f"samples/dispatch/*/input.{kind}"))]
    truths = [(path.parent / "text.txt").read_text(encoding="utf-8") for path in files]
    for truth in sorted(ROOT.glob("samples/damaged/**/*.json")):
        about = json.loads(truth.read_text(encoding="utf-8"))
        if isinstance(about, dict) and "file" in about and "pages" in about:
            files.append(truth.parent / about["file"])
            truths.append("\n".join(page["text"] for page in about["pages"]))
    files, truths = files[:options.files], truths[:options.files]
    pages = sum(len(answer.get("pages") or []) for answer in vanthu_json(options.vanthu, files, 2)[0])
    readers = Readers(options.vanthu)
    ways = {"vanthu, 2 workers": readers.ours, "vanthu, 1 worker": readers.ours_one, "vanthu, PDF": readers.ours_pdf}
    there = missing({"tesseract": shutil.which("tesseract"), "ocrmypdf": shutil.which("ocrmypdf")})
    if "tesseract" in there:
        ways |= {"2 x tesseract": readers.tesseract, "2 x tesseract, PDF": readers.tesseract_pdf}
    if "ocrmypdf" in there:
        ways["ocrmypdf"] = readers.ocrmypdf
    seconds, processor, found = {name: [] for name in ways}, {name: [] for name in ways}, {}
    for _ in range(options.rounds):
        for name, read in ways.items():
            start, used = time.monotonic(), children_seconds()
            texts = read(files)
            seconds[name].append(time.monotonic() - start)
            processor[name].append(children_seconds() - used)
            if texts:
                pairs = [recall(truth, text) for truth, text in zip(truths, texts)]
                found[name] = sum(a for a, _ in pairs) / sum(b for _, b in pairs)
            if name == "vanthu, 2 workers":
                memory = readers.memory
    print(f"\nScans: {len(files)} files, {pages} pages, {options.rounds} rounds in turns")
    print(f"{'':22} pages/min   words   CPU s/page   two workers of ours: times as fast, times less CPU")
    base = statistics.median(seconds["vanthu, 2 workers"])
    base_processor = statistics.median(processor["vanthu, 2 workers"])
    for name, taken in seconds.items():
        middle, used = statistics.median(taken), statistics.median(processor[name])
        print(f"{name:22} {60 * pages / middle:9.1f}  {found.get(name, float('nan')):6.4f}   {used / pages:10.2f}"
              f"   {middle / base:5.2f}   {used / base_processor:5.2f}")
    alone = statistics.median(seconds["vanthu, 1 worker"])
    print(f"two workers against one: {alone / base:.2f} times as fast")
    print(f"memory: a worker {memory.worker:.0f} MB, the program itself {memory.own:.0f} MB")
    singles = [file for file in files if file.suffix in (".jpg", ".png")]
    if singles:
        slowest_page(options, singles)


def stage_milliseconds(answer):
    """What the stages of one file took together."""
    return sum(answer["timings_ms"].values())


def slowest_page(options, singles):
    """The slowest page beside the median; one warm worker."""
    whole = []
    for file in singles:
        answer = vanthu_json(options.vanthu, [file, file], 1)[0][1]
        whole.append(stage_milliseconds(answer) / max(1, len(answer.get("pages") or [])))
    print(f"slowest page of {len(whole)}: {max(whole) / statistics.median(whole):.1f} times the median "
          f"({statistics.median(whole):.0f} ms, one worker)")


def one_page(file):
    """Whether a file is the scan of a single sheet, which tells its fields by itself."""
    truth = file.with_suffix(".json") if file.parent.name == "damaged" else file.parent / "truth.json"
    about = json.loads(truth.read_text(encoding="utf-8")) if truth.exists() else {}
    if "pages" in about:
        return about["pages"] == 1 if isinstance(about["pages"], int) else len(about["pages"]) == 1
    return file.suffix in (".jpg", ".png")


def first(options):
    """How soon fields are known, as a share of reading the same page whole; warm workers, in turns."""
    files = [path.parent / path.name for kind in ("tif", "jpg", "png")
             for path in sorted(ROOT.glob(f"samples/dispatch/*/input.{kind}"))]
    files += [path for kind in ("tif", "jpg") for path in sorted(ROOT.glob(f"samples/damaged/*.{kind}"))]
    files = [file for file in files if one_page(file)][:options.files]
    times = 3
    ways = {"head, one worker": (1, "head"), "head and signing block, one worker": (1, "all"),
            "head and signing block, two workers": (2, "all")}
    shares, same, fields = {way: [] for way in ways}, 0, 0
    differing = Counter()
    for file in files:
        # The first reading of a file warms its worker; the rest count.
        best = {}
        for _ in range(options.rounds):
            whole = vanthu_json(options.vanthu, [file] * times, 1)[0]
            soon = {jobs: vanthu_json(options.vanthu, [file] * times, jobs, "--fields-only", "--at-once", "1")[0]
                    for jobs in (1, 2)}
            best.setdefault("whole", []).extend(answer["known_after_ms"]["all"] for answer in whole[1:])
            for way, (jobs, what) in ways.items():
                best.setdefault(way, []).extend(answer["known_after_ms"][what] for answer in soon[jobs][1:])
        for way in ways:
            shares[way].append(statistics.median(best[way]) / statistics.median(best["whole"]))
        for name, field in whole[-1]["fields"].items():
            fields += 1
            if (soon[1][-1]["fields"].get(name) or {}).get("value") == field["value"]:
                same += 1
            else:
                differing[name] += 1
    print(f"\nFirst answer: {len(files)} files of one page, {options.rounds} rounds in turns; shares of reading the page whole")
    for way, found in shares.items():
        print(f"{way:36} median {statistics.median(found):.2f}, worst {max(found):.2f}")
    print(f"{same} of {fields} fields have the value of the whole reading"
          + (f"; not the same: {', '.join(f'{name} {n}' for name, n in differing.most_common())}" if differing else ""))


def memory_by_pages(options, file, count):
    """The program's own memory for a short PDF and for a long one of the same pages."""
    if not shutil.which("pdfunite"):
        print("Not measured, because not installed: poppler-utils.")
        return
    most = {}
    for times in (1, 1 + 1000 // count):
        long = WORK / f"made-{times}.pdf"
        run(["pdfunite", *[file] * max(2, times), long]) if times > 1 else shutil.copy(file, long)
        answers, memory = vanthu_json(options.vanthu, [long], 2)
        if answers[0]["error"]:
            raise SystemExit(f"{long} was not read: {answers[0]['error']}")
        pages = len(answers[0]["pages"])
        most[pages] = memory.own
        rate = 1000 * pages / answers[0]["timings_ms"]["render"]
    few, many = sorted(most)
    print(f"PDF with text, {many} pages, two workers: {rate:.0f} pages/s; the program's memory {most[few]:.0f} MB for "
          f"{few} pages, {most[many]:.0f} MB for {many}: {most[many] / most[few]:.2f} times")


def docx(options):
    """Documents per second; of ours the stage alone, in a warm worker."""
    files = sorted(ROOT.glob("samples/*/*/input.docx"))
    times = 30
    there = missing({"python3-docx": subprocess.run(["/usr/bin/python3", "-c", "import docx"], capture_output=True,
                                                    check=False).returncode == 0,
                     "pandoc": shutil.which("pandoc"), "g++": shutil.which("g++")})
    if "g++" in there:
        flags = run(["pkg-config", "--cflags", "--libs", "libzip", "libxml-2.0"]).split()
        run(["g++", "-std=c++20", "-O2", ROOT / "bench/docx_bare.cpp", "-o", WORK / "docx_bare", *flags])
    rates = {}
    for _ in range(options.rounds):
        answers, _memory = vanthu_json(options.vanthu, files * times, 1)
        each = sorted(answer["timings_ms"]["read_docx"] for answer in answers[1:])
        rates.setdefault("vanthu, read_docx", []).append(1000 * len(each) / sum(each))
        if "g++" in there:
            seconds = float(run([WORK / "docx_bare", times, *files]).split()[0])
            rates.setdefault("libzip + libxml2", []).append(times * len(files) / seconds)
        if "python3-docx" in there:
            seconds = float(run(["/usr/bin/python3", "-c", PYTHON_DOCX, 3, *files]))
            rates.setdefault("python-docx", []).append(3 * len(files) / seconds)
        if "pandoc" in there:
            start = time.monotonic()
            for file in files:
                run(["pandoc", "-t", "plain", file])
            rates.setdefault("pandoc", []).append(len(files) / (time.monotonic() - start))
    print(f"\nDOCX: {len(files)} files")
    ours = statistics.median(rates["vanthu, read_docx"])
    for name, rate in rates.items():
        print(f"{name:22} {statistics.median(rate):9.1f} documents/s   ours {ours / statistics.median(rate):6.2f} times")
    print(f"read_docx of a file: median {statistics.median(each):.2f} ms, 95 % within {each[int(0.95 * len(each))]:.2f} ms")


def pdf(options):
    """Pages per second of PDF pages that know their text."""
    file = ROOT / "samples/dispatch/0011-cam-lam-2258-pdf/input.pdf"
    answers, _ = vanthu_json(options.vanthu, [file] * 10, 1)
    pages = [len(answer["pages"]) for answer in answers[1:]]
    milliseconds = [answer["timings_ms"]["render"] for answer in answers[1:]]
    print(f"\nPDF with text, one worker: {1000 * sum(pages) / sum(milliseconds):.0f} pages/s through render")
    memory_by_pages(options, file, pages[0])


def main():
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--vanthu", default=str(ROOT / "build/release/bin/vanthu"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--files", type=int, default=1000, help="at most so many scans")
    parser.add_argument("--only", choices=["scans", "first", "docx", "pdf"])
    options = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    for part in (scans, first, docx, pdf):
        if options.only in (None, part.__name__):
            part(options)
            sys.stdout.flush()


if __name__ == "__main__":
    main()
