// table_check.tsx: a list that was read, cell by cell beside the page. The cell in focus is framed on the page and shown
// enlarged above the grid; what a person types is saved at once and stands whatever is read later.

import { useCallback, useEffect, useState } from "preact/hooks";

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

  const save = useCallback(
    async (place: Place, value: string) => {
      if (!read) return;
      const column = read.columns[place.column];
      if (!column) return;
      try {
        const cells = [{ row: place.row + 1, column: column.id, text: value }];
        set_read(await patch<CheckedTable>(address, { cells }, read.revision));
        set_problem(null);
        on_change();
      } catch (failed) {
        if (failed instanceof Problem) set_problem(failed);
      }
    },
    [read, address, on_change],
  );

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
            {text("table_check.counts", { rows: read.rows.length, doubts })} {text("table_check.keys")}
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
          is_doubtful={doubtful}
        />
      </section>
    </div>
  );
}

function doubtful(cell: CheckedTable["rows"][number][number]): boolean {
  return cell.state === "read" && cell.text !== "" && cell.places.some((place) => place.confidence < kDoubtful);
}
