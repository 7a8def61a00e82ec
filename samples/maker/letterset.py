"""Makes a set of worn dispatches with the truth of every printed line, to measure letters by.

Each document is one picture file (TIFF, or JPEG for a single page) and NAME.json beside it:
{"file", "level", "font", "pages": [{"turned", "wear", "stamps", "text", "lines": [{"zone", "text", "box_mm"}]}]}.
`text` is the page in reading order, `lines` are the printed lines; handwriting, seals and stamps are in neither.
"""

import json
import re
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy
from PIL import Image, ImageChops
from PIL.TiffImagePlugin import AppendingTiffWriter

from . import damage, dispatches, ink, render, scan, truth, wordfile

ARRIVAL_ROOM = 34  # millimetres left free for an arrival stamp


@dataclass
class Item:
    """One document of a set."""

    name: str
    level: str
    seed: int
    font: str
    pages: int = 1
    two_up: bool = False
    arrival: bool = False
    seal: bool = True
    hand: str = ""          # what is written by hand: "", "number" or "day"
    force: dict | None = None  # wear that is not left to chance


def dice(item, use):
    """A generator for one use of one document."""
    return numpy.random.default_rng([item.seed, zlib.crc32(f"{item.name} {use}".encode())])


def with_blanks(document, hand):
    """Leaves room for what will be written by hand; gives the printed word before the gap and the writing."""
    if hand == "number":
        document["number_line"] = f"Số:            /{document['code_notation']}"
        return "Số:", document["code_number"]
    if hand == "day":
        day = re.search(r"ngày (\d+)", document["place_date_line"])
        document["place_date_line"] = document["place_date_line"].replace(day[0], "ngày        ")
        return "ngày", day[1]
    return None, None


def written(page, words, before, text, dpi, rng):
    """Blue handwriting behind a printed word."""
    _, top, right, bottom = first_place(words, before)
    sheet = ink.Sheet(24, 10, dpi)
    sheet.text(1, 5, text, ink.HAND, 5.2, "lm")
    return scan.stick(page, sheet.inked(ink.BLUE, rng, 0.9), right + 0.5, (top + bottom) / 2 - 5.4, dpi)


def first_place(words, phrase):
    """Place of a phrase's first occurrence; render.find gives the last."""
    wanted = phrase.split()
    start = next(i for i in range(len(words)) if [word[0] for word in words[i:i + len(wanted)]] == wanted)
    hit = words[start:start + len(wanted)]
    return hit[0][1], hit[0][2], hit[-1][3], hit[-1][4]


def sealed(page, item, document, words, dpi, rng):
    """Signature and seal between position and name; the seal may touch either."""
    left, top, right, bottom = render.find(words, document["signer_full_name"])
    middle = (left + right) / 2
    page = scan.stick(page, ink.signature(dpi, rng), middle - 20, top - 25, dpi)
    ring = " ".join(document["organization_in_charge"][-1:] + document["organ_name"])[:34]
    seal = ink.seal(ring, ["BẢN", "MẪU"], dpi, rng)
    height = seal.height * 25.4 / dpi
    return scan.stick(page, seal, middle - 20 - height / 2, top + 1 - height * float(rng.uniform(0.82, 0.98)), dpi)


def stamped(page, document, words, dpi, rng):
    """An arrival stamp below the number; now and then the sheet's edge cuts it."""
    writer = dispatches.Writer(dispatches.load_words(), rng)
    values = {"organ_lines": ["VĂN PHÒNG HĐND VÀ UBND", f"HUYỆN {writer.place().upper()}"],
              "number": str(writer.number(12, 6800)), "date": f"{writer.number(1, 28)}/{writer.number(1, 12)}/{writer.year}",
              "forward": writer.pick("forwarded"), "dossier": "Lưu"}
    bottom = max(first_place(words, line)[3] for line in ["Số:", *document["subject"]])
    left = -8 if rng.random() < 0.2 else float(rng.uniform(6, 16))
    return stick_at(page, ink.arrival(values, dpi, rng), left, bottom + 3, dpi)


def stick_at(page, picture, left, top, dpi):
    """Ink that may begin left of the sheet."""
    layer = Image.new("RGBA", page.size, (255, 255, 255, 255))
    place = (round(left * dpi / 25.4), round(top * dpi / 25.4))
    layer.paste(picture, place, picture)
    return ImageChops.multiply(page, layer.convert("RGB"))


def lay_out(items, documents, work):
    """All Word files and their PDF files, in one LibreOffice run."""
    files = []
    for item in items:
        files.append(work / f"{item.name}.docx")
        wordfile.write(documents[item.name], files[-1], gap=ARRIVAL_ROOM if item.arrival else 0)
    render.office(work, files)


def wears(item, sheets):
    """The wear of each sheet: one scanner, so resolution, colours and tag are those of the first."""
    rng = dice(item, "wear")
    drawn = [damage.plan(item.level, rng) for _ in range(sheets)]
    for wear in drawn:
        for name in ("dpi", "mode", "quality", "tagged"):
            setattr(wear, name, getattr(drawn[0], name))
        for name, value in (item.force or {}).items():
            setattr(wear, name, value)
    return drawn


def clean_pages(item, document, pdf, words, dpi, gap):
    """The printed pages with their ink."""
    rng = dice(item, "ink")
    pages = render.pictures(pdf, dpi)
    before, text = gap
    if before:
        pages[0] = written(pages[0], words[0], before, text, dpi, rng)
    if item.arrival:
        pages[0] = stamped(pages[0], document, words[0], dpi, rng)
    if item.seal:
        pages[-1] = sealed(pages[-1], item, document, words[-1], dpi, rng)
    return pages


def told_lines(lines):
    """Printed lines as they stand in the truth file."""
    return [{"zone": zone, "text": text, "box_mm": [round(v, 1) for v in box]} for zone, text, box in lines]


def tiff(pages, all_wear):
    """A multi-page TIFF: G4 for black and white, JPEG for the rest; no resolution where the tag is to be missing."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.tif"
        with AppendingTiffWriter(str(whole), True) as writer:
            for page, wear in zip(pages, all_wear):
                part = Path(folder) / "part.tif"
                marks = {"dpi": (wear.dpi, wear.dpi)} if wear.tagged else {}
                if page.mode == "1":
                    page.save(part, compression="group4", **marks)
                else:
                    flat = page if page.mode == "L" else page.convert("YCbCr")
                    flat.save(part, compression="jpeg", quality=wear.quality, **marks)
                writer.write(part.read_bytes())
                writer.newFrame()
        return whole.read_bytes()


def make_item(item, document, gap, work, folder):
    """One picture file and its truth."""
    pdf = work / f"{item.name}.pdf"
    words = render.page_words(pdf, "-raw")
    texts = truth.paged_text(document, {}, words).split("\f")
    lines = dispatches.printed_lines(document, words)
    sheets = [[i] for i in range(len(words))]
    if item.two_up and len(words) > 1:
        sheets = [[0, 1]] + sheets[2:]
    all_wear = wears(item, len(sheets))
    pages = clean_pages(item, document, pdf, words, all_wear[0].dpi, gap)
    rng, worn, told = dice(item, "damage"), [], []
    for sheet, wear in zip(sheets, all_wear):
        faces = [pages[i] for i in sheet]
        face = damage.beside(*faces) if len(faces) > 1 else faces[0]
        worn.append(damage.apply(face, pages[(sheet[0] + 1) % len(pages)], wear, rng))
        stamps = [name for name, there in (("arrival", item.arrival and 0 in sheet), (item.hand, item.hand and 0 in sheet),
                                           ("seal", item.seal and len(pages) - 1 in sheet)) if there]
        told.append({"turned": wear.turned, "on_sheet": len(sheet), "stamps": stamps, "wear": wear.told(),
                     "text": "\n".join(texts[i].strip() for i in sheet),
                     "lines": [line for i in sheet for line in told_lines(lines[i])]})
    single = len(worn) == 1 and worn[0].mode != "1" and item.seed % 2
    file = folder / f"{item.name}.{'jpg' if single else 'tif'}"
    if single:
        marks = {"dpi": (all_wear[0].dpi,) * 2} if all_wear[0].tagged else {}
        worn[0].save(file, "JPEG", quality=all_wear[0].quality, **marks)
    else:
        file.write_bytes(tiff(worn, all_wear))
    facts = {"file": file.name, "level": item.level, "font": item.font, "pages": told}
    (folder / f"{item.name}.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return file


def make_set(items, folder):
    """Writes all documents of a set into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    documents = {item.name: dispatches.make(item.name, dice(item, "words"), item.pages, item.font) for item in items}
    gaps = {item.name: with_blanks(documents[item.name], item.hand) for item in items}
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        lay_out(items, documents, work)
        for item in items:
            file = make_item(item, documents[item.name], gaps[item.name], work, folder)
            print(f"{file.name}: {file.stat().st_size // 1024} KB")


def drawn(level, count, seed, turned=False):
    """Documents of one level with everything left to chance, in the shares that the level asks for.

    turned: as many of each of the four ways round, to measure orientation.
    """
    rng = numpy.random.default_rng([seed, zlib.crc32(level.encode())])
    items = []
    for i in range(count):
        two_up = level == "hard" and rng.random() < 0.1
        pages = 2 if two_up or rng.random() < 0.4 else 1
        hand = ["", "number", "day"][int(rng.integers(1, 3))] if rng.random() < 0.125 else ""
        items.append(Item(f"{level}-{i:03d}", level, seed * 1000 + i, dispatches.FONTS[int(rng.integers(3))], pages,
                          two_up, rng.random() < 0.5, rng.random() < 0.85, hand,
                          {"turned": 90 * (i % 4)} if turned else None))
    return items


def committed():
    """The set in samples/damaged: few pages, but every kind of wear once."""
    serif, free, termes = dispatches.FONTS

    def item(name, font, seed, hand="", arrival=False, seal=True, pages=1, two_up=False, **force):
        return Item(name, name.split("-")[0], seed, font, pages, two_up, arrival, seal, hand, force)

    return [
        item("clean-bilevel", serif, 3001, dpi=300, mode="bilevel"),
        item("clean-grey", termes, 3002, arrival=True, dpi=200, mode="grey"),
        item("clean-colour", free, 3003, arrival=True, dpi=200, mode="colour", quality=82),
        item("clean-two-pages", serif, 3004, hand="number", pages=2, dpi=200, mode="bilevel"),
        item("office-bilevel", termes, 3011, arrival=True, dpi=200, mode="bilevel", holes=True),
        item("office-bleed", serif, 3012, dpi=200, mode="grey", bleed=0.14, quality=66),
        item("office-fold", free, 3013, hand="day", dpi=150, mode="colour", folds=2, skew=1.15, quality=70),
        item("office-turned", termes, 3014, dpi=200, mode="grey", turned=90, quality=64),
        item("office-two-pages", serif, 3015, pages=2, dpi=150, mode="bilevel"),
        item("hard-corners", serif, 3021, dpi=200, mode="grey", corners=0.02, turned=0, border=0.015),
        item("hard-faded", termes, 3022, arrival=True, dpi=150, mode="colour", fade=0.6, turned=0),
        item("hard-upside-down", free, 3023, dpi=200, mode="grey", turned=180, quality=40),
        item("hard-sideways", serif, 3024, dpi=200, mode="grey", turned=270, tagged=False, quality=36),
        item("hard-two-up", termes, 3025, pages=2, two_up=True, dpi=150, mode="grey", turned=0, tagged=False),
        item("hard-skewed", free, 3026, arrival=True, dpi=200, mode="grey", skew=-2.6, turned=0, shade=0.3, quality=34),
    ]
