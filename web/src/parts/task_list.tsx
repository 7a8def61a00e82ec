// task_list.tsx: the open tasks, most urgent first, in one group per kind of work.

import { text, type Key } from "../catalogue/text";
import { shown_time, urgency } from "../format";
import type { Task } from "../model";
import { address_of } from "../router";
import { useUser } from "../session";
import { UrgencyMark } from "./badges";
import { Link } from "./link";

const kGroups: [Key, (task: Task) => boolean][] = [
  ["work.check", (task) => task.form_key === "check_fields"],
  ["work.approve", (task) => task.form_key === "approve"],
  ["work.other", (task) => task.form_key !== "check_fields" && task.form_key !== "approve"],
];

function by_urgency(a: Task, b: Task): number {
  const rank = urgency(b.document_summary?.priority) - urgency(a.document_summary?.priority);
  if (rank !== 0) return rank;
  if (a.priority !== b.priority) return b.priority - a.priority;
  return (
    (a.due_at ?? "9999").localeCompare(b.due_at ?? "9999") ||
    a.created_at.localeCompare(b.created_at)
  );
}

export function TaskGroups({ tasks }: { tasks: Task[] }) {
  const groups = kGroups
    .map(([title, belongs]) => ({ title, list: tasks.filter(belongs).sort(by_urgency) }))
    .filter((group) => group.list.length > 0);
  return (
    <>
      {groups.map(({ title, list }) => (
        <section key={title} class="task_group" aria-labelledby={title}>
          <h2 id={title}>
            {text(title)} <span class="count quiet_count">{list.length}</span>
          </h2>
          <ul class="row_list">
            {list.map((task) => (
              <TaskRow key={task.id} task={task} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function TaskRow({ task }: { task: Task }) {
  const user = useUser();
  const summary = task.document_summary;
  const overdue = task.due_at !== null && Date.parse(task.due_at) < Date.now();
  return (
    <li class={`row urgency_${urgency(summary?.priority)}`}>
      <Link
        to={address_of.document(task.document)}
        class="row_link"
        data-testid={`task-${task.form_key}`}
        data-document={task.document}
      >
        <span class="row_main">
          <span class="row_code">{summary?.code ?? text("work.no_code")}</span>
          <UrgencyMark priority={summary?.priority} />
          <span class="row_subject">{summary?.subject ?? text("work.no_subject")}</span>
        </span>
        <span class="row_detail">
          <span>{summary?.organ_name ?? summary?.source}</span>
          <span>{task.name}</span>
          <span>{text("work.since", { time: shown_time(task.created_at) })}</span>
          {task.due_at && (
            <span class={overdue ? "overdue" : ""}>
              {text(overdue ? "work.overdue" : "work.due", { time: shown_time(task.due_at) })}
            </span>
          )}
          {task.owner && <span>{text("work.delegated_by", { user: task.owner })}</span>}
          {task.assignee && (
            <span>
              {task.assignee === user.id
                ? text("work.held_by_you")
                : text("work.held_by", { user: task.assignee })}
            </span>
          )}
        </span>
      </Link>
    </li>
  );
}
