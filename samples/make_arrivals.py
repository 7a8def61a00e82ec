#!/usr/bin/python3
"""Makes pages with arrival stamps in two layouts and their truth, to measure arrival_* fields by.

usage: make_arrivals.py OUT [COUNT] [IMAGES.idx LABELS.idx]

Half of the stamps are the decree's (organ, ĐẾN, then Số, Ngày, Chuyển, Số và ký hiệu HS), half the older box with ĐẾN on its left;
half red, half black. Numbers and days are stamped digits, or, where the idx files of handwritten digits are given, written: with
digits 9000 to 9999, which the digit reader never saw. Two thirds get office wear. One TIFF and one truth file a page.
Needs python3-pil, python3-numpy, fonts-liberation2, fonts-sil-andika.
"""

import json
import pathlib
import random
import sys

import numpy
from PIL import Image, ImageDraw, ImageFilter, ImageFont

DPI = 200
SERIF = "/usr/share/fonts/truetype/liberation2/LiberationSerif-"
SANS = "/usr/share/fonts/truetype/liberation2/LiberationSans-Bold.ttf"
ORGANS = [["SỞ Y TẾ TỈNH AN HÒA"], ["TRƯỜNG TRUNG HỌC PHỔ THÔNG", "NGUYỄN AN BÌNH"], ["UBND XÃ TÂN LẬP"], ["BỆNH VIỆN ĐA KHOA MỸ ĐỨC"]]
BODY = ["Thực hiện chỉ đạo của Ủy ban nhân dân tỉnh về việc tăng cường công tác quản lý,",
        "sử dụng tài sản công, cơ quan đề nghị các đơn vị rà soát, báo cáo kết quả trước",
        "ngày cuối tháng; phân công cán bộ theo dõi, tổng hợp và chịu trách nhiệm về số liệu."]


def font(face, millimetres):
    return ImageFont.truetype(face, round(millimetres * DPI / 25.4))


def px(millimetres):
    return round(millimetres * DPI / 25.4)


class Hand:
    """Digits one after the other, as a pen would set them; printed without idx files."""

    def __init__(self, images, labels, chance):
        self.chance = chance
        pixels = numpy.frombuffer(pathlib.Path(images).read_bytes()[16:], dtype="uint8").reshape(-1, 28, 28)
        names = numpy.frombuffer(pathlib.Path(labels).read_bytes()[8:], dtype="uint8")
        self.digits = {d: [pixels[i] for i in range(9000, 10000) if names[i] == d] for d in range(10)}

    def text(self, mask, x, y, text):
        """Writes on a mask with the middle of the line at y."""
        size = px(self.chance.uniform(4.0, 5.6))
        for letter in text:
            if letter == "/":
                ImageDraw.Draw(mask).line([(x, y + size // 2), (x + size // 3, y - size // 2)], fill=255, width=2)
                x += size // 2
                continue
            shape = self.chance.choice(self.digits[int(letter)])
            rows, columns = numpy.where(shape > 60)
            tile = Image.fromarray(shape[rows.min():rows.max() + 1, columns.min():columns.max() + 1])
            tile = tile.resize((max(3, size * tile.width // tile.height), size), Image.BICUBIC)
            mask.paste(255, (x, y - size // 2 + self.chance.randint(-2, 2)), tile.point(lambda v: min(255, v * 2)))
            x += tile.width + self.chance.randint(0, 3)


def stamp(values, decree, hand):
    """Masks of the frame with its print, and of what was filled in; 60 x 36 mm."""
    frame, ink = Image.new("L", (px(61), px(37))), Image.new("L", (px(61), px(37)))
    pen = ImageDraw.Draw(frame)

    def write(x, y, text, face, size, anchor="lm"):
        pen.text((px(x), px(y)), text, fill=255, font=font(face, size), anchor=anchor)

    def rule(*corners):
        pen.line([(px(x), px(y)) for x, y in corners], fill=255, width=3)

    rule((0.5, 0.5), (60, 0.5), (60, 36), (0.5, 36), (0.5, 0.5))
    for i, line in enumerate(values["organ_lines"]):
        write(30, 3 + 3.6 * i, line, SANS, 3.0, "mm")
    rule((0.5, 9), (60, 9))
    left = 18 if not decree else 2
    if decree:
        write(30, 12, "ĐẾN", SANS, 4.2, "mm")
    else:
        write(9, 17, "ĐẾN", SANS, 5.0, "mm")
        rule((16.5, 9), (16.5, 24))
    rows = [(17 if decree else 13, "Số:", values["number"]), (22 if decree else 20, "Ngày:", values["date"])]
    rule((0.5, 25), (60, 25))
    for y, label in ((28, "Chuyển:"), (33, "Số và ký hiệu HS:" if decree else "Lưu hồ sơ:")):
        write(2, y, label, SERIF + "Bold.ttf", 3.8)
    for y, label, text in rows:
        write(left, y, label, SERIF + "Bold.ttf", 3.8)
        start = px(left) + round(font(SERIF + "Bold.ttf", 3.8).getlength(label)) + px(2)
        write((start + 2) * 25.4 / DPI, y + 1.2, "." * 30, SERIF + "Regular.ttf", 3.0)
        if hand:
            hand.text(ink, start + px(3), px(y - 0.4), text)
        else:
            ImageDraw.Draw(ink).text((start + px(3), px(y - 0.2)), text, fill=255, font=font(SANS, 4.4), anchor="lm")
    return frame, ink


def page(values, decree, colour, hand, chance):
    sheet = Image.new("RGB", (1654, 2339), "white")
    pen = ImageDraw.Draw(sheet)

    def line(x, y, text, style, size=4.8, anchor="mm"):
        pen.text((x, y), text, fill=(20, 20, 20), font=font(SERIF + style + ".ttf", size), anchor=anchor)

    line(480, 170, "UBND TỈNH BẮC SƠN", "Regular")
    line(480, 215, "SỞ TÀI CHÍNH", "Bold")
    line(480, 290, "Số: 318/STC-HCSN", "Regular")
    line(1130, 170, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Bold", 4.6)
    line(1130, 215, "Độc lập - Tự do - Hạnh phúc", "Bold")
    line(1130, 290, "Bắc Sơn, ngày 14 tháng 5 năm 2024", "Italic")
    line(480, 340, "V/v rà soát tài sản công", "Regular", 4.2)
    for i, text in enumerate(BODY * 4):
        line(240, 900 + 55 * i, text, "Regular", 4.8, "lm")
    frame, ink = stamp(values, decree, hand)
    at = (chance.randint(120, 260), chance.randint(430, 500))
    sheet.paste((205, 32, 44) if colour else (30, 30, 30), at, frame)
    sheet.paste((34, 52, 150) if colour and hand else (25, 25, 25), at, ink)
    return sheet


def worn(sheet, chance):
    sheet = sheet.rotate(chance.uniform(-0.8, 0.8), Image.BICUBIC, fillcolor="white")
    sheet = sheet.filter(ImageFilter.GaussianBlur(chance.uniform(0.2, 0.7)))
    noise = numpy.random.default_rng(chance.randint(0, 1 << 30)).normal(0, chance.uniform(1, 6), (2339, 1654, 1))
    return Image.fromarray(numpy.clip(numpy.asarray(sheet, dtype=float) + noise - 4, 0, 255).astype("uint8"))


def main():
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for i in range(int(sys.argv[2]) if len(sys.argv) > 2 else 24):
        chance = random.Random(1000 + i)
        hand = Hand(sys.argv[3], sys.argv[4], chance) if len(sys.argv) > 4 else None
        day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(2019, 2025)
        values = {"organ_lines": chance.choice(ORGANS), "number": str(chance.randint(1, 4000)),
                  "date": f"{day:02}/{month:02}/{year % 100:02}" if hand else f"{day:02}/{month:02}/{year}"}
        sheet = page(values, i % 2 == 0, i % 4 < 2, hand, chance)
        name = f"arrival-{'hand' if hand else 'print'}-{i:03}"
        (worn(sheet, chance) if i % 3 else sheet).save(out / f"{name}.tif", compression="jpeg", dpi=(DPI, DPI))
        truth = {"form": "dispatch", "input": f"{name}.tif", "damage": "office" if i % 3 else "clean",
                 "fields": {"arrival_organ": " ".join(values["organ_lines"]), "arrival_number": values["number"],
                            "arrival_date": f"{year}-{month:02}-{day:02}", "code_number": "318", "issued_date": "2024-05-14"}}
        (out / f"{name}.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
