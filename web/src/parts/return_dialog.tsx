import { useState } from "preact/hooks";

import { text } from "../catalogue/text";
import { Dialog } from "./dialog";

interface Props {
  busy: boolean;
  on_close: () => void;
  on_return: (opinion: string) => void;
}

// Returning needs a reason: whoever gets the document back must know what to do.
export function ReturnDialog({ busy, on_close, on_return }: Props) {
  const [opinion, set_opinion] = useState("");
  const [asked, set_asked] = useState(false);
  const submit = (event: Event) => {
    event.preventDefault();
    if (opinion.trim()) on_return(opinion.trim());
    else set_asked(true);
  };
  return (
    <Dialog title={text("return.title")} on_close={on_close}>
      <form onSubmit={submit}>
        <label class="stacked">
          <span>{text("approve.opinion")}</span>
          <textarea
            rows={4}
            autofocus
            data-testid="return-opinion"
            aria-describedby="return_note"
            value={opinion}
            onInput={(event) => set_opinion(event.currentTarget.value)}
          />
        </label>
        <p
          id="return_note"
          class={asked ? "form_error" : "hint"}
          role={asked ? "alert" : undefined}
        >
          {text("approve.opinion_needed")}
        </p>
        <div class="dialog_actions">
          <button type="button" class="button" onClick={on_close}>
            {text("app.cancel")}
          </button>
          <button
            type="submit"
            class="button main_button"
            disabled={busy}
            data-testid="return-submit"
          >
            {text("return.submit")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
