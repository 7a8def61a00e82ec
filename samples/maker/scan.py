"""Turns clean page pictures into scans and writes them as TIFF, PDF, JPEG or PNG."""

import io
import tempfile
from dataclasses import dataclass

import numpy
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from PIL.TiffImagePlugin import AppendingTiffWriter

PAPER = (250, 248, 243)


@dataclass
class Damage:
    """How much a page suffered: skew in degrees, blur in pixels, noise in grey steps, specks per page."""

    name: str
    skew: float
    blur: float
    noise: float
    specks: int
    shade: float = 0.0


CLEAN = Damage("clean", 0.25, 0.5, 3, 12)
FLAT = Damage("clean", 0.25, 0.5, 0, 8)
OFFICE = Damage("office", 0.7, 0.9, 4.5, 90, 0.05)
PHONE = Damage("office", 0.6, 0.9, 6, 20, 0.22)


def stick(page, picture, left, top, dpi):
    """Puts ink on a page as ink does: it darkens, never covers. Place in millimetres."""
    layer = Image.new("RGBA", page.size, (255, 255, 255, 255))
    layer.alpha_composite(picture, (round(left * dpi / 25.4), round(top * dpi / 25.4)))
    return ImageChops.multiply(page, layer.convert("RGB"))


def specks(page, count, rng):
    """Dust on the glass."""
    pen = ImageDraw.Draw(page)
    for _ in range(count):
        x, y = int(rng.integers(page.width)), int(rng.integers(page.height))
        size = int(rng.integers(1, 4))
        pen.ellipse((x, y, x + size, y + size), fill=(90, 90, 90))


def shaded(values, depth):
    """Light that falls off towards one lower corner."""
    down, across = numpy.linspace(0, 1, values.shape[0]), numpy.linspace(0, 1, values.shape[1])
    light = 1 - depth * (0.6 * down[:, None] ** 2 + 0.4 * across[None, :])
    return values * light[:, :, None]


def worn(page, damage, rng):
    """A page after the scanner: paper tone, skew, blur, noise and dust."""
    sheet = ImageChops.multiply(page, Image.new("RGB", page.size, PAPER))
    specks(sheet, damage.specks, rng)
    angle = damage.skew * float(rng.choice([-1, 1])) * float(rng.uniform(0.8, 1.1))
    sheet = sheet.rotate(angle, Image.BICUBIC, fillcolor=PAPER).filter(ImageFilter.GaussianBlur(damage.blur))
    values = shaded(numpy.asarray(sheet, dtype=numpy.float32), damage.shade)
    values = values + grain(values.shape[:2], damage.noise, rng)[:, :, None]
    return Image.fromarray(values.clip(0, 255).astype("uint8"))


def grain(shape, depth, rng):
    """Soft grain of the paper and the sensor."""
    field = Image.fromarray(rng.normal(128, 40, shape).clip(0, 255).astype("uint8"))
    soft = numpy.asarray(field.filter(ImageFilter.GaussianBlur(1.2)), dtype=numpy.float32) - 128
    return soft / soft.std() * depth


def bilevel(page):
    """Black and white, as an office scanner stores a page without colour."""
    return page.convert("L").filter(ImageFilter.GaussianBlur(0.6)).point(lambda v: 255 if v > 150 else 0).convert("1")


def tiff_bytes(page, dpi):
    """One page as TIFF: G4 without colour, JPEG with colour.

    Written through a real file, because in memory the library leaves padding bytes to chance.
    """
    with tempfile.NamedTemporaryFile(suffix=".tif") as file:
        if page.mode == "1":
            page.save(file.name, dpi=(dpi, dpi), compression="group4")
        else:
            page.convert("YCbCr").save(file.name, dpi=(dpi, dpi), compression="jpeg", quality=35)
        return file.read()


def write_tiff(path, pages, dpi):
    """A multi-page TIFF; every page keeps its own compression."""
    buffer = io.BytesIO()
    with AppendingTiffWriter(buffer, True) as writer:
        for page in pages:
            writer.write(tiff_bytes(page, dpi))
            writer.newFrame()
    path.write_bytes(buffer.getvalue())


def jpeg_bytes(page, dpi, quality):
    """One page as JPEG."""
    buffer = io.BytesIO()
    page.save(buffer, "JPEG", quality=quality, dpi=(dpi, dpi))
    return buffer.getvalue()


def pdf_object(number, head, stream=None):
    """One numbered PDF object, with its stream if it has one."""
    if stream is None:
        return b"%d 0 obj\n%s\nendobj\n" % (number, head)
    return b"%d 0 obj\n<<%s/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, head, len(stream), stream)


def write_pdf(path, pages, dpi, quality=45):
    """A scanned PDF: one JPEG per page and nothing else."""
    width, height = (round(side * 72 / dpi, 2) for side in pages[0].size)
    kids = b" ".join(b"%d 0 R" % (3 + 3 * i) for i in range(len(pages)))
    objects = [pdf_object(1, b"<</Type/Catalog/Pages 2 0 R>>"),
               pdf_object(2, b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)))]
    for i, page in enumerate(pages):
        number = 3 + 3 * i
        box = b"[0 0 %a %a]" % (width, height)
        objects.append(pdf_object(number, b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents %d 0 R"
                                  b"/Resources<</XObject<</Im %d 0 R>>>>>>" % (box, number + 1, number + 2)))
        objects.append(pdf_object(number + 1, b"", b"q %a 0 0 %a 0 0 cm /Im Do Q" % (width, height)))
        head = (b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB"
                b"/BitsPerComponent 8/Filter/DCTDecode" % page.size)
        objects.append(pdf_object(number + 2, head, jpeg_bytes(page, dpi, quality)))
    path.write_bytes(assemble(objects))


def assemble(objects):
    """A whole PDF file from its objects, numbered from 1 in order."""
    data, places = bytearray(b"%PDF-1.4\n"), []
    for item in objects:
        places.append(len(data))
        data += item
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(data)
