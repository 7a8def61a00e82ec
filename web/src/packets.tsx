// packets.tsx: what the two lists of the exchange have in common: pages of lines, going by arrow keys, the words of a status.

import { useState } from "preact/hooks";

import { text, text_of_code } from "./catalogue/text";
import type { Paged } from "./model";
import { usePolled } from "./poll";

const kEveryMs = 5000;

// One page of a list that goes on to older lines.
export function usePages<T>(path: string) {
  const [starts, set_starts] = useState<(string | null)[]>([null]);
  const before = starts[starts.length - 1] ?? null;
  const polled = usePolled<Paged & T>(
    `${path}${path.includes("?") ? "&" : "?"}limit=25${before ? `&before=${before}` : ""}`,
    kEveryMs,
  );
  const next = polled.data?.next ?? null;
  const pager = (next !== null || starts.length > 1) && (
    <nav class="pager" aria-label={text("register.paging")}>
      <button
        type="button"
        class="button"
        disabled={starts.length === 1}
        onClick={() => set_starts((all) => all.slice(0, -1))}
      >
        {text("register.newer")}
      </button>
      <button
        type="button"
        class="button"
        disabled={next === null}
        onClick={() => set_starts((all) => [...all, next])}
      >
        {text("register.older")}
      </button>
    </nav>
  );
  return { ...polled, pager };
}

// Arrow keys go from row to row, to the first thing in it that can be used.
export function go_by_arrows(event: KeyboardEvent): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const row = (event.target as Element).closest("tr");
  if (step === 0 || !row || (event.target as Element).matches("input, select, textarea")) return;
  const rows = [...(row.parentElement?.children ?? [])];
  for (let at = rows.indexOf(row) + step; at >= 0 && at < rows.length; at += step) {
    const usable = rows[at]?.querySelector<HTMLElement>("a, button");
    if (!usable) continue;
    event.preventDefault();
    usable.focus();
    return;
  }
}

export function status_words(code: string | null): string {
  return code ? `${code} ${text_of_code("packet_status", code) ?? ""}`.trim() : "";
}
