import { useEffect, useState } from "preact/hooks";

import { sentence, text, text_of_code } from "../catalogue/text";
import type { User } from "../model";
import { people } from "../people";
import { useUser } from "../session";
import { Dialog } from "./dialog";

interface Props {
  busy: boolean;
  on_close: () => void;
  on_delegate: (to: string) => void;
}

export function DelegateDialog({ busy, on_close, on_delegate }: Props) {
  const user = useUser();
  const [others, set_others] = useState<User[]>([]);
  const [to, set_to] = useState("");
  const [wrong, set_wrong] = useState("");
  useEffect(() => {
    people().then(
      (list) => set_others(list.filter((person) => person.id !== user.id)),
      (problem) => set_wrong(sentence(problem)),
    );
  }, []);
  return (
    <Dialog title={text("delegate.title")} on_close={on_close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          on_delegate(to);
        }}
      >
        <p class="quiet">{text("delegate.detail")}</p>
        <label class="stacked">
          <span>{text("delegate.person")}</span>
          <select
            required
            autofocus
            value={to}
            data-testid="delegate-to"
            onChange={(event) => set_to(event.currentTarget.value)}
          >
            <option value="">{text("delegate.choose")}</option>
            {others.map((person) => (
              <option key={person.id} value={person.id}>
                {person.display_name} (
                {person.roles.map((role) => text_of_code("role", role) ?? role).join(", ")})
              </option>
            ))}
          </select>
        </label>
        {wrong && (
          <p class="form_error" role="alert">
            {wrong}
          </p>
        )}
        <div class="dialog_actions">
          <button type="button" class="button" onClick={on_close}>
            {text("app.cancel")}
          </button>
          <button type="submit" class="button main_button" disabled={busy || to === ""}>
            {text("delegate.submit")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
