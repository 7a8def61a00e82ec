// intake_list.tsx: documents the machine is reading now, those it could not read and why, and the newest ones.

import { useEffect, useState } from "preact/hooks";

import { announce } from "../announce";
import { get, original_file, post } from "../api";
import { sentence, text, text_of_code } from "../catalogue/text";
import { failure_of } from "../failure";
import { percent, shown_time } from "../format";
import type { DocumentRow, OfficeDocument } from "../model";
import { address_of } from "../router";
import { StateBadge } from "./badges";
import { Icon } from "./icon";
import { Link } from "./link";

export function ReadingList({ documents }: { documents: DocumentRow[] }) {
  if (documents.length === 0) return null;
  return (
    <section class="intake" aria-labelledby="reading_title" aria-live="polite">
      <h2 id="reading_title">
        {text("work.in_progress")} <span class="count quiet_count">{documents.length}</span>
      </h2>
      <ul class="row_list compact">
        {documents.map((document) => {
          const stage = document.progress?.stage ?? document.state;
          return (
            <li key={document.id} class="row reading">
              <Link to={address_of.document(document.id)} class="row_source">
                {document.source}
              </Link>
              <span class="stage_words">
                {text_of_code("stage", stage) ?? text("stage.waiting")}
              </span>
              <progress
                max={100}
                value={percent(document.progress?.fraction ?? 0)}
                aria-label={`${text("work.in_progress")}: ${document.source}`}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

// The list of the service does not say why; the document does.
function Reason({ row }: { row: DocumentRow }) {
  const [document, set_document] = useState<OfficeDocument | null>(null);
  useEffect(() => {
    if (row.state !== "failed") return;
    get<OfficeDocument>(`/documents/${encodeURIComponent(row.id)}`).then(set_document, () => {});
  }, [row.id, row.state]);
  if (row.state === "quarantined")
    return <span class="trouble_why">{text("document.quarantined")}</span>;
  const failure = document && failure_of(document);
  return (
    <span class="trouble_why">{failure?.sentence ?? text("document.failed")}</span>
  );
}

export function TroubleList({
  documents,
  on_change,
}: {
  documents: DocumentRow[];
  on_change: () => void;
}) {
  if (documents.length === 0) return null;
  const reprocess = async (document: DocumentRow) => {
    try {
      await post(`/documents/${encodeURIComponent(document.id)}/reprocess`);
      announce(text("work.reprocess_started", { source: document.source }));
      on_change();
    } catch (problem) {
      announce(sentence(problem), "bad");
    }
  };
  return (
    <section class="intake trouble" aria-labelledby="trouble_title">
      <h2 id="trouble_title">
        {text("work.trouble")} <span class="count quiet_count">{documents.length}</span>
      </h2>
      <p class="hint">{text("work.trouble_detail")}</p>
      <ul class="row_list compact">
        {documents.map((document) => (
          <li key={document.id} class="row trouble_row" data-testid="trouble-row">
            <span class="trouble_head">
              <Link to={address_of.document(document.id)} class="row_source">
                {document.source}
              </Link>
              <StateBadge state={document.state} />
              <span class="quiet">{shown_time(document.received_at)}</span>
            </span>
            <Reason row={document} />
            {document.state === "failed" && (
              <span class="trouble_actions">
                <a class="with_icon" href={original_file(document.id)} download>
                  <Icon name="download" />
                  {text("work.original")}
                </a>
                <button type="button" class="link_button" onClick={() => void reprocess(document)}>
                  {text("work.reprocess")}
                </button>
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function RecentList({ documents }: { documents: DocumentRow[] }) {
  if (documents.length === 0) return null;
  return (
    <section class="intake" aria-labelledby="recent_title">
      <h2 id="recent_title">{text("work.recent")}</h2>
      <ul class="row_list compact">
        {documents.map((document) => (
          <li key={document.id} class="row">
            <Link to={address_of.document(document.id)} class="row_link">
              <span class="row_main">
                <span class="row_code">{document.fields.code ?? document.source}</span>
                <StateBadge state={document.state} />
              </span>
              <span class="row_subject">{document.fields.subject ?? ""}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
