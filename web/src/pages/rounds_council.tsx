// rounds_council.tsx: the council's sheet: votes on each nominee, the threshold in whole numbers of all members, the result.

import { useState } from "preact/hooks";

import { announce } from "../announce";
import { post } from "../api";
import { finding_words, sentence, text, text_of_code } from "../catalogue/text";
import { shown_date, stored_date } from "../format";
import { Heads } from "../parts/heads";
import { RoundHead } from "../parts/round_head";
import { usePolled } from "../poll";
import { address_of } from "../router";
import { Link } from "../parts/link";
import {
  threshold_of,
  type Candidate,
  type Round,
  type RoundYear,
  type Session,
  type Sheet,
} from "../rounds";
import { has_role, useUser } from "../session";
import { useTitle } from "../title";

export function RoundCouncilPage({ round, year }: { round: Round; year: number }) {
  useTitle(`${text("rounds.council")} · ${round.name}, ${year}`);
  const path = `/rounds/${encodeURIComponent(round.id)}/${year}`;
  const user = useUser();
  const state = usePolled<RoundYear>(path, null);
  const sheet = usePolled<Sheet>(`${path}/candidates`, null);
  const problem = state.problem ?? sheet.problem;
  return (
    <>
      <RoundHead round={round} year={year} part="council" />
      {problem && (
        <p class="notice bad" role="alert">
          {sentence(problem)}
        </p>
      )}
      {state.data?.sessions.map((session) => <Result key={session.award} session={session} />)}
      {sheet.data && sheet.data.candidates.length === 0 && (
        <p class="empty_note">{text("council.no_candidates")}</p>
      )}
      {sheet.data && sheet.data.candidates.length > 0 && has_role(user, "reviewer", "head") && (
        <Vote round={round} path={path} sheet={sheet.data} on_kept={state.refresh} year={year} />
      )}
    </>
  );
}

function Result({ session }: { session: Session }) {
  return (
    <section class="round_section" data-testid="council-result">
      <h2>
        {session.award} · {text("council.result", { day: shown_date(session.held_on) })}
      </h2>
      <p>
        {text("council.needed", {
          needed: session.needed,
          members: session.members,
          percent: session.percent,
          basis: session.basis,
        })}
      </p>
      <div class="table_scroll" tabIndex={0} role="region" aria-label={session.award}>
        <table class="data_table">
          <Heads of={["list.name", "council.yes", "council.no", "council.outcome"]} />
          <tbody>
            {session.votes.map((vote, at) => (
              <tr key={at}>
                <td>{vote.nominee}</td>
                <td class="numbers">
                  {vote.yes}/{session.members}
                </td>
                <td class="numbers">{vote.no}</td>
                <td>
                  {vote.passed ? (
                    <span class="good_words">{text("council.passed")}</span>
                  ) : (
                    <span class="bad_words">{text("council.failed")}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface VoteProps {
  round: Round;
  path: string;
  sheet: Sheet;
  on_kept: () => void;
  year: number;
}

const key_of = (candidate: Candidate) => `${candidate.document}/${candidate.row}`;

type Votes = Record<string, { yes: string; no: string }>;

function votes_in(place: string): Votes {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? "{}") as Votes;
  } catch {
    return {}; // storage may be forbidden; the sheet works without
  }
}

function keep_votes(place: string, votes: Votes): void {
  try {
    if (Object.keys(votes).length > 0) sessionStorage.setItem(place, JSON.stringify(votes));
    else sessionStorage.removeItem(place);
  } catch {
    // only the memory is lost
  }
}

function whole(typed: string): number | null {
  return /^\d{1,6}$/.test(typed.trim()) ? Number(typed) : null;
}

function Vote({ round, path, sheet, on_kept, year }: VoteProps) {
  const [award, set_award] = useState(round.council.award ?? sheet.thresholds[0]?.award ?? "");
  const [members, set_members] = useState(String(round.council.members ?? ""));
  const [present, set_present] = useState("");
  const [percent, set_percent] = useState("");
  const [held_on, set_held_on] = useState("");
  // Typed votes outlive a wrong click: they are kept in this tab until the session is noted.
  const kept = `vanthu.votes.${useUser().id}.${round.id}.${year}`;
  const [votes, set_votes_here] = useState<Votes>(() => votes_in(kept));
  const set_votes = (typed: Votes) => {
    set_votes_here(typed);
    keep_votes(kept, typed);
  };
  const [why, set_why] = useState("");
  const [busy, set_busy] = useState(false);
  const law = threshold_of(sheet, award);
  const threshold = law?.percent ?? round.council.percent ?? whole(percent);
  const all = whole(members);
  const needed = all !== null && threshold !== null ? Math.ceil((all * threshold) / 100) : null;
  const vote_of = (candidate: Candidate) => votes[key_of(candidate)] ?? { yes: "", no: "" };
  const voted = sheet.candidates.filter((candidate) => whole(vote_of(candidate).yes) !== null);
  const set_vote = (candidate: Candidate, side: "yes" | "no", typed: string) =>
    set_votes({ ...votes, [key_of(candidate)]: { ...vote_of(candidate), [side]: typed } });
  const too_many = (candidate: Candidate) =>
    all !== null &&
    (whole(vote_of(candidate).yes) ?? 0) + (whole(vote_of(candidate).no) ?? 0) > all;
  const all_yes = () => {
    const filled: Votes = {};
    for (const candidate of sheet.candidates)
      if (!candidate.ineligible) filled[key_of(candidate)] = { yes: members, no: "0" };
    set_votes(filled);
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    set_busy(true);
    set_why("");
    try {
      await post<Session>(`${path}/sessions`, {
        award: award.trim(),
        members: all ?? 0,
        present: whole(present) ?? all ?? 0,
        percent: whole(percent) ?? 0,
        held_on: stored_date(held_on) ?? held_on,
        votes: voted.map((candidate) => ({
          nominee: candidate.name,
          document: candidate.document,
          row: candidate.row,
          yes: whole(vote_of(candidate).yes) ?? 0,
          no: whole(vote_of(candidate).no) ?? 0,
        })),
      });
      announce(text("council.saved"));
      set_votes({});
      on_kept();
      document.getElementById("main")?.focus();
    } catch (failed) {
      set_why(sentence(failed));
    } finally {
      set_busy(false);
    }
  };
  const entry = (
    name: string,
    label: string,
    value: string,
    set: (typed: string) => void,
    more: { placeholder?: string; list?: string; numeric?: boolean } = {},
  ) => (
    <label class="stacked">
      <span>{label}</span>
      <input
        name={name}
        value={value}
        placeholder={more.placeholder}
        list={more.list}
        inputMode={more.numeric ? "numeric" : undefined}
        data-testid={`council-${name}`}
        onInput={(event) => set(event.currentTarget.value)}
      />
    </label>
  );
  return (
    <form class="round_section" onSubmit={(event) => void submit(event)} data-testid="council-form">
      <h2>{text("council.sheet")}</h2>
      <div class="card decide_fields">
        {entry("award", text("council.award"), award, set_award, { list: "awards" })}
        <datalist id="awards">
          {sheet.thresholds.map((each) => (
            <option key={each.award} value={each.award}>
              {each.percent} %
            </option>
          ))}
        </datalist>
        {entry("members", text("council.members"), members, set_members, { numeric: true })}
        {entry("present", text("council.present"), present, set_present, {
          numeric: true,
          placeholder: members,
        })}
        {entry("held_on", text("council.held_on"), held_on, set_held_on, {
          placeholder: text("check.date_hint"),
        })}
        {law === null &&
          round.council.percent === null &&
          entry("percent", text("council.percent"), percent, set_percent, { numeric: true })}
        <p class="wide_field hint" role="status" data-testid="council-needed">
          {threshold === null
            ? text("council.threshold_unknown")
            : needed !== null && all !== null
              ? text("council.needed_live", { needed, members: all })
              : text("council.percent_hint")}
        </p>
      </div>
      <div class="table_scroll" tabIndex={0} role="region" aria-label={text("council.sheet")}>
        <table class="data_table stacks" data-testid="council-sheet">
          <Heads
            of={[
              "list.name",
              "rounds.submitter",
              "rounds.findings",
              "council.yes",
              "council.no",
              "council.outcome",
            ]}
          />
          <tbody>
            {sheet.candidates.map((candidate) => {
              const vote = vote_of(candidate);
              const yes = whole(vote.yes);
              return (
                <tr key={key_of(candidate)} class={candidate.ineligible ? "faded" : ""}>
                  <td>
                    <strong>{candidate.name}</strong>
                    <span class="hint below">
                      {text_of_code("kind", candidate.kind ?? "") ?? candidate.kind}
                      {candidate.unit && ` · ${candidate.unit}`}
                    </span>
                  </td>
                  <td>
                    <Link to={address_of.rounds(round.id, year, "lists", candidate.document)}>
                      {candidate.submitter}
                    </Link>
                  </td>
                  <td>
                    {candidate.checked.map((finding, at) => (
                      <p
                        key={at}
                        class={`hint ${candidate.ineligible ? "bad_words" : ""}`}
                      >
                        {finding_words(finding)}
                      </p>
                    ))}
                  </td>
                  <td class="vote" data-label={text("council.yes")}>
                    <input
                      inputMode="numeric"
                      aria-label={`${text("council.yes")}: ${candidate.name}`}
                      data-testid="vote-yes"
                      value={vote.yes}
                      aria-invalid={too_many(candidate)}
                      onInput={(event) => set_vote(candidate, "yes", event.currentTarget.value)}
                    />
                  </td>
                  <td class="vote" data-label={text("council.no")}>
                    <input
                      inputMode="numeric"
                      aria-label={`${text("council.no")}: ${candidate.name}`}
                      data-testid="vote-no"
                      value={vote.no}
                      onInput={(event) => set_vote(candidate, "no", event.currentTarget.value)}
                    />
                  </td>
                  <td>
                    {too_many(candidate) ? (
                      <span class="bad_words">{text("council.too_many")}</span>
                    ) : (
                      yes !== null &&
                      needed !== null &&
                      (yes >= needed ? (
                        <span class="good_words">{text("council.passed")}</span>
                      ) : (
                        <span class="bad_words">{text("council.failed")}</span>
                      ))
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <div role="alert">{why && <p class="form_error">{why}</p>}</div>
      <div class="decide_buttons">
        <button
          type="submit"
          class="button main_button"
          disabled={busy || voted.length === 0 || all === null}
          data-testid="council-save"
        >
          {text("council.save")}
        </button>
        <button
          type="button"
          class="button"
          disabled={all === null}
          data-testid="council-all-yes"
          onClick={all_yes}
        >
          {text("council.all_yes")}
        </button>
      </div>
    </form>
  );
}
