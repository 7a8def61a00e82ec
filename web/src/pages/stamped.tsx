// stamped.tsx: a copy of an incoming paper to print, with the arrival stamp (dấu ĐẾN) of Decree 30/2020, Annex IV drawn on its
// first page: 50 x 35 mm. The original and its page images stay as they are. The stamp is put where there is room.

import { useState } from "preact/hooks";

import { page_image } from "../api";
import { sentence, text } from "../catalogue/text";
import { shown_value } from "../format";
import type { OfficeDocument, Slip } from "../model";
import { Link } from "../parts/link";
import { PrintMark } from "../parts/print_mark";
import { usePolled } from "../poll";
import { address_of } from "../router";
import { useTitle } from "../title";

const kWide = 50;
const kHigh = 35;
const kStep = 2; // mm, for the arrow keys
const kSheet = { wide: 210, high: 297 }; // A4

interface Place {
  x: number;
  y: number;
}

export function StampedPage({ id }: { id: string }) {
  const path = `/documents/${encodeURIComponent(id)}`;
  const { data, problem } = usePolled<OfficeDocument>(path, null);
  const slip = usePolled<Slip>(`${path}/slip`, null);
  const [place, set_place] = useState<Place>({ x: 25, y: 55 });
  useTitle(text("stamped.title"));
  const entry = data?.register_entry;
  return (
    <>
      <div class="page_head no_print">
        <h1>{text("stamped.title")}</h1>
        <div class="page_tools">
          <Link to={address_of.document(id)} class="button">
            {text("slip.back")}
          </Link>
          <button
            type="button"
            class="button main_button"
            disabled={!entry}
            onClick={() => window.print()}
          >
            {text("slip.print")}
          </button>
        </div>
      </div>
      <p class="hint no_print">{text(entry ? "stamped.hint" : "stamped.no_number")}</p>
      {problem && (
        <p class="form_error" role="alert">
          {sentence(problem)}
        </p>
      )}
      {data?.pages.map((page, index) => (
        <figure key={page.number} class="stamped_sheet">
          <img src={page_image(id, page)} alt={text("stamped.page", { n: page.number })} />
          {index === 0 && entry && (
            <Stamp
              place={place}
              on_move={set_place}
              office={slip.data?.office ?? ""}
              number={String(entry.number).padStart(2, "0")}
              day={entry.registered_at ?? ""}
              forward={shown_value(data.fields["arrival_forward"]?.value ?? null)}
              dossier={shown_value(data.fields["arrival_dossier"]?.value ?? null)}
            />
          )}
          <PrintMark />
        </figure>
      ))}
    </>
  );
}

interface StampProps {
  place: Place;
  on_move: (place: Place) => void;
  office: string;
  number: string;
  day: string;
  forward: string;
  dossier: string;
}

function Stamp({ place, on_move, office, number, day, forward, dossier }: StampProps) {
  const shown_day = new Date(day).toLocaleDateString("vi-VN", { timeZone: "Asia/Ho_Chi_Minh" });
  const move = (x: number, y: number) =>
    on_move({
      x: Math.min(Math.max(0, x), kSheet.wide - kWide),
      y: Math.min(Math.max(0, y), kSheet.high - kHigh),
    });
  const drag = (event: PointerEvent) => {
    const sheet = (event.currentTarget as Element).closest("figure")!.getBoundingClientRect();
    if (event.buttons !== 1) return;
    move(
      ((event.clientX - sheet.left) / sheet.width) * kSheet.wide - kWide / 2,
      ((event.clientY - sheet.top) / sheet.width) * kSheet.wide - kHigh / 2,
    );
  };
  const press = (event: KeyboardEvent) => {
    const step: Record<string, [number, number]> = {
      ArrowLeft: [-kStep, 0],
      ArrowRight: [kStep, 0],
      ArrowUp: [0, -kStep],
      ArrowDown: [0, kStep],
    };
    const by = step[event.key];
    if (!by) return;
    event.preventDefault();
    move(place.x + by[0], place.y + by[1]);
  };
  const row = (y: number) => <line x1="0" x2={kWide} y1={y} y2={y} />;
  return (
    <svg
      class="arrival_stamp"
      data-testid="arrival-stamp"
      lang="vi"
      role="img"
      tabindex={0} // in SVG the name is taken as it is written
      aria-label={text("stamped.stamp", { number, day: shown_day })}
      viewBox={`0 0 ${kWide} ${kHigh}`}
      style={{
        left: `${(place.x / kSheet.wide) * 100}%`,
        top: `calc(${(place.y / kSheet.wide) * 100} * var(--sheet_wide) / 100)`,
        width: `${(kWide / kSheet.wide) * 100}%`,
      }}
      onPointerMove={drag}
      onKeyDown={press}
    >
      <rect x="0.3" y="0.3" width={kWide - 0.6} height={kHigh - 0.6} />
      <text x={kWide / 2} y="6" text-anchor="middle" class="stamp_office">
        {office.toLocaleUpperCase("vi")}
      </text>
      {row(9)}
      <text x="8" y="17.5" text-anchor="middle" class="stamp_word">
        ĐẾN
      </text>
      <line x1="16" x2="16" y1="9" y2="22" />
      <text x="18" y="14">
        Số: {number}
      </text>
      <line x1="16" x2={kWide} y1="15.5" y2="15.5" />
      <text x="18" y="20.5">
        Ngày: {shown_day}
      </text>
      {row(22)}
      <text x="2" y="27">
        Chuyển: {forward || "....................................."}
      </text>
      <text x="2" y="32.5">
        Số và ký hiệu HS: {dossier || "......................"}
      </text>
    </svg>
  );
}
