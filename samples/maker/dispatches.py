"""Makes up dispatches: agencies, people and places that do not exist, texts put together by chance.

The words stand in content/made_up.json. The same generator gives the same dispatch, so that a set can
be made anew; another seed gives other agencies, people and texts.
"""

import json
import textwrap
import unicodedata

from . import content, truth

FONTS = ["Liberation Serif", "FreeSerif", "TeX Gyre Termes"]
PAGE_OF_TEXT = 2100  # letters that fill one page after the head


def load_words():
    """The lists of names, phrases and sentences."""
    raw = (content.FOLDER / "made_up.json").read_text(encoding="utf-8")
    return json.loads(unicodedata.normalize("NFC", raw))


class Writer:
    """Picks words for one dispatch."""

    def __init__(self, words, rng):
        self.words, self.rng = words, rng
        self.province, self.district, self.commune = self.place(), self.place(), self.place()
        self.organ = self.pick("organs")
        self.topic = self.pick("topics")
        self.year = int(rng.integers(2016, 2026))

    def pick(self, name):
        """One entry of a list."""
        return self.words[name][int(self.rng.integers(len(self.words[name])))]

    def picks(self, name, count):
        """Several different entries of a list."""
        order = self.rng.permutation(len(self.words[name]))[:count]
        return [self.words[name][int(i)] for i in order]

    def number(self, low, high):
        """A whole number, both ends included."""
        return int(self.rng.integers(low, high + 1))

    def place(self):
        """A name for a province, a district or a commune."""
        return f"{self.pick('place_first')} {self.pick('place_second')}"

    def person(self):
        """A full name."""
        return f"{self.pick('surnames')} {self.pick('middles')} {self.pick('givens')}"

    def date(self):
        """A date as dispatches write it: two digits where one could be added to."""
        day, month = self.number(1, 28), self.number(1, 12)
        return f"{day:02d} tháng {f'{month:02d}' if month < 3 else month} năm {self.year}"

    def money(self):
        """An amount with points between thousands."""
        return f"{self.number(12, 900) * 1000 * self.number(10, 990):,}".replace(",", ".")

    def fill(self, text):
        """A sentence with its gaps filled."""
        gaps = {"TỈNH": lambda: self.province.upper(), "HUYỆN": lambda: self.district.upper(),
                "XÃ": lambda: self.commune.upper(), "Tỉnh": lambda: self.province, "Huyện": lambda: self.district,
                "Xã": lambda: self.commune if self.number(0, 1) else self.place(), "Họ tên": self.person,
                "Cơ quan": lambda: self.organ["name"], "số": lambda: str(self.number(3, 4200)), "ngày": self.date,
                "chủ đề": lambda: self.topic if self.number(0, 1) else self.pick("topics"),
                "tiền": self.money, "phần trăm": lambda: f"{self.number(2, 98)},{self.number(1, 9)}%",
                "nhỏ": lambda: f"{self.number(2, 45):02d}", "lớn": lambda: str(self.number(110, 985)),
                "giờ": lambda: f"{self.number(7, 17):02d}"}
        for gap, value in gaps.items():
            while "{" + gap + "}" in text:
                text = text.replace("{" + gap + "}", value(), 1)
        return text

    def paragraphs(self, letters):
        """Body lines until there are enough letters, with a heading now and then."""
        lines = [("italic" if self.number(0, 2) == 0 else "plain", self.fill(t)) for t in self.picks("reasons", 2)]
        headings, sentences = iter(self.words["headings"]), iter(self.picks("sentences", 10_000))
        written = sum(len(t) for _, t in lines)
        while written < letters:
            if self.number(0, 3) == 0 and (heading := next(headings, None)):
                lines.append(("heading", heading))
            text = " ".join(self.fill(t) for _, t in zip(range(self.number(1, 3)), sentences))
            if not text:
                break
            lines.append(("plain", "- " + text if self.number(0, 3) == 0 else text))
            written += len(text)
        return lines + [("plain", self.fill(self.pick("endings")))]

    def table(self):
        """A list of people in small print, in two groups."""
        groups = []
        for name, kind, first in (("I. KHỐI VĂN PHÒNG", "office", 1), ("II. KHỐI CƠ SỞ", "base", 1)):
            rows = [[str(first + i), self.person(), self.fill(self.pick("posts")), self.fill(self.pick("units")),
                     self.pick("merits")] for i in range(self.number(3, 7))]
            groups.append({"heading": name, "kind": kind, "rows": rows})
        headings = [("STT", 11), ("Họ và tên", 43), ("Chức vụ", 34), ("Đơn vị công tác", 45), ("Hình thức", 32)]
        return {"id": "people", "size": self.words_size(), "groups": groups,
                "headings": [{"id": str(i), "text": text, "mm": mm} for i, (text, mm) in enumerate(headings)]}

    def words_size(self):
        """Small print of tables, in points."""
        return (10.5, 11)[self.number(0, 1)]


def kind_of(writer):
    """The type of the dispatch with its symbol."""
    kind = writer.pick("types")
    notation = "-".join(part for part in (kind["code"], writer.organ["code"]) if part)
    return kind, notation if kind["code"] else f"{notation}-{writer.organ['unit']}"


def make(name, rng, pages, font):
    """One dispatch in the form that wordfile and truth take; pages is about how long it gets."""
    writer = Writer(load_words(), rng)
    kind, notation = kind_of(writer)
    number, organ = str(writer.number(4, 4300)), writer.organ
    letter = kind["name"] == "Công văn"
    about = ("V/v " if letter else "Về việc ") + writer.topic
    table = kind["name"] == "Danh sách"
    place = writer.province if "TỈNH" in " ".join(organ["above"] + organ["own"]) else writer.district
    deputy = writer.number(0, 1)
    document = {
        "name": name, "layout": "state", "form": "dispatch", "font": font,
        "organization_in_charge": [writer.fill(t) for t in organ["above"]],
        "organ_name": [writer.fill(t) for t in organ["own"]],
        "number_line": f"Số: {number}/{notation}", "code_number": number, "code_notation": notation,
        "place_date_line": f"{place}, ngày {writer.date()}", "issued_place": place, "issued_date": None,
        "type_name": kind["name"], "subject": textwrap.wrap(about, 30 if letter else 56),
        "addressees": writer.picks("addressees", writer.number(1, 3)) if letter else [],
        "to_places": writer.picks("receivers", writer.number(3, 5)), "archive_line": f"VT, {organ['unit']}",
        "signer_competence": [f"KT. {organ['head']}"] if deputy else [],
        "signer_position": [f"PHÓ {organ['head']}" if deputy else organ["head"]],
        "signer_full_name": writer.person(), "body_size": (13, 14, 14)[writer.number(0, 2)],
        "citations": [], "tasks": [],
        "body": writer.paragraphs((pages - 0.66) * PAGE_OF_TEXT - (800 if table else 0)),
    }
    if table:
        document["table"] = writer.table()
    return document


def zones(document):
    """The zone of every printed block, in the order of truth.blocks: head, table, body or foot."""
    blocks = truth.blocks(document, {})
    table = len(truth.table_lines(document.get("table")))
    foot = len(document["to_places"]) + 2 + len(content.sign_lines(document)) + 1
    body = len(document["body"])
    head = len(blocks) - table - body - foot
    return list(zip(["head"] * head + ["table"] * table + ["body"] * body + ["foot"] * foot, blocks))


def printed_lines(document, words_by_page):
    """For every page the printed lines with their zone and place, as (zone, text, box in millimetres)."""
    ends, total = [], 0
    for zone, block in zones(document):
        total += truth.letters(block)
        ends.append((total, zone))
    pages, seen = [], 0
    for number, words in enumerate(words_by_page, 1):
        lines = []
        for at, (text, left, top, right, bottom) in enumerate(words):
            if number > 1 and at == 0:
                lines.append(["page", text, [left, top, right, bottom]])
                continue
            zone = next(zone for end, zone in ends if seen < end)
            repeated = "table" in document and number > 1 and zone == "table"
            seen += 0 if repeated and is_heading(document, words, at) else truth.letters(text)
            last = lines[-1] if lines else None
            if last and follows(last, zone, left, top, bottom):
                last[1] += " " + text
                last[2] = [last[2][0], min(top, last[2][1]), right, max(bottom, last[2][3])]
            else:
                lines.append([zone, text, [left, top, right, bottom]])
        pages.append(lines)
    return pages


def is_heading(document, words, at):
    """True for a word of the heading row that is repeated on a later page."""
    return at <= len(truth.header_line(document["table"]).split())


def follows(line, zone, left, top, bottom):
    """True when a word continues a printed line."""
    _, line_top, line_right, line_bottom = line[2]
    level = abs((top + bottom) - (line_top + line_bottom)) / 2 < 0.4 * (bottom - top)
    return line[0] == zone and level and -0.5 < left - line_right < 5
