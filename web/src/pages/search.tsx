// search.tsx: found documents, and what narrows the search. Every choice is in the address, so a search can be kept and sent.

import { useEffect, useState } from "preact/hooks";

import { get, post, Problem } from "../api";
import { sentence, text, text_of_code, type Key } from "../catalogue/text";
import { shown_date, stored_date } from "../format";
import type { Book, SearchHit } from "../model";
import { StateBadge } from "../parts/badges";
import { Link } from "../parts/link";
import { Snippet } from "../parts/snippet";
import { usePolled } from "../poll";
import { address_of, navigate } from "../router";
import { useTitle } from "../title";

const kPageSize = 20;

interface Facet {
  id: string;
  values: { value: string; count: number }[];
}

interface Found {
  total: number;
  more: boolean;
  corrected: string | null;
  facets: Facet[];
  hits: SearchHit[];
}

type Choices = Record<"q" | "organ" | "type" | "from" | "to" | "book" | "order" | "offset", string>;

function choices_of(query: URLSearchParams): Choices {
  const of = (name: keyof Choices) => query.get(name) ?? "";
  return {
    q: of("q"),
    organ: of("organ"),
    type: of("type"),
    from: of("from"),
    to: of("to"),
    book: of("book"),
    order: of("order"),
    offset: of("offset"),
  };
}

function request_of(choices: Choices): string | null {
  const { q, organ, type, from, to, book, offset } = choices;
  if (![q, organ, type, from, to, book].some(Boolean)) return null;
  const request = new URLSearchParams({ q, limit: String(kPageSize), offset: offset || "0", facets: "yes" });
  if (choices.order) request.set("order", choices.order);
  if (organ) request.append("field", `organ_name:${organ}`);
  if (type) request.append("field", `type_name:${type}`);
  if (from) request.set("from", from);
  if (to) request.set("to", to);
  if (book) request.set("book", book);
  return `/search?${request.toString()}`;
}

export function SearchPage({ query }: { query: URLSearchParams }) {
  const choices = choices_of(query);
  const request = request_of(choices);
  const [found, set_found] = useState<Found | null>(null);
  const [problem, set_problem] = useState<Problem | null>(null);
  useTitle(choices.q ? `${choices.q} · ${text("search.title")}` : text("search.title"));

  useEffect(() => {
    if (request === null) {
      set_found(null);
      return;
    }
    const stop = new AbortController();
    get<Found>(request, stop.signal).then(
      (answer) => {
        set_found(answer);
        set_problem(null);
      },
      (failed) => !stop.signal.aborted && failed instanceof Problem && set_problem(failed),
    );
    return () => stop.abort();
  }, [request]);

  return (
    <div class="search_columns">
      <Filters key={query.toString()} choices={choices} />
      <div class="search_found">
        <h1>{text("search.title")}</h1>
        <div aria-live="polite">
          {problem && <p class="notice bad">{sentence(problem)}</p>}
          {request === null && <p class="empty_note">{text("search.start")}</p>}
          {found && found.total > 0 && (
            <p class="quiet" data-testid="search-total">
              {text(found.more ? "search.total_more" : "search.total", { n: found.total })}
            </p>
          )}
          {found?.corrected && (
            <p class="notice" data-testid="search-corrected">
              {text("search.corrected", { q: found.corrected })}
            </p>
          )}
          {found && found.hits.length === 0 && (
            <div class="empty_note">
              <p>{text("search.none")}</p>
              <p class="quiet">{text("search.none_detail")}</p>
            </div>
          )}
        </div>
        {found && found.hits.length > 0 && <Tools choices={choices} found={found} />}
        {found && (
          <ol class="row_list hits">
            {found.hits.map((hit) => (
              <Hit key={hit.id} hit={hit} />
            ))}
          </ol>
        )}
        {found && found.total > kPageSize && <Pager choices={choices} total={found.total} />}
      </div>
    </div>
  );
}

// Order, facets, and keeping the search.
function Tools({ choices, found }: { choices: Choices; found: Found }) {
  const [name, set_name] = useState("");
  const [kept, set_kept] = useState("");
  const go = (change: Partial<Choices>) =>
    navigate(address_of.search({ ...choices, ...change, offset: "" }));
  const narrow: Record<string, (value: string) => Partial<Choices>> = {
    book: (book) => ({ book }),
    type_name: (type) => ({ type }),
    organ_name: (organ) => ({ organ }),
    year: (year) => ({ from: `${year}-01-01`, to: `${year}-12-31` }),
  };
  const keep = async (event: Event) => {
    event.preventDefault();
    if (!name.trim()) return;
    try {
      await post("/searches", { name, query: location.search });
      set_kept(text("search.kept", { name }));
    } catch (problem) {
      set_kept(sentence(problem));
    }
  };
  return (
    <div class="search_tools">
      <label>
        <span>{text("search.order")}</span>{" "}
        <select
          value={choices.order || "newest"}
          data-testid="search-order"
          onChange={(event) => go({ order: event.currentTarget.value })}
        >
          <option value="newest">{text("search.newest")}</option>
          <option value="ranked">{text("search.ranked")}</option>
        </select>
      </label>
      <form onSubmit={(event) => void keep(event)}>
        <label>
          <span>{text("search.keep_name")}</span>{" "}
          <input value={name} onInput={(event) => set_name(event.currentTarget.value)} />
        </label>{" "}
        <button type="submit" class="button">
          {text("search.keep")}
        </button>{" "}
        <span role="status">{kept}</span>
      </form>
      {found.facets
        .filter((facet) => facet.values.length > 1)
        .map((facet) => (
          <p key={facet.id} class="facet" data-testid={`facet-${facet.id}`}>
            <strong>{text(`search.facet_${facet.id}` as Key)}</strong>{" "}
            {facet.values.map(({ value, count }) => (
              <button
                key={value}
                type="button"
                class="link_button"
                onClick={() => go(narrow[facet.id]?.(value) ?? {})}
              >
                {facet.id === "book" ? (text_of_code("book", value) ?? value) : value} (
                {found.more ? "≥ " : ""}
                {count})
              </button>
            ))}
          </p>
        ))}
    </div>
  );
}

// Searches that one has kept.
function Kept() {
  const { data } = usePolled<{ searches: { id: string; name: string; query: string }[] }>(
    "/searches",
    null,
  );
  if (!data || data.searches.length === 0) return null;
  return (
    <section aria-label={text("search.kept_title")}>
      <h2>{text("search.kept_title")}</h2>
      <ul class="plain_list">
        {data.searches.map((search) => (
          <li key={search.id}>
            <Link to={`/search${search.query}`}>{search.name}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Hit({ hit }: { hit: SearchHit }) {
  const { code, type_name, subject, organ_name, issued_date } = hit.fields;
  return (
    <li class="row hit" data-testid="hit">
      <Link to={address_of.document(hit.id)} class="row_link">
        <span class="row_main">
          <span class="row_code">{code ?? text("work.no_code")}</span>
          <span class="row_subject">
            {[type_name, subject].filter(Boolean).join(" ") || text("work.no_subject")}
          </span>
        </span>
        <span class="row_detail">
          <StateBadge state={hit.state} />
          <span>{organ_name}</span>
          {issued_date && <span>{shown_date(issued_date)}</span>}
          {hit.number !== null && (
            <span>
              {text("document.entry", {
                number: hit.number,
                book: text_of_code("book", hit.book ?? "") ?? hit.book ?? "",
                year: hit.year ?? "",
              })}
            </span>
          )}
        </span>
        {hit.snippet && <Snippet marked={hit.snippet} />}
      </Link>
    </li>
  );
}

function Filters({ choices }: { choices: Choices }) {
  const [typed, set_typed] = useState({
    ...choices,
    from: shown_date(choices.from),
    to: shown_date(choices.to),
  });
  const [wrong, set_wrong] = useState(false);
  const { data } = usePolled<{ books: Book[] }>("/books", null);
  const put = (name: keyof Choices) => (event: { currentTarget: { value: string } }) =>
    set_typed({ ...typed, [name]: event.currentTarget.value });
  const entry = (name: keyof Choices, label: Key, hint?: Key) => (
    <label class="stacked">
      <span>{text(label)}</span>
      <input
        name={name}
        value={typed[name]}
        placeholder={hint && text(hint)}
        onInput={put(name)}
        autocomplete="off"
      />
    </label>
  );
  const submit = (event: Event) => {
    event.preventDefault();
    const [from, to] = [stored_date(typed.from), stored_date(typed.to)];
    set_wrong(from === null || to === null);
    if (from !== null && to !== null)
      navigate(address_of.search({ ...typed, from, to, offset: "" }));
  };
  return (
    <form class="filters" aria-label={text("search.filters")} onSubmit={submit}>
      <h2>{text("search.filters")}</h2>
      {entry("organ", "search.organ")}
      {entry("type", "search.type")}
      <div class="two_columns">
        {entry("from", "search.from", "check.date_hint")}
        {entry("to", "search.to", "check.date_hint")}
      </div>
      <div role="alert">{wrong && <p class="form_error">{text("check.date_wrong")}</p>}</div>
      <label class="stacked">
        <span>{text("search.book")}</span>
        <select value={typed.book} onChange={put("book")}>
          <option value="">{text("search.any_book")}</option>
          {data?.books.map((book) => (
            <option key={book.id} value={book.id}>
              {book.title}
            </option>
          ))}
        </select>
      </label>
      <div class="filter_buttons">
        <button type="submit" class="button main_button">
          {text("search.apply")}
        </button>
        <Link to={address_of.search({ q: choices.q })}>{text("search.clear")}</Link>
      </div>
      <Kept />
    </form>
  );
}

function Pager({ choices, total }: { choices: Choices; total: number }) {
  const offset = Number(choices.offset) || 0;
  const go = (to: number) =>
    navigate(address_of.search({ ...choices, offset: to > 0 ? String(to) : "" }));
  return (
    <nav class="pager" aria-label={text("search.paging")}>
      <button
        type="button"
        class="button"
        disabled={offset === 0}
        onClick={() => go(Math.max(0, offset - kPageSize))}
      >
        {text("search.previous")}
      </button>
      <span class="quiet">
        {text("search.range", { from: offset + 1, to: Math.min(total, offset + kPageSize), total })}
      </span>
      <button
        type="button"
        class="button"
        disabled={offset + kPageSize >= total}
        onClick={() => go(offset + kPageSize)}
      >
        {text("search.next")}
      </button>
    </nav>
  );
}
