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

// What went wrong as one sentence for a person.
export function sentence(problem: unknown): string {
  if (problem instanceof Problem)
    return text_of_code("error", problem.code) ?? text("error.internal");
  return text("error.internal");
}
