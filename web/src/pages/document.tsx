// document.tsx: one document. What a person may do with it decides what stands beside the page: the fields to check, the
// decision to take, or only the record.

import { useCallback, useContext, useEffect, useMemo, useState } from "preact/hooks";

import { get, Problem } from "../api";
import { sentence, text } from "../catalogue/text";
import type { OfficeDocument, Task } from "../model";
import { CheckPanel } from "../parts/check_panel";
import { DecisionPanel } from "../parts/decision_panel";
import { DocumentHead } from "../parts/document_head";
import { Link } from "../parts/link";
import { PageViewer, type Shown } from "../parts/page_viewer";
import { ProcessView } from "../parts/process_view";
import { RecordPanel } from "../parts/record_panel";
import { TableCheck } from "../parts/table_check";
import { address_of } from "../router";
import { may_do, useUser } from "../session";
import { OpenTasks } from "../tasks";
import { useTitle } from "../title";

const kMovingEveryMs = 3000;

// The task this person would do now: the one held, else the first that may be taken.
function own_task(tasks: Task[]): Task | null {
  return tasks.find((task) => task.assignee) ?? tasks[0] ?? null;
}

function is_moving(document: OfficeDocument): boolean {
  if (document.state === "received" || document.state === "processing") return true;
  const waits_for_people = document.workflow_tasks.some((task) => task.state === "open");
  return (
    !waits_for_people && (document.state === "needs_check" || document.state === "in_workflow")
  );
}

export function DocumentPage({ id }: { id: string }) {
  const user = useUser();
  const open_tasks = useContext(OpenTasks);
  const [document, set_document] = useState<OfficeDocument | null>(null);
  const [problem, set_problem] = useState<Problem | null>(null);
  const [view, set_view] = useState<View>("paper");
  const [shown, set_shown] = useState<Shown>({ page: 1, field: null });

  const load = useCallback(async () => {
    try {
      set_document(await get<OfficeDocument>(`/documents/${encodeURIComponent(id)}`));
      set_problem(null);
    } catch (failed) {
      if (failed instanceof Problem) set_problem(failed);
    }
  }, [id]);

  useEffect(() => void load(), [load]);

  // Only while the machine works on it: a page that a person edits is never changed under the hands.
  const moving = document !== null && is_moving(document);
  useEffect(() => {
    if (!moving) return;
    const timer = window.setInterval(() => void load(), kMovingEveryMs);
    return () => window.clearInterval(timer);
  }, [moving, load]);

  const task = useMemo(
    () => document && own_task(document.workflow_tasks.filter((each) => may_do(user, each))),
    [document, user],
  );

  useTitle(document ? (document.fields.code?.value as string | null) || document.source : "");

  const show_field = useCallback((field: string | null, page?: number | null) => {
    set_shown((before) => ({ page: page ?? before.page, field }));
  }, []);
  const show_page = useCallback((page: number) => set_shown((before) => ({ ...before, page })), []);

  if (problem && !document) return <Unreachable problem={problem} on_again={load} />;
  if (!document) return <p class="whole_page_note">{text("app.loading")}</p>;

  const after_change = () => {
    open_tasks.refresh();
    void load();
  };

  return (
    <div class="document_frame">
      <DocumentHead document={document} />
      {(document.workflow.length > 0 || document.tables.length > 0) && (
        <Views shown={view} on_view={set_view} has_table={document.tables.length > 0} />
      )}
      {view === "process" && <ProcessView document={document} />}
      {view === "table" && document.tables[0] && (
        <TableCheck
          document={document}
          table={document.tables[0].id}
          may_correct={user.roles.includes("clerk")}
          on_change={load}
        />
      )}
      <div
        hidden={view !== "paper"}
        class={document.pages.length > 0 ? "split" : "split no_pages"}
      >
        {document.pages.length > 0 && (
          <PageViewer
            document={document}
            shown={shown}
            on_page={show_page}
            boxes={task?.form_key === "check_fields" ? "all" : "asked"}
            on_field={(field) => globalThis.document.getElementById(`field_${field}`)?.focus()}
          />
        )}
        {task?.form_key === "check_fields" ? (
          <CheckPanel
            key={task.id}
            document={document}
            task={task}
            active={shown.field}
            on_document={set_document}
            on_active={show_field}
            on_change={after_change}
          />
        ) : (
          <section class="panel" aria-label={text("document.summary")}>
            <RecordPanel
              document={document}
              active={shown.field}
              on_active={show_field}
              on_change={after_change}
            />
            {task && (
              <DecisionPanel
                key={task.id}
                document={document}
                task={task}
                on_change={after_change}
              />
            )}
          </section>
        )}
      </div>
    </div>
  );
}

type View = "paper" | "table" | "process";

interface ViewsProps {
  shown: View;
  on_view: (view: View) => void;
  has_table: boolean;
}

const kViewNames = {
  paper: "process.paper",
  table: "table_check.tab",
  process: "process.tab",
} as const;

function Views({ shown, on_view, has_table }: ViewsProps) {
  const views = (["paper", "table", "process"] as const).filter(
    (view) => view !== "table" || has_table,
  );
  return (
    <nav class="document_views" aria-label={text("process.views")}>
      {views.map((view) => (
        <button
          key={view}
          type="button"
          class="view_button"
          aria-pressed={shown === view}
          id={`view_${view}`}
          data-testid={`view-${view}`}
          onClick={() => on_view(view)}
        >
          {text(kViewNames[view])}
        </button>
      ))}
    </nav>
  );
}

function Unreachable({ problem, on_again }: { problem: Problem; on_again: () => void }) {
  return (
    <div class="empty_note">
      <h1>{sentence(problem)}</h1>
      <p>
        <button type="button" class="button" onClick={() => void on_again()}>
          {text("app.try_again")}
        </button>{" "}
        <Link to={address_of.work}>{text("app.back_to_work")}</Link>
      </p>
    </div>
  );
}
