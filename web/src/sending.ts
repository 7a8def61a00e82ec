// sending.ts: one request of a form or a button at a time, and what is said after it.

import { useState } from "preact/hooks";

import { announce } from "./announce";
import { sentence } from "./catalogue/text";

// `send` says `words` and resolves to true when `work` was done; otherwise `on_failed` is told why. While `busy`, a second
// click does nothing: a packet is not sent twice.
export function useSending(
  on_failed: (problem: unknown) => void = (problem) => announce(sentence(problem), "bad"),
) {
  const [busy, set_busy] = useState(false);
  const send = async (work: () => Promise<unknown>, words: string): Promise<boolean> => {
    if (busy) return false;
    set_busy(true);
    try {
      await work();
      announce(words);
      return true;
    } catch (problem) {
      on_failed(problem);
      return false;
    } finally {
      set_busy(false);
    }
  };
  return { busy, send };
}
