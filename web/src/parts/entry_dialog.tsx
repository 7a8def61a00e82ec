// entry_dialog.tsx: what a clerk may still change of a register entry: the columns known later, and that it is void.

import { useState } from "preact/hooks";

import { change, post } from "../api";
import { sentence, text } from "../catalogue/text";
import type { Book, BookEntry } from "../model";
import { useSending } from "../sending";
import { Dialog } from "./dialog";

interface Props {
  book: Book;
  entry: BookEntry;
  on_close: () => void;
  on_done: () => void;
}

export function EntryDialog({ book, entry, on_close, on_done }: Props) {
  const typed = book.columns.filter((column) => column.typed);
  const [values, set_values] = useState<Record<string, string>>(entry.typed);
  const [reason, set_reason] = useState("");
  const [problem, set_problem] = useState("");
  const { busy, send } = useSending((failed) => set_problem(sentence(failed)));
  const address = `/books/${encodeURIComponent(book.id)}/${entry.year}/entries/${entry.number}`;
  const finish = async (work: () => Promise<unknown>, words: string) => {
    if (await send(work, words)) on_done();
  };
  const fill = (event: Event) => {
    event.preventDefault();
    const sent = Object.fromEntries(typed.map((column) => [column.id, values[column.id] ?? ""]));
    void finish(() => change(address, { typed: sent }), text("register.filled"));
  };
  const void_it = (event: Event) => {
    event.preventDefault();
    if (!reason.trim()) {
      set_problem(text("register.void_reason_needed"));
      return;
    }
    void finish(() => post(`${address}/void`, { reason }), text("register.voided"));
  };
  return (
    <Dialog title={text("register.entry", { number: entry.number })} on_close={on_close}>
      <div role="alert">{problem && <p class="form_error">{problem}</p>}</div>
      {typed.length > 0 && (
        <form onSubmit={fill}>
          {typed.map((column) => (
            <label key={column.id} class="stacked">
              <span>{column.title}</span>
              <input
                name={column.id}
                value={values[column.id] ?? ""}
                onInput={(event) =>
                  set_values({ ...values, [column.id]: event.currentTarget.value })
                }
              />
            </label>
          ))}
          <div class="dialog_actions">
            <button type="submit" class="button main_button" disabled={busy}>
              {text("register.fill")}
            </button>
          </div>
        </form>
      )}
      <form onSubmit={void_it}>
        <label class="stacked">
          <span>{text("register.void_reason")}</span>
          <input
            data-testid="void-reason"
            value={reason}
            onInput={(event) => set_reason(event.currentTarget.value)}
          />
        </label>
        <p class="hint">{text("register.void_hint")}</p>
        <div class="dialog_actions">
          <button type="submit" class="button" disabled={busy} data-testid="void-submit">
            {text("register.void_submit")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
