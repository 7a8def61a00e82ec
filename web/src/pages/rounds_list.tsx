// rounds_list.tsx: a list laid beside its round: quotas, and on each nominee what a person must look at.

import { printed_file } from "../api";
import { evidence_words, finding_words, sentence, text, text_of_code } from "../catalogue/text";
import { shown_date } from "../format";
import { DecideList } from "../parts/decide_list";
import { Flags } from "../parts/flags";
import { Heads } from "../parts/heads";
import { Icon } from "../parts/icon";
import { Link } from "../parts/link";
import { QuotaUses } from "../parts/quota_uses";
import { usePolled } from "../poll";
import { address_of } from "../router";
import type { CheckedList, Finding, Round } from "../rounds";
import { has_role, useUser } from "../session";
import { useTitle } from "../title";

interface Props {
  round: Round;
  year: number;
  document: string;
  rounds: Round[];
}

export function RoundListPage({ round, year, document, rounds }: Props) {
  const user = useUser();
  const path = `/rounds/${encodeURIComponent(round.id)}/${year}/lists/${encodeURIComponent(document)}`;
  const { data, problem, refresh } = usePolled<CheckedList>(path, null);
  useTitle(data?.submitter ?? text("rounds.list"));
  if (problem && !data) {
    return (
      <p class="notice bad" role="alert">
        {sentence(problem)}
      </p>
    );
  }
  if (!data) return <p class="quiet">{text("app.loading")}</p>;
  const of_row = (row: number | null) => data.findings.filter((finding) => finding.row === row);
  const about = of_row(null);
  const ineligible = data.findings.some((finding) => finding.severity === "error");
  return (
    <>
      <header class="round_head">
        <div class="round_title">
          <Link
            to={address_of.rounds(round.id, year)}
            class="icon_button"
            aria-label={round.name}
            title={round.name}
          >
            <Icon name="left" />
          </Link>
          <div>
            <h1>{text("list.title", { submitter: data.submitter ?? "?" })}</h1>
            <p class="quiet">
              {text("list.of_year", { round: round.name, year })} ·{" "}
              {data.standing && text(`standing.${data.standing}`)}
            </p>
          </div>
          <div class="page_tools">
            <Link to={address_of.document(document)} class="button with_icon">
              <Icon name="file" />
              {text("rounds.open_paper")}
            </Link>
            {ineligible && (
              <a
                class="button with_icon"
                href={printed_file(`${path}/return.docx`)}
                download
                data-testid="return-letter"
              >
                <Icon name="download" />
                {text("list.letter")}
              </a>
            )}
          </div>
        </div>
      </header>
      <section class="card list_facts">
        <dl>
          <div>
            <dt>{text("rounds.sent_on")}</dt>
            <dd>{shown_date(data.sent_on ?? "")}</dd>
          </div>
          <div>
            <dt>{text("rounds.last_day")}</dt>
            <dd>{shown_date(data.last_day ?? "") || "–"}</dd>
          </div>
          <div>
            <dt>{text("list.quotas")}</dt>
            <dd>
              <QuotaUses uses={data.quotas} />
            </dd>
          </div>
        </dl>
        {data.attachments.map((what) => (
          <p key={what} class="hint">
            {text("list.attachment", { what })}
          </p>
        ))}
        {about.length > 0 && (
          <>
            <h2>{text("list.about_list")}</h2>
            <Findings findings={about} data={data} />
          </>
        )}
      </section>
      <section aria-labelledby="nominees_title" class="round_section">
        <h2 id="nominees_title">
          {text("list.nominees")} ({data.nominees.length})
        </h2>
        <div class="table_scroll" tabIndex={0} role="group" aria-labelledby="nominees_title">
          <table class="data_table stacks" data-testid="nominees">
            <Heads
              of={[
                "list.row",
                "list.name",
                "list.kind",
                "list.unit",
                "list.field",
                "rounds.findings",
              ]}
            />
            <tbody>
              {data.nominees.map((nominee) => (
                <tr key={nominee.row} id={`row-${nominee.row}`}>
                  <td class="numbers" data-label={text("list.row")}>
                    {nominee.row}
                  </td>
                  <td>
                    <strong>{nominee.name}</strong>
                    {nominee.birth_date && <span class="hint below">{nominee.birth_date}</span>}
                  </td>
                  <td>{text_of_code("kind", nominee.kind ?? "") ?? nominee.kind}</td>
                  <td>{nominee.unit}</td>
                  <td>{nominee.field}</td>
                  <td>
                    <Findings findings={of_row(nominee.row)} data={data} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      {has_role(user, "clerk", "reviewer", "head") && data.standing && (
        <details class="round_section card" data-testid="decide-anew">
          <summary>{text("decide.open")}</summary>
          <DecideList
            arrival={{
              document,
              round: data.round,
              year: data.year,
              submitter: data.submitter,
              sent_on: data.sent_on,
              standing: data.standing,
              reason: null,
              decided_by: null,
            }}
            rounds={rounds}
            on_decided={refresh}
          />
        </details>
      )}
      <Flags
        names={data.nominees.map((nominee) => nominee.name)}
        on_change={refresh}
      />
    </>
  );
}

function Findings({ findings, data }: { findings: Finding[]; data: CheckedList }) {
  if (findings.length === 0) return null;
  return (
    <ul class="round_findings">
      {findings.map((finding, at) => (
        <li key={at} class={`round_finding ${finding.severity}`} data-code={finding.code}>
          <span class={`badge finding_${finding.severity}`}>
            {text(`finding.${finding.severity}`)}
          </span>{" "}
          {finding_words(finding)}
          {finding.evidence && <span class="quiet"> ({evidence_words(finding)})</span>}{" "}
          {finding.other_document && (
            <Link to={address_of.rounds(data.round, data.year, "lists", finding.other_document)}>
              {text("list.other", { row: finding.other_row ?? 0 })}
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}
