// field_row.tsx: one field under a clerk's hands: box to type in, what the machine thought, the words on the page enlarged
// while it is in focus, and what came of saving it.

import { text } from "../catalogue/text";
import type { FieldEditing } from "../field_editing";
import { choices_of, field_of, is_half, kind_of, parsed, typed_of } from "../fields";
import { percent } from "../format";
import type { Field, OfficeDocument } from "../model";
import { FieldStateBadge } from "./badges";
import { Crop } from "./crop";
import { Icon } from "./icon";

interface Props {
  id: string;
  label: string;
  document: OfficeDocument;
  editing: FieldEditing;
  active: boolean;
  read_only: boolean;
  on_focus: () => void;
  on_confirm: () => void;
}

function is_doubtful(field: Field): boolean {
  return field.state === "needs_review";
}

export function FieldRow(props: Props) {
  const { id, label, document, editing, active, read_only } = props;
  const field = field_of(document, id);
  const edit = editing.edit(id);
  const kind = kind_of(id, field);
  const typed = editing.typed(id);
  const reading = editing.reading(id);
  const others = (field.candidates ?? [])
    .map((each) => typed_of(kind, each))
    .filter((each) => each !== typed && "value" in parsed(kind, each));
  const doubt = typeof field.confidence === "number" && field.value !== null;
  const final = field.state === "verified" || field.state === "corrected";

  const choose = (value: string) => {
    editing.type(id, value);
    void editing.save(id, "confirm");
  };

  const pressed = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !event.isComposing && (kind !== "list" || event.ctrlKey)) {
      event.preventDefault();
      if (!read_only) props.on_confirm();
    } else if (
      event.key === "z" &&
      event.ctrlKey &&
      !event.shiftKey &&
      reading !== null &&
      !read_only
    ) {
      event.preventDefault();
      editing.restore(id);
    } else if (event.altKey && /^Digit[1-9]$/.test(event.code)) {
      const other = others[Number(event.code.slice(5)) - 1];
      if (other === undefined || read_only) return;
      event.preventDefault();
      choose(other);
    }
  };

  const attributes = {
    id: `field_${id}`,
    "data-field-input": id,
    "data-testid": `field-${id}`,
    "aria-describedby": `note_${id}`,
    "aria-invalid": edit?.status === "wrong" ? true : undefined,
    spellcheck: false,
    autocomplete: "off",
    readOnly: read_only,
    value: typed,
    onFocus: props.on_focus,
    onBlur: () => void editing.save(id, "keep"),
    onKeyDown: pressed,
  };
  const put = (event: { currentTarget: { value: string } }) =>
    editing.type(id, event.currentTarget.value);

  return (
    <div class={`field ${field.state} ${active ? "active" : ""} ${is_half(id) ? "half" : ""}`}>
      <div class="field_head">
        <label for={attributes.id}>{label}</label>
        <span class="field_marks">
          {doubt && !final && (
            <span
              class="confidence"
              title={text("check.confidence", { percent: percent(field.confidence!) })}
            >
              {percent(field.confidence!)}%
            </span>
          )}
          <FieldStateBadge state={field.state} />
        </span>
      </div>
      {kind === "choice" ? (
        <select {...attributes} disabled={read_only} onChange={put}>
          <option value="">{text("check.none_option")}</option>
          {choices_of(id, field.value).map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      ) : kind === "list" || kind === "wrapped" ? (
        <textarea {...attributes} rows={rows_of(typed, kind === "list")} onInput={put} />
      ) : (
        <input
          type="text"
          inputMode={kind === "number" ? "numeric" : undefined}
          placeholder={kind === "date" ? text("check.date_hint") : undefined}
          {...attributes}
          onInput={put}
        />
      )}
      {active && field.box && field.page && (
        <Crop
          document={document}
          field={field}
          alt={text("check.crop", { field: label, page: field.page })}
        />
      )}
      {(active || is_doubtful(field)) && others.length > 0 && !read_only && (
        <div class="chips" role="group" aria-label={text("check.candidates")}>
          {others.map((other) => (
            <button
              key={other}
              type="button"
              class="chip"
              tabIndex={-1}
              aria-label={text("check.use_candidate", { value: other, field: label })}
              onClick={() => choose(other)}
            >
              {other}
            </button>
          ))}
        </div>
      )}
      <div id={`note_${id}`} class="field_note" aria-live="polite">
        {kind === "list" && active && <span class="hint">{text("check.one_per_line")}</span>}
        <SaveNote id={id} editing={editing} />
      </div>
      {reading !== null && edit?.status !== "conflict" && !read_only && (
        <button
          type="button"
          class="link_button restore"
          tabIndex={-1}
          title={text("check.restore")}
          onClick={() => choose(reading)}
        >
          <Icon name="undo" />
          {text("check.read_as", { value: reading.replace(/\n/g, "; ") || text("check.empty") })}
        </button>
      )}
    </div>
  );
}

function rows_of(typed: string, is_list: boolean): number {
  const lines = typed.split("\n");
  const wrapped = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 52)), 0);
  return Math.min(12, Math.max(is_list ? 2 : 1, wrapped));
}

function SaveNote({ id, editing }: { id: string; editing: FieldEditing }) {
  const edit = editing.edit(id);
  if (!edit)
    return editing.was_saved(id) ? <span class="good_words">{text("check.saved")}</span> : null;
  switch (edit.status) {
    case "typing":
      return null;
    case "saving":
      return <span class="quiet">{text("check.saving")}</span>;
    case "wrong":
      return <span class="bad_words">{edit.why}</span>;
    case "failed":
      return <span class="bad_words">{text("check.not_saved", { why: edit.why })}</span>;
    case "conflict":
      return (
        <span class="conflict">
          <span class="bad_words">{text("check.conflict", { theirs: edit.why })}</span>
          <button type="button" class="chip" onClick={() => void editing.keep_mine(id)}>
            {text("check.conflict_keep", { mine: edit.typed || text("check.empty") })}
          </button>
          <button type="button" class="chip" onClick={() => editing.take_theirs(id)}>
            {text("check.conflict_take")}
          </button>
        </span>
      );
  }
}
