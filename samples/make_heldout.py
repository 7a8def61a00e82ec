#!/usr/bin/python3
"""Makes up dispatches to measure the reading of fields by: Word files, PDFs with text, scans.

    /usr/bin/python3 samples/make_heldout.py OUT [--count N] [--seed S] [--half 0|1] [--pdf] [--scans N] [--level clean|office|hard]
        [--marks]

Words stand in content/heldout.json; each half draws from every second word of its lists, so that one
half can be looked at and the other kept to measure by. OUT gets NNN.docx (or .pdf, .tif) and truth.json
with a list `samples`, which `vanthu form test all OUT` reads. --level wears every scan as samples/damaged/README.md
says (without two pages on one sheet) and gives most a seal; --marks stamps a degree of urgency on every paper
of the state. Nothing of it exists; CC0 1.0.
"""

import argparse
import json
import tempfile
import textwrap
import unicodedata
from pathlib import Path

import numpy

from maker import content, damage as wear, ink, letterset, render, scan, truth, wordfile

FONTS = ["Times New Roman", "Liberation Serif", "FreeSerif", "TeX Gyre Termes"]
QUARTER_ENDS = {"quarter2": "06-30", "quarter4": "12-31"}
DAMAGE = {"clean": scan.CLEAN, "office": scan.OFFICE}


class Author:
    """Picks words of one half for one dispatch."""

    def __init__(self, words, rng, half):
        self.words, self.rng, self.half = words, rng, half
        self.year = self.number(2021, 2026)
        self.province, self.district, self.commune = (self.pick(n) for n in ("provinces", "districts", "communes"))

    def number(self, low, high):
        """A whole number, both ends included."""
        return int(self.rng.integers(low, high + 1))

    def pick(self, name):
        """One entry of this half of a list."""
        mine = self.words[name][self.half::2]
        return mine[self.number(0, len(mine) - 1)]

    def some(self, name, low, high):
        """Several different entries, in their order."""
        mine = self.words[name][self.half::2]
        chosen = sorted(self.rng.permutation(len(mine))[:self.number(low, high)])
        return [mine[int(i)] for i in chosen]

    def any_of(self, name):
        """One entry of the whole list: types and kinds are the same for both halves."""
        return self.words[name][self.number(0, len(self.words[name]) - 1)]

    def person(self):
        """A full name."""
        return f"{self.pick('families')} {self.pick('middles')} {self.pick('givens')}"

    def fill(self, text):
        """A text with its gaps filled."""
        gaps = {"TỈNH": self.province.upper(), "HUYỆN": self.district.upper(), "XÃ": self.commune.upper(),
                "NĂM5": str(self.year + 4), "NĂM": str(self.year), "HỌ TÊN": self.person(),
                "SỐ": str(self.number(12, 4200))}
        for gap, value in gaps.items():
            text = text.replace("{" + gap + "}", value)
        return text

    def date(self):
        """Day and month as dispatches write them, and ISO."""
        day, month = self.number(1, 28), self.number(1, 12)
        return f"ngày {day:02d} tháng {f'{month:02d}' if month < 3 else month} năm {self.year}", \
            f"{self.year}-{month:02d}-{day:02d}"


def citation(author):
    """One basis as a sentence part, with its truth."""
    kind, code, subject, organ, date = author.pick("bases")
    code = author.fill(code)
    if kind == "Luật":
        printed = f"{kind} {subject} ngày 19 tháng 6 năm 2015"
        return printed, {"type_name": kind, "code": None, "organ_name": None, "date": "2015-06-19", "subject": subject}
    if kind.startswith("Luật "):
        year, month, day = date.split("-")
        printed = f"{kind} số {code} ngày {day} tháng {int(month)} năm {year}"
        return printed, {"type_name": "Luật", "code": code, "organ_name": None, "date": date, "subject": kind[5:]}
    date = date or f"{author.year - 1}-{author.number(1, 12):02d}-{author.number(1, 28):02d}"
    year, month, day = (int(p) for p in date.split("-"))
    when = (f"ngày {day:02d}/{month}/{year}", f"ngày {day:02d} tháng {month} năm {year}")[author.number(0, 1)]
    comma = "," if "-" in code.split("/")[0] and author.number(0, 1) else ""
    said = "" if author.number(0, 5) == 0 else "số "
    printed = f"{kind} {said}{code}{comma} {when} của {organ} về {subject}"
    return printed, {"type_name": kind, "code": code, "organ_name": organ, "date": date, "subject": subject}


def order(author):
    """One order as a sentence, with its truth."""
    form, verb = author.any_of("orders")
    organ, deed = author.pick("ordered"), author.pick("deeds")
    deadline, kind = author.any_of("deadlines")
    day, month = author.number(1, 28), author.number(1, 12)
    year = author.year + 1
    said = deadline.replace("{N}", f"{day:02d}").replace("{T}", str(month)).replace("{NĂM}", str(year))
    named = organ if form.startswith("{CQ}") else organ[0].lower() + organ[1:] if organ.startswith(("Các ", "Thủ ")) else organ
    task = {"organ_name": organ, "assigning_verb": verb or None, "deadline": None, "deadline_kind": kind,
            "quote": deed}
    if kind in QUARTER_ENDS:
        task.update(deadline_kind="quarter", deadline=f"{year}-{QUARTER_ENDS[kind]}")
    elif kind.startswith("date"):
        task["deadline"] = f"{year}-{month:02d}-{day:02d}"
    elif kind.startswith("recurring"):
        task["month_day"] = f"{month:02d}-{day:02d}"
    return form.replace("{CQ}", named).replace("{VIỆC}", deed).replace("{HẠN}", said), task


def headed(author, number, tasks):
    """An organ's heading with what it is to do below it."""
    organ = author.pick("ordered")
    verb = ("Giao ", "Đề nghị ", "")[author.number(0, 2)]
    lines = [("heading", f"{number}. {verb}{organ}")]
    for mark, deed in zip("abc", author.some("deeds", 2, 3)):
        lines.append(("plain", f"{mark}) {deed[0].upper()}{deed[1:]}."))
        tasks.append({"organ_name": organ, "assigning_verb": verb.strip() or None, "deadline": None,
                      "deadline_kind": "none", "quote": deed})
    return lines


def kind_of(author):
    """Issuer class, issuer, type name and how the number is written."""
    draw = author.number(0, 99)
    if draw < 12:
        issuer, (name, code) = author.any_of("party"), author.any_of("party_types")
        return "party_dispatch", issuer, name, lambda n: (f"{n}-{code}/{issuer['code']}", f"{code}/{issuer['code']}")
    if draw < 18:
        issuer, (name, code, _) = author.any_of("youth"), author.any_of("types")
        return "youth_dispatch", issuer, name, \
            lambda n: (f"{n}-{code}/{issuer['code']}-{issuer['unit'][0]}", f"{code}/{issuer['code']}-{issuer['unit'][0]}")
    issuers = [i for i in author.words["issuers"] if i.get("from", 0) <= author.year < i.get("until", 9999)]
    issuer = issuers[author.half::2][author.number(0, len(issuers[author.half::2]) - 1)]
    unit = issuer["unit"][author.number(0, len(issuer["unit"]) - 1)]
    if draw < 26 and "norm" in issuer:
        name, code = ("Thông tư", "TT") if issuer["norm"].startswith("B") else \
            ("Nghị quyết", "NQ") if issuer["norm"] == "HĐND" else ("Quyết định", "QĐ")
        return "normative", issuer, name, lambda n: (f"{n}/{author.year}/{code}-{issuer['code']}", f"{author.year}/{code}-{issuer['code']}")
    if draw < 55:
        return "dispatch", issuer, "Công văn", lambda n: (f"{n}/{issuer['code']}-{unit}", f"{issuer['code']}-{unit}")
    name, code, _ = author.any_of("types")
    return "dispatch", issuer, name, lambda n: (f"{n}/{code}-{issuer['code']}", f"{code}-{issuer['code']}")


def signing(author, issuer, form):
    """Competence and position."""
    deputy = author.number(0, 2) > 0
    if form == "dispatch" and author.number(0, 6) == 0:
        competence, position = author.any_of("by_order")
        return [competence], position
    slash = form in ("party_dispatch", "youth_dispatch")
    lines = []
    if issuer.get("collective"):
        lines.append(("T/M " if form == "party_dispatch" else "TM. ") + issuer["collective"])
    below = issuer.get("deputy", "PHÓ " + issuer["head"])
    if not deputy:
        return lines, issuer["head"]
    if slash and issuer.get("collective"):
        return lines, below
    lines.append(("K/T " if form == "party_dispatch" else "KT. ") + issuer["head"])
    return lines, below


def make(author, name, marks=False):
    """One dispatch in the form that wordfile and truth take; marks: each of the state's is urgent."""
    form, issuer, type_name, number_of = kind_of(author)
    number = author.number(1, 4300)
    printed = f"{number:02d}"
    code, notation = number_of(printed)
    blank = author.number(0, 19) == 0
    letter = type_name == "Công văn"
    party = form in ("party_dispatch", "youth_dispatch")
    place = {"tỉnh": author.province, "huyện": author.district, "xã": author.commune}.get(issuer["place"], issuer["place"])
    when, iso = author.date()
    topic = author.fill(author.pick("topics"))
    about = ("V/v " if letter else "Về việc " if type_name == "Quyết định" else "") + topic
    if not letter and type_name != "Quyết định":
        about = about[0].upper() + about[1:]
    if author.number(0, 9) == 0 and not letter:
        about = about.upper()
    competence, position = signing(author, issuer, form)
    cited, tasks, body = [], [], []
    if "31/2024/QH15" in topic:
        cited.append({"type_name": "Luật", "code": "31/2024/QH15", "organ_name": None, "date": None, "subject": None})
    for _ in range(author.number(1, 3)):
        text, entry = citation(author)
        known = next((c for c in cited if (c["code"], c["code"] or c["subject"]) == (entry["code"], entry["code"] or entry["subject"])), None)
        if known and known["date"]:
            continue
        if known:
            known.update(entry)
        else:
            cited.append(entry)
        body.append(("italic", f"Căn cứ {text};"))
    body += [("plain", author.fill(t)) for t in author.some("sentences", 1, 3)]
    if type_name in ("Kế hoạch", "Công văn", "Chỉ thị", "Chương trình", "Hướng dẫn", "Phương án"):
        if type_name != "Công văn":
            body += [("heading", "I. MỤC ĐÍCH, YÊU CẦU"), ("plain", "1. Nâng cao nhận thức của cán bộ, công chức về công tác này."),
                     ("heading", "II. TỔ CHỨC THỰC HIỆN")]
        for i in range(author.number(2, 5)):
            if author.number(0, 3) == 0:
                body += headed(author, i + 1, tasks)
                continue
            text, task = order(author)
            tasks.append(task)
            body.append(("plain", f"{i + 1}. {text}"))
    if type_name == "Quyết định":
        body += [("centre", "QUYẾT ĐỊNH:"), ("plain", "**Điều 1.** " + topic[0].upper() + topic[1:] + "."),
                 ("plain", "**Điều 2.** Quyết định này có hiệu lực kể từ ngày ký."),
                 ("plain", "**Điều 3.** Chánh Văn phòng, Thủ trưởng các đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này.")]
    body.append(("plain", author.fill(author.pick("sentences")) + "/."))
    first = {t[0]: t[2] for t in author.words["types"]}.get(type_name, "") if not letter else "Như trên"
    unit = issuer.get("unit", ["TH"])[0]
    gap = ("", " ")[author.number(0, 4) == 0]
    if author.number(0, 7) == 0:
        month = int(iso[5:7])
        when = f"ngày      tháng {f'{month:02d}' if month < 3 else month} năm {author.year}"
        iso = iso[:7]
    document = {
        "name": name, "layout": "party" if party else "state", "form": form, "font": FONTS[author.number(0, 3)],
        "organization_in_charge": [author.fill(t) for t in issuer["above"]],
        "organ_name": [author.fill(t) for t in issuer["own"]],
        "number_line": ("Số " if form == "party_dispatch" else "Số: ") + (f"      {code[len(printed):]}" if blank else printed + gap + code[len(printed):]),
        "code_number": None if blank else printed, "code_notation": notation,
        "place_date_line": f"{place}, {when}", "issued_place": place, "issued_date": iso,
        "type_name": type_name, "subject": textwrap.wrap(about, 32 if letter else 58),
        "addressees": author.some("addressees", 1, 4) if letter else [],
        "to_places": ([first] if first else []) + author.some("receivers", 2, 6),
        "archive_line": issuer["archive"] if "archive" in issuer else f"VT, {unit}" + (" (05)" if author.number(0, 3) == 0 else ""),
        "signer_competence": competence, "signer_position": [position], "signer_full_name": author.person(),
        "body_size": (13, 14, 14)[author.number(0, 2)], "citations": cited, "tasks": tasks, "body": body,
    }
    if form == "youth_dispatch":
        document["title_lines"] = ["ĐOÀN TNCS HỒ CHÍ MINH"]
    if (author.number(0, 14) == 0 or marks) and not party:
        document["priority"] = author.any_of("marks")
    return document


def true_fields(document, pages):
    """The fields by their contract ids; a code begins at its slash when the number is blank."""
    stamps = {"urgency": document["priority"]} if "priority" in document else {}
    fields = truth.fields(document, pages, stamps)
    code = document["number_line"].split(" ", 1)[1].strip()
    fields["code"] = code.replace(" ", "")
    fields.pop("page_amount", None)
    return fields


def write_scan(path, pdf, document, damage, level, rng):
    """The pages as a scanner gives them, with signature and mark of urgency."""
    plans = [wear.plan(level, rng) for _ in range(render.page_count(pdf))] if level else []
    for plan in plans:  # one scanner for the whole file
        plan.dpi, plan.mode, plan.tagged = plans[0].dpi, plans[0].mode, plans[0].tagged
    dpi = plans[0].dpi if plans else (200, 300)[int(rng.integers(2))]
    words = render.page_words(pdf)
    pages = render.pictures(pdf, dpi)
    left, top, right, _ = render.find(words[-1], document["signer_full_name"])
    pages[-1] = scan.stick(pages[-1], ink.signature(dpi, rng), (left + right) / 2 - 20, top - 25, dpi)
    if "priority" in document:
        # Below the number, and what a letter says it is about.
        below = 4 + 6 * len(document["subject"]) if document["type_name"] == "Công văn" else 4
        bottom = render.find(words[0], "Số:")[3]
        pages[0] = scan.stick(pages[0], ink.urgency(document["priority"], dpi, rng), 32, bottom + below, dpi)
    if level:
        if rng.random() < 0.85:
            seal = ink.seal(document["organ_name"][-1][:24], ["SỐ 1"], dpi, rng)
            height = seal.height * 25.4 / dpi
            pages[-1] = scan.stick(pages[-1], seal, (left + right) / 2 - 20 - height / 2,
                                   top + 1 - height * float(rng.uniform(0.82, 0.98)), dpi)
        worn = [wear.apply(page, pages[i - 1], plan, rng) for i, (page, plan) in enumerate(zip(pages, plans))]
        path.write_bytes(letterset.tiff(worn, plans))
        return
    worn = [scan.worn(page, DAMAGE[damage], rng) for page in pages]
    scan.write_tiff(path, worn, dpi)


def main():
    """Makes the set."""
    options = argparse.ArgumentParser()
    options.add_argument("out", type=Path)
    options.add_argument("--count", type=int, default=100)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--half", type=int, default=0)
    options.add_argument("--pdf", action="store_true")
    options.add_argument("--scans", type=int, default=0)
    options.add_argument("--level", choices=wear.LEVELS)
    options.add_argument("--marks", action="store_true")
    chosen = options.parse_args()
    raw = (content.FOLDER / "heldout.json").read_text(encoding="utf-8")
    words = json.loads(unicodedata.normalize("NFC", raw))
    chosen.out.mkdir(parents=True, exist_ok=True)
    rng = numpy.random.default_rng(chosen.seed)
    documents = [make(Author(words, rng, chosen.half), f"{i:03d}", chosen.marks) for i in range(chosen.count)]
    samples = []
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        scans = chosen.scans or chosen.level
        printed = chosen.pdf or scans
        for document in documents:
            document.pop("priority", None) if not scans else None
            wordfile.write(document, (work if printed else chosen.out) / f"{document['name']}.docx")
        if printed:
            render.office(work, sorted(work.glob("*.docx")))
        for i, document in enumerate(documents):
            damage = chosen.level or (("clean", "office")[i % 2] if scans else None)
            file = document["name"] + (".tif" if scans else ".pdf" if chosen.pdf else ".docx")
            pdf = work / f"{document['name']}.pdf"
            if scans:
                write_scan(chosen.out / file, pdf, document, damage, chosen.level, rng)
            elif chosen.pdf:
                (chosen.out / file).write_bytes(pdf.read_bytes())
            samples.append({"input": file, "form": document["form"], "damage": damage,
                            "fields": true_fields(document, 1), "citations": document["citations"],
                            "tasks": document["tasks"]})
    text = json.dumps({"schema": "vanthu-truth/1", "samples": samples}, ensure_ascii=False, indent=1)
    (chosen.out / "truth.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
