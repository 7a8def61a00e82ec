// decision_panel.tsx: a person's decision on a document: opinion, the outcomes drawn in the process, delegation.

import { useState } from "preact/hooks";

import { announce } from "../announce";
import { post } from "../api";
import { sentence, text, text_of_code } from "../catalogue/text";
import { shown_value } from "../format";
import type { HandOut, OfficeDocument, Task } from "../model";
import { useNames } from "../people";
import { address_of, navigate } from "../router";
import { useUser } from "../session";
import { DelegateDialog } from "./delegate_dialog";
import { HandOutFields } from "./hand_out";

interface Props {
  document: OfficeDocument;
  task: Task;
  on_change: () => void;
}

const kAgreeing = ["accept", "approve"];
const kWithReason = ["return", "insist"];

function finished_words(outcome: string, code: string): string {
  if (kAgreeing.includes(outcome)) return text("approve.accepted", { code });
  return text(outcome === "return" ? "approve.returned" : "approve.done", { code });
}

export function DecisionPanel({ document, task, on_change }: Props) {
  const user = useUser();
  const name_of = useNames();
  const [opinion, set_opinion] = useState("");
  const [hand_out, set_hand_out] = useState<HandOut>({ lead: "", support: [], know: [], due: "" });
  const [wrong, set_wrong] = useState("");
  const [busy, set_busy] = useState(false);
  const [delegating, set_delegating] = useState(false);
  const code = shown_value(document.fields.code?.value ?? null) || document.source;
  const asked_by =
    task.delegation === "pending" && task.owner && task.assignee === user.id ? task.owner : null;
  const holds = task.assignee === user.id;

  const act = async (
    verb: string,
    body: unknown,
    words: string | null,
    after: "leave" | "stay",
  ) => {
    set_busy(true);
    set_wrong("");
    try {
      await post(`/tasks/${encodeURIComponent(task.id)}/${verb}`, body);
      if (words) announce(words);
      on_change();
      if (after === "leave") navigate(address_of.work);
    } catch (problem) {
      set_wrong(sentence(problem));
    } finally {
      set_busy(false);
    }
  };

  const decide = (outcome: string) => {
    if (kWithReason.includes(outcome) && opinion.trim() === "") {
      set_wrong(text("approve.opinion_needed"));
      window.document.getElementById("opinion")?.focus();
      return;
    }
    if (outcome === "assign" && hand_out.lead === "") {
      set_wrong(text("hand_out.needed"));
      return;
    }
    void act(
      "complete",
      {
        outcome,
        opinion: opinion.trim(),
        ...(outcome === "assign" ? { hand_out } : {}),
      },
      finished_words(outcome, code),
      "leave",
    );
  };

  // The agreeing button stands last, where the check screen has it too.
  const outcomes = [...task.outcomes].sort(
    (a, b) => Number(kAgreeing.includes(a)) - Number(kAgreeing.includes(b)),
  );

  return (
    <footer class="panel_actions decision" aria-label={task.name}>
      <div class="decision_opinion">
        <label for="opinion">{text("approve.opinion")}</label>
        {asked_by && (
          <p class="hint">{text("approve.resolve_detail", { user: name_of(asked_by) })}</p>
        )}
        <textarea
          id="opinion"
          rows={2}
          data-testid="opinion"
          placeholder={text("approve.opinion_hint")}
          value={opinion}
          onInput={(event) => set_opinion(event.currentTarget.value)}
        />
        {task.outcomes.includes("assign") && !asked_by && (
          <HandOutFields value={hand_out} on_value={set_hand_out} />
        )}
        <div role="alert">{wrong && <p class="form_error">{wrong}</p>}</div>
      </div>
      <div class="decision_buttons">
        {!task.assignee && (
          <button
            type="button"
            class="link_button"
            disabled={busy}
            onClick={() => void act("claim", {}, null, "stay")}
          >
            {text("approve.claim")}
          </button>
        )}
        {holds && !task.delegation && (
          <button
            type="button"
            class="link_button"
            disabled={busy}
            onClick={() => void act("release", {}, null, "stay")}
          >
            {text("approve.release")}
          </button>
        )}
        {!asked_by && (
          <button
            type="button"
            class="link_button"
            disabled={busy}
            onClick={() => set_delegating(true)}
          >
            {text("approve.delegate")}
          </button>
        )}
        <span class="tool_gap" />
        {asked_by ? (
          <button
            type="button"
            class="button main_button"
            disabled={busy}
            data-testid="resolve"
            onClick={() =>
              void act(
                "resolve",
                { opinion: opinion.trim() },
                text("approve.resolved", { user: name_of(asked_by) }),
                "leave",
              )
            }
          >
            {text("approve.resolve")}
          </button>
        ) : (
          outcomes.map((outcome) => (
            <button
              key={outcome}
              type="button"
              class={kAgreeing.includes(outcome) ? "button main_button" : "button"}
              disabled={busy}
              data-testid={`outcome-${outcome}`}
              onClick={() => decide(outcome)}
            >
              {text_of_code("outcome", outcome) ?? outcome}
            </button>
          ))
        )}
      </div>
      {delegating && (
        <DelegateDialog
          busy={busy}
          on_close={() => set_delegating(false)}
          on_delegate={(to) =>
            void act("delegate", { to }, text("approve.delegated", { user: name_of(to) }), "leave")
          }
        />
      )}
    </footer>
  );
}
