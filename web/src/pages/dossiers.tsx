// dossiers.tsx: the list of dossiers, opening one, and one dossier with its papers.

import { useState } from "preact/hooks";

import { announce } from "../announce";
import { post, printed_file, remove } from "../api";
import { sentence, text, text_of_code } from "../catalogue/text";
import { shown_date } from "../format";
import type { Dossier, DossierPaper } from "../model";
import { Dialog } from "../parts/dialog";
import { Heads } from "../parts/heads";
import { Icon } from "../parts/icon";
import { Link } from "../parts/link";
import { PackageIn } from "../parts/package_in";
import { Transfers } from "../parts/transfers";
import { useNames } from "../people";
import { usePolled } from "../poll";
import { address_of, navigate } from "../router";
import { has_role, useUser } from "../session";
import { useTitle } from "../title";

export function DossiersPage() {
  useTitle(text("dossiers.title"));
  const user = useUser();
  const year = new Date().getFullYear();
  const { data, problem, refresh } = usePolled<{ dossiers: Dossier[] }>("/dossiers", null);
  const name_of = useNames();
  const due = usePolled<{ dossiers: Dossier[] }>("/dossiers?due=yes", null);
  return (
    <>
      <div class="page_head">
        <h1>{text("dossiers.title")}</h1>
        <div class="page_tools">
          <a class="button with_icon" href={printed_file(`/dossiers/list.pdf?year=${year}`)}>
            <Icon name="download" />
            {text("dossiers.print_list", { year })}
          </a>
        </div>
      </div>
      {problem && (
        <p class="notice bad" role="alert">
          {sentence(problem)}
        </p>
      )}
      {due.data && due.data.dossiers.length > 0 && (
        <div class="notice" role="status" data-testid="dossiers-due">
          <p>{text("dossiers.due", { n: due.data.dossiers.length })}</p>
          <ul>
            {due.data.dossiers.map((dossier) => (
              <li key={dossier.id}>
                <Link to={address_of.dossiers(dossier.id)}>
                  {dossier.notation}/{dossier.year} {dossier.title}
                </Link>{" "}
                {shown_date(dossier.transfer_due ?? "")}
              </li>
            ))}
          </ul>
        </div>
      )}
      <OpenForm />
      {has_role(user, "clerk", "archivist") && <PackageIn />}
      {data && data.dossiers.length === 0 && <p class="empty_note">{text("dossiers.none")}</p>}
      {data && data.dossiers.length > 0 && (
        <div class="table_scroll" tabIndex={0} role="region" aria-label={text("dossiers.title")}>
          <table class="data_table" data-testid="dossiers">
            <Heads
              of={[
                "dossiers.notation",
                "dossiers.name",
                "dossiers.retention",
                "dossiers.keeper",
                "dossiers.papers",
                "dossiers.state",
              ]}
            />
            <tbody>
              {data.dossiers.map((dossier) => (
                <tr key={dossier.id}>
                  <td>
                    <Link to={address_of.dossiers(dossier.id)}>
                      {dossier.notation}/{dossier.year}
                    </Link>
                  </td>
                  <td>{dossier.title}</td>
                  <td>{dossier.retention}</td>
                  <td>{name_of(dossier.keeper)}</td>
                  <td>{dossier.documents}</td>
                  <td>{text_of_code("dossier_state", dossier.state) ?? dossier.state}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data && due.data && (
        <Transfers
          closed={data.dossiers.filter((dossier) => dossier.state === "closed")}
          due={due.data.dossiers.map((dossier) => dossier.id)}
          on_change={() => {
            refresh();
            due.refresh();
          }}
        />
      )}
    </>
  );
}

function OpenForm() {
  const [values, set_values] = useState({ title: "", heading: "", retention: "10 năm" });
  const [problem, set_problem] = useState("");
  const entry = (name: keyof typeof values, label: string) => (
    <label class="stacked">
      <span>{label}</span>
      <input
        name={name}
        value={values[name]}
        onInput={(event) => set_values({ ...values, [name]: event.currentTarget.value })}
      />
    </label>
  );
  const submit = async (event: Event) => {
    event.preventDefault();
    try {
      const opened = await post<Dossier>("/dossiers", values);
      navigate(address_of.dossiers(opened.id));
    } catch (failed) {
      set_problem(sentence(failed));
    }
  };
  return (
    <details class="open_dossier">
      <summary>{text("dossiers.open")}</summary>
      <form onSubmit={(event) => void submit(event)}>
        {entry("title", text("dossiers.name"))}
        {entry("heading", text("dossiers.heading"))}
        {entry("retention", text("dossiers.retention"))}
        <div role="alert">{problem && <p class="form_error">{problem}</p>}</div>
        <button type="submit" class="button main_button" data-testid="dossier-open">
          {text("dossiers.open")}
        </button>
      </form>
    </details>
  );
}

export function DossierPage({ id }: { id: string }) {
  const user = useUser();
  const name_of = useNames();
  const [closing, set_closing] = useState(false);
  const path = `/dossiers/${encodeURIComponent(id)}`;
  const { data, problem, refresh } = usePolled<Dossier & { papers: DossierPaper[] }>(path, null);
  useTitle(data ? `${data.notation}/${data.year}` : text("dossiers.title"));
  if (problem && !data) {
    return (
      <p class="notice bad" role="alert">
        {sentence(problem)}
      </p>
    );
  }
  if (!data) return <p class="quiet">{text("app.loading")}</p>;
  const act = async (work: () => Promise<unknown>) => {
    try {
      await work();
      refresh();
    } catch (failed) {
      announce(sentence(failed), "bad");
    }
  };
  return (
    <>
      <div class="page_head">
        <h1>
          {data.notation}/{data.year} {data.title}
        </h1>
        <div class="page_tools">
          <a class="button with_icon" href={printed_file(`${path}/contents.pdf`)}>
            <Icon name="download" />
            {text("dossiers.contents")}
          </a>
          {has_role(user, "clerk", "archivist") && (
            <a
              class="button with_icon"
              href={printed_file(`${path}/package.zip`)}
              title={text("dossiers.package_hint")}
              data-testid="dossier-package"
              download
            >
              <Icon name="download" />
              {text("dossiers.package")}
            </a>
          )}
          {data.state === "open" && (
            <button
              type="button"
              class="button"
              data-testid="dossier-close"
              onClick={() => set_closing(true)}
            >
              {text("dossiers.close")}
            </button>
          )}
        </div>
      </div>
      {closing && (
        <Dialog title={text("dossiers.close")} on_close={() => set_closing(false)}>
          <p>{text("dossiers.close_does", { n: data.papers.length })}</p>
          <div class="dialog_actions">
            <button type="button" class="button" onClick={() => set_closing(false)}>
              {text("app.cancel")}
            </button>
            <button
              type="button"
              class="button main_button"
              data-testid="dossier-close-confirm"
              onClick={() => {
                set_closing(false);
                void act(() => post(`${path}/close`));
              }}
            >
              {text("dossiers.close")}
            </button>
          </div>
        </Dialog>
      )}
      <p class="quiet">
        {text_of_code("dossier_state", data.state) ?? data.state} · {data.retention}
        {data.kept_until ? ` (${data.kept_until})` : ""} · {name_of(data.keeper)} ·{" "}
        {shown_date(data.started_on)}
        {data.ended_on ? ` – ${shown_date(data.ended_on)}` : ""}
      </p>
      {data.state === "open" && (
        <AddForm on_add={(document) => act(() => post(`${path}/documents`, { document }))} />
      )}
      {data.papers.length === 0 && <p class="empty_note">{text("dossiers.no_papers")}</p>}
      <ol class="row_list" data-testid="dossier-papers" hidden={data.papers.length === 0}>
        {data.papers.map((paper) => (
          <li key={paper.ordinal} class="row">
            {paper.document ? (
              <Link to={address_of.document(paper.document)} class="row_link">
                <span class="row_main">
                  <span class="row_code">{paper.code ?? text("work.no_code")}</span>
                  <span class="row_subject">
                    {[paper.type_name, paper.subject].filter(Boolean).join(" ")}
                  </span>
                </span>
              </Link>
            ) : (
              <span class="quiet">{text("dossiers.hidden")}</span>
            )}
            {data.state === "open" && paper.document && (
              <button
                type="button"
                class="link_button"
                onClick={() =>
                  void act(() => remove(`${path}/documents/${encodeURIComponent(paper.document!)}`))
                }
              >
                {text("dossiers.take")}
              </button>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

function AddForm({ on_add }: { on_add: (document: string) => Promise<void> }) {
  const [typed, set_typed] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    // An address copied from the browser names the document too.
    const document = typed.trim().split("/").filter(Boolean).pop();
    if (document) void on_add(document).then(() => set_typed(""));
  };
  return (
    <form onSubmit={submit} class="add_paper">
      <label class="stacked">
        <span>{text("dossiers.add_label")}</span>
        <input
          value={typed}
          data-testid="dossier-add"
          onInput={(event) => set_typed(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button">
        {text("dossiers.add")}
      </button>
    </form>
  );
}
