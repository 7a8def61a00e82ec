"""Reads the documents of samples/content: zones from NAME.json, body lines from NAME.txt.

A body line is one paragraph. "# " marks a bold heading, "= " a centred bold line, "~ " an italic one;
**...** sets a run in bold. Everything else is printed as it stands.
"""

import json
import re
import unicodedata
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "content"
STYLES = {"#": "heading", "=": "centre", "~": "italic"}
NATION = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
PARTY = ["ĐẢNG CỘNG SẢN VIỆT NAM"]


def load(name):
    """The zones of one document, with its body as a list of (style, text)."""
    raw = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    document = json.loads(unicodedata.normalize("NFC", raw))
    body = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    lines = unicodedata.normalize("NFC", body).splitlines()
    document["body"] = [styled(line) for line in lines if line.strip()]
    document["name"] = name
    return document


def styled(line):
    """Splits a body line into its style and its text."""
    mark = re.match(r"([#=~]) (.*)", line)
    return (STYLES[mark[1]], mark[2]) if mark else ("plain", line)


def plain(text):
    """Body text without the marks of bold runs."""
    return text.replace("**", "")


def one_line(lines):
    """Printed lines as one value, or None when nothing is printed."""
    return " ".join(lines) or None


def is_letter(document):
    """True for a công văn: no printed type, the subject stands under the number."""
    return document["type_name"] == "Công văn"


def archive_text(document):
    """The archive line as printed."""
    if document["layout"] == "party":
        return f"- Lưu {document['archive_line']}."
    return f"- Lưu: {document['archive_line']}."


def addressee_lines(document):
    """The Kính gửi lines as printed."""
    names = document.get("addressees", [])
    if len(names) < 2:
        return [f"Kính gửi: {name}." for name in names]
    ends = [";"] * (len(names) - 1) + ["."]
    return ["Kính gửi:"] + [f"- {name}{end}" for name, end in zip(names, ends)]


def sign_lines(document):
    """Competence and position, one printed line each."""
    return document["signer_competence"] + document["signer_position"]
