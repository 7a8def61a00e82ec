#!/usr/bin/python3
"""Makes up nomination lists to measure the reading of tables by: Word files, PDFs with text, scans.

    /usr/bin/python3 samples/make_nominations.py OUT [--count N] [--half 0|1] [--from N] [--levels docx,pdf,clean,office,hard]

Words stand in content/nominations.json and content/heldout.json; each half draws its own words, headings
and fonts, so that one half can be looked at and the other kept to measure by. OUT gets NNN.docx,
NNN.pdf, NNN-clean.tif, NNN-office.tif, NNN-hard.tif and truth.json with a list `samples`. Nothing of it
exists; CC0 1.0.
"""

import argparse
import json
import shutil
import tempfile
import unicodedata
from pathlib import Path

import numpy

from maker import content, damage, letterset, listtable, render, wordfile

FONTS = [["Times New Roman", "Gentium Book Basic"], ["TeX Gyre Termes", "FreeSerif", "Liberation Sans"]]
LEVELS = ("docx", "pdf", "clean", "office", "hard")
WIDTHS = {"ordinal": 11, "name": 38, "birth_date": 23, "gender": 14, "position": 27, "unit": 36, "field": 27,
          "achievement": 48, "award": 28, "note": 22, "other": 24}
ROMAN = ("I", "II", "III", "IV")
GROUP_NAMES = {"collective": ("TẬP THỂ", "Tập thể"), "individual": ("CÁ NHÂN", "Cá nhân"),
               "household": ("HỘ GIA ĐÌNH", "Hộ gia đình"), "model": ("MÔ HÌNH", "Các mô hình")}


class Author:
    """Picks words of one half for one list."""

    def __init__(self, seed, half):
        self.rng, self.half = numpy.random.default_rng([7, seed, half]), half
        self.own = json.loads((content.FOLDER / "nominations.json").read_text(encoding="utf-8"))
        self.names = json.loads((content.FOLDER / "heldout.json").read_text(encoding="utf-8"))

    def number(self, low, high):
        """A whole number, both ends included."""
        return int(self.rng.integers(low, high + 1))

    def chance(self, share):
        """True in that share of cases."""
        return bool(self.rng.random() < share)

    def one(self, items):
        """One of a list."""
        return items[self.number(0, len(items) - 1)]

    def pick(self, name):
        """A word of this half."""
        return self.one(self.own[name][self.half])

    def heading(self, column):
        """A heading of this half."""
        return self.one(self.own["headings"][column][self.half])

    def person(self):
        """A full name."""
        return " ".join(self.one(self.names[n][self.half::2]) for n in ("families", "middles", "givens"))

    def date(self):
        """A day of birth, or the year alone."""
        year = self.number(1958, 2001)
        return str(year) if self.chance(0.2) else f"{self.number(1, 28):02d}/{self.number(1, 12):02d}/{year}"


def make_plan(author):
    """How the table is drawn."""
    return {"rules": author.one(["all"] * 5 + ["no_sides", "across", "none"]), "repeat": author.chance(0.5),
            "numbers": author.chance(0.2), "groups": author.one(["whole", "whole", "numeral", "blanks"]),
            "group_align": author.one(["left", "left", "center"]), "align": author.one(["left", "left", "center"]),
            "middle": author.chance(0.6), "may_break": author.chance(0.4),
            "numbering": author.one(["typed", "typed", "field", "simple", "list"]),
            "split": author.one(["", "", "", "", "with_heading", "without_heading"]), "nested": author.chance(0.08),
            "size": author.one([10, 11, 11, 12, 13])}


def make_columns(author, landscape):
    """Columns in one of many orders."""
    ids = ["ordinal", "name"]
    extra = [c for c, share in (("birth_date", 0.7), ("gender", 0.4), ("position", 0.6), ("unit", 0.9), ("field", 0.5),
                                ("achievement", 0.7), ("award", 0.8), ("other", 0.25)) if author.chance(share)]
    if len(extra) < 2:
        extra = ["unit", "award"]
    if author.chance(0.3):
        extra = [extra[int(i)] for i in author.rng.permutation(len(extra))]
    ids += extra[: 7 if landscape else 4]
    if author.chance(0.5):
        ids.append("note")
    columns = [{"id": c, "text": author.heading(c), "mm": WIDTHS[c]} for c in ids]
    if author.chance(0.3):
        merge_headings(columns)
    room = (297 if landscape else 210) - wordfile.MARGIN_LEFT - wordfile.MARGIN_RIGHT
    scale = room / sum(c["mm"] for c in columns)
    for column in columns:
        column["mm"] = round(column["mm"] * scale, 1)
    return columns


def merge_headings(columns):
    """Puts a heading over two or three neighbours."""
    for over, members in (("Thông tin cá nhân", {"birth_date", "gender", "position"}), ("Đề nghị", {"field", "award"})):
        for i in range(len(columns) - 1):
            if columns[i]["id"] in members and columns[i + 1]["id"] in members:
                columns[i]["over"] = columns[i + 1]["over"] = over
                break


def cell_text(author, column, kind):
    """What one cell says."""
    makers = {"birth_date": author.date, "gender": lambda: author.one(["Nam", "Nữ"]), "position": lambda: author.pick("positions"),
              "unit": lambda: author.pick("units"), "field": lambda: author.pick("fields"), "award": lambda: author.pick("awards"),
              "note": lambda: author.pick("notes") if author.chance(0.3) else ""}
    if column["id"] == "name":
        return {"collective": lambda: author.pick("collectives"), "model": lambda: author.pick("models"),
                "household": lambda: ("Hộ ông " if author.chance(0.5) else "Hộ bà ") + author.person()}.get(kind, author.person)()
    if column["id"] == "achievement":
        return "; ".join(author.pick("deeds") for _ in range(author.one([1, 1, 1, 2, 2, 3, 5])))
    if column["id"] == "other":
        how = author.own["other_cells"][column["text"]]
        return {"id": f"0{author.number(10 ** 10, 9 * 10 ** 10)}", "years": str(author.number(1, 35)),
                "degree": author.one(author.own["degrees"]), "phone": f"09{author.number(10 ** 7, 10 ** 8 - 1)}"}[how]
    if column["id"] in ("birth_date", "gender", "position") and kind in ("collective", "model"):
        return ""
    return makers[column["id"]]()


def make_groups(author, columns, count):
    """Groups with their rows; without groups all are persons."""
    kinds = author.one([[None], ["collective", "individual"], ["collective", "individual"], ["individual", "household"],
                        ["collective", "individual", "model"], ["collective", "individual", "household", "model"]])
    outline, upper = author.one(["ROMAN", "LETTER"]), author.number(0, 1)
    merge = author.chance(0.3)
    running, groups, number = author.chance(0.3), [], 0
    for i, kind in enumerate(kinds):
        rows = []
        number = number if running else 0
        for _ in range(max(1, count // len(kinds))):
            number += 1
            values = [str(number) if c["id"] == "ordinal" else cell_text(author, c, kind) for c in columns]
            unit = next((j for j, c in enumerate(columns) if c["id"] == "unit"), None)
            if merge and unit is not None and rows and author.chance(0.4):
                values[unit] = "^"
            rows.append(values)
        mark = ROMAN[i] if outline == "ROMAN" else "ABCD"[i]
        heading = f"{mark}. {GROUP_NAMES[kind][upper]}" if kind else ""
        groups.append({"heading": heading, "kind": kind, "rows": rows})
    return groups, running


def make_document(author, name):
    """One list with its head, as wordfile takes it, and its truth."""
    landscape = author.chance(0.7)
    plan, columns = make_plan(author), make_columns(author, landscape)
    groups, running = make_groups(author, columns, author.one([4, 6, 8, 10, 14, 18, 26]))
    if running and plan["numbering"] == "list":
        plan["numbering"] = "typed"
    plan["running"] = running
    if plan["groups"] == "blanks" and not all(g["heading"] for g in groups):
        plan["groups"] = "whole"
    spec = {"columns": columns, "groups": groups}
    total = sum(len(g["rows"]) for g in groups)
    if author.chance(0.3):
        spec["total"] = author.one(["Tổng số: {} trường hợp", "Tổng cộng: {} điển hình", "Cộng: {}"]).format(f"{total:02d}")
    year = author.number(2019, 2026)
    place = author.one(author.names["provinces"][author.half::2])
    subject = author.pick("subjects").replace("{NĂM5}", str(year + 4)).replace("{NĂM}", str(year))
    document = {
        "name": name, "layout": "state", "form": "nomination_list", "landscape": landscape,
        "font": author.one(FONTS[author.half]), "organization_in_charge": [f"ỦY BAN NHÂN DÂN TỈNH {place.upper()}"],
        "organ_name": ["SỞ NỘI VỤ"], "number_line": f"Số: {author.number(11, 400)}/DS-SNV", "code_number": "1",
        "code_notation": "DS-SNV", "place_date_line": f"{place}, ngày {author.number(10, 28)} tháng 10 năm {year}",
        "issued_place": place, "issued_date": f"{year}-10-15", "type_name": "Danh sách", "subject": [subject],
        "to_places": ["Sở Nội vụ", "Các đơn vị trực thuộc"], "archive_line": "VT", "signer_competence": [],
        "signer_position": ["GIÁM ĐỐC"], "signer_full_name": author.person(), "body_size": 13,
        "body": [("plain", "Danh sách này gồm các trường hợp đã được họp xét công khai./.")],
        "table_xml": listtable.list_xml(spec, plan)}
    return document, plan, true_table(spec)


def true_table(spec):
    """The table by contract ids; merged cells give their text to each row."""
    ids = [c["text"].lower() if c["id"] == "other" else c["id"] for c in spec["columns"]]
    kinds = any(g["kind"] for g in spec["groups"])
    rows = []
    for group in spec["groups"]:
        above = None
        for values in group["rows"]:
            values = [above[i] if v == "^" else v for i, v in enumerate(values)]
            above = values
            rows.append(dict(zip(ids, values)) | ({"kind": group["kind"] or ""} if kinds else {}))
    return {"id": "nominees", "columns": ids + (["kind"] if kinds else []), "rows": rows}


def write_scan(path, pdf, level, seed):
    """The pages worn at one level; one scanner, so resolution and colours are those of the first page."""
    rng = numpy.random.default_rng([11, seed, damage.LEVELS.index(level)])
    wears = [damage.plan(level, rng) for _ in range(render.page_count(pdf))]
    for wear in wears:
        for name in ("dpi", "mode", "quality", "tagged"):
            setattr(wear, name, getattr(wears[0], name))
    pages = render.pictures(pdf, wears[0].dpi)
    worn = [damage.apply(page, pages[(i + 1) % len(pages)], wear, rng) for i, (page, wear) in enumerate(zip(pages, wears))]
    path.write_bytes(letterset.tiff(worn, wears))
    return len(pages)


def make(out, numbers, half, levels):
    """All lists with their truth."""
    samples = []
    with tempfile.TemporaryDirectory() as folder:
        work, made = Path(folder), []
        for number in numbers:
            author = Author(number, half)
            document, plan, table = make_document(author, f"{number:03d}")
            file = work / f"{number:03d}.docx"
            wordfile.write(document, file)
            if plan["numbering"] == "list":
                listtable.add_numbering(file, 4)
            made.append((number, document, plan, table, file))
        if set(levels) - {"docx"}:
            render.office(work, [m[4] for m in made])
        for number, document, plan, table, file in made:
            told = {key: value for key, value in plan.items() if value} | {"font": document["font"]}
            pdf = file.with_suffix(".pdf")
            for level in levels:
                name = f"{number:03d}.{level}" if level in ("docx", "pdf") else f"{number:03d}-{level}.tif"
                if level in ("docx", "pdf"):
                    shutil.copyfile(file.with_suffix(f".{level}"), out / name)
                else:
                    write_scan(out / name, pdf, level, number * 2 + half)
                samples.append({"file": name, "input": name, "form": "nomination_list", "level": level, "damage": level, "half": half,
                                "plan": told, "fields": {}, "tables": [table]})
    (out / "truth.json").write_text(unicodedata.normalize(
        "NFC", json.dumps({"samples": samples}, ensure_ascii=False, indent=1)) + "\n", encoding="utf-8")


def main():
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--half", type=int, choices=(0, 1), default=0)
    parser.add_argument("--levels", default=",".join(LEVELS))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    make(options.out, range(options.first, options.first + options.count), options.half, options.levels.split(","))


if __name__ == "__main__":
    main()
