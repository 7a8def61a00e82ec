// paper.tsx: a document without page images (DOCX) as text on a sheet: its paragraphs and tables in reading order. The lines
// that hold the value of the field in focus are marked.

import { useEffect, useRef, useState } from "preact/hooks";

import { get } from "../api";
import { text } from "../catalogue/text";
import type { OfficeDocument, PageText, TextBlock } from "../model";

interface Props {
  document: OfficeDocument;
  page: number;
  sheet: number;
  active: string | null;
}

type Piece = { kind: "text"; block: TextBlock } | { kind: "table"; cells: TextBlock[] };

function pieces_of(blocks: TextBlock[]): Piece[] {
  const pieces: Piece[] = [];
  for (const block of blocks) {
    const last = pieces[pieces.length - 1];
    const is_cell = block.table !== null && block.table >= 0 && block.row !== null;
    if (!is_cell) pieces.push({ kind: "text", block });
    else if (last?.kind === "table" && last.cells[0]?.table === block.table) last.cells.push(block);
    else pieces.push({ kind: "table", cells: [block] });
  }
  return pieces;
}

function plain(words: string): string {
  return words.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();
}

function wanted_texts(document: OfficeDocument, active: string | null): string[] {
  const field = active ? document.fields[active] : undefined;
  if (!field || field.value === null || !field.page) return []; // the number of pages stands nowhere
  const values = Array.isArray(field.value) ? field.value : [field.raw || String(field.value)];
  return values.map(plain).filter((value) => value.length > 1);
}

// Whole words: the number 10 is not in 2010.
function holds(line: string, value: string): boolean {
  const is_word = (letter: string | undefined) => letter !== undefined && /[\p{L}\p{N}]/u.test(letter);
  for (let at = line.indexOf(value); at >= 0; at = line.indexOf(value, at + 1)) {
    const cut = is_word(line[at - 1]) && is_word(value[0]);
    const cut_off = is_word(line[at + value.length]) && is_word(value[value.length - 1]);
    if (!cut && !cut_off) return true;
  }
  return false;
}

// A value is part of a line, or runs over several lines of one block.
function hit_lines(block: TextBlock, wanted: string[]): boolean[] {
  const lines = block.lines.map((line) => plain(line.text));
  const whole = lines.join(" ");
  const here = wanted.filter((value) => holds(whole, value));
  return lines.map((line) =>
    here.some((value) => holds(line, value) || (line !== "" && holds(value, line))),
  );
}

export function Paper({ document, page, sheet, active }: Props) {
  const [read, set_read] = useState<PageText | null>(null);
  const [failed, set_failed] = useState(false);
  const paper = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const stop = new AbortController();
    set_failed(false);
    get<PageText>(
      `/documents/${encodeURIComponent(document.id)}/pages/${page}/text`,
      stop.signal,
    ).then(set_read, () => !stop.signal.aborted && set_failed(true));
    return () => stop.abort();
  }, [document.id, page]);

  useEffect(() => {
    paper.current?.querySelector(".hit")?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }, [active, read]);

  const wanted = wanted_texts(document, active);
  return (
    <div
      ref={paper}
      class="sheet paper"
      role="group"
      aria-label={text("page.paper")}
      style={{ width: `${sheet}px`, fontSize: `${(sheet / 794) * 15}px` }}
      data-testid="paper"
    >
      {failed && <p class="viewer_note">{text("page.text_failed")}</p>}
      {read &&
        pieces_of(read.blocks).map((piece, index) =>
          piece.kind === "text" ? (
            <p key={index} class={`paper_${piece.block.kind}`}>
              <Lines block={piece.block} wanted={wanted} />
            </p>
          ) : (
            <PaperTable key={index} cells={piece.cells} wanted={wanted} />
          ),
        )}
    </div>
  );
}

function Lines({ block, wanted }: { block: TextBlock; wanted: string[] }) {
  const hits = hit_lines(block, wanted);
  return (
    <>
      {block.lines.map((line, index) => (
        <span
          key={index}
          class={`paper_line ${line.bold ? "bold" : ""} ${hits[index] ? "hit" : ""}`}
        >
          {line.text}
        </span>
      ))}
    </>
  );
}

function PaperTable({ cells, wanted }: { cells: TextBlock[]; wanted: string[] }) {
  const rows = new Map<number, TextBlock[]>();
  for (const cell of cells) rows.set(cell.row ?? 0, [...(rows.get(cell.row ?? 0) ?? []), cell]);
  const sorted = [...rows].sort(([a], [b]) => a - b);
  // Letterheads are set as a table of two columns without rules.
  const is_letterhead = sorted.length <= 2 && cells.every((cell) => (cell.column ?? 0) < 2);
  return (
    <table class={is_letterhead ? "paper_table letterhead" : "paper_table"}>
      <tbody>
        {sorted.map(([row, in_row]) => (
          <tr key={row}>
            {in_row
              .sort((a, b) => (a.column ?? 0) - (b.column ?? 0))
              .map((cell) => (
                <td key={cell.column} rowSpan={cell.row_span ?? 1} colSpan={cell.column_span ?? 1}>
                  <Lines block={cell} wanted={wanted} />
                </td>
              ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
