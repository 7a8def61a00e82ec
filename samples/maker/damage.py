"""Wears pages at three levels, as scanners, copiers, fax machines and telephones do.

clean, office and hard mean what samples/damaged/README.md says. plan() draws what happens to one page,
apply() does it; the same generator gives the same page.
"""

from dataclasses import asdict, dataclass

import numpy
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from . import ink, scan

LEVELS = ("clean", "office", "hard")


@dataclass
class Wear:
    """What happens to one page; lengths are shares of the page unless said otherwise."""

    level: str
    dpi: int
    mode: str = "grey"        # grey, colour or bilevel
    quality: int = 90         # of the JPEG
    turned: int = 0           # degrees clockwise
    tagged: bool = True       # the file says its resolution
    skew: float = 0.0         # degrees
    corners: float = 0.0      # how far the corners move: perspective
    blur: float = 0.0         # pixels at 200 dpi
    noise: float = 0.0        # grey steps
    specks: int = 0
    tint: float = 0.0         # how far the paper leaves white
    shade: float = 0.0        # light lost in the darkest corner
    fade: float = 0.0         # toner lost
    bleed: float = 0.0        # strength of the other side's ink
    holes: bool = False
    folds: int = 0
    border: float = 0.0       # dark strips at the edges

    def told(self):
        """As a plain dictionary, without what is not there."""
        return {key: value for key, value in asdict(self).items() if value}


def chance(rng, share):
    """True in that share of all cases."""
    return bool(rng.random() < share)


def between(rng, low, high):
    """A number, rounded so that it reads well in truth files."""
    return round(float(rng.uniform(low, high)), 3)


def one_of(rng, choices):
    """One of the choices."""
    return choices[int(rng.integers(len(choices)))]


def plan(level, rng):
    """Draws the wear of one page."""
    if level == "clean":
        return Wear(level, one_of(rng, [200, 300]), one_of(rng, ["grey", "colour", "bilevel"]),
                    quality=int(rng.integers(80, 93)), blur=0.3)
    if level == "office":
        mode = "bilevel" if chance(rng, 0.25) else one_of(rng, ["grey", "colour"])
        return Wear(level, one_of(rng, [150, 200, 200, 300]), mode, quality=int(rng.integers(60, 89)),
                    turned=one_of(rng, [90, 180, 270]) if chance(rng, 0.03) else 0,
                    skew=between(rng, -1.2, 1.2), blur=between(rng, 0.3, 0.8), noise=between(rng, 1, 5),
                    specks=int(rng.integers(0, 60)), tint=between(rng, 0, 0.07), shade=between(rng, 0, 0.06),
                    bleed=between(rng, 0.05, 0.16) if chance(rng, 0.25) else 0.0, holes=chance(rng, 0.35),
                    folds=int(rng.integers(1, 3)) if chance(rng, 0.3) else 0)
    return Wear(level, one_of(rng, [150, 200, 200, 300]), one_of(rng, ["grey", "grey", "colour"]),
                quality=int(rng.integers(28, 56)), turned=one_of(rng, [90, 180, 270]) if chance(rng, 0.25) else 0,
                tagged=not chance(rng, 0.2), skew=between(rng, -2.6, 2.6), corners=between(rng, 0.002, 0.02),
                blur=between(rng, 0.7, 1.5), noise=between(rng, 5, 15), specks=int(rng.integers(100, 500)),
                tint=between(rng, 0.02, 0.12), shade=between(rng, 0.08, 0.3), fade=between(rng, 0.1, 0.65),
                bleed=between(rng, 0.06, 0.14) if chance(rng, 0.2) else 0.0, holes=chance(rng, 0.35),
                folds=int(rng.integers(1, 3)) if chance(rng, 0.3) else 0,
                border=between(rng, 0.004, 0.02) if chance(rng, 0.6) else 0.0)


def beside(left, right):
    """Two pages on one sheet."""
    sheet = Image.new("RGB", (left.width + right.width, max(left.height, right.height)), "white")
    sheet.paste(left, (0, 0))
    sheet.paste(right, (left.width, 0))
    return sheet


def faded(page, wear, rng):
    """Toner that is missing in soft patches."""
    if not wear.fade:
        return page
    cover = ink.patches(page.size, rng, wear.dpi * 0.12, wear.fade).clip(0, 1)[:, :, None]
    values = 255 - (255 - numpy.asarray(page, dtype=numpy.float32)) * cover
    return Image.fromarray(values.astype("uint8"))


def bled(page, other, wear):
    """The other side of the sheet shines through, mirrored."""
    if not wear.bleed:
        return page
    back = other.resize(page.size).transpose(Image.FLIP_LEFT_RIGHT).convert("L")
    back = back.filter(ImageFilter.GaussianBlur(1.3 * wear.dpi / 200))
    back = back.point(lambda v: 255 - round((255 - v) * wear.bleed))
    return ImageChops.multiply(page, Image.merge("RGB", (back, back, back)))


def folded(page, wear, rng):
    """Creases across the sheet: a thin dark line with a pale one beside it."""
    pen = ImageDraw.Draw(page, "RGBA")
    for _ in range(wear.folds):
        y = round(page.height * between(rng, 0.25, 0.75))
        lean = round(page.height * between(rng, -0.004, 0.004))
        width = max(1, wear.dpi // 120)
        pen.line([(0, y), (page.width, y + lean)], fill=(70, 70, 70, 70), width=width)
        pen.line([(0, y + width), (page.width, y + lean + width)], fill=(255, 255, 255, 110), width=width)
    return page


def punched(page, wear):
    """Two holes in the left margin, dark because the scanner's lid shows."""
    pen = ImageDraw.Draw(page)
    radius, x = 3 * wear.dpi / 25.4, 11 * wear.dpi / 25.4
    for y in (page.height / 2 - 40 * wear.dpi / 25.4, page.height / 2 + 40 * wear.dpi / 25.4):
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(62, 60, 58))
    return page


def homography(source, target):
    """The eight numbers that carry target points to source points, as PIL wants them."""
    rows, values = [], []
    for (x, y), (u, v) in zip(target, source):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return numpy.linalg.solve(numpy.array(rows, dtype=float), numpy.array(values, dtype=float))


def bent(page, wear, paper, rng):
    """Skew and perspective in one step; beyond the sheet lies paper colour, or dark where there are borders."""
    if not wear.skew and not wear.corners:
        return page
    width, height = page.size
    corners = numpy.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=float)
    middle, angle = corners.mean(axis=0), numpy.radians(wear.skew)
    spin = numpy.array([[numpy.cos(angle), numpy.sin(angle)], [-numpy.sin(angle), numpy.cos(angle)]])
    target = (corners - middle) @ spin + middle
    inward = numpy.sign(middle - corners)
    target += inward * rng.uniform(0, wear.corners, (4, 2)) * [width, height]
    beyond = (58, 56, 55) if wear.border else paper
    return page.transform(page.size, Image.PERSPECTIVE, homography(corners, target), Image.BICUBIC, fillcolor=beyond)


def bordered(page, wear, rng):
    """Dark strips along some edges."""
    if wear.border:
        pen, depth = ImageDraw.Draw(page), wear.border
        for edge in range(4):
            if chance(rng, 0.5):
                w, h, d = page.width, page.height, round(page.width * between(rng, 0.2, 1) * depth)
                pen.rectangle([(0, 0, w, d), (w - d, 0, w, h), (0, h - d, w, h), (0, 0, d, h)][edge], fill=(45, 44, 43))
    return page


def specked(page, wear, rng):
    """Dirt, darker and finer than letters."""
    pen = ImageDraw.Draw(page)
    for _ in range(wear.specks):
        x, y, size = int(rng.integers(page.width)), int(rng.integers(page.height)), int(rng.integers(0, 1 + wear.dpi // 90))
        shade = int(rng.integers(30, 130))
        pen.ellipse((x, y, x + size, y + size), fill=(shade, shade, shade))
    return page


def apply(page, other, wear, rng):
    """The page as the file holds it, except for its compression; other is what shines through."""
    paper = tuple(round(255 * (1 - wear.tint * share)) for share in (0.4, 0.55, 1.0))
    page = faded(page, wear, rng)
    page = bled(page, other, wear)
    page = ImageChops.multiply(page, Image.new("RGB", page.size, paper))
    page = folded(page, wear, rng)
    page = punched(page, wear) if wear.holes else page
    page = bent(page, wear, paper, rng)
    page = bordered(page, wear, rng)
    page = page.filter(ImageFilter.GaussianBlur(wear.blur * wear.dpi / 200))
    page = specked(page, wear, rng)
    values = numpy.asarray(page, dtype=numpy.float32)
    if wear.shade:
        values = scan.shaded(values, wear.shade)
    if wear.noise:
        values = values + scan.grain(values.shape[:2], wear.noise, rng)[:, :, None]
    page = Image.fromarray(values.clip(0, 255).astype("uint8"))
    if wear.turned:
        page = page.transpose({90: Image.ROTATE_270, 180: Image.ROTATE_180, 270: Image.ROTATE_90}[wear.turned])
    if wear.mode == "grey":
        return page.convert("L")
    return scan.bilevel(page) if wear.mode == "bilevel" else page
