// rounds_plan.tsx: what the plan tells agencies to do in a year, in the order of its days, each with its clause.

import { sentence, text } from "../catalogue/text";
import { shown_date } from "../format";
import { Heads } from "../parts/heads";
import { RoundHead } from "../parts/round_head";
import { usePolled } from "../poll";
import type { PlanTask, Round, RoundYear } from "../rounds";
import { useTitle } from "../title";

function days_of(task: PlanTask): string {
  if (task.from && task.to) {
    return task.from === task.to
      ? shown_date(task.from)
      : `${shown_date(task.from)} – ${shown_date(task.to)}`;
  }
  if (task.to) return text("plan.until", { day: shown_date(task.to) });
  return task.deadline_words ?? text("plan.open_days");
}

export function RoundPlanPage({ round, year }: { round: Round; year: number }) {
  useTitle(`${text("rounds.plan")} · ${round.name}, ${year}`);
  const path = `/rounds/${encodeURIComponent(round.id)}/${year}`;
  const { data, problem } = usePolled<RoundYear>(path, null);
  const dated = (data?.tasks ?? [])
    .filter((task) => task.to)
    .sort((a, b) => (a.to ?? "").localeCompare(b.to ?? ""));
  const undated = (data?.tasks ?? []).filter((task) => !task.to);
  return (
    <>
      <RoundHead round={round} year={year} part="plan" />
      {problem && (
        <p class="notice bad" role="alert">
          {sentence(problem)}
        </p>
      )}
      {data && <Tasks title={text("plan.dated")} tasks={dated} />}
      {data && undated.length > 0 && (
        <details class="round_section">
          <summary>
            {text("plan.undated")} ({undated.length})
          </summary>
          <Tasks title={text("plan.undated")} tasks={undated} />
        </details>
      )}
    </>
  );
}

function Tasks({ title, tasks }: { title: string; tasks: PlanTask[] }) {
  return (
    <section class="round_section">
      <h2>{title}</h2>
      <div class="table_scroll" tabIndex={0} role="region" aria-label={title}>
        <table class="data_table stacks" data-testid="plan-tasks">
          <Heads of={["plan.days", "plan.organ", "plan.task", "plan.source"]} />
          <tbody>
            {tasks.map((task) => (
              <tr key={task.id}>
                <td class="numbers">{days_of(task)}</td>
                <td>{task.organ_name ?? <span class="quiet">{text("plan.whose")}</span>}</td>
                <td>
                  {task.action}
                  {task.send_to && <span class="hint below">→ {task.send_to}</span>}
                </td>
                <td class="quiet">{task.source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
