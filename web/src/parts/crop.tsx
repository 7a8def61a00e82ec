// crop.tsx: the words of a field cut out of the page image and enlarged, so that the clerk compares without looking away.

import { page_image } from "../api";
import type { Field, OfficeDocument } from "../model";

interface Props {
  document: OfficeDocument;
  field: Field;
  alt: string;
}

const kTallest = 0.07; // of the page; a whole block is better seen on the page itself

export function Crop({ document, field, alt }: Props) {
  const page = document.pages.find((each) => each.number === field.page);
  if (!page?.width || !page.height || !field.box) return null;
  const [left, top, right, bottom] = field.box;
  if (bottom - top > kTallest * page.height) return null;
  const air = Math.max(8, Math.round(Math.min(bottom - top, 60) * 0.3));
  // Never a sliver: short words get some of their surroundings.
  const width = Math.max(right - left + 2 * air, (bottom - top) * 5);
  const height = bottom - top + 2 * air;
  return (
    <svg
      class="crop"
      role="img"
      aria-label={alt}
      viewBox={`${left - air} ${top - air} ${width} ${height}`}
      preserveAspectRatio="xMinYMid meet"
    >
      <image href={page_image(document.id, page)} width={page.width} height={page.height} />
    </svg>
  );
}
