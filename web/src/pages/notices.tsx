// notices.tsx: what the office has told the person signed in, newest first; a click opens the paper and counts as read. Below
// it each person says whether e-mail comes too.

import { useContext, useEffect, useState } from "preact/hooks";

import { announce } from "../announce";
import { get, Problem } from "../api";
import { sentence, text, text_of_code } from "../catalogue/text";
import { shown_time } from "../format";
import type { Notice, NoticeSettings } from "../model";
import { mark_all_read, mark_read, Notices, save_settings, unread_count } from "../notices";
import { Link } from "../parts/link";
import { address_of } from "../router";
import { useTitle } from "../title";

export function NoticesPage() {
  const { data, problem, refresh } = useContext(Notices);
  useTitle(text("notices.title"));
  const unread = unread_count(data);
  return (
    <>
      <div class="page_head">
        <h1>{text("notices.title")}</h1>
        <div class="page_tools">
          <button
            type="button"
            class="button"
            data-testid="notices-read-all"
            disabled={unread === 0}
            onClick={() =>
              void mark_all_read().then(refresh, (wrong) => announce(sentence(wrong), "bad"))
            }
          >
            {text("notices.read_all")}
          </button>
        </div>
      </div>
      {problem && (
        <p class="form_error" role="alert">
          {sentence(problem)}
        </p>
      )}
      {data?.notices.length === 0 && <p class="quiet">{text("notices.none")}</p>}
      <ol class="notices" data-testid="notices">
        {data?.notices.map((notice) => (
          <NoticeRow key={notice.id} notice={notice} on_change={refresh} />
        ))}
      </ol>
      <Settings />
    </>
  );
}

function NoticeRow({ notice, on_change }: { notice: Notice; on_change: () => void }) {
  const is_new = notice.read_at === null;
  const read = () => {
    if (is_new) void mark_read(notice.id).then(on_change, () => {});
  };
  return (
    <li class={is_new ? "notice unread" : "notice"} data-testid="notice">
      <Link to={address_of.document(notice.document)} onClickCapture={read}>
        <strong>{text_of_code("notice", notice.kind) ?? notice.kind}</strong>
        {notice.name && <span>{notice.name}</span>}
        {notice.detail && <span class="quiet">{notice.detail}</span>}
      </Link>
      <span class="quiet">
        {shown_time(notice.created_at)}
        {notice.due_at && ` · ${text("notices.due", { time: shown_time(notice.due_at) })}`}
      </span>
      {is_new && (
        <button type="button" class="link_button" data-testid="notice-read" onClick={read}>
          {text("notices.read")}
        </button>
      )}
    </li>
  );
}

function Settings() {
  const [settings, set_settings] = useState<NoticeSettings | null>(null);
  const [wrong, set_wrong] = useState("");
  useEffect(() => {
    get<NoticeSettings>("/notices/settings").then(set_settings, (problem) =>
      set_wrong(sentence(problem)),
    );
  }, []);
  const save = (event: Event) => {
    event.preventDefault();
    set_wrong("");
    save_settings(settings!).then(
      (saved) => {
        set_settings(saved);
        announce(text("notices.saved"));
      },
      (problem) =>
        set_wrong(
          problem instanceof Problem && problem.code === "bad_input"
            ? text("notices.bad_address")
            : sentence(problem),
        ),
    );
  };
  return (
    <form class="notice_settings" onSubmit={save}>
      <h2>{text("notices.settings")}</h2>
      {settings && (
        <>
          <label class="stacked">
            <span>{text("notices.address")}</span>
            <input
              type="email"
              name="address"
              autocomplete="email"
              data-testid="notice-address"
              value={settings.address ?? ""}
              onInput={(event) => set_settings({ ...settings, address: event.currentTarget.value })}
            />
          </label>
          <label class="beside">
            <input
              type="checkbox"
              data-testid="notice-mail"
              checked={settings.notices}
              onChange={(event) =>
                set_settings({ ...settings, notices: event.currentTarget.checked })
              }
            />
            <span>{text("notices.by_mail")}</span>
          </label>
          <label class="beside">
            <input
              type="checkbox"
              data-testid="notice-digest"
              checked={settings.digest}
              onChange={(event) =>
                set_settings({ ...settings, digest: event.currentTarget.checked })
              }
            />
            <span>{text("notices.digest")}</span>
          </label>
        </>
      )}
      {wrong && (
        <p class="form_error" role="alert">
          {wrong}
        </p>
      )}
      <button
        type="submit"
        class="button main_button"
        data-testid="notice-save"
        disabled={!settings}
      >
        {text("notices.save")}
      </button>
    </form>
  );
}
