// rights.tsx: who may read a document; asking for a change, and the second person's decision on it.

import { useState } from "preact/hooks";

import { announce } from "../announce";
import { post } from "../api";
import { sentence, text, text_of_code } from "../catalogue/text";
import { usePolled } from "../poll";
import { has_role, useUser } from "../session";

interface Right {
  kind: string;
  name: string;
}

interface Change {
  id: string;
  rights: Right[];
  reason: string;
  asked_by: string;
}

interface Answer {
  rights: Right[];
  waiting: Change | null;
  recalled: string | null;
}

function shown(rights: Right[]): string {
  if (rights.length === 0) return text("rights.whole_office");
  return rights
    .map((right) => `${text_of_code("right", right.kind) ?? right.kind} ${right.name}`)
    .join("; ");
}

export function Rights({ document }: { document: string }) {
  const user = useUser();
  const path = `/documents/${encodeURIComponent(document)}/rights`;
  const { data, refresh } = usePolled<Answer>(path, null);
  const [kind, set_kind] = useState("unit");
  const [name, set_name] = useState("");
  const [reason, set_reason] = useState("");
  if (!data) return null;
  const send = async (address: string, json?: unknown) => {
    try {
      await post(address, json);
      set_name("");
      set_reason("");
      refresh();
    } catch (problem) {
      announce(sentence(problem), "bad");
    }
  };
  const ask = (rights: Right[]) => void send(path, { rights, reason });
  const { waiting } = data;
  return (
    <section class="field_group" data-testid="rights">
      <h2>{text("rights.title")}</h2>
      {data.recalled && (
        <p class="notice bad">{text("rights.recalled", { reason: data.recalled })}</p>
      )}
      <p>{shown(data.rights)}</p>
      {waiting && (
        <div class="notice" role="status">
          <p>
            {text("rights.waiting", { user: waiting.asked_by, reason: waiting.reason })}{" "}
            {shown(waiting.rights)}
          </p>
          {has_role(user, "head") && waiting.asked_by !== user.id && (
            <div class="dialog_actions">
              <button
                type="button"
                class="button"
                onClick={() => void send(`/rights-changes/${waiting.id}/refuse`)}
              >
                {text("rights.refuse")}
              </button>
              <button
                type="button"
                class="button main_button"
                onClick={() => void send(`/rights-changes/${waiting.id}/confirm`)}
              >
                {text("rights.confirm")}
              </button>
            </div>
          )}
        </div>
      )}
      {!waiting && has_role(user, "clerk", "head") && (
        <details>
          <summary>{text("rights.change")}</summary>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (name.trim()) ask([...data.rights, { kind, name: name.trim() }]);
            }}
          >
            <label class="stacked">
              <span>{text("rights.kind")}</span>
              <select value={kind} onChange={(event) => set_kind(event.currentTarget.value)}>
                {["unit", "role", "user"].map((each) => (
                  <option key={each} value={each}>
                    {text_of_code("right", each)}
                  </option>
                ))}
              </select>
            </label>
            <label class="stacked">
              <span>{text("rights.name")}</span>
              <input value={name} onInput={(event) => set_name(event.currentTarget.value)} />
            </label>
            <label class="stacked">
              <span>{text("rights.reason")}</span>
              <input value={reason} onInput={(event) => set_reason(event.currentTarget.value)} />
            </label>
            <div class="dialog_actions">
              {data.rights.length > 0 && (
                <button type="button" class="button" onClick={() => ask([])}>
                  {text("rights.open")}
                </button>
              )}
              <button type="submit" class="button main_button">
                {text("rights.ask")}
              </button>
            </div>
          </form>
        </details>
      )}
    </section>
  );
}
