// uploads.ts: files on their way to the service, two at a time. Kept outside the pages, so that going to another page does
// not stop an upload.

import { useEffect, useState } from "preact/hooks";

import { announce } from "./announce";
import { upload } from "./api";
import { sentence, text } from "./catalogue/text";

export interface UploadItem {
  key: number;
  file: File;
  book: string;
  state: "waiting" | "sending" | "done" | "failed";
  fraction: number;
  document: string | null;
  same_content: string[];
  why: string;
}

const kAtOnce = 2;
let items: UploadItem[] = [];
let next_key = 1;
const listeners = new Set<() => void>();

function change(key: number, changes: Partial<UploadItem>): void {
  items = items.map((item) => (item.key === key ? { ...item, ...changes } : item));
  listeners.forEach((listener) => listener());
}

async function send(item: UploadItem): Promise<void> {
  change(item.key, { state: "sending" });
  try {
    const taken = await upload(item.file, item.book, (fraction) => change(item.key, { fraction }));
    change(item.key, {
      state: "done",
      fraction: 1,
      document: taken.id,
      same_content: taken.same_content ?? [],
    });
  } catch (problem) {
    change(item.key, { state: "failed", why: sentence(problem) });
    announce(text("upload.announce_failed", { name: item.file.name }), "bad");
  }
  start_waiting();
}

function start_waiting(): void {
  const busy = items.filter((item) => item.state === "sending").length;
  const waiting = items.filter((item) => item.state === "waiting").slice(0, kAtOnce - busy);
  for (const item of waiting) void send(item);
}

export function add_uploads(files: Iterable<File>, book: string): void {
  for (const file of files) {
    items = [
      ...items,
      {
        key: next_key++,
        file,
        book,
        state: "waiting",
        fraction: 0,
        document: null,
        same_content: [],
        why: "",
      },
    ];
  }
  listeners.forEach((listener) => listener());
  start_waiting();
}

export function clear_finished_uploads(): void {
  items = items.filter((item) => item.state === "waiting" || item.state === "sending");
  listeners.forEach((listener) => listener());
}

export function useUploads(): UploadItem[] {
  const [shown, set_shown] = useState(items);
  useEffect(() => {
    const changed = () => set_shown(items);
    listeners.add(changed);
    changed();
    return () => {
      listeners.delete(changed);
    };
  }, []);
  return shown;
}
