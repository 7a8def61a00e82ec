// text.ts: one lookup for every text on the page, in the language chosen (Vietnamese unless switched), and the wording of
// codes that the service sends. The choice is remembered in the browser; App redraws everything when it changes.

import { Problem } from "../api";
import { en } from "./en";
import { vi, type Key } from "./vi";

export type { Key } from "./vi";
export type Language = "vi" | "en";

const kRemembered = "vanthu.language";

function remembered(): Language {
  try {
    return localStorage.getItem(kRemembered) === "en" ? "en" : "vi";
  } catch {
    return "vi"; // storage may be forbidden; the page works without
  }
}

let language: Language = remembered();
const listeners = new Set<() => void>();

export function current_language(): Language {
  return language;
}

export function choose_language(chosen: Language): void {
  language = chosen;
  document.documentElement.lang = chosen;
  try {
    localStorage.setItem(kRemembered, chosen);
  } catch {
    // only the memory is lost
  }
  listeners.forEach((listener) => listener());
}

export function when_language_changes(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function text(key: Key, values: Record<string, string | number> = {}): string {
  const found = (language === "en" ? en : vi)[key];
  return found.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

// For codes that come from the service and may be newer than this page: null when not known.
export function text_of_code(family: string, code: string): string | null {
  const key = `${family}.${code}`;
  return key in vi ? text(key as Key) : null;
}

export type Values = Record<string, string>;

// A piece of a sentence; with `document` it is a way to that paper.
export interface Piece {
  words: string;
  document?: string;
}

// A value as people say it: codes in words, days in the order of the country.
function said(name: string, value: string): string {
  if (name === "fields")
    return value.replace(/[a-z_]+/g, (id) => text_of_code("field", id) ?? id);
  if (name === "zone") return text_of_code("zone", value) ?? text_of_code("field", value) ?? value;
  return text_of_code(name, value) ?? value.replace(/\b(\d{4})-(\d\d)-(\d\d)\b/g, "$3/$2/$1");
}

// A sentence of sentences.ts with its gaps filled; null when the catalogue has none for that code.
export function told(family: string, code: string, values: Values): Piece[] | null {
  const key = `${family}.${code}`;
  return key in vi ? filled(text(key as Key), values) : null;
}

// What a rule of a round found, and what speaks for it: the service says both in either language.
interface Told {
  detail: string;
  detail_en: string;
  evidence: string | null;
  evidence_en: string | null;
}

export const finding_words = (finding: Told): string =>
  current_language() === "vi" ? finding.detail : finding.detail_en;

export const evidence_words = (finding: Told): string | null =>
  current_language() === "vi" ? finding.evidence : finding.evidence_en;

function filled(sentence: string, values: Values): Piece[] {
  const known = sentence.replace(
    /\[([^[\]|]*)(?:\|([^[\]]*))?\]/g,
    (_, whole: string, bare: string | undefined) =>
      [...whole.matchAll(/\{(\w+)/g)].every(([, name]) => values[name!] !== undefined)
        ? whole
        : (bare ?? ""),
  );
  return known.split(/(\{\w+(?::[^}]*)?\})/).map((part) => {
    const [, name, words] = /^\{(\w+)(?::([^}]*))?\}$/.exec(part) ?? [];
    if (!name) return { words: part };
    if (name === "document") return { words: words ?? "", document: values.document };
    return { words: said(name, values[name] ?? "") };
  });
}

// What went wrong as one sentence for a person.
export function sentence(problem: unknown): string {
  if (!(problem instanceof Problem)) return text("error.internal");
  const reason = problem.reason && told("reason", problem.reason, problem.values);
  if (reason) return reason.map((piece) => piece.words).join("");
  return text_of_code("error", problem.code) ?? text("error.internal");
}
