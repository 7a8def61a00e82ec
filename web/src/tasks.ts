// tasks.ts: the open tasks of the person signed in, asked for once for the whole page (the list and the count in the
// navigation show the same answer).

import { createContext } from "preact";

import type { Task } from "./model";
import { usePolled, type Polled } from "./poll";

const kEveryMs = 5000;

export interface TaskList {
  tasks: Task[];
  next: string | null;
}

export function useOpenTasks(): Polled<TaskList> {
  return usePolled<TaskList>("/tasks?scope=mine&state=open&limit=200", kEveryMs);
}

export const OpenTasks = createContext<Polled<TaskList>>({
  data: null,
  problem: null,
  refresh: () => {},
});
