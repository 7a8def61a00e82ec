"""Writes a document as a Word file in the layout of Decree 30/2020 (or the Party's).

The file holds the parts a word processor writes: styles, settings, fonts, a page-number header and
document properties. Sizes are given in points and millimetres and turned into Word's units here.
"""

import re
import zipfile
from xml.sax.saxutils import escape

from PIL import ImageFont

from . import content

FONT_FOLDER = "/usr/share/fonts/truetype/liberation2/"
NAMESPACES = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
              'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"')
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MARGIN_LEFT, MARGIN_RIGHT, MARGIN_TOP = 30, 15, 20


def twips(mm):
    """Millimetres in twentieths of a point."""
    return round(mm * 1440 / 25.4)


def text_width(text, points, bold=False):
    """Width of a printed line in millimetres."""
    face = "LiberationSerif-Bold.ttf" if bold else "LiberationSerif-Regular.ttf"
    return ImageFont.truetype(FONT_FOLDER + face, 200).getlength(text) / 200 * points * 25.4 / 72


def fitting_size(lines, bold, width, sizes):
    """The largest size at which every line fits the width."""
    return next((s for s in sizes if all(text_width(t, s, bold) < width - 1 for t in lines)), sizes[-1])


def run(text, size, bold=False, italic=False):
    """One run of text."""
    marks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    half = round(size * 2)
    return (f'<w:r><w:rPr>{marks}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'
            f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r>')


def rich_runs(text, size, bold=False, italic=False):
    """Runs of a body line; **...** turns bold on."""
    parts = re.split(r"\*\*", text)
    return "".join(run(part, size, bold or i % 2 == 1, italic) for i, part in enumerate(parts) if part)


def paragraph(runs, align="left", before=0, after=0, indent=0, keep=False, style=None):
    """One paragraph; spacing in points, first-line indent in millimetres."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    kept = "<w:keepNext/>" if keep else ""
    first = f'<w:ind w:firstLine="{twips(indent)}"/>' if indent else ""
    return (f'<w:p><w:pPr>{named}{kept}<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"/>'
            f'{first}<w:jc w:val="{align}"/></w:pPr>{runs}</w:p>')


def rule(length, width, after=0):
    """A centred rule of the given length: an almost flat paragraph with a top border."""
    side = twips(max(0, (width - length) / 2))
    return ('<w:p><w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="auto"/></w:pBdr>'
            f'<w:spacing w:before="70" w:after="{round(after * 20)}" w:line="60" w:lineRule="exact"/>'
            f'<w:ind w:left="{side}" w:right="{side}"/></w:pPr></w:p>')


def cell(inner, width, span=1, merge=None, borders=False):
    """One table cell; merge is None, "restart" or "continue"."""
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    tall = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    middle = '<w:vAlign w:val="center"/>' if borders else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{wide}{tall}{middle}</w:tcPr>{inner}</w:tc>'


def row(cells, header=False):
    """One table row that stays on one page."""
    repeat = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{''.join(cells)}</w:tr>"


def table(rows, widths, borders=False):
    """A fixed-width table."""
    style = '<w:tblStyle w:val="TableGrid"/>' if borders else ""
    gap = 60 if borders else 0
    grid = "".join(f'<w:gridCol w:w="{twips(w)}"/>' for w in widths)
    return (f'<w:tbl><w:tblPr>{style}<w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblCellMar><w:left w:w="{gap}" w:type="dxa"/><w:right w:w="{gap}" w:type="dxa"/></w:tblCellMar>'
            f'</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>')


def block_width(document):
    """Width of the text block in millimetres."""
    return (297 if document.get("landscape") else 210) - MARGIN_LEFT - MARGIN_RIGHT


def centred(lines, size, **marks):
    """Centred paragraphs, one per printed line."""
    return "".join(paragraph(run(line, size, **marks), "center") for line in lines)


def head_left(document, width):
    """Zone 2: the superior body, the issuing body and the mark under it."""
    above, own = document["organization_in_charge"], document["organ_name"]
    party = document["layout"] == "party"
    size = 14 if party else min(fitting_size(above, False, width, (13, 12)), fitting_size(own, True, width, (13, 12)))
    lines = centred(above, size) + centred(own, size, bold=True)
    if party:
        return lines + centred(["*"], 14)
    return lines + rule(text_width(own[-1], size, True) * 0.45, width)


def head_right(document, width):
    """Zone 1: the national (or Party) title with its rule."""
    if document["layout"] == "party":
        lines = document.get("title_lines", content.PARTY)
        return centred(lines, 15, bold=True) + rule(text_width(lines[0], 15, True), width)
    title, motto = content.NATION
    size = fitting_size([title], True, width, (13, 12.5, 12))
    return (centred([title], size, bold=True) + centred([motto], 13, bold=True)
            + rule(text_width(motto, 13, True), width))


def number_cell(document):
    """Zones 3 and 5b: the number and, in a công văn, the subject under it."""
    number = paragraph(run(document["number_line"] or "", 13), "center", before=6)
    if content.is_letter(document):
        first, *rest = document["subject"]
        number += paragraph(run(first, 12), "center", before=6) + centred(rest, 12)
    return number


def head(document):
    """The borderless table at the top of page 1."""
    left = 68 if not document.get("landscape") else 110
    widths = [left, block_width(document) - left]
    rows = [row([cell(head_left(document, widths[0]), widths[0]), cell(head_right(document, widths[1]), widths[1])])]
    if document["number_line"] or document["place_date_line"]:
        date = paragraph(run(document["place_date_line"] or "", 13, italic=True), "center", before=6)
        rows.append(row([cell(number_cell(document), widths[0]), cell(date, widths[1])]))
    return table(rows, widths)


def title(document, gap):
    """Zone 5a: type, subject and the rule under it; gap is free space below in millimetres."""
    size = 15 if document["layout"] == "party" else 14
    lines = paragraph(run(document["type_name"].upper(), size, bold=True), "center", before=16, style="TenLoai")
    lines += "".join(paragraph(run(t, 14, bold=True), "center", style="TrichYeu") for t in document["subject"])
    if document.get("attached_line"):
        lines += paragraph(run(document["attached_line"], 13, italic=True), "center")
    length = text_width(document["subject"][-1], 14, True) * 0.4
    return lines + rule(length, block_width(document), after=10 + gap * 72 / 25.4)


def addressees(document, gap):
    """Zone 9a, set in from the left; gap is free space above in millimetres."""
    lines = content.addressee_lines(document)
    shift = [34] + [50] * (len(lines) - 1)
    before = [10 + gap * 72 / 25.4] + [0] * (len(lines) - 1)
    after = [0] * (len(lines) - 1) + [8]
    return "".join(paragraph(run(t, 14), before=b, after=a, indent=s)
                   for t, s, b, a in zip(lines, shift, before, after))


def body_line(style, text, size, keep):
    """One paragraph of zone 6."""
    if style == "centre":
        return paragraph(run(text, size, bold=True), "center", before=6, after=6, keep=True)
    bold, italic = style == "heading", style == "italic"
    return paragraph(rich_runs(text, size, bold, italic), "both", after=6, indent=12.7, keep=keep or bold,
                     style="NoiDung")


def body(document):
    """Zone 6; the last paragraph stays with the signing block."""
    lines = document["body"]
    size = document["body_size"]
    return "".join(body_line(style, text, size, i == len(lines) - 1) for i, (style, text) in enumerate(lines))


def signing(document):
    """Zones 7 and 9b: recipients left, signer right."""
    width = block_width(document)
    widths = [width * 0.5, width * 0.5]
    label = paragraph(run("Nơi nhận:", 12, bold=True, italic=True), before=6)
    items = "".join(paragraph(run(f"- {place};", 11)) for place in document["to_places"])
    items += paragraph(run(content.archive_text(document), 11))
    lines = content.sign_lines(document)
    block = paragraph(run(lines[0], 14, bold=True), "center", before=6) + centred(lines[1:], 14, bold=True)
    block += paragraph(run(document["signer_full_name"], 14, bold=True), "center", before=87)
    return table([row([cell(label + items, widths[0]), cell(block, widths[1])])], widths)


def list_row(values, widths, merges, size):
    """One row of a nomination list."""
    centre = {0, 2, 3}
    cells = [cell(paragraph(run(text, size), "center" if i in centre else "left", 2, 2), widths[i], 1, merges[i], True)
             for i, text in enumerate(values)]
    return row(cells)


def nominee_table(spec):
    """The table of a nomination list: repeated header, group rows, merged unit cells ("^" continues)."""
    widths, size = [h["mm"] for h in spec["headings"]], spec.get("size", 11)
    rows = [row([cell(paragraph(run(h["text"], size, bold=True), "center", 2, 2), h["mm"], borders=True)
                 for h in spec["headings"]], header=True)]
    for group in spec["groups"]:
        heading = paragraph(run(group["heading"], size, bold=True), before=2, after=2)
        rows.append(row([cell(heading, sum(widths), len(widths), None, True)]))
        below = group["rows"][1:] + [[""] * len(widths)]
        for values, after in zip(group["rows"], below):
            merges = ["continue" if v == "^" else "restart" if n == "^" else None for v, n in zip(values, after)]
            rows.append(list_row(["" if v == "^" else v for v in values], widths, merges, size))
    return table(rows, widths, borders=True) + paragraph("", after=4)


def section(document):
    """Page size, margins and the page-number header that page 1 does not show."""
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if document.get("landscape") else 'w:w="11906" w:h="16838"'
    return (f'<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:pgSz {size}/>'
            f'<w:pgMar w:top="{twips(MARGIN_TOP)}" w:right="{twips(MARGIN_RIGHT)}" w:bottom="{twips(20)}" '
            f'w:left="{twips(MARGIN_LEFT)}" w:header="{twips(10)}" w:footer="{twips(10)}" w:gutter="0"/><w:titlePg/></w:sectPr>')


def document_xml(document, gap):
    """The main part."""
    parts = [head(document)]
    parts.append(addressees(document, gap) if content.is_letter(document) else title(document, gap))
    if "table" in document:
        parts.append(nominee_table(document["table"]))
    parts.append(document.get("table_xml", ""))
    parts += [body(document), signing(document)]
    parts.append('<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>')
    return f'{XML}<w:document {NAMESPACES}><w:body>{"".join(parts)}{section(document)}</w:body></w:document>'


def style(kind, name, title_text, properties, extra=""):
    """One entry of styles.xml."""
    return f'<w:style w:type="{kind}" {extra}w:styleId="{name}"><w:name w:val="{title_text}"/>{properties}</w:style>'


def styles_xml(family):
    """Paragraph and table styles."""
    fonts = f'<w:rFonts w:ascii="{family}" w:hAnsi="{family}" w:eastAsia="{family}" w:cs="{family}"/>'
    based = '<w:basedOn w:val="Normal"/><w:qFormat/>'
    edges = "".join(f'<w:{e} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
                    for e in ("top", "left", "bottom", "right", "insideH", "insideV"))
    return (f'{XML}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="28"/><w:szCs w:val="28"/>'
            '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
            + style("paragraph", "Normal", "Normal", "<w:qFormat/>", 'w:default="1" ')
            + style("table", "TableNormal", "Normal Table", '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr>', 'w:default="1" ')
            + style("paragraph", "TenLoai", "Ten loai", based) + style("paragraph", "TrichYeu", "Trich yeu", based)
            + style("paragraph", "NoiDung", "Noi dung", based) + style("paragraph", "Header", "header", based)
            + style("table", "TableGrid", "Table Grid", f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr>')
            + "</w:styles>")


def header_xml():
    """The page number, centred in the top margin."""
    field = "".join(f'<w:r><w:rPr><w:sz w:val="26"/></w:rPr>{part}</w:r>' for part in (
        '<w:fldChar w:fldCharType="begin"/>', '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>', "<w:t>2</w:t>", '<w:fldChar w:fldCharType="end"/>'))
    return f'{XML}<w:hdr {NAMESPACES}>{paragraph(field, "center", style="Header")}</w:hdr>'


def core_xml(document):
    """Title, author and dates, fixed so that a remake gives the same bytes."""
    date = document["issued_date"] or ""
    when = date if len(date) == 10 else "2023-01-01"
    names = ('xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
             'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
             'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"')
    stamp = f'xsi:type="dcterms:W3CDTF">{when}T01:00:00Z'
    return (f'{XML}<cp:coreProperties {names}><dc:title>{escape(content.one_line(document["subject"]))}</dc:title>'
            f'<dc:creator>{escape(content.one_line(document["organ_name"]))}</dc:creator>'
            f"<dcterms:created {stamp}</dcterms:created><dcterms:modified {stamp}</dcterms:modified></cp:coreProperties>")


def app_xml(pages):
    """The page count a word processor leaves in the file."""
    return (f'{XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            f"<Pages>{pages}</Pages><Application>Vanthu samples</Application></Properties>")


def relations(entries):
    """A relationships part from (id, type, target)."""
    items = "".join(f'<Relationship Id="{i}" Type="{t}" Target="{target}"/>' for i, t, target in entries)
    return f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'


def content_types():
    """The part that names the type of every other part."""
    parts = [("/word/document.xml", OFFICE + "document.main+xml"), ("/word/styles.xml", OFFICE + "styles+xml"),
             ("/word/settings.xml", OFFICE + "settings+xml"), ("/word/fontTable.xml", OFFICE + "fontTable+xml"),
             ("/word/header1.xml", OFFICE + "header+xml"),
             ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
             ("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml")]
    overrides = "".join(f'<Override PartName="{p}" ContentType="{t}"/>' for p, t in parts)
    return (f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>')


def write_zip(path, parts):
    """A ZIP with fixed time stamps."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)


def write(document, path, pages=1, gap=0):
    """Writes the Word file; gap leaves free space (mm) for a receiver's stamp."""
    package = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
    family = document.get("font", "Times New Roman")
    font = (f'<w:font w:name="{family}"><w:panose1 w:val="02020603050405020304"/><w:charset w:val="00"/>'
            '<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>')
    write_zip(path, {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relations([("rId1", RELATION + "officeDocument", "word/document.xml"),
                                  ("rId2", package + "core-properties", "docProps/core.xml"),
                                  ("rId3", RELATION + "extended-properties", "docProps/app.xml")]),
        "docProps/core.xml": core_xml(document),
        "docProps/app.xml": app_xml(pages),
        "word/document.xml": document_xml(document, gap),
        "word/styles.xml": styles_xml(family),
        "word/settings.xml": f'{XML}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/></w:settings>',
        "word/fontTable.xml": f"{XML}<w:fonts {NAMESPACES}>{font}</w:fonts>",
        "word/header1.xml": header_xml(),
        "word/_rels/document.xml.rels": relations([("rId1", RELATION + "styles", "styles.xml"),
                                                   ("rId2", RELATION + "settings", "settings.xml"),
                                                   ("rId3", RELATION + "fontTable", "fontTable.xml"),
                                                   ("rId4", RELATION + "header", "header1.xml")]),
    })
