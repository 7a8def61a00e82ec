// decision.tsx: the decision of a round's year: drafts to download, and keeping who was recognised. Who would be recognised
// though a finding bars it is shown, and a person says what becomes of them.

import { useState } from "preact/hooks";

import { post, printed_file } from "../api";
import { finding_words, sentence, text } from "../catalogue/text";
import { announce } from "../announce";
import { address_of } from "../router";
import type { Barred, RoundYear } from "../rounds";
import { has_role, useUser } from "../session";
import { Icon } from "./icon";
import { Link } from "./link";

interface Props {
  path: string;
  data: RoundYear;
  on_change: () => void;
}

type Fate = "" | "leave_out" | "take";

export function Decision({ path, data, on_change }: Props) {
  const user = useUser();
  const [code, set_code] = useState("");
  const [fate, set_fate] = useState<Fate>("");
  const [reason, set_reason] = useState("");
  const [why, set_why] = useState("");
  const [busy, set_busy] = useState(false);
  const draft = (ending: string) =>
    printed_file(`${path}/decision.${ending}${fate === "take" ? "?barred=take" : ""}`);
  const submit = async (event: Event) => {
    event.preventDefault();
    set_busy(true);
    set_why("");
    try {
      const kept = await post<{ recognised: number }>(`${path}/recognitions`, {
        decision: code.trim(),
        barred: fate,
        reason: reason.trim(),
      });
      announce(text("decision.done", { n: kept.recognised }));
      on_change();
    } catch (failed) {
      set_why(sentence(failed));
    } finally {
      set_busy(false);
    }
  };
  const open = data.recognised === 0;
  return (
    <section aria-labelledby="decision_title" class="round_section card">
      <h2 id="decision_title">{text("decision.title")}</h2>
      <p class="hint">
        {text(
          !open
            ? "decision.closed"
            : data.sessions.length > 0
              ? "decision.hint"
              : "decision.no_session",
        )}
      </p>
      {open && data.barred.length > 0 && (
        <BarredNominees data={data} fate={fate} set_fate={set_fate} />
      )}
      <div class="decision_row">
        <a class="button with_icon" href={draft("docx")} download>
          <Icon name="download" />
          {text("decision.docx")}
        </a>
        <a class="button with_icon" href={draft("xlsx")} download>
          <Icon name="download" />
          {text("decision.xlsx")}
        </a>
        {open && has_role(user, "reviewer", "head") && (
          <form class="decision_form" onSubmit={(event) => void submit(event)}>
            {fate === "take" && data.barred.length > 0 && (
              <label class="stacked">
                <span>{text("decide.reason")}</span>
                <input
                  required
                  value={reason}
                  data-testid="barred-reason"
                  onInput={(event) => set_reason(event.currentTarget.value)}
                />
              </label>
            )}
            <label class="stacked">
              <span>{text("decision.code")}</span>
              <input
                required
                placeholder="15/QĐ-UBND"
                value={code}
                data-testid="decision-code"
                onInput={(event) => set_code(event.currentTarget.value)}
              />
            </label>
            <button
              type="submit"
              class="button main_button"
              disabled={busy}
              data-testid="decision-recognise"
            >
              {text("decision.recognise")}
            </button>
          </form>
        )}
      </div>
      <div role="alert">{why && <p class="form_error">{why}</p>}</div>
    </section>
  );
}

interface BarredProps {
  data: RoundYear;
  fate: Fate;
  set_fate: (fate: Fate) => void;
}

function BarredNominees({ data, fate, set_fate }: BarredProps) {
  const choice = (value: Fate, label: string) => (
    <label class="choice">
      <input
        type="radio"
        name="barred"
        checked={fate === value}
        data-testid={`barred-${value}`}
        onChange={() => set_fate(value)}
      />{" "}
      {label}
    </label>
  );
  return (
    <fieldset class="notice barred" data-testid="barred">
      <legend>{text("decision.barred", { n: data.barred.length })}</legend>
      <ul>
        {data.barred.map((one: Barred) => (
          <li key={`${one.document}/${one.row}`}>
            <Link to={address_of.rounds(data.id, data.year, "lists", one.document)}>
              {one.submitter}
            </Link>
            {": "}
            {finding_words(one.finding)}
          </li>
        ))}
      </ul>
      {choice("leave_out", text("decision.leave_out"))}
      {choice("take", text("decision.take"))}
    </fieldset>
  );
}
