// document_head.tsx: the line above a document: what it is, how urgent, where it stands, and the original.

import { original_file } from "../api";
import { text, text_of_code } from "../catalogue/text";
import { shown_time, shown_value } from "../format";
import type { OfficeDocument } from "../model";
import { useNames } from "../people";
import { address_of, go_back } from "../router";
import { StateBadge, UrgencyMark } from "./badges";
import { Icon } from "./icon";
import { Link } from "./link";

export function DocumentHead({ document }: { document: OfficeDocument }) {
  const name_of = useNames();
  const entry = document.register_entry;
  const code = shown_value(document.fields.code?.value ?? null);
  const subject = shown_value(document.fields.subject?.value ?? null);
  return (
    <header class="document_head">
      <button
        type="button"
        class="icon_button"
        aria-label={text("app.back")}
        title={text("app.back")}
        onClick={() => go_back(address_of.work)}
      >
        <Icon name="left" />
      </button>
      <div class="document_title">
        <h1>
          <span class="document_code">{code || document.source}</span>
          {subject && <span class="document_subject">{subject}</span>}
        </h1>
        <p class="document_facts">
          <StateBadge state={document.state} />
          <UrgencyMark priority={shown_value(document.fields.priority?.value ?? null)} />
          {entry && (
            <span class="entry" data-testid="register-entry">
              {text("document.entry", {
                number: entry.number,
                book: text_of_code("book", entry.book) ?? entry.book,
                year: entry.year,
              })}
            </span>
          )}
          <span>{document.source}</span>
          <span>
            {text("document.received", { time: shown_time(document.received_at) })}
            {document.received_by &&
              ` ${text("document.received_by", { user: name_of(document.received_by) })}`}
          </span>
        </p>
      </div>
      {document.register_entry && document.pages.some((page) => page.width) && (
        <Link
          to={address_of.stamped(document.id)}
          class="button with_icon"
          data-testid="open-stamped"
        >
          <Icon name="file" />
          {text("stamped.short")}
        </Link>
      )}
      {document.opinions.length > 0 && (
        <Link to={address_of.slip(document.id)} class="button with_icon" data-testid="open-slip">
          <Icon name="file" />
          {text("slip.short")}
        </Link>
      )}
      {document.state !== "quarantined" && (
        <a class="button with_icon" href={original_file(document.id)} download>
          <Icon name="download" />
          {text("document.original")}
        </a>
      )}
    </header>
  );
}
