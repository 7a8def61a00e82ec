// issues.tsx: what the reading found worth saying, each with a way to its field.

import { current_language, text, told, type Piece } from "../catalogue/text";
import { label_of } from "../fields";
import type { Form, Issue, OfficeDocument } from "../model";
import { Link } from "./link";
import { Technical } from "./technical";

interface Props {
  document: OfficeDocument;
  form: Form | null;
  on_field: ((field: string) => void) | null;
}

const kPlaced = new Set(["several_papers", "same_content", "same_code", "same_text", "cited_replaced"]);

const kOrder = { error: 0, warning: 1, info: 2 };

// The same paper came before: told once, by the strongest sign.
const kRepetitions = ["same_content", "same_code", "same_text"];

function same_paper(a: Issue, b: Issue): boolean {
  return a.values?.document !== undefined && a.values.document === b.values?.document;
}

// Doubt about a single field stands beside that field; what a person has decided is no issue any more; why reading failed
// is said above.
function is_told_elsewhere(issue: Issue, document: OfficeDocument): boolean {
  if (issue.severity === "error" && document.state === "failed") return true;
  const before = kRepetitions.indexOf(issue.code);
  const stronger = kRepetitions.slice(0, Math.max(0, before));
  if (document.issues.some((other) => stronger.includes(other.code) && same_paper(other, issue)))
    return true;
  if (!issue.field) return false;
  if (document.state === "in_workflow" || document.state === "filed") return true;
  const state = document.fields[issue.field]?.state;
  return issue.code === "low_confidence" || state === "verified" || state === "corrected";
}

export function Issues({ document, form, on_field }: Props) {
  const issues = document.issues
    .filter((issue) => !is_told_elsewhere(issue, document))
    .sort((a, b) => kOrder[a.severity] - kOrder[b.severity]);
  if (issues.length === 0) return null;
  const of_layout = (issue: Issue) => issue.code.startsWith("layout_");
  const is_note = (issue: Issue) => issue.severity === "info" && !of_layout(issue);
  return (
    <>
      <IssueList
        title={text("issues.title")}
        issues={issues.filter((issue) => !of_layout(issue) && !is_note(issue))}
        form={form}
        on_field={on_field}
      />
      <IssueList
        title={text("issues.layout")}
        issues={issues.filter(of_layout)}
        form={form}
        on_field={on_field}
      />
      <ReadingNotes issues={issues.filter(is_note)} form={form} on_field={on_field} />
    </>
  );
}

type NotesProps = Pick<Props, "form" | "on_field"> & { issues: Issue[] };

// What the machine did of its own accord: at hand, not in the way.
function ReadingNotes({ issues, form, on_field }: NotesProps) {
  if (issues.length === 0) return null;
  return (
    <details class="issues reading_notes">
      <summary>
        <h2>{text("issues.notes")}</h2> <span class="count quiet_count">{issues.length}</span>
      </summary>
      <ul>
        {issues.map((issue, index) => (
          <IssueItem key={index} issue={issue} form={form} on_field={on_field} />
        ))}
      </ul>
    </details>
  );
}

function IssueList({ title, issues, form, on_field }: NotesProps & { title: string }) {
  if (issues.length === 0) return null;
  return (
    <section class="issues" aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {issues.map((issue, index) => (
          <IssueItem key={index} issue={issue} form={form} on_field={on_field} />
        ))}
      </ul>
    </section>
  );
}

function is_of_layout(issue: Issue): boolean {
  return issue.code.startsWith("layout_") && issue.code !== "layout_unchecked";
}

// The issue in the reader's language: the catalogue's sentence with the issue's values, or what the form or the layout's rules say.
function sentence_of(issue: Issue): Piece[] {
  const values = issue.values ?? {};
  const printed = values[`message_${current_language()}`];
  if (printed) return [{ words: /[.!?…\]]$/.test(printed) ? printed : `${printed}.` }];
  const as_it_is = [{ words: issue.detail }];
  if (is_of_layout(issue)) {
    if (current_language() === "vi") return as_it_is;
    return told("issue", "layout_departs", values) ?? as_it_is;
  }
  const sentence = told("issue", issue.code, values) ?? as_it_is;
  if (!values.further) return sentence;
  return [...sentence, { words: " " }, ...(told("issue", "further_places", {}) ?? [])];
}

// What the sentence does not say: why reading failed, where a packet is wrong, and the places of an old issue without values.
function has_more(issue: Issue): boolean {
  const untold = !issue.field && Object.keys(issue.values ?? {}).length === 0;
  return (
    (issue.severity === "error" && !is_of_layout(issue)) ||
    issue.code === "layout_unchecked" ||
    issue.code === "exchange_packet" ||
    (untold && kPlaced.has(issue.code))
  );
}

interface ItemProps extends Pick<Props, "form" | "on_field"> {
  issue: Issue;
}

function IssueItem({ issue, form, on_field }: ItemProps) {
  // A table has a view of its own.
  const of_table = form && !form.fields.some((field) => field.id === issue.field);
  const go = () => {
    if (of_table) document.getElementById("view_table")?.click();
    else on_field?.(issue.field!);
  };
  return (
    <li class={`issue ${issue.severity}`}>
      <span>
        <span class="unseen">{text(`issue.severity_${issue.severity}`)}: </span>
        {sentence_of(issue).map((piece, index) =>
          piece.document ? (
            <Link key={index} to={`/documents/${piece.document}`}>
              {piece.words}
            </Link>
          ) : (
            piece.words
          ),
        )}
        {has_more(issue) && <Technical words={issue.detail} />}
      </span>
      {issue.field && on_field && (
        <button
          type="button"
          class="link_button"
          aria-label={text("issues.go", { field: label_of(issue.field, form) })}
          onClick={go}
        >
          {label_of(issue.field, form)}
        </button>
      )}
    </li>
  );
}
