// app.tsx: the frame around every page: who is signed in, which page the address names, what is always there.

import { useCallback, useEffect, useRef, useState } from "preact/hooks";

import { Announcements } from "./announce";
import { when_signed_out } from "./api";
import { sentence, text, when_language_changes } from "./catalogue/text";
import type { User } from "./model";
import { Notices, unread_count, useNotices } from "./notices";
import { ChangePassword } from "./pages/change_password";
import { DocumentPage } from "./pages/document";
import { NoticesPage } from "./pages/notices";
import { DossierPage, DossiersPage } from "./pages/dossiers";
import { ExchangePage } from "./pages/exchange";
import { LessonsPage } from "./pages/lessons";
import { RegisterPage } from "./pages/register";
import { RoundsPage } from "./pages/rounds";
import { SearchPage } from "./pages/search";
import { SignIn } from "./pages/sign_in";
import { SlipPage } from "./pages/slip";
import { StampedPage } from "./pages/stamped";
import { UnknownPage } from "./pages/unknown";
import { WorkPage } from "./pages/work";
import { HelpDialog } from "./parts/help_dialog";
import { Link } from "./parts/link";
import { TopBar } from "./parts/top_bar";
import { address_of, useRoute, type Route } from "./router";
import { has_role, present_user, sign_out, UserContext } from "./session";
import { is_typing } from "./shortcuts";
import { OpenTasks, useOpenTasks } from "./tasks";

export function App() {
  const [user, set_user] = useState<User | null>(null);
  const [asked, set_asked] = useState<"waiting" | "known" | "unreachable">("waiting");
  const [why, set_why] = useState("");
  const [, redraw] = useState(0);

  useEffect(() => when_language_changes(() => redraw((value) => value + 1)), []);

  const ask = useCallback(() => {
    set_asked("waiting");
    present_user().then(
      (present) => {
        set_user(present);
        set_asked("known");
      },
      (problem) => {
        set_why(sentence(problem));
        set_asked("unreachable");
      },
    );
  }, []);

  useEffect(() => {
    when_signed_out(() => set_user(null));
    ask();
  }, [ask]);

  if (asked === "waiting") return <p class="whole_page_note">{text("app.loading")}</p>;
  if (asked === "unreachable") {
    return (
      <main class="whole_page_note">
        <h1>Vanthu</h1>
        <p>{why}</p>
        <button type="button" class="button" onClick={ask}>
          {text("app.try_again")}
        </button>
      </main>
    );
  }
  if (!user) return <SignIn on_signed_in={set_user} />;
  if (user.must_change_password) return <ChangePassword user={user} on_changed={set_user} />;
  return (
    <UserContext.Provider value={user}>
      <Frame user={user} on_sign_out={() => void sign_out().finally(() => set_user(null))} />
    </UserContext.Provider>
  );
}

function Frame({ user, on_sign_out }: { user: User; on_sign_out: () => void }) {
  const route = useRoute();
  const tasks = useOpenTasks();
  const notices = useNotices();
  const [help, set_help] = useState(false);
  const place = route.page === "document" ? `document/${route.id}` : route.page;
  const last_place = useRef(place);

  // A new page begins at its top, for the eye and for the keyboard.
  useEffect(() => {
    if (last_place.current === place) return;
    last_place.current = place;
    window.scrollTo({ top: 0 });
    document.getElementById("main")?.focus();
  }, [place]);

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (is_typing(event) || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === "?") {
        event.preventDefault();
        set_help(true);
      } else if (event.key === "/") {
        event.preventDefault();
        document.getElementById("search_box")?.focus();
      }
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);

  return (
    <OpenTasks.Provider value={tasks}>
      <Notices.Provider value={notices}>
        <a class="skip_link" href="#main">
          {text("app.skip")}
        </a>
        <TopBar
          user={user}
          route={route}
          open_tasks={tasks.data?.tasks.length ?? 0}
          unread_notices={unread_count(notices.data)}
          on_help={() => set_help(true)}
          on_sign_out={on_sign_out}
        />
        <main id="main" class={`page ${route.page}_page`} tabIndex={-1}>
          {page_of(route)}
        </main>
        {route.page !== "document" && (
          <footer class="footer">
            <span>{text("app.footer")}</span>
            {has_role(user, "clerk") && (
              <Link to={address_of.lessons}>{text("lessons.title")}</Link>
            )}
            <button type="button" class="link_button" onClick={() => set_help(true)}>
              {text("app.footer_help")}
            </button>
          </footer>
        )}
        <Announcements />
        {help && <HelpDialog on_close={() => set_help(false)} />}
      </Notices.Provider>
    </OpenTasks.Provider>
  );
}

function page_of(route: Route) {
  switch (route.page) {
    case "work":
      return <WorkPage />;
    case "document":
      return <DocumentPage key={route.id} id={route.id} />;
    case "slip":
      return <SlipPage key={route.id} id={route.id} />;
    case "notices":
      return <NoticesPage />;
    case "register":
      return <RegisterPage book={route.book} year={route.year} />;
    case "stamped":
      return <StampedPage key={route.id} id={route.id} />;
    case "dossiers":
      return route.id ? (
        <DossierPage key={route.id} id={route.id} />
      ) : (
        <DossiersPage />
      );
    case "rounds":
      return <RoundsPage id={route.id} year={route.year} part={route.part} list={route.list} />;
    case "search":
      return <SearchPage query={route.query} />;
    case "exchange":
      return <ExchangePage />;
    case "lessons":
      return <LessonsPage />;
    case "unknown":
      return <UnknownPage />;
  }
}
