"""Runs LibreOffice and the poppler tools: Word to PDF, PDF to page pictures, words with their places."""

import re
import subprocess
from html import unescape
from pathlib import Path

from PIL import Image

FIXED_DATE = b"20240101000000"


def run(*command):
    """Runs a program and gives its output; its own message ends the script when it fails."""
    done = subprocess.run([str(part) for part in command], capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def office(work, files, target="pdf"):
    """Converts files with one LibreOffice run; the results lie beside each other in work."""
    profile = (work / "profile").as_uri()
    run("soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", target,
        "--outdir", work, *files)


def fix_dates(pdf):
    """Replaces the export time and the file id, so that a remake gives the same bytes."""
    data = pdf.read_bytes()
    data = re.sub(rb"(/(?:CreationDate|ModDate) ?\(D:)\d{14}", rb"\g<1>" + FIXED_DATE, data)
    data = re.sub(rb"<[0-9A-F]{32}>", b"<" + b"0" * 32 + b">", data)
    data = re.sub(rb"(/DocChecksum /)[0-9A-F]{32}", rb"\g<1>" + b"0" * 32, data)
    pdf.write_bytes(data)


def page_count(pdf):
    """Number of pages."""
    return int(re.search(rb"Pages:\s+(\d+)", run("pdfinfo", pdf))[1])


def pictures(pdf, dpi):
    """Every page as a colour picture."""
    stem = Path(pdf).with_suffix("")
    run("pdftoppm", "-r", dpi, pdf, stem)
    files = sorted(stem.parent.glob(f"{stem.name}-*.ppm"))
    pages = [Image.open(file).convert("RGB") for file in files]
    for file in files:
        file.unlink()
    return pages


def page_words(pdf, *options):
    """For every page the list of (text, left, top, right, bottom), in millimetres; -raw keeps the writer's order."""
    layout = run("pdftotext", *options, "-bbox", pdf, "-").decode()
    word = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
    return [[(unescape(m[5]), *(float(m[i]) * 25.4 / 72 for i in range(1, 5))) for m in re.finditer(word, page)]
            for page in layout.split("<page ")[1:]]


def find(words, phrase):
    """Place of the last occurrence of a phrase on a page: (left, top, right, bottom)."""
    wanted = phrase.split()
    for start in range(len(words) - len(wanted), -1, -1):
        hit = words[start:start + len(wanted)]
        if [w[0] for w in hit] == wanted:
            return hit[0][1], hit[0][2], hit[-1][3], hit[-1][4]
    raise SystemExit(f"not on the page: {phrase}")
