// field_boxes.tsx: where on the page each field was read. The boxes are for the eye and the mouse; by keyboard one is in the
// field beside the page, which says the same.

import type { Box, OfficeDocument, Page } from "../model";

const kAir = 6; // page pixels around the words

interface Props {
  document: OfficeDocument;
  page: Page;
  active: string | null;
  on_field: (field: string) => void;
  show: "all" | "asked"; // asked: only the one in focus, the others under the mouse
}

const kLarge = 0.12; // of the page: only an outline, or it would lie over everything else

export function FieldBoxes({ document, page, active, on_field, show }: Props) {
  const here = Object.entries(document.fields).filter(
    ([, field]) => field.page === page.number && field.box,
  );
  // The largest first, so that a small box inside a large one can still be clicked; the one in focus last, on top.
  const page_area = (page.width ?? 1) * (page.height ?? 1);
  const area = ([left, top, right, bottom]: Box) => (right - left) * (bottom - top);
  here.sort(([a, one], [b, two]) =>
    a === active ? 1 : b === active ? -1 : area(two.box!) - area(one.box!),
  );
  return (
    <svg
      class={`field_boxes ${show}`}
      viewBox={`0 0 ${page.width} ${page.height}`}
      aria-hidden="true"
      focusable="false"
    >
      {here.map(([id, field]) => {
        const [left, top, right, bottom] = field.box!;
        return (
          <rect
            key={id}
            class={`field_box ${field.state} ${id === active ? "active" : ""} ${area(field.box!) > kLarge * page_area ? "large" : ""}`}
            data-testid={id === active ? "active-box" : undefined}
            data-field={id}
            x={left - kAir}
            y={top - kAir}
            width={right - left + 2 * kAir}
            height={bottom - top + 2 * kAir}
            rx={6}
            onClick={() => on_field(id)}
          />
        );
      })}
    </svg>
  );
}
