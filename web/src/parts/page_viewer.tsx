// page_viewer.tsx: the page as the clerk knows it on paper, with the boxes of the fields read from it. One page at a time;
// zoom, fit to width, drag to move. The box of the field in focus is brought into view.

import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import { page_image } from "../api";
import { text } from "../catalogue/text";
import type { OfficeDocument, Page } from "../model";
import { FieldBoxes } from "./field_boxes";
import { Icon, type IconName } from "./icon";
import { Paper } from "./paper";

export interface Shown {
  page: number;
  field: string | null;
}

interface Props {
  document: OfficeDocument;
  shown: Shown;
  on_page: (page: number) => void;
  on_field: (field: string) => void;
  boxes: "all" | "asked";
}

const kSheetAtOne = 794; // CSS pixels of A4's width
const kSteps = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 2.5, 3];
const kMargin = 32;

export function PageViewer({ document, shown, on_page, on_field, boxes }: Props) {
  const [zoom, set_zoom] = useState<number | "fit">("fit");
  const [room, set_room] = useState(kSheetAtOne);
  const scroller = useRef<HTMLDivElement>(null);
  const page =
    document.pages.find((each) => each.number === shown.page) ?? document.pages[0] ?? null;
  const total = document.pages.length;
  const sheet = zoom === "fit" ? Math.max(320, room - kMargin) : zoom * kSheetAtOne;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const watch = new ResizeObserver(() => set_room(element.clientWidth));
    watch.observe(element);
    set_room(element.clientWidth);
    return () => watch.disconnect();
  }, []);

  const step = useCallback(
    (direction: 1 | -1) => {
      const now = sheet / kSheetAtOne;
      const next =
        direction === 1
          ? kSteps.find((each) => each > now * 1.02)
          : [...kSteps].reverse().find((each) => each < now * 0.98);
      if (next) set_zoom(next);
    },
    [sheet],
  );
  const turn = useCallback(
    (direction: 1 | -1) => {
      const next = (page?.number ?? 1) + direction;
      if (next < 1 || next > total) return;
      on_page(next);
      scroller.current?.scrollTo({ top: 0 });
    },
    [page, total, on_page],
  );

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey) return;
      const actions: Record<string, () => void> = {
        PageUp: () => turn(-1),
        PageDown: () => turn(1),
        "+": () => step(1),
        "=": () => step(1),
        "-": () => step(-1),
        "0": () => set_zoom("fit"),
      };
      const action = actions[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [turn, step]);

  const tool = (icon: IconName, label: string, act: () => void, off = false) => (
    <button
      type="button"
      class="icon_button"
      aria-label={label}
      title={label}
      disabled={off}
      onClick={act}
    >
      <Icon name={icon} />
    </button>
  );

  return (
    <section class="viewer" aria-label={text("page.tools")}>
      <div class="viewer_tools">
        {tool("left", text("page.previous"), () => turn(-1), (page?.number ?? 1) <= 1)}
        <span class="page_of">{text("page.of", { n: page?.number ?? 0, total })}</span>
        {tool("right", text("page.next"), () => turn(1), (page?.number ?? total) >= total)}
        <span class="tool_gap" />
        {tool("minus", text("page.zoom_out"), () => step(-1))}
        <span class="zoom_percent">{Math.round((sheet / kSheetAtOne) * 100)}%</span>
        {tool("plus", text("page.zoom_in"), () => step(1))}
        {tool("fit", text("page.fit"), () => set_zoom("fit"), zoom === "fit")}
      </div>
      <Scroller scroller={scroller} document={document} shown={shown} page={page} sheet={sheet}>
        {page !== null &&
          (has_image(page) ? (
            <Sheet
              document={document}
              page={page}
              sheet={sheet}
              active={shown.field}
              on_field={on_field}
              boxes={boxes}
            />
          ) : (
            <Paper document={document} page={page.number} sheet={sheet} active={shown.field} />
          ))}
      </Scroller>
    </section>
  );
}

function has_image(page: Page): boolean {
  return page.width !== null && page.height !== null && page.width > 0 && page.origin !== "docx";
}

interface ScrollerProps {
  scroller: { current: HTMLDivElement | null };
  document: OfficeDocument;
  shown: Shown;
  page: Page | null;
  sheet: number;
  children: preact.ComponentChildren;
}

// Moves by dragging with the mouse, and by itself when the field in focus lies elsewhere.
function Scroller({ scroller, document, shown, page, sheet, children }: ScrollerProps) {
  const grip = useRef<{ x: number; y: number; left: number; top: number } | null>(null);
  const field = shown.field ? document.fields[shown.field] : undefined;

  useEffect(() => {
    const element = scroller.current;
    if (!element || !page?.width || !field?.box || field.page !== page.number) return;
    const scale = sheet / page.width;
    const [left, top, right, bottom] = field.box.map((edge) => edge * scale) as [
      number,
      number,
      number,
      number,
    ];
    const seen_vertically =
      top > element.scrollTop + 24 && bottom < element.scrollTop + element.clientHeight - 24;
    const seen_across =
      left > element.scrollLeft && right < element.scrollLeft + element.clientWidth;
    if (seen_vertically && seen_across) return;
    element.scrollTo({
      top: Math.max(0, (top + bottom) / 2 - element.clientHeight / 2),
      left: Math.max(0, (left + right) / 2 - element.clientWidth / 2),
      behavior: "smooth",
    });
  }, [shown.field, page?.number, sheet]);

  return (
    <div
      ref={scroller}
      class="viewer_scroll"
      role="region"
      aria-label={text("page.viewer")}
      tabIndex={0}
      onPointerDown={(event) => {
        const element = scroller.current;
        if (!element || event.button !== 0 || event.pointerType !== "mouse") return;
        if ((event.target as Element).closest(".paper, .field_box")) return; // text stays selectable, boxes clickable
        grip.current = {
          x: event.clientX,
          y: event.clientY,
          left: element.scrollLeft,
          top: element.scrollTop,
        };
        element.setPointerCapture(event.pointerId);
        element.classList.add("dragging");
      }}
      onPointerMove={(event) => {
        const element = scroller.current;
        if (!element || !grip.current) return;
        element.scrollLeft = grip.current.left - (event.clientX - grip.current.x);
        element.scrollTop = grip.current.top - (event.clientY - grip.current.y);
      }}
      onPointerUp={() => {
        grip.current = null;
        scroller.current?.classList.remove("dragging");
      }}
    >
      {children}
    </div>
  );
}

interface SheetProps {
  document: OfficeDocument;
  page: Page;
  sheet: number;
  active: string | null;
  on_field: (field: string) => void;
  boxes: Props["boxes"];
}

function Sheet({ document, page, sheet, active, on_field, boxes }: SheetProps) {
  const [failed, set_failed] = useState(false);
  const source = page_image(document.id, page);
  useEffect(() => set_failed(false), [source]);
  return (
    <div
      class="sheet"
      style={{ width: `${sheet}px`, aspectRatio: `${page.width} / ${page.height}` }}
    >
      {failed && <p class="viewer_note">{text("page.image_failed")}</p>}
      <img
        src={source}
        alt={text("page.alt", { n: page.number, source: document.source })}
        draggable={false}
        onError={() => set_failed(true)}
      />
      <FieldBoxes
        document={document}
        page={page}
        active={active}
        on_field={on_field}
        show={boxes}
      />
    </div>
  );
}
