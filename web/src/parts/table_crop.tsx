// table_crop.tsx: a cell cut out of its page and enlarged; two pieces where the page break cuts it.

import { page_image } from "../api";
import { text } from "../catalogue/text";
import type { CellPlace, OfficeDocument } from "../model";

interface Props {
  document: OfficeDocument;
  places: CellPlace[];
}

export function TableCrop({ document, places }: Props) {
  return (
    <>
      {places.map(({ page: number, box: [left, top, right, bottom] }, index) => {
        const page = document.pages.find((each) => each.number === number);
        if (!page?.width || !page.height || page.origin === "docx" || right <= left) return null;
        const air = Math.max(6, Math.round((bottom - top) * 0.1));
        return (
          <svg
            key={index}
            class="crop"
            role="img"
            aria-label={text("table_check.crop", { n: number })}
            viewBox={`${left - air} ${top - air} ${right - left + 2 * air} ${bottom - top + 2 * air}`}
            preserveAspectRatio="xMinYMid meet"
          >
            <image href={page_image(document.id, page)} width={page.width} height={page.height} />
          </svg>
        );
      })}
    </>
  );
}
