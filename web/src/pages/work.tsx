// work.tsx: what waits for the person signed in; for clerks also what is coming in.

import { useContext, useEffect, useRef } from "preact/hooks";

import { sentence, text, type Key } from "../catalogue/text";
import type { DocumentRow, User } from "../model";
import { DropZone } from "../parts/drop_zone";
import { ReadingList, RecentList, TroubleList } from "../parts/intake_list";
import { TaskGroups } from "../parts/task_list";
import { usePolled, type Polled } from "../poll";
import { has_role, useUser } from "../session";
import { OpenTasks } from "../tasks";
import { useTitle } from "../title";
import { useUploads } from "../uploads";

const kIntakeEveryMs = 3000;

function useDocuments(states: string, limit: number): Polled<{ documents: DocumentRow[] }> {
  return usePolled(`/documents?state=${states}&limit=${limit}`, kIntakeEveryMs);
}

export function WorkPage() {
  const user = useUser();
  const { data, problem } = useContext(OpenTasks);
  const waiting = data?.tasks.length ?? 0;
  useTitle(waiting > 0 ? `(${waiting}) ${text("work.title")}` : text("work.title"));
  return (
    <div class={has_role(user, "clerk") ? "work_columns" : "work_single"}>
      <div class="work_tasks">
        <h1>{text("work.title")}</h1>
        {problem && (
          <p class="notice bad" role="alert">
            {sentence(problem)}
          </p>
        )}
        {data === null && !problem && <p class="quiet">{text("app.loading")}</p>}
        {data !== null && waiting === 0 && (
          <div class="empty_note" data-testid="no-work">
            <p>{text("work.none")}</p>
            <p class="quiet">{text("work.none_detail")}</p>
            <p class="quiet">{text(first_step(user))}</p>
          </div>
        )}
        {data && <TaskGroups tasks={data.tasks} />}
      </div>
      {has_role(user, "clerk") && <Intake />}
    </div>
  );
}

// Where the work of this person comes from, for whoever sees an empty list for the first time.
function first_step(user: User): Key {
  if (has_role(user, "clerk")) return "work.first_clerk";
  if (has_role(user, "reviewer") || has_role(user, "head")) return "work.first_reviewer";
  return has_role(user, "archivist") ? "work.first_archivist" : "work.first_admin";
}

function Intake() {
  const open_tasks = useContext(OpenTasks);
  const now_reading = useDocuments("received,processing", 100);
  const in_trouble = useDocuments("failed,quarantined", 50);
  const newest = useDocuments("needs_check,in_workflow,filed,returned", 8);
  const reading = now_reading.data?.documents ?? [];

  // What has just been sent, or has just been read, is shown without waiting for the next round.
  const sent = useUploads().filter((item) => item.state === "done").length;
  useEffect(() => {
    if (sent > 0) now_reading.refresh();
  }, [sent]);
  const before = useRef(0);
  useEffect(() => {
    if (reading.length < before.current) {
      open_tasks.refresh();
      in_trouble.refresh();
      newest.refresh();
    }
    before.current = reading.length;
  }, [reading.length]);

  return (
    <div class="work_intake">
      <DropZone />
      <ReadingList documents={reading} />
      <TroubleList
        documents={in_trouble.data?.documents ?? []}
        on_change={() => {
          in_trouble.refresh();
          now_reading.refresh();
        }}
      />
      {newest.data && <RecentList documents={newest.data.documents} />}
    </div>
  );
}
