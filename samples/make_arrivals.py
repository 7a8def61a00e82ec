#!/usr/bin/python3
"""Makes pages with arrival stamps and their truth, to measure arrival_* fields by.

    /usr/bin/python3 samples/make_arrivals.py OUT [--count N] [--half 0|1] [--level clean|office|hard] [--hand IMAGES.idx LABELS.idx]

Stamps are the decree's (organ, ĐẾN, then Số, Ngày, Chuyển, Số và ký hiệu HS), the older box with ĐẾN on its left, or the low box
CV ĐẾN with three rows; red, blue, violet or black; one in six lies on the text at the sheet's left edge, cut off by it. Numbers and
days are stamped digits or, with --hand, written: half 0 with handwritten digits 9000 to 9499, half 1 with 9500 to 9999, which the
digit reader never saw. The halves also differ in faces, organs and colours: change the reader by one, judge it by the other. OUT
gets one TIFF a page and truth.json, which `vanthu form test dispatch OUT` reads. Wear is that of samples/damaged/README.md.
Needs python3-pil, python3-numpy, fonts-liberation2, fonts-freefont-ttf, fonts-dejavu-core.
"""

import argparse
import json
import random
from pathlib import Path

import numpy
from PIL import Image, ImageDraw, ImageFont

from maker import damage, letterset

TYPE = "/usr/share/fonts/truetype/"
FACES = (  # label, capitals, stamped digits, page
    (TYPE + "liberation2/LiberationSerif-Bold.ttf", TYPE + "liberation2/LiberationSans-Bold.ttf",
     TYPE + "liberation2/LiberationSans-Bold.ttf", TYPE + "liberation2/LiberationSerif-Regular.ttf"),
    (TYPE + "freefont/FreeSerifBold.ttf", TYPE + "dejavu/DejaVuSansCondensed-Bold.ttf",
     TYPE + "freefont/FreeSans.ttf", TYPE + "freefont/FreeSerif.ttf"),
)
ORGANS = (
    [["SỞ Y TẾ TỈNH AN HÒA"], ["TRƯỜNG TRUNG HỌC PHỔ THÔNG", "NGUYỄN AN BÌNH"], ["UBND XÃ TÂN LẬP"], ["BỆNH VIỆN ĐA KHOA MỸ ĐỨC"]],
    [["VĂN PHÒNG UBND TỈNH PHÚ SƠN"], ["TRUNG TÂM Y TẾ", "HUYỆN LỘC THÀNH"], ["SỞ TƯ PHÁP VĨNH AN"], ["BAN QUẢN LÝ DỰ ÁN HÒA XUÂN"]],
)
STAMPS = (((205, 32, 44), (30, 30, 30)), ((190, 25, 60), (40, 60, 160), (95, 40, 130), (35, 35, 40)))
PENS = (((34, 52, 150), (25, 25, 25)), ((20, 40, 170), (40, 40, 45), (34, 52, 150), (200, 30, 40)))
BODY = ["Thực hiện chỉ đạo của Ủy ban nhân dân tỉnh về việc tăng cường công tác quản lý,",
        "sử dụng tài sản công, cơ quan đề nghị các đơn vị rà soát, báo cáo kết quả trước",
        "ngày cuối tháng; phân công cán bộ theo dõi, tổng hợp và chịu trách nhiệm về số liệu."]


class Page:
    """A sheet that is measured in millimetres."""

    def __init__(self, width, height, dpi, fill=0, mode="L"):
        self.dpi = dpi
        self.picture = Image.new(mode, (self.px(width), self.px(height)), fill)
        self.pen = ImageDraw.Draw(self.picture)

    def px(self, millimetres):
        """Millimetres in pixels."""
        return round(millimetres * self.dpi / 25.4)

    def write(self, x, y, text, face, size, fill=255, anchor="lm"):
        """Text; gives where it ends."""
        font = ImageFont.truetype(face, self.px(size))
        self.pen.text((self.px(x), self.px(y)), text, fill=fill, font=font, anchor=anchor)
        return x + font.getlength(text) * 25.4 / self.dpi

    def rule(self, *corners):
        """A thin line through points."""
        self.pen.line([(self.px(x), self.px(y)) for x, y in corners], fill=255, width=max(2, self.px(0.3)))


class Hand:
    """Digits one after the other, as a pen would set them."""

    def __init__(self, images, labels, half, chance):
        self.chance, self.slant = chance, chance.uniform(-0.05, 0.3)
        pixels = numpy.frombuffer(Path(images).read_bytes()[16:], dtype="uint8").reshape(-1, 28, 28)
        names = numpy.frombuffer(Path(labels).read_bytes()[8:], dtype="uint8")
        mine = range(9000 + 500 * half, 9500 + 500 * half)
        self.digits = {d: [pixels[i] for i in mine if names[i] == d] for d in range(10)}
        self.size = chance.uniform(3.6, 5.4)

    def write(self, page, x, y, text):
        """Writes with the middle of the line at y; gives where it ends."""
        size, x, y = page.px(self.size), page.px(x), page.px(y)
        width = max(2, page.px(0.3))
        for letter in text:
            if letter == "/":
                page.pen.line([(x, y + size // 2), (x + size // 3, y - size // 2)], fill=255, width=width)
                x += size // 2
            elif letter == "-":
                page.pen.line([(x, y), (x + size // 3, y - 1)], fill=255, width=width)
                x += size // 2
            elif letter == ".":
                page.pen.ellipse((x, y + size // 2 - width, x + width, y + size // 2), fill=255)
                x += size // 4
            else:
                shape = self.chance.choice(self.digits[int(letter)])
                rows, columns = numpy.where(shape > 60)
                tile = Image.fromarray(shape[rows.min():rows.max() + 1, columns.min():columns.max() + 1])
                tile = tile.resize((max(3, size * tile.width // tile.height), size), Image.BICUBIC)
                page.picture.paste(255, (x, y - size // 2 + self.chance.randint(-2, 2)), tile.point(lambda v: min(255, v * 2)))
                x += tile.width + self.chance.randint(0, max(1, page.px(0.4)))
        return x * 25.4 / page.dpi


def stamp(values, layout, faces, hand, dpi, chance):
    """The frame with its print, and what was filled in; two masks of one size."""
    label_face, capitals, digits, _ = faces
    height = {"decree": 36, "older": 36, "low": 23}[layout]
    frame, ink = Page(61, height + 1, dpi), Page(85, height + 1, dpi)
    frame.rule((0.5, 0.5), (60, 0.5), (60, height), (0.5, height), (0.5, 0.5))
    step, size = (3.6, 3.0) if layout != "low" else (3.0, 2.6)
    lines = values["organ_lines"] if layout != "low" else [" ".join(values["organ_lines"])]
    for i, line in enumerate(lines):
        frame.write(30, 3 + step * i, line, capitals, size, anchor="mm")
    top = 9 if layout != "low" else 5.5
    frame.rule((0.5, top), (60, top))
    left, first, pitch = {"decree": (2, 16, 4.8), "older": (18, 13, 6.5), "low": (15, 8.6, 5.4)}[layout]
    if layout == "decree":
        frame.write(30, 11.6, "ĐẾN", capitals, 3.8, anchor="mm")
    else:
        frame.write(left / 2, first if layout == "low" else 17, "CV" if layout == "low" else "ĐẾN", capitals, 4.6, anchor="mm")
        if layout == "low":
            frame.write(left / 2, first + 7, "ĐẾN", capitals, 4.6, anchor="mm")
        frame.rule((left - 1.5, top), (left - 1.5, 24 if layout == "older" else height))
    rows = [("Số:", values["number"]), ("Ngày:", values["written"])]
    if layout == "low":
        rows.append(("Chuyển:", ""))
    else:
        frame.rule((0.5, 25), (60, 25))
        frame.write(2, 28, "Chuyển:", label_face, 3.8)
        frame.write(2, 33, "Số và ký hiệu HS:" if layout == "decree" else "Lưu hồ sơ:", label_face, 3.8)
    dots = values["dots"]

    def fill(x, y, text):
        return hand.write(ink, x, y - 0.5, text) if hand else ink.write(x, y - 0.2, text, digits, 4.2)

    def leader(x, until, y):
        if dots == "rule":
            frame.rule((x, y + 1.6), (until, y + 1.6))
        elif dots == "dots":
            while x < until:
                frame.pen.ellipse((frame.px(x), frame.px(y + 1.4), frame.px(x + 0.28), frame.px(y + 1.68)), fill=255)
                x += values["pitch"]

    for i, (label, text) in enumerate(rows):
        y = first + pitch * i
        start = frame.write(left, y, label.replace(":", "") if "tháng" in text else label, label_face, 3.8) + 0.5
        if "tháng" not in text:
            leader(start, 58, y)
            fill(start + chance.uniform(0.5, 4), y, text)
            continue
        words = text.split()  # 5 tháng 4 năm 2022
        for part, word in zip(words[0::2], words[1::2] + [""]):
            end = fill(start + chance.uniform(0, 1.5), y, part)
            leader(start, max(end, start + 4), y)
            start = frame.write(max(end, start + 4) + 0.4, y, word, label_face, 3.8) + 0.3
    return frame.picture, ink.picture


def written(day, month, year, hand, chance):
    """A date as clerks write it."""
    kind = chance.random()
    if kind < 0.2:
        return f"{day} tháng {month} năm {year}"
    padded = chance.random() < 0.6
    sign = chance.choice("///--.") if hand else chance.choice("//-")
    shown = str(year % 100) if hand and chance.random() < 0.6 else str(year)
    return f"{day:02}{sign}{month:02}{sign}{shown}" if padded else f"{day}{sign}{month}{sign}{shown}"


def page(values, layout, half, hand, dpi, chance):
    faces = FACES[half]
    sheet = Page(210, 297, dpi, "white", "RGB")
    face, dark = faces[3], (20, 20, 20)
    sheet.write(61, 21.6, "UBND TỈNH BẮC SƠN", face, 4.8, dark, "mm")
    sheet.write(61, 27.3, "SỞ TÀI CHÍNH", faces[0], 4.8, dark, "mm")
    sheet.write(61, 36.8, "Số: 318/STC-HCSN", face, 4.8, dark, "mm")
    sheet.write(143, 21.6, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", faces[0], 4.6, dark, "mm")
    sheet.write(143, 27.3, "Độc lập - Tự do - Hạnh phúc", faces[0], 4.8, dark, "mm")
    sheet.write(143, 36.8, "Bắc Sơn, " + values["issued"], face, 4.8, dark, "mm")
    sheet.write(61, 43, "V/v rà soát tài sản công", face, 4.2, dark, "mm")
    over = values["over"]
    for i, text in enumerate(BODY * 4):
        sheet.write(30, (62 if over else 114) + 7 * i, text, face, 4.8, dark)
    frame, ink = stamp(values, layout, faces, hand, dpi, chance)
    at = (sheet.px(chance.uniform(-6, -1) if over else chance.uniform(15, 33)), sheet.px(chance.uniform(60, 75) if over else chance.uniform(55, 64)))
    colour, pen = chance.choice(STAMPS[half]), chance.choice(PENS[half])
    if colour[0] > 150 and pen[0] > 150:
        pen = (25, 25, 25)
    for mask, shade in ((frame, colour), (ink, pen if hand else colour if chance.random() < 0.3 else (25, 25, 25))):
        layer = Image.new("L", sheet.picture.size)
        layer.paste(mask, at)
        sheet.picture.paste(shade, (0, 0), layer.point(lambda v: v * 9 // 10))
    return sheet.picture


def main():
    options = argparse.ArgumentParser()
    options.add_argument("out", type=Path)
    options.add_argument("--count", type=int, default=24)
    options.add_argument("--half", type=int, default=0)
    options.add_argument("--level", choices=damage.LEVELS, default="clean")
    options.add_argument("--hand", nargs=2)
    chosen = options.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    samples = []
    for i in range(chosen.count):
        chance, rng = random.Random(f"{i} {chosen.half}"), numpy.random.default_rng([i, chosen.half])
        hand = Hand(*chosen.hand, chosen.half, chance) if chosen.hand else None
        wear = damage.plan(chosen.level, rng)
        wear.turned = 0
        day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(2016, 2025)
        issued = max(1, day - chance.choice((0, 1, 1, 2, 3, 5, 9)))
        values = {"organ_lines": chance.choice(ORGANS[chosen.half]), "number": str(chance.randint(1, 4000)),
                  "written": written(day, month, year, hand, chance), "over": chance.random() < 1 / 6,
                  "issued": f"ngày {issued:02} tháng {month if month > 2 else f'{month:02}'} năm {year}",
                  "dots": chance.choice(("dots", "dots", "rule", "none")), "pitch": chance.uniform(0.5, 0.9)}
        layout = ("decree", "older", "low")[i % 3]
        sheet = damage.apply(page(values, layout, chosen.half, hand, wear.dpi, chance), Image.new("RGB", (9, 9), "white"), wear, rng)
        name = f"{i:03}.tif"
        (chosen.out / name).write_bytes(letterset.tiff([sheet], [wear]))
        fields = {"arrival_organ": " ".join(values["organ_lines"]), "arrival_number": values["number"],
                  "arrival_date": f"{year}-{month:02}-{day:02}", "code_number": "318", "issued_date": f"{year}-{month:02}-{issued:02}"}
        samples.append({"input": name, "form": "dispatch", "damage": chosen.level, "fields": fields, "layout": layout,
                        "written": values["written"], "over": values["over"]})
    text = json.dumps({"schema": "vanthu-truth/1", "samples": samples}, ensure_ascii=False, indent=1)
    (chosen.out / "truth.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
