// links.tsx: what a document has to do with others, both ways, and in which dossiers it lies.

import { text, text_of_code } from "../catalogue/text";
import type { DocumentLink, Dossier } from "../model";
import { usePolled } from "../poll";
import { address_of } from "../router";
import { has_role, useUser } from "../session";
import { Link } from "./link";
import { PutInDossier } from "./put_in_dossier";

// `registered`: papers are put into a dossier once they have their number.
export function Links({ document, registered }: { document: string; registered: boolean }) {
  const user = useUser();
  const id = encodeURIComponent(document);
  const links = usePolled<{ links: DocumentLink[] }>(`/documents/${id}/links`, null);
  const dossiers = usePolled<{ dossiers: Dossier[] }>(`/dossiers?document=${id}`, null);
  const found = links.data?.links ?? [];
  const lies_in = dossiers.data?.dossiers ?? [];
  const may_put = registered && has_role(user, "clerk", "archivist");
  if (found.length === 0 && lies_in.length === 0 && !may_put) return null;
  return (
    <section class="field_group" data-testid="links">
      <h2>{text("links.title")}</h2>
      <ul class="plain_list">
        {found.map((link) => (
          <li key={link.id}>
            {text_of_code(link.outgoing ? "link" : "link_from", link.kind) ?? link.kind}{" "}
            {link.document ? (
              <Link to={address_of.document(link.document)}>{link.code ?? link.document}</Link>
            ) : (
              <span>
                {link.code} <span class="quiet">{text("links.not_here")}</span>
              </span>
            )}{" "}
            {link.subject}
            {link.replaced_by && (
              <strong class="form_error">
                {" "}
                <Link to={address_of.document(link.replaced_by)}>{text("links.replaced")}</Link>
              </strong>
            )}
          </li>
        ))}
        {lies_in.map((dossier) => (
          <li key={dossier.id}>
            {text("links.dossier")}{" "}
            <Link to={address_of.dossiers(dossier.id)}>
              {dossier.notation}/{dossier.year} {dossier.title}
            </Link>
          </li>
        ))}
      </ul>
      {may_put && (
        <PutInDossier document={document} lies_in={lies_in} on_put={dossiers.refresh} />
      )}
    </section>
  );
}
