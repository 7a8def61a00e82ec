// issues.tsx: what the reading found worth saying, each with a way to its field.

import { text, text_of_code } from "../catalogue/text";
import { label_of } from "../fields";
import type { Form, Issue, OfficeDocument } from "../model";
import { Link } from "./link";

interface Props {
  document: OfficeDocument;
  form: Form | null;
  on_field: ((field: string) => void) | null;
}

const kOrder = { error: 0, warning: 1, info: 2 };

// Doubt about a single field stands beside that field; what a person has decided is no issue any more; why reading failed
// is said above.
function is_told_elsewhere(issue: Issue, document: OfficeDocument): boolean {
  if (issue.severity === "error" && document.state === "failed") return true;
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
  const told = (issue: Issue) => issue.severity === "info" && !of_layout(issue);
  return (
    <>
      <IssueList
        title={text("issues.title")}
        issues={issues.filter((issue) => !of_layout(issue) && !told(issue))}
        form={form}
        on_field={on_field}
      />
      <IssueList
        title={text("issues.layout")}
        issues={issues.filter(of_layout)}
        form={form}
        on_field={on_field}
      />
      <ReadingNotes issues={issues.filter(told)} form={form} on_field={on_field} />
    </>
  );
}

type NotesProps = Pick<Props, "form" | "on_field"> & { issues: Issue[] };

// What the machine did of its own accord, with its reasons: at hand, not in the way.
function ReadingNotes({ issues, form, on_field }: NotesProps) {
  if (issues.length === 0) return null;
  return (
    <details class="issues reading_notes">
      <summary>
        <h2>{text("issues.notes")}</h2> <span class="count quiet_count">{issues.length}</span>
      </summary>
      <ul>
        {issues.map((issue, index) => (
          <IssueItem key={index} issue={issue} reasons form={form} on_field={on_field} />
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
          <IssueItem
            key={index}
            issue={issue}
            reasons={!issue.field}
            form={form}
            on_field={on_field}
          />
        ))}
      </ul>
    </section>
  );
}

interface ItemProps extends Pick<Props, "form" | "on_field"> {
  issue: Issue;
  reasons: boolean;
}

// `reasons`: the detail too, as the reader put it. It says where, which a field beside it would say already.
function IssueItem({ issue, reasons, form, on_field }: ItemProps) {
  const known = text_of_code("issue", issue.code) ?? text_of_code("error", issue.code);
  return (
    <li class={`issue ${issue.severity}`} title={known ? issue.detail : undefined}>
      <span>
        <span class="unseen">{text(`issue.severity_${issue.severity}`)}: </span>
        {known ?? issue.detail}
        {known && reasons && (
          <small class="issue_detail" lang="en">
            {with_links(issue.detail)}
          </small>
        )}
      </span>
      {issue.field && on_field && (
        <button
          type="button"
          class="link_button"
          aria-label={text("issues.go", { field: label_of(issue.field, form) })}
          onClick={() => on_field(issue.field!)}
        >
          {label_of(issue.field, form)}
        </button>
      )}
    </li>
  );
}

// Another paper that the detail names by its id can be opened from there.
function with_links(detail: string) {
  return detail.split(/(?<=document )([0-9a-z]{20})/).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <Link key={index} to={`/documents/${part}`}>
        {part}
      </Link>
    ),
  );
}
