// rounds_year.tsx: one year of a round on one screen: who has sent, who has not, how many of how many; the lists and what
// is to be looked at in each; the decision.

import { useState } from "preact/hooks";

import { sentence, text } from "../catalogue/text";
import { shown_date } from "../format";
import { DecideList } from "../parts/decide_list";
import { Decision } from "../parts/decision";
import { Heads } from "../parts/heads";
import { Link } from "../parts/link";
import { QuotaUses } from "../parts/quota_uses";
import { RoundHead } from "../parts/round_head";
import { usePolled } from "../poll";
import { address_of } from "../router";
import type { Arrival, Round, RoundYear, Submission } from "../rounds";
import { useTitle } from "../title";

const kEveryMs = 15000;

interface Props {
  round: Round;
  year: number;
  rounds: Round[];
}

export function RoundYearPage({ round, year, rounds }: Props) {
  useTitle(`${round.name}, ${year}`);
  const path = `/rounds/${encodeURIComponent(round.id)}/${year}`;
  const { data, problem, refresh } = usePolled<RoundYear>(path, kEveryMs);
  const waiting = (data?.lists ?? []).filter((arrival) => arrival.standing === "waiting");
  return (
    <>
      <RoundHead round={round} year={year} />
      {problem && (
        <p class="notice bad" role="alert">
          {sentence(problem)}
        </p>
      )}
      {!data && !problem && <p class="quiet">{text("app.loading")}</p>}
      {data && (
        <>
          <Figures data={data} />
          {waiting.length > 0 && (
            <section class="card waiting_lists" data-testid="waiting-lists">
              <h2>{text("rounds.waiting", { n: waiting.length })}</h2>
              <ul>
                {waiting.map((arrival) => (
                  <li key={arrival.document}>
                    <DecideList arrival={arrival} rounds={rounds} on_decided={refresh} />
                  </li>
                ))}
              </ul>
            </section>
          )}
          <Lists data={data} />
          <Submitters data={data} />
          <Decision path={path} data={data} on_change={refresh} />
        </>
      )}
    </>
  );
}

function Figures({ data }: { data: RoundYear }) {
  const nominees = data.status.submitters.reduce((sum, line) => sum + line.nominees, 0);
  const figure = (value: number, label: string, tone = "", id = "") => (
    <div class={`figure ${tone}`} data-testid={id || undefined}>
      <strong>{value}</strong> <span>{label}</span>
    </div>
  );
  return (
    <div class="figures">
      {figure(
        data.status.sent,
        text("rounds.sent_of", { all: data.status.expected }),
        "",
        "figure-sent",
      )}
      {figure(
        data.status.overdue,
        text("rounds.overdue_count"),
        data.status.overdue > 0 ? "bad" : "",
        "figure-overdue",
      )}
      {figure(nominees, text("rounds.nominee_count"), "", "figure-nominees")}
      {figure(data.recognised, text("rounds.recognised_count"), "", "figure-recognised")}
    </div>
  );
}

function Counts({ arrival }: { arrival: Arrival }) {
  const { errors = 0, warnings = 0, infos = 0 } = arrival;
  if (errors + warnings + infos === 0)
    return <span class="good_words">{text("rounds.nothing_found")}</span>;
  return (
    <span class="finding_counts">
      {errors > 0 && (
        <span class="badge finding_error">{text("rounds.count_errors", { n: errors })}</span>
      )}
      {warnings > 0 && (
        <span class="badge finding_warning">{text("rounds.count_warnings", { n: warnings })}</span>
      )}
      {infos > 0 && (
        <span class="badge finding_info">{text("rounds.count_infos", { n: infos })}</span>
      )}
    </span>
  );
}

function Lists({ data }: { data: RoundYear }) {
  const lists = data.lists.filter((arrival) => arrival.standing !== "waiting");
  return (
    <section aria-labelledby="lists_title" class="round_section">
      <h2 id="lists_title">{text("rounds.lists")}</h2>
      {lists.length === 0 ? (
        <p class="quiet">{text("rounds.no_lists")}</p>
      ) : (
        <div class="table_scroll" tabIndex={0} role="group" aria-labelledby="lists_title">
          <table class="data_table stacks" data-testid="round-lists">
            <Heads
              of={[
                "rounds.submitter",
                "rounds.nominees",
                "rounds.findings",
                "rounds.standing",
              ]}
            />
            <tbody>
              {lists.map((arrival) => (
                <tr key={arrival.document} class={arrival.standing === "counted" ? "" : "faded"}>
                  <td>
                    <Link to={address_of.rounds(data.id, data.year, "lists", arrival.document)}>
                      {arrival.submitter}
                    </Link>
                  </td>
                  <td data-label={text("rounds.nominees")}>
                    {arrival.standing === "counted" ? arrival.nominees : "–"}
                  </td>
                  <td>{arrival.standing === "counted" && <Counts arrival={arrival} />}</td>
                  <td>
                    {text(`standing.${arrival.standing}`)}
                    {arrival.standing === "refused" && arrival.reason && (
                      <span class="hint below">{arrival.reason}</span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

type Shown = "all" | "missing" | "overdue";

const kShown: Record<Shown, (line: Submission) => boolean> = {
  all: () => true,
  missing: (line) => line.documents.length === 0,
  overdue: (line) => line.overdue,
};

function StandingOf({ line }: { line: Submission }) {
  if (line.overdue) return <span class="badge finding_error">{text("rounds.is_overdue")}</span>;
  if (line.documents.length === 0) return <span class="quiet">{text("rounds.is_missing")}</span>;
  if (line.late) return <span class="badge finding_warning">{text("rounds.is_late")}</span>;
  return <span class="good_words">{text("rounds.is_sent")}</span>;
}

function Submitters({ data }: { data: RoundYear }) {
  const [shown, set_shown] = useState<Shown>("all");
  const lines = data.status.submitters.filter(kShown[shown]);
  const conditions = [...new Set(lines.flatMap((line) => line.condition ?? []))];
  return (
    <section aria-labelledby="submitters_title" class="round_section">
      <div class="section_head">
        <h2 id="submitters_title">{text("rounds.who_sent")}</h2>
        <div class="segments" role="group" aria-label={text("rounds.show")}>
          {(Object.keys(kShown) as Shown[]).map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={shown === each}
              data-testid={`show-${each}`}
              onClick={() => set_shown(each)}
            >
              {text(`rounds.show_${each}`)} ({data.status.submitters.filter(kShown[each]).length})
            </button>
          ))}
        </div>
      </div>
      <div class="table_scroll" tabIndex={0} role="group" aria-labelledby="submitters_title">
        <table class="data_table stacks" data-testid="round-submitters">
          <Heads
            of={[
              "rounds.submitter",
              "rounds.standing",
              "rounds.quota",
              "rounds.sent_on",
              "rounds.last_day",
            ]}
          />
          <tbody>
            {lines.map((line) => (
              <tr key={line.submitter}>
                <td>
                  {line.documents[0] ? (
                    <Link to={address_of.rounds(data.id, data.year, "lists", line.documents[0])}>
                      {line.submitter}
                    </Link>
                  ) : (
                    line.submitter
                  )}
                  {line.condition && (
                    <sup aria-label={line.condition}>{conditions.indexOf(line.condition) + 1}</sup>
                  )}
                  {!line.expected && <span class="hint below">{text("rounds.unexpected")}</span>}
                </td>
                <td>
                  <StandingOf line={line} />
                </td>
                <td>
                  <QuotaUses uses={line.quotas} />
                </td>
                <td class="numbers" data-label={text("rounds.sent_on")}>
                  {shown_date(line.sent_on ?? "") || "–"}
                </td>
                <td class="numbers" data-label={text("rounds.last_day")}>
                  {shown_date(line.last_day ?? "") || "–"}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {conditions.map((condition, at) => (
        <p key={condition} class="hint conditions">
          <sup>{at + 1}</sup> {text("rounds.condition", { condition })}
        </p>
      ))}
    </section>
  );
}
