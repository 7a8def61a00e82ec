// register.tsx: the register as the decree prints it, newest numbers first, one page of entries at a time.

import { useEffect, useState } from "preact/hooks";

import { book_file } from "../api";
import { sentence, text } from "../catalogue/text";
import type { Book, BookEntry } from "../model";
import { CloseYear } from "../parts/close_year";
import { Icon } from "../parts/icon";
import { Link } from "../parts/link";
import { EntryDialog } from "../parts/entry_dialog";
import { usePolled } from "../poll";
import { address_of, navigate } from "../router";
import { has_role, useUser } from "../session";
import { useTitle } from "../title";

const kPageSize = 50;
const kEveryMs = 10000;

interface Entries {
  entries: BookEntry[];
  next: number | null;
}

export function RegisterPage({ book, year }: { book: string | null; year: number | null }) {
  const user = useUser();
  const { data, problem, refresh } = usePolled<{ books: Book[] }>("/books", null);
  useTitle(text("register.title"));
  const books = data?.books ?? [];
  const chosen = books.find((each) => each.id === (book ?? "incoming")) ?? books[0] ?? null;
  const years = chosen ? [...chosen.years].sort((a, b) => b - a) : [];
  const chosen_year =
    year !== null && years.includes(year) ? year : (years[0] ?? new Date().getFullYear());

  return (
    <>
      <div class="page_head">
        <h1>{text("register.title")}</h1>
        {chosen && (
          <div class="page_tools">
            <label>
              <span>{text("register.book")}</span>
              <select
                value={chosen.id}
                data-testid="book"
                onChange={(event) => navigate(address_of.register(event.currentTarget.value))}
              >
                {books.map((each) => (
                  <option key={each.id} value={each.id}>
                    {each.title}
                  </option>
                ))}
              </select>
            </label>
            <label>
              <span>{text("register.year")}</span>
              <select
                value={String(chosen_year)}
                onChange={(event) =>
                  navigate(address_of.register(chosen.id, Number(event.currentTarget.value)))
                }
              >
                {(years.length > 0 ? years : [chosen_year]).map((each) => (
                  <option key={each} value={String(each)}>
                    {each}
                  </option>
                ))}
              </select>
            </label>
            <a
              class="button with_icon"
              href={book_file(chosen.id, chosen_year, "pdf")}
              data-testid="book-pdf"
              download
            >
              <Icon name="download" />
              {text("register.pdf")}
            </a>
            <a class="button with_icon" href={book_file(chosen.id, chosen_year, "xlsx")} download>
              <Icon name="download" />
              {text("register.xlsx")}
            </a>
            <a class="button with_icon" href={book_file(chosen.id, chosen_year, "csv")} download>
              <Icon name="download" />
              {text("register.csv")}
            </a>
            {!chosen.follows &&
              years.includes(chosen_year) &&
              !chosen.closed_years.includes(chosen_year) &&
              has_role(user, "clerk", "head") && (
                <CloseYear
                  key={`${chosen.id}/${chosen_year}`}
                  book={chosen}
                  year={chosen_year}
                  on_closed={refresh}
                />
              )}
          </div>
        )}
      </div>
      {problem && (
        <p class="notice bad" role="alert">
          {sentence(problem)}
        </p>
      )}
      {data && !chosen && <p class="empty_note">{text("register.no_books")}</p>}
      {chosen && chosen.closed_years.includes(chosen_year) && (
        <p class="notice">{text("register.closed")}</p>
      )}
      {chosen && chosen.follows && <p class="empty_note">{text("register.follows")}</p>}
      {chosen && !chosen.follows && <BookYear key={`${chosen.id}/${chosen_year}`} book={chosen} year={chosen_year} />}
    </>
  );
}

function BookYear({ book, year }: { book: Book; year: number }) {
  const user = useUser();
  const [changed, set_changed] = useState<BookEntry | null>(null);
  const may_change = has_role(user, "clerk") && !book.closed_years.includes(year);
  // Where each page begins, from the newest on; null is the newest page.
  const [starts, set_starts] = useState<(number | null)[]>([null]);
  const before = starts[starts.length - 1] ?? null;
  const path = `/books/${encodeURIComponent(book.id)}/${year}/entries?limit=${kPageSize}${before ? `&before=${before}` : ""}`;
  const { data, problem, refresh } = usePolled<Entries>(path, kEveryMs);
  useEffect(() => document.querySelector(".register_scroll")?.scrollTo({ top: 0 }), [before]);

  if (problem && !data) {
    return (
      <p class="notice bad" role="alert">
        {sentence(problem)}
      </p>
    );
  }
  if (!data) return <p class="quiet">{text("app.loading")}</p>;
  if (data.entries.length === 0 && before === null) {
    return (
      <div class="empty_note">
        <p>{text("register.none")}</p>
      </div>
    );
  }
  const numbers = data.entries.map((entry) => entry.number);
  return (
    <>
      <div class="table_scroll register_scroll" tabIndex={0} role="region" aria-label={book.title}>
        <table class="data_table register_table" data-testid="register-table">
          <caption class="unseen">
            {book.title}, {year}
          </caption>
          <thead>
            <tr>
              {book.columns.map((column) => (
                <th key={column.id} scope="col" class={`column_${column.id}`}>
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.entries.map((entry) => (
              <Entry
                key={entry.number}
                entry={entry}
                book={book}
                on_change={may_change && !entry.voided_at ? () => set_changed(entry) : null}
              />
            ))}
          </tbody>
        </table>
      </div>
      {changed && (
        <EntryDialog
          book={book}
          entry={changed}
          on_close={() => set_changed(null)}
          on_done={() => {
            set_changed(null);
            refresh();
          }}
        />
      )}
      <nav class="pager" aria-label={text("register.paging")}>
        <button
          type="button"
          class="button"
          disabled={starts.length === 1}
          onClick={() => set_starts((all) => all.slice(0, -1))}
        >
          <Icon name="left" /> {text("register.newer")}
        </button>
        <span class="quiet">
          {text("register.range", { from: Math.max(...numbers), to: Math.min(...numbers) })}
        </span>
        <button
          type="button"
          class="button"
          disabled={data.next === null}
          onClick={() => set_starts((all) => [...all, data.next])}
        >
          {text("register.older")} <Icon name="right" />
        </button>
      </nav>
    </>
  );
}

interface EntryProps {
  entry: BookEntry;
  book: Book;
  on_change: (() => void) | null;
}

function Entry({ entry, book, on_change }: EntryProps) {
  // The number names the entry; the book of outgoing papers has it inside the code.
  const link_at = Math.max(
    0,
    book.columns.findIndex((column) => column.id === "number"),
  );
  const open = () => entry.document && navigate(address_of.document(entry.document));
  return (
    <tr
      class={entry.voided_at ? "voided" : "entry_row"}
      data-testid="register-entry-row"
      onClick={(event) => {
        const selected = window.getSelection()?.toString() ?? "";
        if (selected === "" && !(event.target as Element).closest("a, button")) open();
      }}
    >
      {book.columns.map((column, index) => {
        const words = entry.columns[index] ?? "";
        return (
          <td key={column.id} class={`column_${column.id}`}>
            {index === link_at && entry.document ? (
              <Link
                to={address_of.document(entry.document)}
                aria-label={text("register.open", { number: words || entry.number })}
              >
                {words || entry.number}
              </Link>
            ) : (
              words
            )}
            {index === book.columns.length - 1 && on_change && (
              <button
                type="button"
                class="link_button"
                data-testid={`entry-change-${entry.number}`}
                onClick={on_change}
              >
                {text("register.change")}
              </button>
            )}
            {index === book.columns.length - 1 && entry.voided_at && (
              <span class="void_reason">
                {text("register.void", { reason: entry.void_reason ?? "" })}
              </span>
            )}
          </td>
        );
      })}
    </tr>
  );
}
