// table_page.tsx: the page with the cell in focus framed, brought into view by itself.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import { page_image } from "../api";
import { text } from "../catalogue/text";
import type { CellPlace, OfficeDocument } from "../model";
import { Paper } from "./paper";

interface Props {
  document: OfficeDocument;
  places: CellPlace[];
}

export function TablePage({ document, places }: Props) {
  const [number, set_number] = useState(document.pages[0]?.number ?? 1);
  const [room, set_room] = useState(794);
  const scroller = useRef<HTMLDivElement>(null);
  const first = places[0];
  useEffect(() => {
    if (first && first.page > 0) set_number(first.page);
  }, [first?.page]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const watch = new ResizeObserver(() => set_room(element.clientWidth));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  const page = document.pages.find((each) => each.number === number) ?? document.pages[0];
  const image = page !== undefined && page.width !== null && page.height !== null && page.width > 0;
  const sheet = Math.max(320, room - 32) * (image && page.width! > page.height! ? 1.3 : 1);
  const scale = image ? sheet / page.width! : 1;
  const here = places.filter((place) => place.page === page?.number);

  useEffect(() => {
    const element = scroller.current;
    const place = here[0];
    if (!element || !place || !image) return;
    const [left, top, right, bottom] = place.box.map((edge) => edge * scale) as [number, number, number, number];
    element.scrollTo({
      top: Math.max(0, (top + bottom) / 2 - element.clientHeight / 2),
      left: Math.max(0, (left + right) / 2 - element.clientWidth / 2),
    });
  }, [places, page?.number, scale]);

  if (!page) return null;
  return (
    <section class="viewer" aria-label={text("page.viewer")}>
      <div
        class="viewer_scroll"
        ref={scroller}
        tabIndex={0}
        role="group"
        aria-label={text("page.viewer")}
      >
        {image ? (
          <div class="sheet" style={{ width: `${sheet}px`, aspectRatio: `${page.width} / ${page.height}` }}>
            <img
              src={page_image(document.id, page)}
              alt={text("page.alt", { n: page.number, source: document.source })}
              draggable={false}
            />
            <svg class="cell_frames" viewBox={`0 0 ${page.width} ${page.height}`} aria-hidden="true">
              {here.map(({ box: [left, top, right, bottom] }, index) => (
                <rect
                  key={index}
                  data-testid="cell-frame"
                  x={left}
                  y={top}
                  width={right - left}
                  height={bottom - top}
                />
              ))}
            </svg>
          </div>
        ) : (
          <Paper document={document} page={page.number} sheet={sheet} active={null} />
        )}
      </div>
    </section>
  );
}
