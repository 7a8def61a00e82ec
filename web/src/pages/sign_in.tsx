import { useState } from "preact/hooks";

import { Problem } from "../api";
import { sentence, text } from "../catalogue/text";
import type { User } from "../model";
import { LanguageSwitch } from "../parts/top_bar";
import { sign_in } from "../session";
import { useTitle } from "../title";

function why_not(problem: unknown): string {
  if (problem instanceof Problem && problem.code === "unauthenticated")
    return text("sign_in.wrong");
  if (problem instanceof Problem && problem.code === "limit_exceeded") {
    return text("sign_in.locked", {
      minutes: Math.max(1, Math.ceil((problem.retry_after ?? 900) / 60)),
    });
  }
  return sentence(problem);
}

export function SignIn({ on_signed_in }: { on_signed_in: (user: User) => void }) {
  const [user, set_user] = useState("");
  const [password, set_password] = useState("");
  const [wrong, set_wrong] = useState<unknown>(null);
  const [busy, set_busy] = useState(false);
  useTitle(text("sign_in.title"));

  const submit = async (event: Event) => {
    event.preventDefault();
    set_busy(true);
    set_wrong(null);
    try {
      on_signed_in(await sign_in(user.trim(), password));
    } catch (problem) {
      set_wrong(problem);
      set_password("");
    } finally {
      set_busy(false);
    }
  };

  return (
    <div class="gate">
      <main class="gate_card">
        <header class="gate_head">
          <img src="/mark.svg" alt="" width="44" height="44" />
          <div>
            <p class="gate_name">Vanthu</p>
            <p class="quiet">{text("app.tagline")}</p>
          </div>
        </header>
        <h1>{text("sign_in.title")}</h1>
        <form onSubmit={submit}>
          <label class="stacked">
            <span>{text("sign_in.user")}</span>
            <input
              name="user"
              autocomplete="username"
              autocapitalize="none"
              spellcheck={false}
              required
              autofocus
              value={user}
              onInput={(event) => set_user(event.currentTarget.value)}
            />
          </label>
          <label class="stacked">
            <span>{text("sign_in.password")}</span>
            <input
              name="password"
              type="password"
              autocomplete="current-password"
              required
              value={password}
              onInput={(event) => set_password(event.currentTarget.value)}
            />
          </label>
          <div role="alert">{wrong !== null && <p class="form_error">{why_not(wrong)}</p>}</div>
          <button type="submit" class="button main_button wide" disabled={busy}>
            {text("sign_in.submit")}
          </button>
        </form>
        <p class="quiet">{text("sign_in.hint")}</p>
      </main>
      <header>
        <LanguageSwitch />
      </header>
    </div>
  );
}
