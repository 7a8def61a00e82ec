#!/usr/bin/python3
"""Draws printed digits and the print around a gap for train_digits.cpp.

usage: digits_glyphs.py OUT

One record after the other: a line "KIND TEXT WIDTH HEIGHT BASELINE", then WIDTH x HEIGHT bytes, 255 = ink. Kinds: d a digit,
s a separator of dates, l what stands before a gap, r what stands behind it. Capitals are 30 pixels high. Needs Debian's python3-pil and the fonts below.
"""

import sys

from PIL import Image, ImageDraw, ImageFont

CAPITAL = 30
FOLDERS = "/usr/share/fonts/truetype/liberation2/LiberationSerif-", "/usr/share/fonts/truetype/freefont/FreeSerif"
FACES = (
    [FOLDERS[0] + style + ".ttf" for style in ("Regular", "Italic", "Bold", "BoldItalic")]
    + [FOLDERS[1] + style + ".ttf" for style in ("", "Italic", "Bold", "BoldItalic")]
    + ["/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf",
       "/usr/share/fonts/truetype/liberation2/LiberationSans-Bold.ttf"]
)
LEFT = ["Số:", "Số :", "SỐ:", "ngày", "Nội, ngày", "Ngày:", "Số đến:", "Số", "tháng", "ngày", "đến", "ĐẾN Số:", "Ngày", "Ngày đến:"]
RIGHT = ["/QĐ-UBND", "/SYT-NVY", "/KH-SGDĐT", "/TB", "/CT-TTg", "/GM-SYT", "/TTr-BNV", "/UBND-KT", "/BC-VP", "/NQ-HĐND",
         "tháng 4", "tháng", "tháng 11", "năm 2025", "năm", "năm 2018", "/", "-CV/TW", "-QĐ/TU", "/TM-ĐHQG", "/HD-BTC"]


def draw(face, text):
    font = ImageFont.truetype(face, 64)
    left, top, right, bottom = font.getbbox("H", anchor="ls")
    font = ImageFont.truetype(face, round(64 * CAPITAL / -top))
    left, top, right, bottom = font.getbbox(text, anchor="ls")
    picture = Image.new("L", (right - left + 4, bottom - top + 4))
    ImageDraw.Draw(picture).text((2 - left, 2 - top), text, fill=255, font=font, anchor="ls")
    return picture, 2 - top


def main():
    with open(sys.argv[1], "wb") as out:
        for face in FACES:
            for kind, texts in (("d", "0123456789"), ("s", "/-."), ("l", LEFT), ("r", RIGHT)):
                for text in texts:
                    picture, baseline = draw(face, text)
                    name = text.replace(" ", "_")
                    out.write(f"{kind} {name} {picture.width} {picture.height} {baseline}\n".encode())
                    out.write(picture.tobytes())


if __name__ == "__main__":
    main()
