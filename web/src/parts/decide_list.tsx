// decide_list.tsx: a list that no rule could settle, and the person's decision: count it, put it in place of the earlier
// one, or do not take it.

import { useState } from "preact/hooks";

import { post } from "../api";
import { sentence, text, text_of_code } from "../catalogue/text";
import { shown_date, stored_date } from "../format";
import { address_of } from "../router";
import type { Arrival, Round } from "../rounds";
import { useSending } from "../sending";
import { Link } from "./link";

interface Props {
  arrival: Arrival;
  rounds: Round[];
  on_decided: () => void;
}

export function DecideList({ arrival, rounds, on_decided }: Props) {
  const [round, set_round] = useState(arrival.round ?? rounds[0]?.id ?? "");
  const [year, set_year] = useState(String(arrival.year ?? ""));
  const [submitter, set_submitter] = useState(arrival.submitter ?? "");
  const [sent_on, set_sent_on] = useState(shown_date(arrival.sent_on ?? ""));
  const [reason, set_reason] = useState("");
  const [why, set_why] = useState("");
  const { busy, send } = useSending((failed) =>
    set_why(sentence(failed)),
  );
  const decide = async (decision: "count" | "replace" | "refuse") => {
    const work = () =>
      post(`/nomination-lists/${encodeURIComponent(arrival.document)}/decision`, {
        decision,
        round,
        year: Number(year) || 0,
        submitter: submitter.trim(),
        sent_on: stored_date(sent_on) ?? sent_on,
        reason: reason.trim(),
      });
    if (await send(work, text("decide.done"))) on_decided();
  };
  const id = `decide_${arrival.document}`;
  return (
    <form
      class="decide_list"
      aria-labelledby={id}
      data-testid="decide-list"
      data-document={arrival.document}
      onSubmit={(event) => {
        event.preventDefault();
        void decide("count");
      }}
    >
      <h3 id={id}>
        <Link to={address_of.document(arrival.document)}>
          {arrival.submitter || text("rounds.list")}
        </Link>
      </h3>
      <p>{text_of_code("waiting", arrival.reason ?? "") ?? arrival.reason}</p>
      <div class="decide_fields">
        <label class="stacked round_field">
          <span>{text("decide.round")}</span>
          <select value={round} onChange={(event) => set_round(event.currentTarget.value)}>
            {rounds.map((each) => (
              <option key={each.id} value={each.id}>
                {each.name}
              </option>
            ))}
          </select>
        </label>
        <label class="stacked">
          <span>{text("decide.year")}</span>
          <input
            inputMode="numeric"
            value={year}
            onInput={(event) => set_year(event.currentTarget.value)}
          />
        </label>
        <label class="stacked">
          <span>{text("decide.submitter")}</span>
          <input
            value={submitter}
            onInput={(event) => set_submitter(event.currentTarget.value)}
          />
        </label>
        <label class="stacked">
          <span>{text("decide.sent_on")}</span>
          <input
            placeholder={text("check.date_hint")}
            value={sent_on}
            onInput={(event) => set_sent_on(event.currentTarget.value)}
          />
        </label>
        <label class="stacked wide_field">
          <span>{text("decide.reason")}</span>
          <input value={reason} onInput={(event) => set_reason(event.currentTarget.value)} />
        </label>
      </div>
      <div role="alert">{why && <p class="form_error">{why}</p>}</div>
      <div class="decide_buttons">
        <button type="submit" class="button main_button" disabled={busy} data-testid="decide-count">
          {text("decide.count")}
        </button>
        {(arrival.reason === "second_list" || arrival.reason === "same_list") && (
          <button
            type="button"
            class="button"
            disabled={busy}
            data-testid="decide-replace"
            onClick={() => void decide("replace")}
          >
            {text("decide.replace")}
          </button>
        )}
        <button
          type="button"
          class="button"
          disabled={busy}
          data-testid="decide-refuse"
          onClick={() => void decide("refuse")}
        >
          {text("decide.refuse")}
        </button>
      </div>
    </form>
  );
}
