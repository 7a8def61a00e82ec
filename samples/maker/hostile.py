"""Writes files that must not harm a reader: empty, mislabelled, cut off, locked or far too large inside."""

import io
import json
import struct
import zipfile
import zlib

from . import wordfile
from .render import office

MEGABYTE = 1 << 20
PASSWORD = "vanthu-mau"


def zipped(parts):
    """A ZIP in memory; parts maps a name to bytes or to an iterator of chunks."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, chunks in parts.items():
            entry = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w") as target:
                for chunk in [chunks] if isinstance(chunks, bytes) else chunks:
                    target.write(chunk)
    return buffer.getvalue()


def word_package(main):
    """The least a Word file holds, around a main part."""
    types = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
             '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
             f'<Override PartName="/word/document.xml" ContentType="{wordfile.OFFICE}document.main+xml"/></Types>')
    relations = wordfile.relations([("rId1", wordfile.RELATION + "officeDocument", "word/document.xml")])
    return {"[Content_Types].xml": (wordfile.XML + types).encode(), "_rels/.rels": relations.encode(),
            "word/document.xml": main}


def big_part(size):
    """A well-formed main part of the given size, in chunks."""
    yield f"{wordfile.XML}<w:document {wordfile.NAMESPACES}><w:body>".encode()
    piece = b"<w:p/>" * (MEGABYTE // 6)
    for _ in range(size // len(piece)):
        yield piece
    yield b"</w:body></w:document>"


def entity_bomb():
    """A main part whose nested entities would grow to a thousand million words."""
    entities = '<!ENTITY e0 "thi đua ">' + "".join(
        f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE w:document [{entities}]>\n'
            f"<w:document {wordfile.NAMESPACES}><w:body><w:p><w:r><w:t>&e9;</w:t></w:r></w:p></w:body></w:document>").encode()


def one_paragraph(text):
    """A main part with one paragraph."""
    return (f"{wordfile.XML}<w:document {wordfile.NAMESPACES}><w:body>"
            f"{wordfile.paragraph(wordfile.run(text, 14))}</w:body></w:document>").encode()


def nested_zip(depth):
    """A ZIP that holds two copies of a ZIP that holds two copies ..."""
    inner = zipped({"doc.txt": b"0" * MEGABYTE})
    for _ in range(depth):
        inner = zipped({"a.zip": inner, "b.zip": inner})
    return inner


def png_chunk(name, body):
    """One PNG chunk with its checksum."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def huge_png():
    """A PNG whose head claims 100000 x 100000 pixels; the data hold a few rows."""
    head = struct.pack(">IIBBBBB", 100000, 100000, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * (100001 * 4), 9)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")


def locked_pdf(word_file, work):
    """A PDF that asks for a password before it opens."""
    options = {"EncryptFile": {"type": "boolean", "value": "true"},
               "DocumentOpenPassword": {"type": "string", "value": PASSWORD}}
    office(work, [word_file], "pdf:writer_pdf_Export:" + json.dumps(options))
    return (work / word_file.with_suffix(".pdf").name).read_bytes()


def write(folder, tiff, word_file, work):
    """All hostile files; tiff is cut inside its first page, word_file becomes the locked PDF."""
    folder.mkdir(parents=True, exist_ok=True)
    safe = one_paragraph("Văn bản này có một tệp nằm ngoài thư mục.")
    files = {
        "empty.pdf": b"",
        "text-named.docx": "Đây là văn bản thuần, không phải tệp Word.\n".encode(),
        "truncated.tif": tiff.read_bytes()[: tiff.stat().st_size // 4],
        "needs-password.pdf": locked_pdf(word_file, work),
        "zip-bomb.docx": zipped(word_package(big_part(256 * MEGABYTE))),
        "entity-bomb.docx": zipped(word_package(entity_bomb())),
        "path-escape.docx": zipped({**word_package(safe), "../../outside.txt": b"must never be written\n"}),
        "nested.zip": nested_zip(12),
        "huge-claim.png": huge_png(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
