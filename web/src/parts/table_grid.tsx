// table_grid.tsx: the grid of a list, by keyboard alone: arrows move, Enter changes and goes down, Alt+N goes to the next cell
// in doubt, Alt+Enter agrees with a cell and goes there too, Ctrl+Z takes the last change back, Esc leaves the change or the
// grid, Tab goes on and leaves it behind the last cell. Only the cell in focus is a tab stop.

import { useEffect, useRef, useState } from "preact/hooks";

import { announce } from "../announce";
import { text, text_of_code } from "../catalogue/text";
import type { CheckedCell, CheckedTable } from "../model";

export interface Place {
  row: number;
  column: number;
}

interface Props {
  table: CheckedTable;
  at: Place;
  on_move: (place: Place) => void;
  on_save: ((place: Place, value: string) => Promise<void>) | null;
  on_undo: (() => Place | null) | null; // where something was taken back
  is_doubtful: (cell: CheckedCell) => boolean;
}

export function TableGrid({ table, at, on_move, on_save, on_undo, is_doubtful }: Props) {
  const [draft, set_draft] = useState<string | null>(null);
  const grid = useRef<HTMLTableElement>(null);
  const rows = table.rows.length;
  const columns = table.columns.length;

  const focus = (place: Place) => {
    on_move(place);
    const cell = grid.current?.querySelector<HTMLElement>(
      `[data-row="${place.row}"][data-column="${place.column}"]`,
    );
    cell?.focus();
  };
  const move = (down: number, right: number) =>
    focus({
      row: Math.min(rows - 1, Math.max(0, at.row + down)),
      column: Math.min(columns - 1, Math.max(0, at.column + right)),
    });
  const begin = (value: string) => {
    if (on_save) set_draft(value);
  };
  const finish = async (then: () => void) => {
    const value = draft;
    set_draft(null);
    then();
    if (value !== null && on_save) await on_save(at, value);
  };

  // The next one behind the cell in focus, from the beginning again behind the last.
  const next_doubtful = (back: boolean) => {
    const all = table.rows.flatMap((row, r) =>
      row.flatMap((cell, c) => (is_doubtful(cell) ? [{ row: r, column: c }] : [])),
    );
    const index = (place: Place) => place.row * columns + place.column;
    const others = all.filter((place) => index(place) !== index(at));
    const next = back
      ? (others.filter((place) => index(place) < index(at)).pop() ?? others.pop())
      : (others.find((place) => index(place) > index(at)) ?? others[0]);
    if (next) focus(next);
    else announce(text("table_check.no_doubts"));
  };
  const with_modifier = (event: KeyboardEvent) => {
    if (event.altKey && event.code === "KeyN") next_doubtful(event.shiftKey);
    else if (event.altKey && event.key === "Enter" && on_save) {
      const value = table.rows[at.row]?.[at.column]?.text ?? "";
      const place = at;
      next_doubtful(false);
      void on_save(place, value);
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && on_undo) {
      const place = on_undo();
      if (place) focus(place);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const in_cell = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      with_modifier(event);
      return;
    }
    const jumps: Record<string, () => void> = {
      ArrowDown: () => move(1, 0),
      ArrowUp: () => move(-1, 0),
      ArrowLeft: () => move(0, -1),
      ArrowRight: () => move(0, 1),
      Home: () => move(0, -columns),
      End: () => move(0, columns),
      PageDown: () => move(10, 0),
      PageUp: () => move(-10, 0),
      Enter: () => begin(table.rows[at.row]?.[at.column]?.text ?? ""),
      F2: () => begin(table.rows[at.row]?.[at.column]?.text ?? ""),
      Escape: () => (event.target as HTMLElement).blur(),
    };
    if (event.key === "Tab") {
      const index = at.row * columns + at.column + (event.shiftKey ? -1 : 1);
      if (index < 0 || index >= rows * columns) return; // on to what stands around the grid
      event.preventDefault();
      focus({ row: Math.floor(index / columns), column: index % columns });
      return;
    }
    const jump = jumps[event.key];
    if (jump) {
      event.preventDefault();
      event.stopPropagation(); // F2 and Esc mean something else outside
      jump();
    } else if (event.key.length === 1 && event.key !== "?" && on_save) {
      event.preventDefault();
      begin(event.key);
    }
  };

  const in_draft = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      set_draft(null);
      focus(at);
    } else if (event.key === "Enter" || event.key === "Tab") {
      event.preventDefault();
      void finish(() => (event.key === "Enter" ? move(1, 0) : move(0, event.shiftKey ? -1 : 1)));
    }
  };

  return (
    <div class="table_scroll table_check_scroll">
      <table class="data_table small" role="grid" ref={grid} data-testid="table-grid">
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column.id} scope="col">
                {text_of_code("column", column.id) ?? column.id}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, r) => (
            <tr key={r}>
              {row.map((cell, c) => {
                const here = r === at.row && c === at.column;
                return (
                  <td
                    key={c}
                    role="gridcell"
                    tabIndex={here ? 0 : -1}
                    data-row={r}
                    data-column={c}
                    aria-selected={here}
                    class={`table_cell ${cell.state} ${is_doubtful(cell) ? "doubtful" : ""}`}
                    onFocus={() => !here && on_move({ row: r, column: c })}
                    onKeyDown={in_cell}
                    onDblClick={() => begin(cell.text)}
                  >
                    {here && draft !== null ? (
                      <Draft value={draft} on_value={set_draft} on_key={in_draft} />
                    ) : (
                      shown(table.columns[c]?.id ?? "", cell.text)
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function shown(column: string, value: string): string {
  return column === "kind" ? (text_of_code("kind", value) ?? value) : value;
}

interface DraftProps {
  value: string;
  on_value: (value: string) => void;
  on_key: (event: KeyboardEvent) => void;
}

function Draft({ value, on_value, on_key }: DraftProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <input
      ref={input}
      class="table_draft"
      aria-label={text("table_check.new_text")}
      value={value}
      onInput={(event) => on_value(event.currentTarget.value)}
      onKeyDown={on_key}
    />
  );
}
