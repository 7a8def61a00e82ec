// notices.ts: what the office has told the person signed in, asked for once for the bell and the page, and how they want to
// be told.

import { createContext } from "preact";

import { post } from "./api";
import type { Notice, NoticeSettings } from "./model";
import { usePolled, type Polled } from "./poll";

const kEveryMs = 15000;

export interface NoticeList {
  notices: Notice[];
}

export function useNotices(): Polled<NoticeList> {
  return usePolled<NoticeList>("/notices?limit=200", kEveryMs);
}

export const Notices = createContext<Polled<NoticeList>>({
  data: null,
  problem: null,
  refresh: () => {},
});

export function unread_count(list: NoticeList | null): number {
  return list?.notices.filter((notice) => notice.read_at === null).length ?? 0;
}

export function mark_read(id: string): Promise<void> {
  return post<void>(`/notices/${encodeURIComponent(id)}/read`);
}

export function mark_all_read(): Promise<void> {
  return post<void>("/notices/read");
}

export function save_settings(settings: NoticeSettings): Promise<NoticeSettings> {
  return post<NoticeSettings>("/notices/settings", settings);
}
