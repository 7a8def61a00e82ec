#!/usr/bin/env python3
"""Draws the shipped workflows for the docs, from their own diagram interchange.

    docs/images/workflow_pictures.py      # config/workflows/*.bpmn -> docs/images/workflow-*.svg
"""
import pathlib
import textwrap
import xml.etree.ElementTree as tree
from xml.sax.saxutils import escape

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
POINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"


def box_of(shape):
    bounds = shape.find(BOUNDS)
    return tuple(float(bounds.get(key)) for key in ("x", "y", "width", "height"))


def words(text, x, y, width, size=12):
    lines = textwrap.wrap(text, max(8, int(width / (size * 0.55)))) or [""]
    top = y - (len(lines) - 1) * size * 0.6
    return "".join(
        f'<text x="{x:g}" y="{top + i * size * 1.2 + size * 0.35:g}" text-anchor="middle" font-size="{size}">'
        f"{escape(line)}</text>"
        for i, line in enumerate(lines)
    )


def shape_svg(element, box):
    x, y, width, height = box
    middle_x, middle_y = x + width / 2, y + height / 2
    kind = element.tag.removeprefix(BPMN)
    name = element.get("name", "")
    if kind in ("userTask", "serviceTask"):
        fill = "#eef4ff" if kind == "userTask" else "#f3f3f3"
        svg = f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="10" fill="{fill}"/>'
        if element.find(BPMN + "multiInstanceLoopCharacteristics") is not None:
            svg += "".join(
                f'<path d="M{middle_x + dx:g} {y + height - 14:g}v9"/>' for dx in (-4, 0, 4)
            )
        return svg + words(name, middle_x, middle_y, width - 10)
    if kind.endswith("Gateway"):
        half = width / 2
        svg = f'<path fill="#fffbe8" d="M{middle_x:g} {y:g}l{half:g} {half:g}l{-half:g} {half:g}l{-half:g} {-half:g}z"/>'
        sign = "M-8 -8L8 8M8 -8L-8 8" if kind == "exclusiveGateway" else "M0 -11V11M-11 0H11"
        return svg + f'<path stroke-width="3" transform="translate({middle_x:g} {middle_y:g})" d="{sign}"/>'
    thick = ' stroke-width="3"' if kind == "endEvent" else ""
    svg = f'<circle cx="{middle_x:g}" cy="{middle_y:g}" r="{width / 2:g}" fill="#fff"{thick}/>'
    if kind == "boundaryEvent":
        dashes = "" if element.get("cancelActivity") == "true" else ' stroke-dasharray="4 3"'
        svg += f'<circle cx="{middle_x:g}" cy="{middle_y:g}" r="{width / 2 - 4:g}" fill="none"{dashes}/>'
        svg += f'<path d="M{middle_x:g} {middle_y - 8:g}V{middle_y:g}h6"/>'
    return svg


def picture(file):
    root = tree.parse(file).getroot()
    elements = {element.get("id"): element for element in root.iter() if element.get("id")}
    parts, right, bottom, top = [], 0, 0, 1e9
    for edge in root.iter(DI + "BPMNEdge"):
        points = [(float(p.get("x")), float(p.get("y"))) for p in edge.findall(POINT)]
        path = "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
        parts.append(f'<path d="{path}" fill="none" marker-end="url(#arrow)"/>')
        bottom = max([bottom] + [y for _, y in points])
        top = min([top] + [y for _, y in points])
    for shape in root.iter(DI + "BPMNShape"):
        element, box = elements[shape.get("bpmnElement")], box_of(shape)
        parts.append(shape_svg(element, box))
        right, bottom = max(right, box[0] + box[2]), max(bottom, box[1] + box[3])
        top = min(top, box[1])
    for holder in list(root.iter(DI + "BPMNShape")) + list(root.iter(DI + "BPMNEdge")):
        label = holder.find(DI + "BPMNLabel")
        name = elements[holder.get("bpmnElement")].get("name", "")
        if label is None or not name:
            continue
        x, y, width, height = box_of(label)
        parts.append(words(name, x + width / 2, y + height / 2, width, 11))
        bottom, top = max(bottom, y + height), min(top, y)
    view = f"40 {top - 20:g} {right:g} {bottom - top + 40:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" font-family="sans-serif" fill="#222" stroke="none">'
        '<defs><marker id="arrow" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0L10 5L0 10z" fill="#444"/></marker></defs>'
        "<style>rect,circle,path{stroke:#444;stroke-width:1.5}</style>"
        + "\n".join(parts)
        + "</svg>\n"
    )


def main():
    here = pathlib.Path(__file__).resolve().parent
    for file in sorted((here.parent.parent / "config/workflows").glob("*.bpmn")):
        (here / f"workflow-{file.stem}.svg").write_text(picture(file), encoding="utf-8")


if __name__ == "__main__":
    main()
