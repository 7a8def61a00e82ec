// format.ts: dates, times and values as people in the office write them, and back to what is stored.

import { current_language, text } from "./catalogue/text";
import type { FieldValue } from "./model";

// "2022-04-21" -> "21/04/2022", "2022-04" -> "04/2022", "2022" -> "2022"; anything else unchanged.
export function shown_date(stored: string): string {
  const parts = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(stored);
  if (!parts) return stored;
  return [parts[3], parts[2], parts[1]].filter(Boolean).join("/");
}

// The stored form of a typed date; null when it is none. Empty stays empty.
export function stored_date(typed: string): string | null {
  const trimmed = typed.trim();
  if (trimmed === "") return "";
  if (/^\d{4}(-\d{2}){0,2}$/.test(trimmed)) return trimmed;
  const parts = trimmed.split(/[/.\-\s]+/).map(Number);
  if (parts.some((part) => !Number.isInteger(part) || part <= 0)) return null;
  const [year, month, day] = parts.reverse();
  if (year === undefined || year < 1900 || year > 2200 || parts.length > 3) return null;
  if (month === undefined) return String(year);
  if (month > 12) return null;
  const padded = String(month).padStart(2, "0");
  if (day === undefined) return `${year}-${padded}`;
  if (day > new Date(year, month, 0).getDate()) return null;
  return `${year}-${padded}-${String(day).padStart(2, "0")}`;
}

function locale(): string {
  return current_language() === "en" ? "en-GB" : "vi-VN";
}

export function shown_time(at: string | null | undefined): string {
  if (!at) return "";
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return at;
  const clock = time.toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" });
  if (time.toDateString() === new Date().toDateString()) return clock;
  const day = time.toLocaleDateString("en-GB", {
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
  });
  return `${clock} ${day}`;
}

export function shown_value(value: FieldValue): string {
  if (value === null) return "";
  return Array.isArray(value) ? value.join("; ") : String(value);
}

export function or_empty(value: string): string {
  return value === "" ? text("check.empty") : value;
}

export function percent(fraction: number): number {
  return Math.round(Math.min(1, Math.max(0, fraction)) * 100);
}

// Ranks printed urgency marks, most urgent first; 0 = none.
export function urgency(priority: string | null | undefined): number {
  const mark = (priority ?? "").normalize("NFC").toLowerCase();
  if (mark.startsWith("hỏa tốc") || mark.startsWith("hoả tốc")) return 3;
  if (mark.startsWith("thượng khẩn")) return 2;
  return mark.startsWith("khẩn") ? 1 : 0;
}
