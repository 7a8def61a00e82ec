// record_panel.tsx: a document as it stands, nothing to change: for those who decide and those who look things up.

import { announce } from "../announce";
import { post } from "../api";
import { sentence, text, text_of_code } from "../catalogue/text";
import { failure_of } from "../failure";
import { field_of, groups_of, kind_of, label_of } from "../fields";
import { useForm } from "../forms";
import { shown_date, shown_value } from "../format";
import type { Field, OfficeDocument } from "../model";
import { has_role, useUser } from "../session";
import { FieldStateBadge } from "./badges";
import { Findings } from "./findings";
import { History } from "./history";
import { Issues } from "./issues";
import { Links } from "./links";
import { Opinions } from "./opinions";
import { Rights } from "./rights";
import { Technical } from "./technical";

// What a person wants to know of a paper that is still being read.
const kFirstSeen = ["organ_name", "code", "issued_date", "type_name", "subject"];

interface Props {
  document: OfficeDocument;
  active: string | null;
  on_active: (field: string | null, page?: number | null) => void;
  on_change: () => void;
}

export function RecordPanel({ document, active, on_active, on_change }: Props) {
  const form = useForm(document.form);
  const groups = groups_of(document, form)
    .map((group) => ({
      ...group,
      ids: group.ids.filter((id) => field_of(document, id).value !== null),
    }))
    .filter((group) => group.ids.length > 0);
  return (
    <div class="panel_scroll">
      <Standing document={document} on_change={on_change} />
      <Issues
        document={document}
        form={form}
        on_field={(id) => on_active(id, field_of(document, id).page)}
      />
      {groups.map((group) => (
        <section key={group.title} class="field_group">
          <h2>{text(group.title)}</h2>
          <dl class="record">
            {group.ids.map((id) => (
              <div key={id} class={active === id ? "record_row active" : "record_row"}>
                <dt>{label_of(id, form)}</dt>
                <dd>
                  <RecordValue id={id} field={field_of(document, id)} on_active={on_active} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <Links document={document.id} registered={document.register_entry !== null} />
      {document.state !== "quarantined" && <Rights document={document.id} />}
      {document.opinions.length > 0 && <Opinions opinions={document.opinions} />}
      <Findings document={document} on_page={(page) => on_active(null, page)} />
      <History events={document.history} open />
    </div>
  );
}

interface ValueProps {
  id: string;
  field: Field;
  on_active: Props["on_active"];
}

function RecordValue({ id, field, on_active }: ValueProps) {
  const words =
    kind_of(id, field) === "date"
      ? shown_date(shown_value(field.value))
      : Array.isArray(field.value)
        ? null
        : shown_value(field.value);
  const shown =
    words ??
    (field.value as string[]).map((item, index) => (
      <span key={index} class="record_item">
        {item}
      </span>
    ));
  return (
    <>
      {field.page ? (
        <button
          type="button"
          class="value_button"
          data-testid={`value-${id}`}
          onFocus={() => on_active(id, field.page)}
          onClick={() => on_active(id, field.page)}
        >
          {shown}
        </button>
      ) : (
        <span data-testid={`value-${id}`}>{shown}</span>
      )}
      {field.state === "needs_review" && <FieldStateBadge state={field.state} />}
    </>
  );
}

// Why there is nothing (yet) to see or do.
function Standing({ document, on_change }: { document: OfficeDocument; on_change: () => void }) {
  const user = useUser();
  const reprocess = async () => {
    try {
      await post(`/documents/${encodeURIComponent(document.id)}/reprocess`);
      announce(text("work.reprocess_started", { source: document.source }));
      on_change();
    } catch (problem) {
      announce(sentence(problem), "bad");
    }
  };
  switch (document.state) {
    case "received":
    case "processing":
      return (
        <div class="notice" role="status">
          {text("document.processing")}{" "}
          {document.progress &&
            (text_of_code("stage", document.progress.stage) ?? document.progress.stage)}
          {kFirstSeen.map((id) => {
            const value = document.progress?.fields[id];
            return (
              value && (
                <p key={id}>
                  {label_of(id, null)}: <strong>{value}</strong>
                </p>
              )
            );
          })}
        </div>
      );
    case "quarantined":
      return <p class="notice bad">{text("document.quarantined")}</p>;
    case "failed": {
      const failure = failure_of(document);
      return (
        <div class="notice bad" data-testid="failure">
          <p>
            <strong>{failure.sentence}</strong>
          </p>
          <Technical words={failure.detail} />
          {has_role(user, "clerk") && (
            <button type="button" class="button" onClick={() => void reprocess()}>
              {text("document.reprocess")}
            </button>
          )}
        </div>
      );
    }
    case "returned":
      return <p class="notice">{text("document.returned")}</p>;
    default:
      return null;
  }
}
