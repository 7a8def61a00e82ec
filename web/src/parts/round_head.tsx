// round_head.tsx: above every page of a round: its name, its years and its parts.

import { text } from "../catalogue/text";
import { address_of } from "../router";
import type { Round } from "../rounds";
import { Icon } from "./icon";
import { Link } from "./link";

type Part = "council" | "delegates" | "plan";

interface Props {
  round: Round;
  year: number;
  part?: Part;
}

export function RoundHead({ round, year, part }: Props) {
  const years = Array.from(
    { length: round.last_year - round.first_year + 1 },
    (_, at) => round.first_year + at,
  );
  const tab = (name: Part | undefined, label: string) => (
    <Link
      to={address_of.rounds(round.id, year, name)}
      aria-current={part === name ? "page" : undefined}
      data-testid={`round-${name ?? "state"}`}
    >
      {label}
    </Link>
  );
  return (
    <header class="round_head">
      <div class="round_title">
        <Link
          to={address_of.rounds()}
          class="icon_button"
          aria-label={text("rounds.title")}
          title={text("rounds.title")}
        >
          <Icon name="left" />
        </Link>
        <div>
          <h1>{round.name}</h1>
          <p class="quiet">
            {round.code
              ? text("rounds.by", { issuer: round.issuer, code: round.code })
              : round.issuer}
          </p>
        </div>
      </div>
      <div class="round_bars">
        <nav class="tabs" aria-label={text("rounds.sections")}>
          {tab(undefined, text("rounds.state"))}
          {tab("council", text("rounds.council"))}
          {tab("delegates", text("rounds.delegates"))}
          {tab("plan", text("rounds.plan"))}
        </nav>
        <nav class="tabs years" aria-label={text("rounds.years")}>
          {years.map((each) => (
            <Link
              key={each}
              to={address_of.rounds(round.id, each, part)}
              aria-current={each === year ? "page" : undefined}
              aria-label={text("rounds.year", { year: each })}
            >
              {each}
            </Link>
          ))}
        </nav>
      </div>
    </header>
  );
}
