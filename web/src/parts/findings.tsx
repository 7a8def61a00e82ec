// findings.tsx: what was read beside the fields: nomination tables, documents cited, tasks assigned, digital signatures.

import { text, text_of_code } from "../catalogue/text";
import { shown_date, shown_time } from "../format";
import type { Assignment, Citation, FieldTable, OfficeDocument, Signature } from "../model";
import { Icon } from "./icon";

interface Props {
  document: OfficeDocument;
  on_page: (page: number) => void;
}

export function Findings({ document, on_page }: Props) {
  return (
    <>
      {document.signatures.length > 0 && <Signatures signatures={document.signatures} />}
      {document.tables.map((table, index) => (
        <Table key={index} table={table} />
      ))}
      {document.tasks.length > 0 && <Assignments assignments={document.tasks} on_page={on_page} />}
      {document.citations.length > 0 && (
        <Citations citations={document.citations} on_page={on_page} />
      )}
    </>
  );
}

function PageButton({ page, on_page }: { page: number | null; on_page: (page: number) => void }) {
  if (!page) return null;
  return (
    <button type="button" class="link_button" onClick={() => on_page(page)}>
      {text("citations.page", { n: page })}
    </button>
  );
}

function Table({ table }: { table: FieldTable }) {
  const title = text_of_code("tables", table.id) ?? table.id;
  const cell = (column: string, value: string | null | undefined) => {
    if (!value) return "";
    if (column === "kind") return text_of_code("kind", value) ?? value;
    return column.endsWith("_date") ? shown_date(value) : value;
  };
  return (
    <section class="finding">
      <h2>
        {title} <span class="quiet">{text("tables.rows", { n: table.rows.length })}</span>
      </h2>
      <div class="table_scroll" tabIndex={0} role="region" aria-label={title}>
        <table class="data_table small">
          <thead>
            <tr>
              {table.columns.map((column) => (
                <th key={column} scope="col">
                  {text_of_code("column", column) ?? column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, index) => (
              <tr key={index}>
                {table.columns.map((column) => (
                  <td key={column}>{cell(column, row[column])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Citations({
  citations,
  on_page,
}: {
  citations: Citation[];
  on_page: (page: number) => void;
}) {
  return (
    <section class="finding">
      <h2>{text("citations.title")}</h2>
      <ul class="finding_list">
        {citations.map((citation, index) => (
          <li key={index} title={citation.quote ?? undefined}>
            <span>
              <strong>{[citation.type_name, citation.code].filter(Boolean).join(" ")}</strong>
              {citation.date && ` (${shown_date(citation.date)})`}
              {citation.organ_name && `, ${citation.organ_name}`}
              {citation.subject && <span class="quiet"> {citation.subject}</span>}
            </span>
            <PageButton page={citation.page} on_page={on_page} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Assignments({
  assignments,
  on_page,
}: {
  assignments: Assignment[];
  on_page: (page: number) => void;
}) {
  return (
    <section class="finding">
      <h2>{text("assignments.title")}</h2>
      <ul class="finding_list">
        {assignments.map((assignment, index) => (
          <li key={index} title={assignment.quote ?? undefined}>
            <span>
              <strong>{assignment.organ_name}</strong> {assignment.assigning_verb}{" "}
              {assignment.action}
              {assignment.deadline && (
                <span class="deadline">
                  {text("assignments.deadline", { date: shown_date(assignment.deadline) })}
                </span>
              )}
            </span>
            <PageButton page={assignment.page} on_page={on_page} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Signatures({ signatures }: { signatures: Signature[] }) {
  return (
    <section class="finding">
      <h2>{text("signatures.title")}</h2>
      <ul class="signature_list">
        {signatures.map((signature, index) => (
          <li key={index} class={signature.valid ? "signature valid" : "signature invalid"}>
            <Icon name={signature.valid ? "seal" : "warning"} />
            <div>
              <p>
                <strong>{signature.common_name ?? signature.organ_name}</strong>
                {signature.common_name && signature.organ_name && `, ${signature.organ_name}`}
              </p>
              <p>
                {text(signature.valid ? "signatures.valid" : "signatures.invalid")},{" "}
                {text(`signatures.${signature.trust}`)}
                {signature.signed_at &&
                  ` · ${text("signatures.at")} ${shown_time(signature.signed_at)}`}
              </p>
              {signature.reason && <p class="quiet">{signature.reason}</p>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
