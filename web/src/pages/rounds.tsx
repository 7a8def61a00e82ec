// rounds.tsx: the rounds of nominations there are, what waits for a person, and the pages of one round.

import { sentence, text } from "../catalogue/text";
import { DecideList } from "../parts/decide_list";
import { Link } from "../parts/link";
import { usePolled } from "../poll";
import { address_of } from "../router";
import type { Arrival, Round } from "../rounds";
import { useTitle } from "../title";
import { RoundCouncilPage } from "./rounds_council";
import { RoundDelegatesPage } from "./rounds_delegates";
import { RoundListPage } from "./rounds_list";
import { RoundPlanPage } from "./rounds_plan";
import { RoundYearPage } from "./rounds_year";

const kEveryMs = 15000;

interface Props {
  id: string | null;
  year: number | null;
  part: string | null;
  list: string | null;
}

export function RoundsPage({ id, year, part, list }: Props) {
  const rounds = usePolled<{ rounds: Round[] }>("/rounds", null);
  if (rounds.problem && !rounds.data) {
    return (
      <p class="notice bad" role="alert">
        {sentence(rounds.problem)}
      </p>
    );
  }
  if (!rounds.data) return <p class="quiet">{text("app.loading")}</p>;
  const round = rounds.data.rounds.find((each) => each.id === id);
  if (!round) return <AllRounds rounds={rounds.data.rounds} />;
  const shown = year ?? year_to_show(round);
  const key = `${round.id}/${shown}`;
  if (part === "lists" && list)
    return (
      <RoundListPage
        key={list}
        round={round}
        year={shown}
        document={list}
        rounds={rounds.data.rounds}
      />
    );
  if (part === "council") return <RoundCouncilPage key={key} round={round} year={shown} />;
  if (part === "delegates") return <RoundDelegatesPage key={round.id} round={round} year={shown} />;
  if (part === "plan") return <RoundPlanPage key={key} round={round} year={shown} />;
  return <RoundYearPage key={key} round={round} year={shown} rounds={rounds.data.rounds} />;
}

// This year while the round runs, else the last one it has.
function year_to_show(round: Round): number {
  return Math.min(Math.max(new Date().getFullYear(), round.first_year), round.last_year);
}

function AllRounds({ rounds }: { rounds: Round[] }) {
  useTitle(text("rounds.title"));
  const waiting = usePolled<{ lists: Arrival[] }>("/rounds/waiting", kEveryMs);
  return (
    <>
      <div class="page_head">
        <h1>{text("rounds.title")}</h1>
      </div>
      {waiting.data && waiting.data.lists.length > 0 && (
        <section class="card waiting_lists" data-testid="waiting-lists">
          <h2>{text("rounds.waiting", { n: waiting.data.lists.length })}</h2>
          <ul>
            {waiting.data.lists.map((arrival) => (
              <li key={arrival.document}>
                <DecideList arrival={arrival} rounds={rounds} on_decided={waiting.refresh} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {rounds.length === 0 && <p class="empty_note">{text("rounds.none")}</p>}
      <ul class="round_list" data-testid="rounds">
        {rounds.map((round) => (
          <li key={round.id} class="card">
            <h2>
              <Link to={address_of.rounds(round.id, year_to_show(round))}>{round.name}</Link>
            </h2>
            <p class="quiet">
              {round.code
                ? text("rounds.by", { issuer: round.issuer, code: round.code })
                : round.issuer}
            </p>
            <p>
              {text("rounds.period", { from: round.first_year, to: round.last_year })} ·{" "}
              {text("rounds.facts", {
                movements: round.movements.length,
                quotas: round.quotas.length,
              })}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
