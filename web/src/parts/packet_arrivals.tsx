// packet_arrivals.tsx: packets that came and what a clerk can do about each: take again, accept or return, answer a recall.

import { useState } from "preact/hooks";

import { get, post } from "../api";
import { sentence, text, text_of_code } from "../catalogue/text";
import { shown_time } from "../format";
import type { Arrival, OfficeDocument } from "../model";
import { go_by_arrows, status_words, usePages } from "../packets";
import { address_of } from "../router";
import { useSending } from "../sending";
import { has_role, may_do, useUser } from "../session";
import { Dialog } from "./dialog";
import { Heads } from "./heads";
import { Link } from "./link";
import { ReturnDialog } from "./return_dialog";
import { Technical } from "./technical";

const kReturned = "return";

export function PacketArrivals() {
  const user = useUser();
  const { data, problem, refresh, pager } = usePages<{ arrivals: Arrival[] }>("/exchange/arrivals");
  const [asked, set_asked] = useState<{ what: "recall" | "return"; arrival: Arrival } | null>(null);
  const { busy, send } = useSending();
  const act = async (work: () => Promise<unknown>, words: string) => {
    if (await send(work, words)) set_asked(null);
    refresh();
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
        <div class="table_scroll" role="group" aria-label={text("exchange.arrivals")}>
          <table class="data_table" data-testid="arrivals" onKeyDown={go_by_arrows}>
            <Heads
              of={[
                "exchange.at",
                "exchange.from",
                "exchange.paper",
                "exchange.state",
                "exchange.actions",
              ]}
            />
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
      <Technical words={arrival.reason} />
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
