// field_editing.ts: what a clerk has typed and not yet saved, and its way to the service. Saves go one after another, each
// with the revision of the last answer. When somebody else changed the document, other fields are merged silently; the same
// field is shown as a conflict and the person decides. What was typed is never thrown away.

import { get, patch, Problem } from "./api";
import { sentence, text } from "./catalogue/text";
import { field_of, kind_of, parsed, same_value, typed_of } from "./fields";
import { shown_value } from "./format";
import type { FieldValue, OfficeDocument } from "./model";

export type Status = "typing" | "saving" | "wrong" | "failed" | "conflict";

export interface Edit {
  typed: string;
  base: FieldValue; // the stored value that the person was looking at
  status: Status;
  why: string; // wrong and failed: what; conflict: the other person's value
}

export type Intent = "keep" | "confirm"; // confirm: a person agrees with the value, even when it is unchanged

const kFinal = ["verified", "corrected"];

export class FieldEditing {
  private edits = new Map<string, Edit>();
  private just_saved = new Set<string>();
  private read = new Map<string, FieldValue>();
  private queue: Promise<void> = Promise.resolve();
  private listeners = new Set<() => void>();

  constructor(private document_: OfficeDocument) {
    this.remember_readings();
  }

  get document(): OfficeDocument {
    return this.document_;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  // A newer document from elsewhere; what is being typed stays.
  replace(document: OfficeDocument): void {
    this.document_ = document;
    this.remember_readings();
    this.changed();
  }

  typed(id: string): string {
    return this.edits.get(id)?.typed ?? this.stored(id);
  }

  edit(id: string): Edit | null {
    return this.edits.get(id) ?? null;
  }

  was_saved(id: string): boolean {
    return this.just_saved.has(id);
  }

  // What the machine read, as typed text; null when it is what stands there, or is not known.
  reading(id: string): string | null {
    if (!this.read.has(id)) return null;
    const reading = typed_of(this.kind(id), this.read.get(id) ?? null);
    return reading === this.typed(id) ? null : reading;
  }

  type(id: string, typed: string): void {
    const before = this.edits.get(id);
    const base = before ? before.base : field_of(this.document_, id).value;
    this.just_saved.delete(id);
    this.edits.set(id, { typed, base, status: "typing", why: "" });
    this.changed();
  }

  restore(id: string): void {
    const reading = this.reading(id);
    if (reading !== null) this.type(id, reading);
  }

  take_theirs(id: string): void {
    this.edits.delete(id);
    this.changed();
  }

  keep_mine(id: string): Promise<void> {
    const edit = this.edits.get(id);
    if (edit)
      this.edits.set(id, { ...edit, base: field_of(this.document_, id).value, status: "typing" });
    return this.save(id, "confirm");
  }

  save(id: string, intent: Intent): Promise<void> {
    this.queue = this.queue.then(() => this.save_now(id, intent));
    return this.queue;
  }

  // Everything typed is stored, or something could not be and is marked: the ids of those.
  async settle(): Promise<string[]> {
    for (const [id, edit] of this.edits)
      if (edit.status === "typing" || edit.status === "failed") void this.save(id, "keep");
    await this.queue;
    return [...this.edits]
      .filter(([, edit]) => ["wrong", "failed", "conflict"].includes(edit.status))
      .map(([id]) => id);
  }

  private kind(id: string) {
    return kind_of(id, field_of(this.document_, id));
  }

  private stored(id: string): string {
    return typed_of(this.kind(id), field_of(this.document_, id).value);
  }

  private remember_readings(): void {
    for (const [id, field] of Object.entries(this.document_.fields)) {
      if (!kFinal.includes(field.state)) this.read.set(id, field.value);
    }
  }

  private changed(): void {
    this.listeners.forEach((listener) => listener());
  }

  private mark(id: string, status: Status, why = ""): void {
    const edit = this.edits.get(id);
    const field = field_of(this.document_, id);
    this.edits.set(id, {
      typed: edit?.typed ?? this.stored(id),
      base: edit?.base ?? field.value,
      status,
      why,
    });
    this.changed();
  }

  private async save_now(id: string, intent: Intent): Promise<void> {
    const field = field_of(this.document_, id);
    const typed = this.typed(id);
    const result = parsed(this.kind(id), typed);
    if ("wrong" in result) {
      this.mark(id, "wrong", result.wrong);
      return;
    }
    if (this.edits.get(id)?.status === "conflict") return; // the person has not decided yet
    const unchanged = same_value(result.value, field.value);
    const agreed =
      kFinal.includes(field.state) || (field.state === "missing" && result.value === null);
    if (unchanged && (intent === "keep" || agreed)) {
      this.edits.delete(id);
      this.changed();
      return;
    }
    this.mark(id, "saving");
    try {
      this.document_ = await this.send(id, result.value);
      // Typed on meanwhile: the rest is saved by its own blur.
      if (this.typed(id) === typed) {
        this.edits.delete(id);
        this.just_saved.add(id);
      } else {
        this.mark(id, "typing");
      }
      this.changed();
    } catch (problem) {
      if (problem instanceof Conflict) this.mark(id, "conflict", problem.theirs);
      else this.mark(id, "failed", sentence(problem));
    }
  }

  private async send(id: string, value: FieldValue): Promise<OfficeDocument> {
    const path = `/documents/${encodeURIComponent(this.document_.id)}`;
    const body = { fields: { [id]: value } };
    try {
      return await patch<OfficeDocument>(`${path}/fields`, body, this.document_.revision);
    } catch (problem) {
      if (!(problem instanceof Problem) || (problem.code !== "conflict" && problem.status !== 412))
        throw problem;
    }
    const base = this.edits.get(id)?.base ?? null;
    this.document_ = await get<OfficeDocument>(path);
    const theirs = field_of(this.document_, id).value;
    if (!same_value(theirs, base) && !same_value(theirs, value)) {
      throw new Conflict(shown_value(theirs) || text("check.empty"));
    }
    return patch<OfficeDocument>(`${path}/fields`, body, this.document_.revision);
  }
}

class Conflict extends Error {
  constructor(readonly theirs: string) {
    super("conflict");
  }
}
