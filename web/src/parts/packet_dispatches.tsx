// packet_dispatches.tsx: papers sent, one line for each receiver, with the last word from there; sending, and sending again.

import { useState } from "preact/hooks";

import { post } from "../api";
import { sentence, text } from "../catalogue/text";
import { shown_time } from "../format";
import type { Dispatch, Organ, StatusWord } from "../model";
import { go_by_arrows, status_words, usePages } from "../packets";
import { usePolled } from "../poll";
import { address_of } from "../router";
import { useSending } from "../sending";
import { has_role, useUser } from "../session";
import { Dialog } from "./dialog";
import { Heads } from "./heads";
import { Link } from "./link";
import { Technical } from "./technical";

export function PacketDispatches({ organs, may_send }: { organs: Organ[]; may_send: boolean }) {
  const user = useUser();
  const { data, problem, refresh, pager } = usePages<{ dispatches: Dispatch[] }>(
    "/exchange/dispatches",
  );
  const [shown, set_shown] = useState<Dispatch | null>(null);
  const clerk = has_role(user, "clerk");
  const { busy, send } = useSending();
  const again = async ({ document, organ }: Dispatch) => {
    const work = () => post("/exchange/dispatches/send-again", { document, organ });
    if (await send(work, text("exchange.sent_again"))) refresh();
  };
  return (
    <section aria-labelledby="dispatches_title">
      <h2 id="dispatches_title">{text("exchange.dispatches")}</h2>
      {may_send && clerk && <SendForm organs={organs} on_sent={refresh} />}
      {problem && !data && <p class="notice bad">{sentence(problem)}</p>}
      {data && data.dispatches.length === 0 && (
        <p class="empty_note">{text("exchange.no_dispatches")}</p>
      )}
      {data && data.dispatches.length > 0 && (
        <div class="table_scroll" role="group" aria-label={text("exchange.dispatches")}>
          <table class="data_table" data-testid="dispatches" onKeyDown={go_by_arrows}>
            <Heads
              of={[
                "exchange.at",
                "exchange.to",
                "exchange.paper",
                "exchange.state",
                "exchange.actions",
              ]}
            />
            <tbody>
              {data.dispatches.map((dispatch) => (
                <tr key={`${dispatch.document}/${dispatch.organ}`} data-testid="dispatch-row">
                  <td>{shown_time(dispatch.at)}</td>
                  <td title={dispatch.organ}>{dispatch.organ_name ?? dispatch.organ}</td>
                  <td>
                    <Link to={address_of.document(dispatch.document)}>
                      {dispatch.code ?? dispatch.source ?? dispatch.document_id}
                    </Link>{" "}
                    {dispatch.subject}
                  </td>
                  <td>
                    {dispatch.waiting
                      ? text("exchange.waiting")
                      : status_words(dispatch.status) || text("exchange.no_answer")}
                    {dispatch.status_at && (
                      <div class="hint">{shown_time(dispatch.status_at)}</div>
                    )}
                  </td>
                  <td>
                    <button type="button" class="link_button" onClick={() => set_shown(dispatch)}>
                      {text("exchange.history")}
                    </button>{" "}
                    {clerk && !dispatch.waiting && (
                      <button
                        type="button"
                        class="link_button"
                        disabled={busy}
                        data-testid="dispatch-again"
                        onClick={() => void again(dispatch)}
                      >
                        {text("exchange.send_again")}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {pager}
      {shown && <StatusDialog dispatch={shown} on_close={() => set_shown(null)} />}
    </section>
  );
}

function StatusDialog({ dispatch, on_close }: { dispatch: Dispatch; on_close: () => void }) {
  const { data } = usePolled<{ statuses: StatusWord[] }>(
    `/documents/${encodeURIComponent(dispatch.document)}/exchange`,
    null,
  );
  const words = (data?.statuses ?? []).filter((each) => each.organ === dispatch.organ);
  return (
    <Dialog title={dispatch.organ_name ?? dispatch.organ} on_close={on_close}>
      {data && words.length === 0 && <p>{text("exchange.no_answer")}</p>}
      <ol class="plain_list">
        {words.map((each, index) => (
          <li key={index}>
            {shown_time(each.at)} <strong>{status_words(each.code)}</strong> {each.description}
            <Technical words={each.anomaly} />
          </li>
        ))}
      </ol>
    </Dialog>
  );
}

function SendForm({ organs, on_sent }: { organs: Organ[]; on_sent: () => void }) {
  const [paper, set_paper] = useState("");
  const [organ, set_organ] = useState("");
  const [name, set_name] = useState("");
  const [problem, set_problem] = useState("");
  const { busy, send } = useSending((failed) => set_problem(sentence(failed)));
  const submit = async (event: Event) => {
    event.preventDefault();
    // An address copied from the browser names the document too.
    const document = paper.trim().split("/").filter(Boolean).pop();
    if (!document || !organ.trim()) {
      set_problem(text("exchange.send_needs"));
      return;
    }
    const to = [{ id: organ.trim(), name: name.trim() || organ.trim() }];
    const work = () => post("/exchange/dispatches", { document, to });
    if (!(await send(work, text("exchange.sent")))) return;
    set_problem("");
    set_paper("");
    on_sent();
  };
  const choose = (id: string) => {
    set_organ(id);
    const known = organs.find((each) => each.id === id);
    if (known) set_name(known.name);
  };
  return (
    <details class="open_dossier">
      <summary>{text("exchange.send")}</summary>
      <form onSubmit={(event) => void submit(event)}>
        <label class="stacked">
          <span>{text("dossiers.add_label")}</span>
          <input
            data-testid="send-document"
            value={paper}
            onInput={(event) => set_paper(event.currentTarget.value)}
          />
        </label>
        <label class="stacked">
          <span>{text("exchange.organ_id")}</span>
          <input
            data-testid="send-organ"
            list="known_organs"
            value={organ}
            onInput={(event) => choose(event.currentTarget.value)}
          />
        </label>
        <datalist id="known_organs">
          {organs.map((each) => (
            <option key={each.id} value={each.id}>
              {each.name}
            </option>
          ))}
        </datalist>
        <label class="stacked">
          <span>{text("exchange.organ_name")}</span>
          <input
            data-testid="send-organ-name"
            value={name}
            onInput={(event) => set_name(event.currentTarget.value)}
          />
        </label>
        <div role="alert">{problem && <p class="form_error">{problem}</p>}</div>
        <button
          type="submit"
          class="button main_button"
          disabled={busy}
          data-testid="send-submit"
        >
          {text("exchange.send")}
        </button>
      </form>
    </details>
  );
}
