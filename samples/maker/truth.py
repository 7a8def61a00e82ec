"""Writes what is printed on a sample: truth.json and the plain text of its pages."""

import json
import re

from . import content

FIELD_IDS = ["organization_in_charge", "organ_name", "code", "code_number", "code_notation", "issued_place",
             "issued_date", "type_name", "subject", "addressees", "to_places", "archive_line", "signer_competence",
             "signer_position", "signer_full_name", "priority", "secrecy", "circulation", "arrival_organ",
             "arrival_number", "arrival_date", "arrival_forward", "arrival_dossier", "attached_to", "page_amount"]


def code(document):
    """Number and symbol as printed, without spaces; a blank number stays blank."""
    if not document["number_line"]:
        return None
    return re.sub(r"^Số:?|\s", "", document["number_line"])


def fields(document, pages, stamps):
    """The values on the page; what is not printed is null."""
    values = dict.fromkeys(FIELD_IDS)
    for name in ("organization_in_charge", "organ_name", "subject", "signer_competence", "signer_position"):
        values[name] = content.one_line(document[name])
    for name in ("code_number", "code_notation", "issued_place", "issued_date", "type_name", "archive_line",
                 "signer_full_name"):
        values[name] = document[name]
    values["subject"] = re.sub(r"^V/v\s+", "", values["subject"])
    values["code"] = code(document)
    values["addressees"] = document.get("addressees")
    values["to_places"] = document["to_places"]
    values["attached_to"] = document.get("attached_to")
    values["page_amount"] = pages
    values.update(stamp_fields(stamps))
    return values


def stamp_fields(stamps):
    """Values that only a stamp shows."""
    found = {}
    if "urgency" in stamps:
        found["priority"] = stamps["urgency"].capitalize()
    if "arrival" in stamps:
        arrival = stamps["arrival"]
        found = {f"arrival_{key}": arrival[key] for key in ("number", "forward", "dossier")}
        found["arrival_organ"] = content.one_line(arrival["organ_lines"])
        found["arrival_date"] = arrival["iso_date"]
    return found


def nominee_rows(spec):
    """The table's rows with every merged cell's text repeated and the kind taken from the group."""
    ids = [heading["id"] for heading in spec["headings"]]
    rows = []
    for group in spec["groups"]:
        above = dict.fromkeys(ids, "")
        for values in group["rows"]:
            above = {key: above[key] if value == "^" else value for key, value in zip(ids, values)}
            rows.append({**above, "kind": group["kind"]})
    return {"id": spec["id"], "columns": ids + ["kind"], "rows": rows}


def blocks(document, stamps):
    """The printed text in reading order, one block per line or paragraph."""
    party = document["layout"] == "party"
    lines = document["organization_in_charge"] + document["organ_name"] + (["*"] if party else [])
    lines += [document["number_line"]] if document["number_line"] else []
    lines += document["subject"] if content.is_letter(document) else []
    lines += content.PARTY if party else content.NATION
    lines += [document["place_date_line"]] if document["place_date_line"] else []
    lines += [stamps["urgency"]] if "urgency" in stamps else []
    if not content.is_letter(document):
        lines += [document["type_name"].upper(), *document["subject"]]
    lines += [document["attached_line"]] if "attached_line" in document else []
    lines += arrival_lines(stamps.get("arrival"))
    lines += content.addressee_lines(document)
    lines += table_lines(document.get("table"))
    lines += [content.plain(text) for _, text in document["body"]]
    lines += ["Nơi nhận:", *(f"- {place};" for place in document["to_places"]), content.archive_text(document)]
    return lines + content.sign_lines(document) + [document["signer_full_name"]]


def arrival_lines(arrival):
    """The arrival stamp, line by line."""
    if not arrival:
        return []
    return [*arrival["organ_lines"], f"ĐẾN Số: {arrival['number']}", f"Ngày: {arrival['date']}",
            f"Chuyển: {arrival['forward']}", f"Lưu hồ sơ: {arrival['dossier']}"]


def table_lines(spec):
    """A table row by row, cells parted by a tab; empty and continued cells are left out."""
    if not spec:
        return []
    lines = [header_line(spec)]
    for group in spec["groups"]:
        lines.append(group["heading"])
        lines += ["\t".join(v for v in row if v not in ("", "^")) for row in group["rows"]]
    return lines


def header_line(spec):
    """The heading row of a table."""
    return "\t".join(heading["text"] for heading in spec["headings"])


def letters(text):
    """Number of characters that are not spaces."""
    return len(re.sub(r"\s", "", text))


def split_at(text, count):
    """Cuts a text after so many letters; the rest loses its leading space."""
    seen = 0
    for place, letter in enumerate(text):
        if seen == count:
            return text[:place], text[place:].lstrip()
        seen += not letter.isspace()
    return text, ""


def paged_text(document, stamps, page_words):
    """The text with a form feed between pages; the pages are cut where the printed pages are.

    page_words holds the words of every printed page. Stamps are not in them, so their text is added
    to the first page's count. Every later page starts with its number and, inside a table, with the
    repeated heading row.
    """
    printed = blocks(document, {})
    rest = list(blocks(document, stamps))
    extra = sum(map(letters, rest)) - sum(map(letters, printed))
    tabled = set(table_lines(document.get("table"))[1:])
    pages = []
    for number, words in enumerate(page_words, 1):
        room = sum(letters(word[0]) for word in words) + (extra if number == 1 else 0)
        page = []
        if number > 1:
            page.append(str(number))
            room -= len(str(number))
        if number > 1 and rest[0] in tabled:
            page.append(header_line(document["table"]))
            room -= letters(page[-1])
        while rest and room > 0:
            taken, left = split_at(rest.pop(0), room)
            page.append(taken.rstrip())
            room -= letters(taken)
            if left:
                rest.insert(0, left)
        pages.append("\n".join(page))
    if rest or room:
        raise SystemExit(f"{document['name']}: the printed text and the content differ")
    return "\n\f".join(pages) + "\n"


def cited(document, text):
    """The citations with the page each begins on."""
    pages = [" ".join(page.split()[1 if i else 0:]) for i, page in enumerate(text.split("\f"))]
    return [{**item, "page": page_of(item["quote"], pages)} for item in document["citations"]]


def page_of(quote, pages):
    """The page on which a quote begins, also when it runs over the page's end."""
    place = " ".join(pages).index(quote)
    for number, page in enumerate(pages, 1):
        place -= len(page) + 1
        if place < 0:
            return number
    return None


def write(folder, document, sample, pages, text):
    """truth.json, and text.txt where the sample is a picture or a PDF."""
    stamps = sample.get("stamps", {})
    truth = {"schema": "vanthu-truth/1", "input": sample["input"], "form": document["form"], "kind": sample["kind"],
             "damage": sample.get("damage"), "pages": pages, "fields": fields(document, pages, stamps),
             "tables": [nominee_rows(document["table"])] if "table" in document else [],
             "citations": cited(document, text), "tasks": document["tasks"],
             "text_file": None if sample["kind"] == "docx" else "text.txt"}
    if "signature" in sample:
        truth["signatures"] = [sample["signature"]]
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if truth["text_file"]:
        (folder / "text.txt").write_text(text, encoding="utf-8")
