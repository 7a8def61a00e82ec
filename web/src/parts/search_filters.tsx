// search_filters.tsx: what narrows a search, beside its results: typed conditions, the found values with their counts, and the
// searches that one has kept. Chooses by changing the address alone.

import { useState } from "preact/hooks";

import { post, remove } from "../api";
import { sentence, text, text_of_code, type Key } from "../catalogue/text";
import { shown_date, stored_date } from "../format";
import type { Book } from "../model";
import { usePolled } from "../poll";
import { address_of, navigate } from "../router";
import type { Choices, Facet } from "../search_choices";
import { Icon } from "./icon";
import { Link } from "./link";

export function SearchFilters({ choices }: { choices: Choices }) {
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
    </form>
  );
}

const kNarrowed: Record<string, (value: string) => Partial<Choices>> = {
  book: (book) => ({ book }),
  type_name: (type) => ({ type }),
  organ_name: (organ) => ({ organ }),
  year: (year) => ({ from: `${year}-01-01`, to: `${year}-12-31` }),
};

// The service counts the most frequent first; years are looked for by their order.
function in_order(facet: Facet): Facet["values"] {
  if (facet.id !== "year") return facet.values;
  return [...facet.values].sort((a, b) => b.value.localeCompare(a.value));
}

// A facet with one value would narrow nothing.
export function SearchFacets(props: { choices: Choices; facets: Facet[]; at_least: boolean }) {
  const facets = props.facets.filter((facet) => facet.values.length > 1);
  const narrow = (facet: Facet, value: string) =>
    navigate(
      address_of.search({ ...props.choices, ...kNarrowed[facet.id]?.(value), offset: "" }),
    );
  return (
    <>
      {facets.map((facet) => (
        <section key={facet.id} class="facet" data-testid={`facet-${facet.id}`}>
          <h2>{text(`search.facet_${facet.id}` as Key)}</h2>
          <ul>
            {in_order(facet).map(({ value, count }) => (
              <li key={value}>
                <button type="button" onClick={() => narrow(facet, value)}>
                  <span>{facet.id === "book" ? (text_of_code("book", value) ?? value) : value}</span>
                  <span class="facet_count">
                    {props.at_least && "≥ "}
                    {count}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

interface KeptSearch {
  id: string;
  name: string;
  query: string;
}

// A kept search opens what it finds today. Keeping under a name that is there replaces it.
export function KeptSearches({ can_keep }: { can_keep: boolean }) {
  const { data, refresh } = usePolled<{ searches: KeptSearch[] }>("/searches", null);
  const [name, set_name] = useState("");
  const [said, set_said] = useState("");
  const change = async (what: Promise<unknown>, done: string) => {
    try {
      await what;
      set_said(done);
      set_name("");
      refresh();
    } catch (problem) {
      set_said(sentence(problem));
    }
  };
  const keep = (event: Event) => {
    event.preventDefault();
    if (name.trim())
      void change(post("/searches", { name, query: location.search }), text("search.kept", { name }));
  };
  const searches = data?.searches ?? [];
  if (!can_keep && searches.length === 0) return null;
  return (
    <section class="facet" aria-label={text("search.kept_title")}>
      <h2>{text("search.kept_title")}</h2>
      <ul>
        {searches.map((search) => (
          <li key={search.id} class="kept_search">
            <Link to={`/search${search.query}`}>{search.name}</Link>
            <button
              type="button"
              class="icon_button"
              aria-label={text("search.forget", { name: search.name })}
              title={text("search.forget", { name: search.name })}
              onClick={() => void change(remove(`/searches/${search.id}`), "")}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      {can_keep && (
        <form class="keep_search" onSubmit={keep}>
          <input
            value={name}
            aria-label={text("search.keep_name")}
            placeholder={text("search.keep_name")}
            onInput={(event) => set_name(event.currentTarget.value)}
          />
          <button type="submit" class="button">
            {text("search.keep")}
          </button>
        </form>
      )}
      <p class="quiet" role="status">
        {said}
      </p>
    </section>
  );
}
