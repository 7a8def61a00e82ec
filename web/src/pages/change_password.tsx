// The forced change at first sign-in; the rule is checked here for a quick answer and by the service for good.

import { useState } from "preact/hooks";

import { Problem } from "../api";
import { sentence, text } from "../catalogue/text";
import type { Key } from "../catalogue/text";
import type { User } from "../model";
import { LanguageSwitch } from "../parts/top_bar";
import { change_password } from "../session";
import { useTitle } from "../title";

const kShortest = 10;

function broken_rule(before: string, fresh: string, again: string): Key | null {
  if ([...fresh].length < kShortest) return "password.too_short";
  if (fresh === before) return "password.same";
  return fresh === again ? null : "password.differs";
}

interface Props {
  user: User;
  on_changed: (user: User) => void;
}

export function ChangePassword({ user, on_changed }: Props) {
  const [before, set_before] = useState("");
  const [fresh, set_fresh] = useState("");
  const [again, set_again] = useState("");
  const [wrong, set_wrong] = useState<string | null>(null);
  const [busy, set_busy] = useState(false);
  useTitle(text("password.title"));

  const submit = async (event: Event) => {
    event.preventDefault();
    const broken = broken_rule(before, fresh, again);
    set_wrong(broken && text(broken));
    if (broken) return;
    set_busy(true);
    try {
      on_changed(await change_password(before, fresh));
    } catch (problem) {
      const wrong_old =
        problem instanceof Problem && (problem.status === 401 || problem.code === "forbidden");
      set_wrong(wrong_old ? text("password.wrong_old") : sentence(problem));
    } finally {
      set_busy(false);
    }
  };

  const entry = (
    name: string,
    label: Key,
    value: string,
    set: (value: string) => void,
    autocomplete: string,
  ) => (
    <label class="stacked">
      <span>{text(label)}</span>
      <input
        name={name}
        type="password"
        autocomplete={autocomplete}
        required
        aria-describedby={name === "new" ? "password_rule" : undefined}
        value={value}
        onInput={(event) => set(event.currentTarget.value)}
      />
    </label>
  );

  return (
    <div class="gate">
      <main class="gate_card">
        <h1>{text("password.title")}</h1>
        <p class="quiet">{text("password.why")}</p>
        <form onSubmit={submit}>
          <input
            class="unseen"
            name="username"
            autocomplete="username"
            value={user.id}
            readOnly
            tabIndex={-1}
            aria-hidden="true"
          />
          {entry("old", "password.old", before, set_before, "current-password")}
          {entry("new", "password.new", fresh, set_fresh, "new-password")}
          <p id="password_rule" class="hint">
            {text("password.rule")}
          </p>
          {entry("repeat", "password.repeat", again, set_again, "new-password")}
          <div role="alert">{wrong && <p class="form_error">{wrong}</p>}</div>
          <button type="submit" class="button main_button wide" disabled={busy}>
            {text("password.submit")}
          </button>
        </form>
      </main>
      <header>
        <LanguageSwitch />
      </header>
    </div>
  );
}
