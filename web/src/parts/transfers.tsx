// transfers.tsx: dossiers on their way to the archive: a list drafted from closed ones, its minutes, and the hand-over.

import { useState } from "preact/hooks";

import { announce } from "../announce";
import { post, printed_file } from "../api";
import { sentence, text, text_of_code } from "../catalogue/text";
import { shown_date, shown_time } from "../format";
import type { Dossier, Transfer } from "../model";
import { usePolled } from "../poll";
import { has_role, useUser } from "../session";
import { Dialog } from "./dialog";

// `closed` are those that may go; the ones due are chosen from the start.
export function Transfers({
  closed,
  due,
  on_change,
}: {
  closed: Dossier[];
  due: string[];
  on_change: () => void;
}) {
  const user = useUser();
  const { data, refresh } = usePolled<{ transfers: Transfer[] }>("/transfers", null);
  const [handed, set_handed] = useState<Transfer | null>(null);
  const listed = new Set((data?.transfers ?? []).flatMap((each) => each.dossiers.map((d) => d.id)));
  const free = closed.filter((dossier) => !listed.has(dossier.id));
  const changed = () => {
    refresh();
    on_change();
  };
  return (
    <section aria-labelledby="transfers_title" data-testid="transfers">
      <h2 id="transfers_title">{text("dossiers.transfers")}</h2>
      {data && free.length > 0 && has_role(user, "clerk", "archivist") && (
        <DraftForm key={free.length} free={free} due={due} on_drafted={changed} />
      )}
      {data && data.transfers.length === 0 && (
        <p class="quiet">{text("dossiers.no_transfers")}</p>
      )}
      <ul class="row_list">
        {(data?.transfers ?? []).map((transfer) => (
          <li key={transfer.id} class="row" data-testid="transfer-row">
            <span class="row_main">
              <strong>
                {transfer.giver} → {transfer.receiver}
              </strong>{" "}
              {text_of_code("transfer_state", transfer.state) ?? transfer.state}
              {transfer.handed_at && ` ${shown_time(transfer.handed_at)}, ${transfer.received_by}`}
              <span class="quiet">
                {" "}
                {transfer.dossiers.map((each) => `${each.notation}/${each.year}`).join(", ")}
              </span>
            </span>
            <a href={printed_file(`/transfers/${transfer.id}/list.pdf`)}>
              {text("dossiers.transfer_list")}
            </a>{" "}
            <a href={printed_file(`/transfers/${transfer.id}/minutes.pdf`)} data-testid="minutes">
              {text("dossiers.minutes")}
            </a>{" "}
            {transfer.state === "drafted" && has_role(user, "archivist") && (
              <button
                type="button"
                class="link_button"
                data-testid="hand-over"
                onClick={() => set_handed(transfer)}
              >
                {text("dossiers.hand_over")}
              </button>
            )}
          </li>
        ))}
      </ul>
      {handed && (
        <HandOverDialog
          transfer={handed}
          on_close={() => set_handed(null)}
          on_done={() => {
            set_handed(null);
            changed();
          }}
        />
      )}
    </section>
  );
}

function DraftForm({
  free,
  due,
  on_drafted,
}: {
  free: Dossier[];
  due: string[];
  on_drafted: () => void;
}) {
  const [chosen, set_chosen] = useState(
    free.map((each) => each.id).filter((id) => due.includes(id)),
  );
  const [giver, set_giver] = useState("");
  const [receiver, set_receiver] = useState("");
  const [problem, set_problem] = useState("");
  const submit = async (event: Event) => {
    event.preventDefault();
    if (chosen.length === 0 || !giver.trim() || !receiver.trim()) {
      set_problem(text("dossiers.draft_needs"));
      return;
    }
    try {
      await post("/transfers", { giver, receiver, dossiers: chosen });
      announce(text("dossiers.drafted"));
      on_drafted();
    } catch (failed) {
      set_problem(sentence(failed));
    }
  };
  return (
    <details class="open_dossier">
      <summary data-testid="draft-open">{text("dossiers.draft")}</summary>
      <form onSubmit={(event) => void submit(event)}>
        <fieldset>
          <legend>{text("dossiers.title")}</legend>
          {free.map((dossier) => (
            <label key={dossier.id} class="choice">
              <input
                type="checkbox"
                checked={chosen.includes(dossier.id)}
                onChange={(event) =>
                  set_chosen(
                    event.currentTarget.checked
                      ? [...chosen, dossier.id]
                      : chosen.filter((id) => id !== dossier.id),
                  )
                }
              />{" "}
              {dossier.notation}/{dossier.year} {dossier.title}{" "}
              {dossier.transfer_due && (
                <span class="quiet">{shown_date(dossier.transfer_due)}</span>
              )}
            </label>
          ))}
        </fieldset>
        <label class="stacked">
          <span>{text("dossiers.giver")}</span>
          <input
            data-testid="giver"
            value={giver}
            onInput={(event) => set_giver(event.currentTarget.value)}
          />
        </label>
        <label class="stacked">
          <span>{text("dossiers.receiver")}</span>
          <input
            data-testid="receiver"
            value={receiver}
            onInput={(event) => set_receiver(event.currentTarget.value)}
          />
        </label>
        <div role="alert">{problem && <p class="form_error">{problem}</p>}</div>
        <button type="submit" class="button main_button" data-testid="draft-submit">
          {text("dossiers.draft")}
        </button>
      </form>
    </details>
  );
}

function HandOverDialog({
  transfer,
  on_close,
  on_done,
}: {
  transfer: Transfer;
  on_close: () => void;
  on_done: () => void;
}) {
  const [name, set_name] = useState("");
  const [problem, set_problem] = useState("");
  const submit = async (event: Event) => {
    event.preventDefault();
    try {
      await post(`/transfers/${transfer.id}/hand-over`, { received_by: name.trim() });
      announce(text("dossiers.handed_over"));
      on_done();
    } catch (failed) {
      set_problem(sentence(failed));
    }
  };
  return (
    <Dialog title={text("dossiers.hand_over")} on_close={on_close}>
      <form onSubmit={(event) => void submit(event)}>
        <label class="stacked">
          <span>{text("dossiers.received_by")}</span>
          <input
            autofocus
            data-testid="received-by"
            value={name}
            onInput={(event) => set_name(event.currentTarget.value)}
          />
        </label>
        <div role="alert">{problem && <p class="form_error">{problem}</p>}</div>
        <div class="dialog_actions">
          <button type="button" class="button" onClick={on_close}>
            {text("app.cancel")}
          </button>
          <button type="submit" class="button main_button" data-testid="hand-over-submit">
            {text("dossiers.hand_over")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
