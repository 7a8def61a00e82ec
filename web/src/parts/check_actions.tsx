// check_actions.tsx: the end of a check: how much is left, and the clerk's decision.

import { useState } from "preact/hooks";

import { announce } from "../announce";
import { post } from "../api";
import { sentence, text } from "../catalogue/text";
import type { FieldEditing } from "../field_editing";
import { field_of, label_of } from "../fields";
import { shown_value } from "../format";
import type { Form, OfficeDocument, Task } from "../model";
import { Dialog } from "./dialog";
import { ReturnDialog } from "./return_dialog";

interface Props {
  document: OfficeDocument;
  task: Task;
  editing: FieldEditing;
  form: Form | null;
  doubtful: string[];
  on_next: () => void;
  on_look: (field: string) => void;
  on_done: (words: string) => void;
}

export function CheckActions({
  document,
  task,
  editing,
  form,
  doubtful,
  on_next,
  on_look,
  on_done,
}: Props) {
  const [asking, set_asking] = useState<"unseen" | "return" | null>(null);
  const [busy, set_busy] = useState(false);
  const code = () => shown_value(field_of(editing.document, "code").value) || document.source;

  const complete = async (outcome: string, opinion: string, words: string) => {
    set_busy(true);
    try {
      const unsaved = await editing.settle();
      if (unsaved[0]) {
        on_look(unsaved[0]);
        return;
      }
      await post(`/tasks/${encodeURIComponent(task.id)}/complete`, { outcome, opinion });
      on_done(words);
    } catch (problem) {
      announce(sentence(problem), "bad");
    } finally {
      set_busy(false);
      set_asking(null);
    }
  };
  const accept = () => void complete("accept", "", text("check.accepted", { code: code() }));

  return (
    <footer class="panel_actions">
      <div class="remaining" aria-live="polite">
        {doubtful.length > 0 ? (
          <button
            type="button"
            class="link_button"
            onClick={on_next}
            title={`${text("check.next")} (F2)`}
          >
            <span class="doubt_dot" aria-hidden="true" />{" "}
            {text("check.remaining", { n: doubtful.length })}
            <kbd aria-hidden="true">F2</kbd>
          </button>
        ) : (
          <span class="good_words">{text("check.all_seen")}</span>
        )}
      </div>
      {task.outcomes.includes("return") && (
        <button
          type="button"
          class="button"
          disabled={busy}
          data-testid="return"
          onClick={() => set_asking("return")}
        >
          {text("check.return")}
        </button>
      )}
      <button
        id="accept"
        type="button"
        class="button main_button"
        disabled={busy}
        data-testid="accept"
        onClick={() => (doubtful.length > 0 ? set_asking("unseen") : accept())}
      >
        {text("check.accept")}
      </button>
      {asking === "return" && (
        <ReturnDialog
          busy={busy}
          on_close={() => set_asking(null)}
          on_return={(opinion) =>
            void complete("return", opinion, text("approve.returned", { code: code() }))
          }
        />
      )}
      {asking === "unseen" && (
        <Dialog title={text("check.unseen_title")} on_close={() => set_asking(null)}>
          <p>{text("check.unseen_detail")}</p>
          <ul class="unseen_list">
            {doubtful.map((id) => (
              <li key={id}>
                <strong>{label_of(id, form)}</strong>
                <span>{editing.typed(id).replace(/\n/g, "; ") || text("check.empty")}</span>
              </li>
            ))}
          </ul>
          <div class="dialog_actions">
            <button
              type="button"
              class="button"
              autofocus
              onClick={() => {
                set_asking(null);
                window.setTimeout(on_next); // after the dialog has given the focus back
              }}
            >
              {text("check.unseen_look")}
            </button>
            <button
              type="button"
              class="button main_button"
              disabled={busy}
              data-testid="accept-anyway"
              onClick={accept}
            >
              {text("check.unseen_go_on")}
            </button>
          </div>
        </Dialog>
      )}
    </footer>
  );
}
