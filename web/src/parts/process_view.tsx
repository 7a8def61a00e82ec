// process_view.tsx: where a paper stands in its process: the diagram with the current step marked, who holds it, since when
// and until when, and the history beside it. The viewer of diagrams is loaded when this is first shown.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { process_diagram } from "../api";
import { text } from "../catalogue/text";
import { shown_time } from "../format";
import type { OfficeDocument, ProcessInstance, Task } from "../model";
import { useNames } from "../people";
import { Heads } from "./heads";
import { History } from "./history";

// The one under way, else the last.
function instance_of(document: OfficeDocument): ProcessInstance | undefined {
  return (
    document.workflow.find((each) => each.state === "running" || each.state === "stuck") ??
    document.workflow[document.workflow.length - 1]
  );
}

export function ProcessView({ document }: { document: OfficeDocument }) {
  const instance = instance_of(document);
  if (!instance) return null;
  const open = document.workflow_tasks.filter(
    (task) => task.state === "open" && task.instance === instance.id,
  );
  return (
    <div class="process_view" data-testid="process-view">
      <section class="process_picture" aria-label={text("process.tab")}>
        <Diagram instance={instance} />
      </section>
      <section class="process_facts">
        <h2>
          {text("process.version", {
            name: instance.definition_key,
            version: String(instance.definition_version),
          })}
        </h2>
        <p>
          {text(`process.state.${instance.state}`)}
          {instance.reason ? `: ${instance.reason}` : ""}
        </p>
        {instance.state !== "ended" && instance.state !== "withdrawn" && <Steps tasks={open} />}
        <History events={document.history} open />
      </section>
    </div>
  );
}

function Steps({ tasks }: { tasks: Task[] }) {
  const name_of = useNames();
  if (tasks.length === 0) return <p class="quiet">{text("process.machine")}</p>;
  return (
    <table class="process_steps">
      <caption>{text("process.now")}</caption>
      <Heads of={["process.step", "process.holder", "process.since", "process.due"]} />
      <tbody>
        {tasks.map((task) => (
          <tr key={task.id} data-testid="process-step">
            <td>
              {task.name}
              {task.held_at && (
                <small class="quiet">
                  {" "}
                  {text("process.on_hold", { reason: task.held_reason ?? "" })}
                </small>
              )}
            </td>
            <td>
              {task.assignee
                ? name_of(task.assignee)
                : text("process.waits_for", { who: task.candidate_groups.join(", ") })}
            </td>
            <td>{shown_time(task.created_at)}</td>
            <td>{shown_time(task.due_at)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Diagram({ instance }: { instance: ProcessInstance }) {
  const place = useRef<HTMLDivElement>(null);
  const [failed, set_failed] = useState(false);
  const active = useMemo(() => instance.active_nodes.join("\n"), [instance]);

  useEffect(() => {
    let live = true;
    let destroy = () => {};
    const draw = async () => {
      const [{ open_viewer }, xml] = await Promise.all([
        import("./process_viewer"),
        process_diagram(instance.definition_key, instance.definition_version),
      ]);
      if (!live || !place.current) return;
      const viewer = await open_viewer(place.current, xml, active === "" ? [] : active.split("\n"));
      if (live) destroy = viewer.destroy;
      else viewer.destroy();
    };
    draw().catch(() => live && set_failed(true));
    return () => {
      live = false;
      destroy();
    };
  }, [instance.definition_key, instance.definition_version, active]);

  if (failed) return <p class="quiet">{text("process.no_picture")}</p>;
  return <div class="process_canvas" ref={place} data-testid="process-diagram" />;
}
