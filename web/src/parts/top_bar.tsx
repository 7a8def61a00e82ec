// top_bar.tsx: name, navigation with the count of waiting work, the search box, language, help and the account.

import { useEffect, useState } from "preact/hooks";

import { choose_language, current_language, text, text_of_code } from "../catalogue/text";
import type { User } from "../model";
import { address_of, navigate, type Route } from "../router";
import { has_role } from "../session";
import { Icon } from "./icon";
import { useSuggestions } from "../suggestions";
import { Link } from "./link";

interface Props {
  user: User;
  route: Route;
  open_tasks: number;
  unread_notices: number;
  on_help: () => void;
  on_sign_out: () => void;
}

export function TopBar({ user, route, open_tasks, unread_notices, on_help, on_sign_out }: Props) {
  const here = (page: Route["page"]) => (route.page === page ? "page" : undefined);
  return (
    <header class="top_bar">
      <Link to={address_of.work} class="brand">
        <img src="/mark.svg" alt="" width="26" height="26" />
        <span>Vanthu</span>
      </Link>
      <nav class="main_nav" aria-label={text("nav.main")}>
        <Link to={address_of.work} aria-current={here("work")}>
          {text("nav.work")}
          {open_tasks > 0 && (
            <span
              class="count"
              data-testid="work-count"
              aria-label={text("nav.work_count", { n: open_tasks })}
            >
              {open_tasks}
            </span>
          )}
        </Link>
        <Link to={address_of.register()} aria-current={here("register")}>
          {text("nav.register")}
        </Link>
        <Link to={address_of.dossiers()} aria-current={here("dossiers")}>
          {text("nav.dossiers")}
        </Link>
        <Link to={address_of.rounds()} aria-current={here("rounds")} data-testid="nav-rounds">
          {text("nav.rounds")}
        </Link>
        {has_role(user, "clerk", "head") && (
          <Link to={address_of.exchange} aria-current={here("exchange")}>
            {text("nav.exchange")}
          </Link>
        )}
      </nav>
      <SearchBox words={route.page === "search" ? (route.query.get("q") ?? "") : ""} />
      <div class="top_bar_end">
        <Link
          to={address_of.notices}
          class="icon_button bell"
          data-testid="bell"
          aria-current={here("notices")}
          aria-label={
            unread_notices > 0
              ? text("nav.notices_unread", { n: unread_notices })
              : text("nav.notices")
          }
          title={text("nav.notices")}
        >
          <Icon name="bell" />
          {unread_notices > 0 && (
            <span class="count" aria-hidden="true" data-testid="bell-count">
              {unread_notices > 99 ? "99+" : unread_notices}
            </span>
          )}
        </Link>
        <LanguageSwitch />
        <button
          type="button"
          class="icon_button"
          aria-label={text("nav.help")}
          title={text("nav.help")}
          onClick={on_help}
        >
          <Icon name="help" />
        </button>
        <div class="account" role="group" aria-label={text("nav.account")}>
          <span class="account_name">
            {user.display_name}
            <small>{user.roles.map((role) => text_of_code("role", role) ?? role).join(", ")}</small>
          </span>
          <button type="button" class="button quiet_button" onClick={on_sign_out}>
            {text("nav.sign_out")}
          </button>
        </div>
      </div>
    </header>
  );
}

function SearchBox({ words }: { words: string }) {
  const [typed, set_typed] = useState(words);
  useEffect(() => set_typed(words), [words]);
  const suggestions = useSuggestions(typed);
  const submit = (event: Event) => {
    event.preventDefault();
    navigate(address_of.search({ q: typed.trim() }));
  };
  return (
    <form class="search_box" role="search" onSubmit={submit}>
      <Icon name="search" />
      <input
        id="search_box"
        type="search"
        data-testid="search-box"
        aria-label={text("search.label")}
        placeholder={text("search.placeholder")}
        autocomplete="off"
        list="search_suggestions"
        value={typed}
        onInput={(event) => set_typed(event.currentTarget.value)}
      />
      <datalist id="search_suggestions">
        {suggestions.map((words) => (
          <option key={words} value={words} />
        ))}
      </datalist>
      <kbd aria-hidden="true">/</kbd>
    </form>
  );
}

export function LanguageSwitch() {
  const chosen = current_language();
  return (
    <div class="language_switch" role="group" aria-label={text("nav.language")}>
      <button
        type="button"
        lang="vi"
        aria-pressed={chosen === "vi"}
        title="Tiếng Việt"
        onClick={() => choose_language("vi")}
      >
        VI
      </button>
      <button
        type="button"
        lang="en"
        aria-pressed={chosen === "en"}
        title="English"
        onClick={() => choose_language("en")}
      >
        EN
      </button>
    </div>
  );
}
