// rounds_delegates.tsx: delegates by number of recognitions; who ties for the last seats is chosen by a person, with the
// law's rule beside.

import { useState } from "preact/hooks";

import { announce } from "../announce";
import { post } from "../api";
import { sentence, text, text_of_code } from "../catalogue/text";
import { Heads } from "../parts/heads";
import { RoundHead } from "../parts/round_head";
import { usePolled } from "../poll";
import type { Delegates, Ranked, Round } from "../rounds";
import { has_role, useUser } from "../session";
import { useTitle } from "../title";

export function RoundDelegatesPage({ round, year }: { round: Round; year: number }) {
  useTitle(`${text("rounds.delegates")} · ${round.name}`);
  const user = useUser();
  const [typed, set_typed] = useState("10");
  const [seats, set_seats] = useState(10);
  const path = `/rounds/${encodeURIComponent(round.id)}/delegates`;
  const { data, problem, refresh } = usePolled<Delegates>(`${path}?seats=${seats}`, null);
  const tied = data?.ranked.some((one) => one.place === "tied") ?? false;
  const choose = async (one: Ranked, more: { reason: string } | { take_back: true }) => {
    try {
      await post(path, { name: one.name, kind: one.kind, unit: one.unit, seats, ...more });
      if ("take_back" in more) announce(text("delegates.taken_back"));
      refresh();
    } catch (failed) {
      announce(sentence(failed), "bad");
    }
  };
  return (
    <>
      <RoundHead round={round} year={year} part="delegates" />
      <form
        class="seats_form"
        onSubmit={(event) => {
          event.preventDefault();
          set_seats(Math.max(0, Number(typed) || 0));
        }}
      >
        <label class="stacked">
          <span>{text("delegates.seats")}</span>
          <input
            inputMode="numeric"
            value={typed}
            data-testid="seats"
            onInput={(event) => set_typed(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="button main_button" data-testid="rank">
          {text("delegates.show")}
        </button>
      </form>
      {problem && (
        <p class="notice bad" role="alert">
          {sentence(problem)}
        </p>
      )}
      {tied && data && (
        <div class="notice" role="status" data-testid="tie">
          <p>
            {text("delegates.tie")}{" "}
            {text("delegates.seats_left", {
              n: data.seats - data.ranked.filter((one) => one.place === "in").length,
            })}
          </p>
          <p class="hint">
            {data.tie_rule
              ? text("delegates.rule", { law: data.law ?? "", rule: data.tie_rule })
              : text("delegates.no_rule")}
          </p>
        </div>
      )}
      {data && data.ranked.length === 0 && <p class="empty_note">{text("delegates.none")}</p>}
      {data && data.ranked.length > 0 && (
        <div
          class="table_scroll round_section"
          tabIndex={0}
          role="region"
          aria-label={text("rounds.delegates")}
        >
          <table class="data_table stacks" data-testid="delegates">
            <Heads
              of={[
                "delegates.recognitions",
                "list.name",
                "list.unit",
                "delegates.years",
                "delegates.place",
              ]}
            />
            <tbody>
              {data.ranked.map((one, at) => (
                <tr key={at} class={one.place === "out" ? "faded" : ""}>
                  <td class="numbers" data-label={text("delegates.recognitions")}>
                    {one.recognitions}
                  </td>
                  <td>
                    <strong>{one.name}</strong>
                    <span class="hint below">
                      {text_of_code("kind", one.kind) ?? one.kind}
                      {one.namesake && ` · ${text("delegates.namesake")}`}
                    </span>
                  </td>
                  <td>{one.unit}</td>
                  <td class="numbers" data-label={text("delegates.years")}>
                    {one.years.join(", ")}
                  </td>
                  <td data-place={one.chosen ? "chosen" : one.place}>
                    <Place
                      one={one}
                      may={has_role(user, "reviewer", "head")}
                      on_choose={(reason) => void choose(one, { reason })}
                      on_take_back={() => void choose(one, { take_back: true })}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

interface PlaceProps {
  one: Ranked;
  may: boolean;
  on_choose: (reason: string) => void;
  on_take_back: () => void;
}

function Place({ one, may, on_choose, on_take_back }: PlaceProps) {
  const [reason, set_reason] = useState("");
  if (one.chosen)
    return (
      <>
        <span class="good_words">{text("delegates.chosen")}</span>
        {one.reason && <span class="hint below">{one.reason}</span>}
        {may && (
          <button
            type="button"
            class="button small"
            aria-label={`${text("delegates.take_back")}: ${one.name}`}
            data-testid="take-back"
            onClick={on_take_back}
          >
            {text("delegates.take_back")}
          </button>
        )}
      </>
    );
  if (one.place === "in") return <span class="good_words">{text("delegates.in")}</span>;
  if (one.place === "out") return <span class="quiet">{text("delegates.out")}</span>;
  return (
    <>
      <span class="badge finding_warning">{text("delegates.tied")}</span>
      {may && (
        <form
          class="choose_form"
          onSubmit={(event) => {
            event.preventDefault();
            on_choose(reason.trim());
          }}
        >
          <input
            required
            aria-label={`${text("delegates.reason")}: ${one.name}`}
            placeholder={text("delegates.reason")}
            value={reason}
            data-testid="choose-reason"
            onInput={(event) => set_reason(event.currentTarget.value)}
          />
          <button type="submit" class="button" data-testid="choose">
            {text("delegates.choose")}
          </button>
        </form>
      )}
    </>
  );
}
