// put_in_dossier.tsx: from a paper into an open dossier, without looking for its address first.

import { useState } from "preact/hooks";

import { announce } from "../announce";
import { post } from "../api";
import { sentence, text } from "../catalogue/text";
import type { Dossier } from "../model";
import { usePolled } from "../poll";
import { useSending } from "../sending";

interface Props {
  document: string;
  lies_in: Dossier[];
  on_put: () => void;
}

export function PutInDossier({ document, lies_in, on_put }: Props) {
  const { data } = usePolled<{ dossiers: Dossier[] }>("/dossiers?state=open", null);
  const [chosen, set_chosen] = useState("");
  const { busy, send } = useSending((failed) => announce(sentence(failed), "bad"));
  const open = (data?.dossiers ?? []).filter(
    (dossier) => !lies_in.some((other) => other.id === dossier.id),
  );
  if (open.length === 0) return null;
  const submit = async (event: Event) => {
    event.preventDefault();
    const put = () => post(`/dossiers/${encodeURIComponent(chosen)}/documents`, { document });
    if (!chosen || !(await send(put, text("dossiers.put")))) return;
    set_chosen("");
    on_put();
  };
  return (
    <form class="add_paper" onSubmit={(event) => void submit(event)}>
      <label class="stacked">
        <span>{text("dossiers.choose")}</span>
        <select
          value={chosen}
          data-testid="put-in-dossier"
          onChange={(event) => set_chosen(event.currentTarget.value)}
        >
          <option value="">{text("dossiers.choose_none")}</option>
          {open.map((dossier) => (
            <option key={dossier.id} value={dossier.id}>
              {dossier.notation}/{dossier.year} {dossier.title}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="button" disabled={busy || !chosen} data-testid="put-submit">
        {text("dossiers.add")}
      </button>
    </form>
  );
}
