// fields.ts: how each field is shown and typed: its group, its kind of box, its label, and the way between the stored value
// and the typed text. Ids and their order are the contract's.

import { current_language, text, text_of_code, type Key } from "./catalogue/text";
import { shown_date, stored_date } from "./format";
import type { Field, FieldValue, Form, OfficeDocument } from "./model";

export type Kind = "line" | "wrapped" | "list" | "date" | "number" | "choice";

interface Shape {
  kind?: Kind;
  half?: true; // narrow enough to share a line
}

export interface Group {
  title: Key;
  ids: string[];
  foldable: boolean; // folded away while nothing was found in it
}

const kGroups: Group[] = [
  { title: "group.organ", ids: ["organization_in_charge", "organ_name"], foldable: false },
  {
    title: "group.code",
    ids: ["code", "code_number", "code_notation", "issued_place", "issued_date"],
    foldable: false,
  },
  { title: "group.subject", ids: ["type_name", "subject"], foldable: false },
  { title: "group.recipients", ids: ["addressees", "to_places", "archive_line"], foldable: false },
  {
    title: "group.signer",
    ids: ["signer_competence", "signer_position", "signer_full_name"],
    foldable: false,
  },
  { title: "group.marks", ids: ["priority", "secrecy", "circulation"], foldable: true },
  {
    title: "group.arrival",
    ids: ["arrival_organ", "arrival_number", "arrival_date", "arrival_forward", "arrival_dossier"],
    foldable: true,
  },
  { title: "group.other", ids: ["attached_to", "page_amount"], foldable: true },
];

const kShapes: Record<string, Shape> = {
  organ_name: { kind: "wrapped" },
  organization_in_charge: { kind: "wrapped" },
  code_number: { half: true },
  code_notation: { half: true },
  issued_place: { half: true },
  issued_date: { kind: "date", half: true },
  subject: { kind: "wrapped" },
  addressees: { kind: "list" },
  to_places: { kind: "list" },
  signer_position: { half: true },
  signer_full_name: { half: true },
  priority: { kind: "choice", half: true },
  secrecy: { kind: "choice", half: true },
  arrival_number: { half: true },
  arrival_date: { kind: "date", half: true },
  arrival_forward: { half: true },
  arrival_dossier: { half: true },
  attached_to: { half: true },
  page_amount: { kind: "number", half: true },
};

const kChoices: Record<string, string[]> = {
  priority: ["Hỏa tốc", "Thượng khẩn", "Khẩn"],
  secrecy: ["Tuyệt mật", "Tối mật", "Mật"],
};

export const kNoField: Field = { value: null, state: "missing" };

export function kind_of(id: string, field: Field): Kind {
  return kShapes[id]?.kind ?? (Array.isArray(field.value) ? "list" : "line");
}

export function is_half(id: string): boolean {
  return kShapes[id]?.half === true;
}

export function choices_of(id: string, value: FieldValue): string[] {
  const known = kChoices[id] ?? [];
  return typeof value === "string" && value !== "" && !known.includes(value)
    ? [value, ...known]
    : known;
}

export function label_of(id: string, form: Form | null): string {
  const printed = form?.fields.find((field) => field.id === id)?.label;
  return text_of_code("field", id) ?? printed?.[current_language()] ?? id;
}

// The groups to show for a document: the contract's fields in order, then whatever else its form or its reading names.
export function groups_of(document: OfficeDocument, form: Form | null): Group[] {
  const known = new Set(kGroups.flatMap((group) => group.ids));
  const named = new Set([
    ...(form?.fields.map((field) => field.id) ?? []),
    ...Object.keys(document.fields),
  ]);
  const others = [...named].filter((id) => !known.has(id));
  return kGroups.map((group) =>
    group.title === "group.other" ? { ...group, ids: [...group.ids, ...others] } : group,
  );
}

export function field_of(document: OfficeDocument, id: string): Field {
  return document.fields[id] ?? kNoField;
}

export function typed_of(kind: Kind, value: FieldValue): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.join(kind === "list" ? "\n" : "; ");
  return kind === "date" ? shown_date(String(value)) : String(value);
}

function one_line(typed: string): string {
  return typed.normalize("NFC").replace(/\s+/g, " ").trim();
}

export type Parsed = { value: FieldValue } | { wrong: string };

export function parsed(kind: Kind, typed: string): Parsed {
  switch (kind) {
    case "list": {
      const items = typed.split("\n").map(one_line).filter(Boolean);
      return { value: items.length > 0 ? items : null };
    }
    case "date": {
      const stored = stored_date(typed);
      return stored === null ? { wrong: text("check.date_wrong") } : { value: stored || null };
    }
    case "number":
      if (typed.trim() === "") return { value: null };
      return /^\d+$/.test(typed.trim())
        ? { value: typed.trim() }
        : { wrong: text("check.number_wrong") };
    default:
      return { value: one_line(typed) || null };
  }
}

export function same_value(a: FieldValue, b: FieldValue): boolean {
  const plain = (value: FieldValue) => {
    if (value === null || value === undefined) return "";
    return Array.isArray(value) ? value.join("\n") : String(value);
  };
  return plain(a) === plain(b);
}
