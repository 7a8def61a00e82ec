// poll.ts: keeps one address of the service fresh while a page is shown. Asks with the last ETag, so an unchanged list costs
// an empty answer; rests while the tab is hidden; a failed request keeps the last good answer and is tried again.

import { useCallback, useEffect, useRef, useState } from "preact/hooks";

import { get_if_changed, Problem } from "./api";

export interface Polled<T> {
  data: T | null;
  problem: Problem | null;
  refresh: () => void;
}

// A null path asks nothing; every_ms null asks once.
export function usePolled<T>(path: string | null, every_ms: number | null): Polled<T> {
  const [data, set_data] = useState<{ path: string; body: T } | null>(null);
  const [problem, set_problem] = useState<Problem | null>(null);
  const [turn, set_turn] = useState(0);
  const etag = useRef<{ path: string; value: string | null }>({ path: "", value: null });

  useEffect(() => {
    if (path === null) return;
    let live = true;
    let timer = 0;
    const ask = async () => {
      try {
        const known = etag.current.path === path ? etag.current.value : null;
        const answer = await get_if_changed<T>(path, known);
        if (!live) return;
        if (answer) {
          etag.current = { path, value: answer.etag };
          set_data({ path, body: answer.body });
        }
        set_problem(null);
      } catch (error) {
        if (live && error instanceof Problem) set_problem(error);
      }
      if (live && every_ms !== null) timer = window.setTimeout(next, every_ms);
    };
    const next = () => {
      if (document.hidden) timer = window.setTimeout(next, every_ms ?? 0);
      else void ask();
    };
    void ask();
    return () => {
      live = false;
      window.clearTimeout(timer);
    };
  }, [path, every_ms, turn]);

  const refresh = useCallback(() => set_turn((value) => value + 1), []);
  return { data: data && data.path === path ? data.body : null, problem, refresh };
}
