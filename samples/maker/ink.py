"""Draws what a pen or a stamp leaves on a page: seal, signature, arrival stamp, urgency stamp.

Every function returns a transparent picture at the given resolution; all chance comes from the
generator handed in, so a remake draws the same strokes.
"""

import math

import numpy
from PIL import Image, ImageDraw, ImageFilter, ImageFont

SERIF_BOLD = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Bold.ttf"
SANS_BOLD = "/usr/share/fonts/truetype/liberation2/LiberationSans-Bold.ttf"
HAND = "/usr/share/fonts/truetype/andika/Andika-Italic.ttf"
RED = (205, 32, 44)
BLUE = (34, 52, 150)
FINE = 3


class Sheet:
    """A mask drawn at three times the resolution, measured in millimetres."""

    def __init__(self, width, height, dpi):
        self.dpi = dpi
        self.scale = dpi * FINE / 25.4
        self.mask = Image.new("L", (round(width * self.scale), round(height * self.scale)))
        self.pen = ImageDraw.Draw(self.mask)

    def px(self, *mm):
        """Millimetres in mask pixels."""
        return [round(value * self.scale) for value in mm]

    def font(self, face, mm):
        """A font whose letters are mm high from ascender to descender."""
        return ImageFont.truetype(face, round(mm * self.scale))

    def text(self, x, y, text, face, mm, anchor="mm"):
        """Text at a place."""
        self.pen.text(self.px(x, y), text, fill=255, font=self.font(face, mm), anchor=anchor)

    def box(self, left, top, right, bottom, width):
        """An empty rectangle."""
        self.pen.rectangle(self.px(left, top, right, bottom), outline=255, width=self.px(width)[0])

    def line(self, points, width):
        """A line through points."""
        self.pen.line([tuple(self.px(*p)) for p in points], fill=255, width=self.px(width)[0], joint="curve")

    def circle(self, x, y, radius, width):
        """An empty circle."""
        self.pen.ellipse(self.px(x - radius, y - radius, x + radius, y + radius), outline=255, width=self.px(width)[0])

    def inked(self, colour, rng, strength):
        """The picture in ink: smaller, with uneven cover."""
        small = self.mask.resize((self.mask.width // FINE, self.mask.height // FINE), Image.LANCZOS)
        cover = patches(small.size, rng, self.dpi * 0.03, 1 - strength)
        alpha = numpy.asarray(small, dtype=float) * cover
        picture = Image.new("RGBA", small.size, colour)
        picture.putalpha(Image.fromarray(alpha.clip(0, 255).astype("uint8")))
        return picture


def patches(size, rng, radius, depth):
    """A field around 1 - depth/2 that rises and falls softly, for uneven ink."""
    noise = Image.fromarray(rng.integers(0, 256, (size[1], size[0]), dtype="uint8"))
    soft = numpy.asarray(noise.filter(ImageFilter.GaussianBlur(radius)), dtype=float)
    spread = soft.std() or 1
    return 1 - depth / 2 + (soft - soft.mean()) / spread * depth / 4


def ring_text(sheet, text, centre, radius, mm, start, sweep):
    """Letters along an arc; start and sweep in degrees, 270 is the top."""
    font = sheet.font(SANS_BOLD, mm)
    for i, letter in enumerate(text):
        angle = start + sweep * i / max(1, len(text) - 1)
        tile = Image.new("L", (font.size * 2, font.size * 2))
        ImageDraw.Draw(tile).text((font.size, font.size), letter, fill=255, font=font, anchor="mm")
        tile = tile.rotate(-angle - 90, Image.BICUBIC)
        x, y = sheet.px(centre + radius * math.cos(math.radians(angle)), centre + radius * math.sin(math.radians(angle)))
        sheet.mask.paste(255, (x - font.size, y - font.size), tile)


def star(sheet, x, y, radius):
    """A plain five-pointed star."""
    corners = [(x + r * math.sin(math.pi * i / 5), y - r * math.cos(math.pi * i / 5))
               for i, r in enumerate([radius, radius * 0.4] * 5)]
    sheet.pen.polygon([tuple(sheet.px(*c)) for c in corners], fill=255)


def seal(ring, middle, dpi, rng):
    """A round red seal, 35 mm wide, with text along the ring and around a star."""
    sheet = Sheet(36, 36, dpi)
    sheet.circle(18, 18, 17.5, 0.6)
    sheet.circle(18, 18, 16.7, 0.25)
    sheet.circle(18, 18, 11.6, 0.3)
    ring_text(sheet, ring, 18, 14.1, 2.9, 160, 220)
    star(sheet, 18, 32.1, 1.5)
    star(sheet, 18, 12.3, 3.0)
    for i, line in enumerate(middle):
        sheet.text(18, 18.5 + 3.6 * i, line, SANS_BOLD, 2.7)
    picture = sheet.inked(RED, rng, 0.62)
    return picture.rotate(float(rng.uniform(-12, 12)), Image.BICUBIC, expand=True)


def smooth(points, steps=24):
    """A curve through the points (Catmull-Rom)."""
    padded = [points[0], *points, points[-1]]
    times = numpy.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = []
    for a, b, c, d in (map(numpy.array, padded[i:i + 4]) for i in range(len(padded) - 3)):
        pieces.append(0.5 * (2 * b + (c - a) * times + (2 * a - 5 * b + 4 * c - d) * times ** 2
                             + (3 * b - a - 3 * c + d) * times ** 3))
    return numpy.concatenate(pieces)


def signature(dpi, rng):
    """A blue pen stroke, about 48 by 24 mm, that stands for a signature."""
    sheet = Sheet(52, 26, dpi)
    count = int(rng.integers(7, 15))
    x = numpy.linspace(6, rng.uniform(32, 42), count) + rng.uniform(-4, 4, count)
    turn = numpy.where((numpy.arange(count) + rng.integers(2)) % 2, 1, -1)
    y = 12.5 + rng.uniform(2, 10, count) * turn * numpy.linspace(1, rng.uniform(0.2, 0.7), count)
    flourish = [(rng.uniform(28, 38), 20.0), (rng.uniform(8, 16), rng.uniform(17, 22)), (50, rng.uniform(5, 16))]
    points = [(float(a), float(b)) for a, b in [*zip(x, y), *flourish]]
    curve = smooth(points)
    slow = smooth([(0.42 + 0.2 * float(rng.random()), 0.0) for _ in points])[:, 0]
    for (a, b), width in zip(zip(curve[:-1], curve[1:]), slow):
        sheet.line([a, b], max(0.28, width))
    return sheet.inked(BLUE, rng, 0.85)


def arrival(values, dpi, rng):
    """The receiver's stamp in the older form (50 x 30 mm), red print with blue handwriting."""
    sheet, hand = Sheet(51, 31, dpi), Sheet(51, 31, dpi)
    sheet.box(0.5, 0.5, 50.5, 30.5, 0.45)
    sheet.line([(0.5, 9), (50.5, 9)], 0.3)
    sheet.line([(14, 9), (14, 20)], 0.3)
    sheet.line([(0.5, 20), (50.5, 20)], 0.3)
    for i, line in enumerate(values["organ_lines"]):
        sheet.text(25.5, 2.8 + 3.7 * i, line, SANS_BOLD, 2.75)
    sheet.text(7.2, 14.5, "ĐẾN", SANS_BOLD, 5.0)
    for y, label, key, x in ((12.2, "Số:", "number", 27), (17.2, "Ngày:", "date", 36),
                             (22.7, "Chuyển:", "forward", 33), (27.7, "Lưu hồ sơ:", "dossier", 30)):
        left = 15.5 if y < 20 else 2
        sheet.text(left, y, label, SERIF_BOLD, 3.6, "lm")
        hand.text(x, y - 0.3, values[key], HAND, 4.0)
    picture = sheet.inked(RED, rng, 0.75)
    picture.alpha_composite(hand.inked(BLUE, rng, 0.9))
    return picture.rotate(float(rng.uniform(-1.2, 1.2)), Image.BICUBIC, expand=True)


def urgency(text, dpi, rng):
    """The urgency stamp: one box, 20, 30 or 40 mm wide and 8 mm high, bright red."""
    width = {"KHẨN": 20, "HỎA TỐC": 30}.get(text, 40)
    sheet = Sheet(width + 1, 9, dpi)
    sheet.box(0.5, 0.5, width + 0.5, 8.5, 0.6)
    room = sheet.px(width - 3)[0] / sheet.font(SERIF_BOLD, 5.4).getlength(text)
    sheet.text((width + 1) / 2, 4.4, text, SERIF_BOLD, 5.4 * min(1, room))
    return sheet.inked(RED, rng, 0.8).rotate(float(rng.uniform(-2, 2)), Image.BICUBIC, expand=True)
