// close_year.tsx: closing a book's year: what it will do, why it may be refused, and a second look before it is done.

import { useState } from "preact/hooks";

import { post } from "../api";
import { sentence, text } from "../catalogue/text";
import type { Book, Closing } from "../model";
import { usePolled } from "../poll";
import { useSending } from "../sending";
import { Dialog } from "./dialog";

interface Props {
  book: Book;
  year: number;
  on_closed: () => void;
}

export function CloseYear({ book, year, on_closed }: Props) {
  const [asked, set_asked] = useState(false);
  return (
    <>
      <button
        type="button"
        class="button"
        data-testid="close-year"
        onClick={() => set_asked(true)}
      >
        {text("register.close_year", { year })}
      </button>
      {asked && (
        <CloseDialog
          book={book}
          year={year}
          on_close={() => set_asked(false)}
          on_closed={() => {
            set_asked(false);
            on_closed();
          }}
        />
      )}
    </>
  );
}

function CloseDialog({ book, year, on_closed, on_close }: Props & { on_close: () => void }) {
  const address = `/books/${encodeURIComponent(book.id)}/${year}`;
  const { data, problem } = usePolled<Closing>(`${address}/closing`, null);
  const [wrong, set_wrong] = useState("");
  const { busy, send } = useSending((failed) => set_wrong(sentence(failed)));
  const close = async () => {
    const words = text("register.close_done", { year });
    if (await send(() => post(`${address}/close`), words)) on_closed();
  };
  return (
    <Dialog title={text("register.close_title", { book: book.title, year })} on_close={on_close}>
      {!data && !problem && <p class="quiet">{text("app.loading")}</p>}
      <div role="alert">
        {(wrong || problem) && <p class="form_error">{wrong || sentence(problem)}</p>}
        {data?.refusal && (
          <p class="form_error" data-testid="close-refusal">
            {text(`closing.${data.refusal}`)}
          </p>
        )}
      </div>
      {data && !data.refusal && (
        <>
          <p>{text("register.close_does")}</p>
          <ul data-testid="close-summary">
            <li>{text("register.close_last", { n: data.last_number })}</li>
            <li>{text("register.close_voided", { n: data.voided })}</li>
            <li>{text("register.close_unfinished", { n: data.unfinished })}</li>
          </ul>
        </>
      )}
      <div class="dialog_actions">
        <button type="button" class="button" onClick={on_close}>
          {text("app.cancel")}
        </button>
        {data && !data.refusal && (
          <button
            type="button"
            class="button main_button"
            disabled={busy}
            data-testid="close-confirm"
            onClick={() => void close()}
          >
            {text("register.close_confirm")}
          </button>
        )}
      </div>
    </Dialog>
  );
}
