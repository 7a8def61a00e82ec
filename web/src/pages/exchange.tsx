// exchange.tsx: packets between offices: what came and what became of it, what went and what was answered, and what a clerk
// can do about each.

import { useState } from "preact/hooks";

import { announce } from "../announce";
import { get, post } from "../api";
import { sentence, text, text_of_code } from "../catalogue/text";
import { shown_time } from "../format";
import type { Arrival, Dispatch, OfficeDocument, Organ, Paged, StatusWord } from "../model";
import { Dialog } from "../parts/dialog";
import { Link } from "../parts/link";
import { ReturnDialog } from "../parts/return_dialog";
import { usePolled } from "../poll";
import { address_of } from "../router";
import { has_role, may_do, useUser } from "../session";
import { useTitle } from "../title";

const kEveryMs = 5000;
const kReturned = "return";

interface Party {
  own: Organ | null;
  organs: Organ[];
}

export function ExchangePage() {
  useTitle(text("exchange.title"));
  const { data, problem } = usePolled<Party>("/exchange", null);
  return (
    <>
      <div class="page_head">
        <h1>{text("exchange.title")}</h1>
        {data?.own && (
          <p class="quiet">
            {data.own.name} ({data.own.id})
          </p>
        )}
      </div>
      {problem && !data && (
        <p class="notice bad" role="alert">
          {sentence(problem)}
        </p>
      )}
      {data && !data.own && <p class="empty_note">{text("exchange.not_set_up")}</p>}
      {data && (
        <>
          <Arrivals />
          <Dispatches organs={data.organs} may_send={data.own !== null} />
        </>
      )}
    </>
  );
}

// One page of a list that goes on to older lines.
function usePages<T>(path: string) {
  const [starts, set_starts] = useState<(string | null)[]>([null]);
  const before = starts[starts.length - 1] ?? null;
  const polled = usePolled<Paged & T>(
    `${path}${path.includes("?") ? "&" : "?"}limit=25${before ? `&before=${before}` : ""}`,
    kEveryMs,
  );
  const next = polled.data?.next ?? null;
  const pager = (next !== null || starts.length > 1) && (
    <nav class="pager" aria-label={text("register.paging")}>
      <button
        type="button"
        class="button"
        disabled={starts.length === 1}
        onClick={() => set_starts((all) => all.slice(0, -1))}
      >
        {text("register.newer")}
      </button>
      <button
        type="button"
        class="button"
        disabled={next === null}
        onClick={() => set_starts((all) => [...all, next])}
      >
        {text("register.older")}
      </button>
    </nav>
  );
  return { ...polled, pager };
}

// Arrow keys go from row to row, to the first thing in it that can be used.
function go_by_arrows(event: KeyboardEvent): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const row = (event.target as Element).closest("tr");
  if (step === 0 || !row || (event.target as Element).matches("input, select, textarea")) return;
  const rows = [...(row.parentElement?.children ?? [])];
  for (let at = rows.indexOf(row) + step; at >= 0 && at < rows.length; at += step) {
    const usable = rows[at]?.querySelector<HTMLElement>("a, button");
    if (!usable) continue;
    event.preventDefault();
    usable.focus();
    return;
  }
}

function status_words(code: string | null): string {
  return code ? `${code} ${text_of_code("packet_status", code) ?? ""}`.trim() : "";
}

function Arrivals() {
  const user = useUser();
  const { data, problem, refresh, pager } = usePages<{ arrivals: Arrival[] }>("/exchange/arrivals");
  const [asked, set_asked] = useState<{ what: "recall" | "return"; arrival: Arrival } | null>(null);
  const [busy, set_busy] = useState(false);
  const act = async (work: () => Promise<unknown>, done: string) => {
    set_busy(true);
    try {
      await work();
      announce(done);
      set_asked(null);
    } catch (failed) {
      announce(sentence(failed), "bad");
    } finally {
      set_busy(false);
      refresh();
    }
  };
  // Returning is what the clerk's task says of the paper; the sender is told 02 with the reason.
  const give_back = async (arrival: Arrival, opinion: string) => {
    const paper = await get<OfficeDocument>(
      `/documents/${encodeURIComponent(arrival.document ?? "")}`,
    );
    const task = paper.workflow_tasks.find(
      (each) => may_do(user, each) && each.outcomes.includes(kReturned),
    );
    if (!task) throw new Error("no task");
    await post(`/tasks/${encodeURIComponent(task.id)}/complete`, { outcome: kReturned, opinion });
  };
  return (
    <section aria-labelledby="arrivals_title">
      <h2 id="arrivals_title">{text("exchange.arrivals")}</h2>
      {problem && !data && <p class="notice bad">{sentence(problem)}</p>}
      {data && data.arrivals.length === 0 && <p class="empty_note">{text("exchange.no_arrivals")}</p>}
      {data && data.arrivals.length > 0 && (
        <div class="table_scroll" role="region" aria-label={text("exchange.arrivals")}>
          <table class="data_table" data-testid="arrivals" onKeyDown={go_by_arrows}>
            <thead>
              <tr>
                <th scope="col">{text("exchange.at")}</th>
                <th scope="col">{text("exchange.from")}</th>
                <th scope="col">{text("exchange.paper")}</th>
                <th scope="col">{text("exchange.state")}</th>
                <th scope="col">{text("exchange.actions")}</th>
              </tr>
            </thead>
            <tbody>
              {data.arrivals.map((arrival) => (
                <tr key={arrival.packet} data-testid={`arrival-${arrival.state}`}>
                  <td>{shown_time(arrival.at)}</td>
                  <td title={arrival.from_organ ?? undefined}>
                    {arrival.from_name ?? arrival.from_organ ?? ""}
                  </td>
                  <td>
                    {arrival.document ? (
                      <Link to={address_of.document(arrival.document)}>
                        {arrival.code ?? arrival.document_id ?? arrival.file}
                      </Link>
                    ) : (
                      (arrival.code ?? arrival.file)
                    )}{" "}
                    {arrival.subject}
                  </td>
                  <td>
                    <ArrivalState arrival={arrival} />
                  </td>
                  <td>
                    {arrival.state === "refused" && has_role(user, "clerk") && (
                      <button
                        type="button"
                        class="link_button"
                        disabled={busy}
                        data-testid="packet-try-again"
                        onClick={() =>
                          void act(
                            () => post(`/exchange/arrivals/${arrival.packet}/try-again`),
                            text("exchange.trying_again"),
                          )
                        }
                      >
                        {text("exchange.try_again")}
                      </button>
                    )}
                    {arrival.recall_open && has_role(user, "clerk") && (
                      <button
                        type="button"
                        class="link_button"
                        data-testid="recall-answer"
                        onClick={() => set_asked({ what: "recall", arrival })}
                      >
                        {text("exchange.answer_recall")}
                      </button>
                    )}
                    {arrival.document && arrival.status === "01" && (
                      <>
                        <Link to={address_of.document(arrival.document)}>
                          {text("exchange.accept")}
                        </Link>{" "}
                        <button
                          type="button"
                          class="link_button"
                          data-testid="packet-return"
                          onClick={() => set_asked({ what: "return", arrival })}
                        >
                          {text("exchange.return")}
                        </button>
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {pager}
      {asked?.what === "return" && (
        <ReturnDialog
          busy={busy}
          on_close={() => set_asked(null)}
          on_return={(opinion) =>
            void act(() => give_back(asked.arrival, opinion), text("exchange.returned"))
          }
        />
      )}
      {asked?.what === "recall" && (
        <RecallDialog
          busy={busy}
          on_close={() => set_asked(null)}
          on_answer={(agree, reason) =>
            void act(
              () =>
                post(`/documents/${encodeURIComponent(asked.arrival.document ?? "")}/recall-answer`, {
                  agree,
                  reason,
                }),
              text("exchange.answered"),
            )
          }
        />
      )}
    </section>
  );
}

// What is not simply taken says why and what to do.
function ArrivalState({ arrival }: { arrival: Arrival }) {
  const words = text_of_code("arrival_state", arrival.state) ?? arrival.state;
  if (arrival.state === "taken") return <>{status_words(arrival.status) || words}</>;
  return (
    <>
      <strong class={arrival.state === "refused" ? "form_error" : undefined}>{words}</strong>
      <div>{text_of_code("arrival_remedy", arrival.state)}</div>
      <div class="hint" lang="en">
        {arrival.reason}
      </div>
    </>
  );
}

function RecallDialog({
  busy,
  on_close,
  on_answer,
}: {
  busy: boolean;
  on_close: () => void;
  on_answer: (agree: boolean, reason: string) => void;
}) {
  const [reason, set_reason] = useState("");
  return (
    <Dialog title={text("exchange.answer_recall")} on_close={on_close}>
      <p>{text("exchange.recall_detail")}</p>
      <label class="stacked">
        <span>{text("exchange.reason")}</span>
        <textarea
          rows={3}
          autofocus
          value={reason}
          onInput={(event) => set_reason(event.currentTarget.value)}
        />
      </label>
      <div class="dialog_actions">
        <button
          type="button"
          class="button"
          disabled={busy}
          data-testid="recall-refuse"
          onClick={() => on_answer(false, reason.trim())}
        >
          {text("exchange.recall_refuse")}
        </button>
        <button
          type="button"
          class="button main_button"
          disabled={busy}
          data-testid="recall-agree"
          onClick={() => on_answer(true, reason.trim())}
        >
          {text("exchange.recall_agree")}
        </button>
      </div>
    </Dialog>
  );
}

function Dispatches({ organs, may_send }: { organs: Organ[]; may_send: boolean }) {
  const user = useUser();
  const { data, problem, refresh, pager } = usePages<{ dispatches: Dispatch[] }>(
    "/exchange/dispatches",
  );
  const [shown, set_shown] = useState<Dispatch | null>(null);
  const clerk = has_role(user, "clerk");
  const again = async (dispatch: Dispatch) => {
    try {
      await post("/exchange/dispatches/send-again", {
        document: dispatch.document,
        organ: dispatch.organ,
      });
      announce(text("exchange.sent_again"));
      refresh();
    } catch (failed) {
      announce(sentence(failed), "bad");
    }
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
        <div class="table_scroll" role="region" aria-label={text("exchange.dispatches")}>
          <table class="data_table" data-testid="dispatches" onKeyDown={go_by_arrows}>
            <thead>
              <tr>
                <th scope="col">{text("exchange.at")}</th>
                <th scope="col">{text("exchange.to")}</th>
                <th scope="col">{text("exchange.paper")}</th>
                <th scope="col">{text("exchange.state")}</th>
                <th scope="col">{text("exchange.actions")}</th>
              </tr>
            </thead>
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
            {each.anomaly && (
              <span class="form_error" lang="en">
                {" "}
                {each.anomaly}
              </span>
            )}
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
  const submit = async (event: Event) => {
    event.preventDefault();
    // An address copied from the browser names the document too.
    const document = paper.trim().split("/").filter(Boolean).pop();
    if (!document || !organ.trim()) {
      set_problem(text("exchange.send_needs"));
      return;
    }
    try {
      await post("/exchange/dispatches", {
        document,
        to: [{ id: organ.trim(), name: name.trim() || organ.trim() }],
      });
      set_problem("");
      set_paper("");
      announce(text("exchange.sent"));
      on_sent();
    } catch (failed) {
      set_problem(sentence(failed));
    }
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
        <button type="submit" class="button main_button" data-testid="send-submit">
          {text("exchange.send")}
        </button>
      </form>
    </details>
  );
}
