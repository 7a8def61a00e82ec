// history.tsx: the audit trail of one document, folded away until asked for.

import { text, text_of_code } from "../catalogue/text";
import { label_of } from "../fields";
import { shown_time } from "../format";
import type { HistoryEvent } from "../model";
import { useNames } from "../people";

function words(value: unknown): string {
  if (Array.isArray(value)) return value.map(words).join("; ");
  return typeof value === "object" ? "" : String(value ?? "");
}

// A correction says from what to what; of the rest what has a name for people (digests and ids have none).
function detail_words(detail: HistoryEvent["detail"], name_of: (id: string) => string): string {
  if (!detail) return "";
  const { field, before, after, outcome, book, to, ...others } = detail;
  const parts: string[] = [];
  if (typeof field === "string") {
    const shown = [before, after].map((value) => words(value) || text("check.empty"));
    parts.push(`${label_of(field, null)}: ${shown.join(" → ")}`);
  }
  if (typeof book === "string") parts.push(text_of_code("book", book) ?? book);
  if (typeof to === "string") parts.push(`${text("detail.to")}: ${name_of(to)}`);
  if (typeof outcome === "string" && outcome)
    parts.push(text_of_code("outcome", outcome) ?? outcome);
  for (const [name, value] of Object.entries(others)) {
    const label = text_of_code("detail", name);
    if (label && words(value) !== "") parts.push(`${label}: ${words(value)}`);
  }
  return parts.join(" · ");
}

function is_machine(actor: string | null): boolean {
  return !actor || actor === "system" || actor.startsWith("system:");
}

export function History({ events, open = false }: { events: HistoryEvent[]; open?: boolean }) {
  const name_of = useNames();
  return (
    <details class="finding history" open={open}>
      <summary>
        <h2>{text("history.title")}</h2> <span class="count quiet_count">{events.length}</span>
      </summary>
      {events.length === 0 && <p class="quiet">{text("history.none")}</p>}
      <ol>
        {events.map((event, index) => (
          <li key={index}>
            <time dateTime={event.at}>{shown_time(event.at)}</time>
            <span class="history_actor">
              {is_machine(event.actor) ? text("history.system") : name_of(event.actor!)}
            </span>
            <span class="history_action">
              {text_of_code("action", event.action) ?? event.action}
              <small class="quiet">{detail_words(event.detail, name_of)}</small>
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
