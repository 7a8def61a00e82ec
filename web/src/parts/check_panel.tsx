// check_panel.tsx: the clerk's check: every field with what was read, its doubt and its other readings; Enter agrees and goes
// on, F2 goes to the next doubtful one. Below: accept into the register, or return.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { announce } from "../announce";
import { text } from "../catalogue/text";
import { FieldEditing } from "../field_editing";
import { field_of, groups_of, label_of, type Group } from "../fields";
import { useForm } from "../forms";
import type { Form, OfficeDocument, Task } from "../model";
import { useNames } from "../people";
import { navigate, address_of } from "../router";
import { useUser } from "../session";
import { CheckActions } from "./check_actions";
import { FieldRow } from "./field_row";
import { History } from "./history";
import { Issues } from "./issues";
import { Opinions } from "./opinions";
import { Findings } from "./findings";

interface Props {
  document: OfficeDocument;
  task: Task;
  active: string | null;
  on_document: (document: OfficeDocument) => void;
  on_active: (field: string | null, page?: number | null) => void;
  on_change: () => void;
}

// Redraws with every keystroke and every answer of the service.
function useEditing(
  document: OfficeDocument,
  on_document: (document: OfficeDocument) => void,
): FieldEditing {
  const editing = useRef<FieldEditing | null>(null);
  editing.current ??= new FieldEditing(document);
  const [, redraw] = useState(0);
  useEffect(
    () =>
      editing.current!.subscribe(() => {
        redraw((value) => value + 1);
        on_document(editing.current!.document);
      }),
    [on_document],
  );
  useEffect(() => {
    if (document !== editing.current!.document) editing.current!.replace(document);
  }, [document]);
  return editing.current;
}

function focus_field(id: string): void {
  const input = document.getElementById(`field_${id}`);
  input?.closest("details")?.setAttribute("open", "");
  input?.focus();
}

function is_found(document: OfficeDocument, id: string): boolean {
  return field_of(document, id).state !== "missing";
}

export function CheckPanel({ document, task, active, on_document, on_active, on_change }: Props) {
  const user = useUser();
  const name_of = useNames();
  const form = useForm(document.form);
  const editing = useEditing(document, on_document);
  const groups = useMemo(() => groups_of(document, form), [document, form]);
  const order = groups.flatMap((group) => group.ids);
  const doubtful = order.filter((id) => needs_person(editing, id));
  const held_by_other = task.assignee !== null && task.assignee !== user.id;

  const next_doubtful = () => {
    const from = active ? order.indexOf(active) : -1;
    const next =
      doubtful.find((id) => order.indexOf(id) > from) ?? doubtful.find((id) => id !== active);
    if (next) focus_field(next);
    else window.document.getElementById("accept")?.focus();
  };

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === "F2" || (event.altKey && event.code === "KeyN")) {
        event.preventDefault();
        next_doubtful();
      }
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  });

  // The first doubtful field waits for the clerk.
  useEffect(
    () => focus_field(doubtful[0] ?? order.find((id) => is_found(document, id)) ?? order[0]!),
    [],
  );

  const confirm = (id: string) => {
    void editing.save(id, "confirm");
    const inputs = [...window.document.querySelectorAll<HTMLElement>("[data-field-input]")];
    const shown = inputs.filter((input) => input.offsetParent !== null);
    const next = shown[shown.findIndex((input) => input.id === `field_${id}`) + 1];
    (next ?? window.document.getElementById("accept"))?.focus();
  };

  const done = (words: string) => {
    announce(words);
    on_change();
    navigate(address_of.work);
  };

  return (
    <section class="panel" aria-label={text("check.fields")}>
      <div class="panel_scroll">
        {held_by_other && (
          <p class="notice">{text("check.held", { user: name_of(task.assignee!) })}</p>
        )}
        <Issues document={document} form={form} on_field={focus_field} />
        {document.opinions.length > 0 && <Opinions opinions={document.opinions} />}
        {groups.map((group) => (
          <FieldGroup key={group.title} group={group} document={document} form={form}>
            {group.ids.map((id) => (
              <FieldRow
                key={id}
                id={id}
                label={label_of(id, form)}
                document={document}
                editing={editing}
                active={active === id}
                read_only={held_by_other}
                on_focus={() => on_active(id, field_of(document, id).page)}
                on_confirm={() => confirm(id)}
              />
            ))}
          </FieldGroup>
        ))}
        <Findings document={document} on_page={(page) => on_active(null, page)} />
        <History events={document.history} />
      </div>
      {!held_by_other && (
        <CheckActions
          document={document}
          task={task}
          editing={editing}
          form={form}
          doubtful={doubtful}
          on_next={next_doubtful}
          on_look={focus_field}
          on_done={done}
        />
      )}
    </section>
  );
}

function needs_person(editing: FieldEditing, id: string): boolean {
  const status = editing.edit(id)?.status;
  if (status === "wrong" || status === "failed" || status === "conflict") return true;
  return field_of(editing.document, id).state === "needs_review" && status !== "saving";
}

interface GroupProps {
  group: Group;
  document: OfficeDocument;
  form: Form | null;
  children: preact.ComponentChildren;
}

function FieldGroup({ group, document, children }: GroupProps) {
  // Decided once: a group must not fold away while somebody empties its last field.
  const [folded] = useState(group.foldable && !group.ids.some((id) => is_found(document, id)));
  if (folded) {
    return (
      <details class="field_group">
        <summary>
          <h2>{text(group.title)}</h2> <span class="quiet">{text("field_state.missing")}</span>
        </summary>
        <div class="field_grid">{children}</div>
      </details>
    );
  }
  return (
    <section class="field_group">
      <h2>{text(group.title)}</h2>
      <div class="field_grid">{children}</div>
    </section>
  );
}
