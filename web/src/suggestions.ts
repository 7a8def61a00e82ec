// suggestions.ts: what the typed beginning of a search may become, asked for once the typing rests.

import { useEffect, useState } from "preact/hooks";

import { get } from "./api";

const kRestMs = 150;

export function useSuggestions(typed: string): string[] {
  const [suggestions, set_suggestions] = useState<string[]>([]);
  useEffect(() => {
    if (typed.trim().length < 2) {
      set_suggestions([]);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      get<{ suggestions: string[] }>(
        `/search/suggestions?q=${encodeURIComponent(typed)}`,
        stop.signal,
      ).then(
        (answer) => set_suggestions(answer.suggestions),
        () => {}, // a search works without
      );
    }, kRestMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [typed]);
  return suggestions;
}
