"""Writes the table of a nomination list into a Word file, as many offices draw it.

A plan says which rules there are, how headings merge, whether rows may break and how ordinals are
numbered; the spec holds headings, groups and rows. See make_nominations.py.
"""

import re
import zipfile

from . import wordfile

NUMBERING = ('<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
             '<w:suff w:val="nothing"/><w:lvlText w:val="%1"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>')


def ordinal_runs(text, plan, group, size):
    """The ordinal as typed text, as a sequence field or as a list number."""
    group = 0 if plan["running"] else group
    if plan["numbering"] == "field":
        mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
        return (mark.format("begin") + f'<w:r><w:instrText xml:space="preserve"> SEQ nhom{group} \\* ARABIC </w:instrText></w:r>'
                + mark.format("separate") + wordfile.run(text, size) + mark.format("end"))
    if plan["numbering"] == "simple":
        return f'<w:fldSimple w:instr=" SEQ nhom{group} ">{wordfile.run(text, size)}</w:fldSimple>'
    return wordfile.run(text, size)


def inner(text, size, align="left", bold=False):
    """A cell's paragraph."""
    return wordfile.paragraph(wordfile.run(text, size, bold), align, 2, 2)


def cell(content, width, span=1, merge=None, middle=True):
    """One cell, text in the middle of it or at its top."""
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    tall = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    stand = '<w:vAlign w:val="center"/>' if middle else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{wordfile.twips(width)}" w:type="dxa"/>{wide}{tall}{stand}</w:tcPr>{content}</w:tc>'


def row(cells, header=False, may_break=False):
    """One row."""
    marks = ("" if may_break else "<w:cantSplit/>") + ("<w:tblHeader/>" if header else "")
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(cells)}</w:tr>"


def heading_rows(spec, plan):
    """One heading row, or two with merged cells; perhaps the columns' numbers below."""
    size, repeat, columns = plan["size"], plan["repeat"], spec["columns"]
    above, below, i = [], [], 0
    two = any(column.get("over") for column in columns)
    while i < len(columns):
        column = columns[i]
        over = column.get("over")
        if not over:
            above.append(cell(inner(column["text"], size, "center", True), column["mm"], 1, "restart" if two else None))
            below.append(cell(inner("", size), column["mm"], 1, "continue"))
            i += 1
            continue
        run = [c for c in columns[i:] if c.get("over") == over]
        above.append(cell(inner(over, size, "center", True), sum(c["mm"] for c in run), len(run)))
        below += [cell(inner(c["text"], size, "center", True), c["mm"]) for c in run]
        i += len(run)
    rows = [row(above, repeat)]
    if two:
        rows.append(row(below, repeat))
    if plan["numbers"]:
        rows.append(row([cell(inner(f"({n + 1})", size, "center"), c["mm"]) for n, c in enumerate(columns)], repeat))
    return rows


def group_row(group, columns, plan):
    """A group's heading: over all columns, or its numeral in the first."""
    size, widths = plan["size"], [c["mm"] for c in columns]
    numeral, _, text = group["heading"].partition(" ")
    if plan["groups"] == "numeral":
        rest = [cell(inner(text, size, "left", True), sum(widths[1:]), len(widths) - 1)]
        return row([cell(inner(numeral.rstrip("."), size, "center", True), widths[0])] + rest)
    if plan["groups"] == "blanks":
        rest = [cell(inner(text, size, "left", True), widths[1])] + [cell(inner("", size), w) for w in widths[2:]]
        return row([cell(inner(numeral.rstrip("."), size, "center", True), widths[0])] + rest)
    return row([cell(inner(group["heading"], size, plan["group_align"], True), sum(widths), len(widths))])


def data_rows(group, number, columns, plan):
    """The rows of one group; "^" continues the cell above."""
    size, rows = plan["size"], []
    below = group["rows"][1:] + [[""] * len(columns)]
    for values, after in zip(group["rows"], below):
        cells = []
        for column, text, follows in zip(columns, values, after):
            merge = "continue" if text == "^" else "restart" if follows == "^" else None
            short = column["id"] in ("ordinal", "birth_date", "gender")
            align = "center" if short else plan["align"]
            content = inner("" if text == "^" else text, size, align)
            if column["id"] == "ordinal" and plan["numbering"] == "list" and text:
                content = (f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number + 1}"/></w:numPr>'
                           f'<w:ind w:left="0" w:firstLine="0"/><w:jc w:val="center"/></w:pPr></w:p>')
            elif column["id"] == "ordinal" and text:
                content = wordfile.paragraph(ordinal_runs(text, plan, number, size), "center", 2, 2)
            cells.append(cell(content, column["mm"], 1, merge, plan["middle"]))
        rows.append(row(cells, may_break=plan["may_break"]))
    return rows


def total_row(text, columns, plan):
    """The line of sums."""
    return row([cell(inner(text, plan["size"], "left", True), sum(c["mm"] for c in columns), len(columns))])


def borders(kind):
    """The rules of a table: all, without sides, only across, none."""
    drawn = {"all": ("top", "left", "bottom", "right", "insideH", "insideV"),
             "no_sides": ("top", "bottom", "insideH", "insideV"), "across": ("top", "bottom", "insideH"), "none": ()}[kind]
    edges = "".join(f'<w:{e} w:val="{"single" if e in drawn else "nil"}" w:sz="4" w:space="0" w:color="auto"/>'
                    for e in ("top", "left", "bottom", "right", "insideH", "insideV"))
    return f"<w:tblBorders>{edges}</w:tblBorders>"


def table(rows, columns, kind):
    """A fixed-width table."""
    grid = "".join(f'<w:gridCol w:w="{wordfile.twips(c["mm"])}"/>' for c in columns)
    width = wordfile.twips(sum(c["mm"] for c in columns))
    return (f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/>{borders(kind)}<w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
            f'</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>')


def list_xml(spec, plan):
    """The whole list: one table, or one for each group; perhaps inside another table's cell."""
    columns, head = spec["columns"], heading_rows(spec, plan)
    parts, rows = [], list(head)
    for number, group in enumerate(spec["groups"]):
        if plan["split"] and number:
            parts.append(table(rows, columns, plan["rules"]) + wordfile.paragraph("", after=4))
            rows = list(head) if plan["split"] == "with_heading" else []
        if group["heading"]:
            rows.append(group_row(group, columns, plan))
        rows += data_rows(group, number, columns, plan)
    if spec.get("total"):
        rows.append(total_row(spec["total"], columns, plan))
    parts.append(table(rows, columns, plan["rules"]))
    whole = "".join(parts)
    if plan["nested"]:
        wide = sum(c["mm"] for c in columns) + 4
        outer = f'<w:tr><w:tc><w:tcPr><w:tcW w:w="{wordfile.twips(wide)}" w:type="dxa"/></w:tcPr>{whole}<w:p/></w:tc></w:tr>'
        whole = (f'<w:tbl><w:tblPr><w:tblW w:w="{wordfile.twips(wide)}" w:type="dxa"/>{borders("none")}'
                 f'</w:tblPr><w:tblGrid><w:gridCol w:w="{wordfile.twips(wide)}"/></w:tblGrid>{outer}</w:tbl>')
    return whole + wordfile.paragraph("", after=4)


def add_numbering(path, groups):
    """Gives a Word file the list definitions that its ordinals ask for."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    numbers = "".join(f'<w:num w:numId="{i + 1}"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride '
                      'w:val="1"/></w:lvlOverride></w:num>' for i in range(groups))
    parts["word/numbering.xml"] = f"{wordfile.XML}<w:numbering {wordfile.NAMESPACES}>{NUMBERING}{numbers}</w:numbering>"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        "</Types>", f'<Override PartName="/word/numbering.xml" ContentType="{wordfile.OFFICE}numbering+xml"/></Types>')
    name = "word/_rels/document.xml.rels"
    parts[name] = re.sub("</Relationships>", f'<Relationship Id="rId9" Type="{wordfile.RELATION}numbering" '
                         'Target="numbering.xml"/></Relationships>', parts[name])
    wordfile.write_zip(path, parts)
