#!/usr/bin/python3
"""Makes up what goes with a list of nominees: submissions, achievement reports, minutes with votes.

    /usr/bin/python3 samples/make_submissions.py OUT [--count N] [--half 0|1] [--from N] [--levels docx,pdf,clean,office,hard]

Words stand in content/submissions.json, nominations.json and heldout.json; each half draws its own words, turns
of phrase and headings, so that one half can be looked at and the other kept to measure by (bench/tables.py OUT).
OUT gets NNN.docx, NNN.pdf, scans (NNN-clean.tif ...) and truth.json with a list `samples`. Nothing of it exists; CC0 1.0.
"""

import argparse
import json
import shutil
import tempfile
import unicodedata
from pathlib import Path

from make_nominations import Author, FONTS, write_scan
from maker import content, render, wordfile

FORMS = {"submission": "nomination_submission", "person": "achievement_report", "unit": "achievement_report",
         "minutes": "nomination_minutes"}


class Writer(Author):
    """Picks turns of phrase of one half too."""

    def __init__(self, seed, half):
        super().__init__(seed, half)
        self.phrases = json.loads((content.FOLDER / "submissions.json").read_text(encoding="utf-8"))

    def phrase(self, name):
        """A turn of phrase of this half."""
        return self.one(self.phrases[name][self.half])

    def number_date_issuer(self, year):
        """A decision as reports tell it, and its parts."""
        number = f"{self.number(11, 3900)}/QĐ-{self.one(['UBND', 'SNV', 'CTN', 'TTg', 'SYT'])}"
        day = f"{self.number(1, 28):02d}/{self.number(1, 12):02d}/{year}"
        issuer = self.phrase("issuers")
        return self.phrase("decisions").format(number=number, day=day, issuer=issuer), number, day, issuer


def paragraph(text):
    """A line of the text."""
    return wordfile.body_line("plain", text, 13, False)


def heading(text):
    """A bold line of the text."""
    return wordfile.body_line("heading", text, 13, True)


def ruled(headings, widths, rows, size=12):
    """A table with rules."""
    def cells(texts, bold):
        return wordfile.row([wordfile.cell(wordfile.paragraph(wordfile.run(t, size, bold), "center" if bold else "left", 2, 2),
                                           w, borders=True) for t, w in zip(texts, widths)])
    return (wordfile.table([cells(headings, True)] + [cells(r, False) for r in rows], widths, borders=True)
            + wordfile.paragraph("", after=4))


def submission(author):
    """Counts by award and kind, in one sentence or several."""
    rows, parts = [], []
    for award in dict.fromkeys(author.pick("awards") for _ in range(author.one([1, 1, 2, 3]))):
        kinds = [k for k in ("collective", "individual", "household") if author.chance(0.6)] or ["individual"]
        counts = [(k, author.number(1, 40)) for k in kinds]
        words = [author.phrase("counts").format(n=f"{n:02d}", kind=author.phrases["kinds"][k]) for k, n in counts]
        parts.append(author.phrase("proposals").format(award=award, counts=" và ".join([", ".join(words[:-1])] * (len(words) > 1) + words[-1:])))
        rows += [{"award": award, "kind": k, "count": str(n)} for k, n in counts]
    text = [author.phrase("bases"), author.phrase("meetings").format(day=author.number(1, 28), year=author.number(2021, 2025))]
    text += parts if author.chance(0.5) else ["; ".join(p[0].lower() + p[1:] if i else p for i, p in enumerate(parts)) + "."]
    text.append(author.phrase("closings"))
    return "Tờ trình", author.phrase("submission_subjects"), "".join(map(paragraph, text)), [
        {"id": "proposal", "columns": ["award", "kind", "count"], "rows": rows}]


def past(author, heads, kind):
    """One of the two tables of past honours."""
    rows, truth = [], []
    for year in sorted(author.number(2015, 2024) for _ in range(author.number(1, 5))):
        honour = author.pick("awards")
        said, number, day, issuer = author.number_date_issuer(year)
        rows.append([str(year), honour, said])
        truth.append({"year": str(year), kind: honour, "decision": said, "decision_code": number,
                      "decision_date": f"{day[6:]}-{day[3:5]}-{day[:2]}", "decision_organ": issuer})
    columns = ["year", kind, "decision", "decision_code", "decision_date", "decision_organ"]
    return ruled([author.phrase("year_heads"), *heads], [22, 55, 88], rows), columns, truth


def report(author, of_person):
    """Parts I to III with the two tables."""
    if of_person:
        profile = {"name": author.person(), "birth_date": f"{author.number(1, 28):02d}/{author.number(1, 12):02d}/{author.number(1960, 2000)}",
                   "gender": author.one(["Nam", "Nữ"]), "home": author.phrase("homes"), "position": author.pick("positions"),
                   "unit": author.pick("units"), "qualification": author.phrase("qualifications")}
    else:
        profile = {"name": author.pick("collectives"), "residence": author.phrase("homes"), "phone": f"0{author.number(2 * 10 ** 8, 10 ** 9 - 1)}"}
    labels = author.phrase("labels" if of_person else "unit_labels")
    lines = [labels[key].format(value) for key, value in profile.items()]
    if of_person and author.chance(0.4):
        lines[1:3] = [lines[1].rstrip(".;") + "; " + lines[2].lstrip("-+ ").strip()]
    text = heading(author.phrase("part_one" if of_person else "unit_part_one")) + "".join(map(paragraph, lines))
    text += heading("II. THÀNH TÍCH ĐẠT ĐƯỢC") + "".join(paragraph(author.pick("deeds") + ".") for _ in range(author.number(2, 5)))
    text += heading("III. CÁC HÌNH THỨC ĐÃ ĐƯỢC KHEN THƯỞNG")
    tables = [{"id": "profile", "columns": list(profile), "rows": [profile]}]
    for number, (id_, kind, name) in enumerate((("titles", "title", "1. Danh hiệu thi đua:"), ("awards", "award", "2. Hình thức khen thưởng:"))):
        drawn, columns, rows = past(author, author.phrase(id_ + "_heads"), kind)
        text += paragraph(name) + drawn
        tables.append({"id": id_, "columns": columns, "rows": rows})
    return "Báo cáo thành tích", author.phrase("report_subjects").format(award=author.pick("awards")), text, tables


def minutes(author):
    """Who was there, and the votes."""
    members = author.number(7, 21)
    absent = author.one([0, 0, 1, 2])
    present = members - absent
    attendance = {"members": f"{members:02d}", "present": f"{present:02d}"}
    said = author.phrase("attendance").format(members=attendance["members"], present=attendance["present"], absent=f"{absent:02d}")
    if "vắng" in said.lower():
        attendance["absent"] = f"{absent:02d}"
    lines = [said]
    if author.chance(0.6):
        ballots = {"ballots_issued": f"{present:02d}", "ballots_returned": f"{present:02d}", "ballots_valid": f"{present - author.one([0, 0, 1]):02d}"}
        attendance |= ballots
        lines.append(author.phrase("ballots").format(**ballots))
    names = author.phrase("votes_heads")
    rows, truth = [], []
    for number in range(1, author.number(2, 9)):
        yes = author.number(members // 2, present)
        row = {"ordinal": str(number), "name": author.person(), "award": author.pick("awards"), "votes_for": f"{yes}/{members}" if author.chance(0.3) else str(yes),
               "votes_against": str(present - yes), "share": f"{100 * yes / members:.1f}%".replace(".", ",")}
        rows.append([row[c] for c in names["columns"]])
        truth.append({c: row[c] for c in names["columns"]})
    widths = [{"ordinal": 14, "name": 50, "award": 45, "votes_for": 22, "votes_against": 22, "share": 20}[c] for c in names["columns"]]
    text = heading(author.phrase("minutes_one")) + "".join(map(paragraph, lines)) + heading(author.phrase("minutes_two"))
    text += ruled(names["texts"], widths, rows, 11)
    return "Biên bản", author.phrase("minutes_subjects"), text, [
        {"id": "attendance", "columns": list(attendance), "rows": [attendance]},
        {"id": "votes", "columns": names["columns"], "rows": truth}]


def make_document(author, name, what):
    """One paper as wordfile takes it, and its truth."""
    makers = {"submission": submission, "minutes": minutes, "person": lambda a: report(a, True), "unit": lambda a: report(a, False)}
    type_name, subject, text, tables = makers[what](author)
    place = author.one(author.names["provinces"][author.half::2])
    sign = {"submission": "TTr", "minutes": "BB"}.get(what, "BC")
    document = {
        "name": name, "layout": "state", "form": FORMS[what], "font": author.one(FONTS[author.half]),
        "organization_in_charge": [f"ỦY BAN NHÂN DÂN TỈNH {place.upper()}"], "organ_name": [author.phrase("organs")],
        "number_line": f"Số: {author.number(11, 400)}/{sign}-SNV", "code_number": "1", "code_notation": f"{sign}-SNV",
        "place_date_line": f"{place}, ngày {author.number(10, 28)} tháng 10 năm {author.number(2021, 2025)}",
        "issued_place": place, "issued_date": "2024-10-15", "type_name": type_name, "subject": [subject],
        "to_places": ["Như trên", "Các đơn vị trực thuộc"], "archive_line": "VT", "signer_competence": [],
        "signer_position": ["GIÁM ĐỐC"], "signer_full_name": author.person(), "body_size": 13,
        "body": [("plain", author.phrase("endings"))], "table_xml": text}
    return document, tables


def make(out, numbers, half, levels):
    """All papers with their truth."""
    samples = []
    with tempfile.TemporaryDirectory() as folder:
        work, made = Path(folder), []
        for number in numbers:
            author = Writer(number, half)
            what = ("submission", "person", "minutes", "unit", "submission")[number % 5]
            document, tables = make_document(author, f"{number:03d}", what)
            file = work / f"{number:03d}.docx"
            wordfile.write(document, file)
            made.append((number, what, document, tables, file))
        if set(levels) - {"docx"}:
            render.office(work, [m[4] for m in made])
        for number, what, document, tables, file in made:
            for level in levels:
                written = level in ("docx", "pdf")
                name = f"{number:03d}-{what}.{level}" if written else f"{number:03d}-{what}-{level}.tif"
                if written:
                    shutil.copyfile(file.with_suffix(f".{level}"), out / name)
                else:
                    write_scan(out / name, file.with_suffix(".pdf"), level, number * 2 + half)
                samples.append({"file": name, "input": name, "form": document["form"], "level": level, "damage": level, "half": half,
                                "plan": {"what": what, "font": document["font"]}, "fields": {}, "tables": tables})
    (out / "truth.json").write_text(unicodedata.normalize(
        "NFC", json.dumps({"samples": samples}, ensure_ascii=False, indent=1)) + "\n", encoding="utf-8")


def main():
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--half", type=int, choices=(0, 1), default=0)
    parser.add_argument("--levels", default="docx,pdf")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    make(options.out, range(options.first, options.first + options.count), options.half, options.levels.split(","))


if __name__ == "__main__":
    main()
