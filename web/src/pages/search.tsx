// search.tsx: found documents, newest or best first, beside what narrows the search.

import { useEffect, useMemo, useState } from "preact/hooks";

import { get, Problem } from "../api";
import { sentence, text, text_of_code } from "../catalogue/text";
import { shown_date } from "../format";
import type { SearchHit } from "../model";
import { StateBadge } from "../parts/badges";
import { Link } from "../parts/link";
import { KeptSearches, SearchFacets, SearchFilters } from "../parts/search_filters";
import { Snippet } from "../parts/snippet";
import { address_of, navigate } from "../router";
import { choices_of, kPageSize, request_of, type Choices, type Facet } from "../search_choices";
import { useTitle } from "../title";

interface Found {
  total: number;
  more: boolean;
  corrected: string | null;
  facets: Facet[];
  hits: SearchHit[];
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

  const wide = useWide();
  return (
    <div class="search_columns">
      <details class="search_narrow" open={wide}>
        <summary>{text("search.narrow")}</summary>
        <aside class="search_aside" aria-label={text("search.narrow")}>
          <SearchFilters key={query.toString()} choices={choices} />
          {found && <SearchFacets choices={choices} facets={found.facets} at_least={found.more} />}
          <KeptSearches can_keep={request !== null} />
        </aside>
      </details>
      <div class="search_found">
        <div class="search_head">
          <h1>{text("search.title")}</h1>
          {found && found.hits.length > 1 && <Order choices={choices} />}
        </div>
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

// On a telephone what narrows the search is folded away above its results.
function useWide(): boolean {
  const screen = useMemo(() => window.matchMedia("(min-width: 62rem)"), []);
  const [wide, set_wide] = useState(screen.matches);
  useEffect(() => {
    const changed = () => set_wide(screen.matches);
    screen.addEventListener("change", changed);
    return () => screen.removeEventListener("change", changed);
  }, [screen]);
  return wide;
}

function Order({ choices }: { choices: Choices }) {
  return (
    <label class="search_order">
      <span>{text("search.order")}</span>
      <select
        value={choices.order || "newest"}
        data-testid="search-order"
        onChange={(event) =>
          navigate(address_of.search({ ...choices, order: event.currentTarget.value, offset: "" }))
        }
      >
        <option value="newest">{text("search.newest")}</option>
        <option value="ranked">{text("search.ranked")}</option>
      </select>
    </label>
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
