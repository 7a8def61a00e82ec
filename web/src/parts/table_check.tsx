// table_check.tsx: a list that was read, cell by cell beside the page. The cell in focus is framed on the page and shown
// enlarged above the grid; what a person types is saved at once and stands whatever is read later.

import { useEffect, useRef, useState } from "preact/hooks";

import { announce } from "../announce";
import { get, patch, Problem } from "../api";
import { sentence, text, text_of_code } from "../catalogue/text";
import type { CheckedTable, OfficeDocument } from "../model";
import { TableCrop } from "./table_crop";
import { TableGrid, type Place } from "./table_grid";
import { TablePage } from "./table_page";

interface Props {
  document: OfficeDocument;
  table: string;
  may_correct: boolean;
  on_change: () => void;
}

const kDoubtful = 0.8;

// `before`: what a person had settled there; null when it was as read.
interface Change {
  place: Place;
  before: string | null;
}

export function TableCheck({ document, table, may_correct, on_change }: Props) {
  const [read, set_read] = useState<CheckedTable | null>(null);
  const [problem, set_problem] = useState<Problem | null>(null);
  const [at, set_at] = useState<Place>({ row: 0, column: 0 });
  const address = `/documents/${encodeURIComponent(document.id)}/tables/${encodeURIComponent(table)}`;

  useEffect(() => {
    get<CheckedTable>(address)
      .then(set_read)
      .catch((failed) => failed instanceof Problem && set_problem(failed));
  }, [address]);

  // One change after the other: each names the revision that the one before it left.
  const latest = useRef<CheckedTable | null>(null);
  if (read) latest.current = read;
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const [done, set_done] = useState<Change[]>([]);

  const put = (place: Place, value: string | null) => {
    const sent = queue.current.then(async () => {
      const known = latest.current;
      const column = known?.columns[place.column];
      if (!known || !column) return false;
      const cells = [{ row: place.row + 1, column: column.id, text: value }];
      try {
        latest.current = await patch<CheckedTable>(address, { cells }, known.revision);
        set_read(latest.current);
        set_problem(null);
        on_change();
        return true;
      } catch (failed) {
        if (failed instanceof Problem) set_problem(failed);
        return false;
      }
    });
    queue.current = sent;
    return sent;
  };

  const save = async (place: Place, value: string) => {
    const cell = latest.current?.rows[place.row]?.[place.column];
    if (!cell) return;
    const before = cell.state === "read" ? null : cell.text;
    if (await put(place, value)) set_done((changes) => [...changes, { place, before }]);
  };

  const undo = (): Place | null => {
    const last = done[done.length - 1];
    if (!last) {
      announce(text("table_check.nothing_to_undo"));
      return null;
    }
    set_done(done.slice(0, -1));
    void put(last.place, last.before).then(
      (taken_back) => taken_back && announce(text("table_check.undone")),
    );
    return last.place;
  };

  if (!read) return <p class="whole_page_note">{problem ? sentence(problem) : text("app.loading")}</p>;
  const cell = read.rows[at.row]?.[at.column];
  const column = read.columns[at.column];
  const doubts = read.rows.flat().filter((each) => doubtful(each)).length;

  return (
    <div class="table_check">
      <TablePage document={document} places={cell?.places ?? []} />
      <section class="table_side" aria-label={text_of_code("tables", table) ?? table}>
        <header class="table_head">
          <h2>{text_of_code("tables", table) ?? table}</h2>
          <p class="quiet">
            {text("table_check.counts", { rows: read.rows.length, doubts })}{" "}
            {text(may_correct ? "table_check.keys" : "table_check.keys_reading")}
          </p>
        </header>
        {problem && (
          <p class="table_problem" role="alert">
            {sentence(problem)}
          </p>
        )}
        <div class="table_now" aria-live="polite">
          <span class="table_now_name">
            {text("table_check.cell", {
              row: at.row + 1,
              column: (column && text_of_code("column", column.id)) ?? column?.id ?? "",
            })}
          </span>
          {column && column.heading !== "" && column.confidence !== null && column.confidence < 0.6 && (
            <span class="quiet"> {text("table_check.heading", { heading: column.heading })}</span>
          )}
          {cell?.before != null && cell.state === "corrected" && (
            <span class="quiet"> {text("table_check.before", { before: cell.before || "—" })}</span>
          )}
          <TableCrop document={document} places={cell?.places ?? []} />
        </div>
        <TableGrid
          table={read}
          at={at}
          on_move={set_at}
          on_save={may_correct ? save : null}
          on_undo={may_correct ? undo : null}
          is_doubtful={doubtful}
        />
      </section>
    </div>
  );
}

function doubtful(cell: CheckedTable["rows"][number][number]): boolean {
  return cell.state === "read" && cell.text !== "" && cell.places.some((place) => place.confidence < kDoubtful);
}
