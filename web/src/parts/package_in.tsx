// package_in.tsx: a dossier that comes as a package: checked first, shown, then taken in.

import { useState } from "preact/hooks";

import { send_package } from "../api";
import { sentence, text, text_of_code } from "../catalogue/text";
import type { CheckedPackage } from "../model";
import { address_of, navigate } from "../router";

export function PackageIn() {
  const [file, set_file] = useState<File | null>(null);
  const [checked, set_checked] = useState<CheckedPackage | null>(null);
  const [problem, set_problem] = useState("");
  const [is_busy, set_busy] = useState(false);
  const send = async (chosen: File, take_in: boolean) => {
    set_busy(true);
    set_problem("");
    try {
      const answer = await send_package(chosen, take_in);
      if (answer.taken_in) navigate(address_of.dossiers(answer.taken_in));
      else set_checked(answer);
    } catch (failed) {
      set_problem(sentence(failed));
    }
    set_busy(false);
  };
  const choose = (chosen: File | undefined) => {
    set_checked(null);
    set_file(chosen ?? null);
    if (chosen) void send(chosen, false);
  };
  return (
    <details class="open_dossier">
      <summary data-testid="package-in">{text("dossiers.package_in")}</summary>
      <label class="stacked">
        <span>{text("dossiers.package_file")}</span>
        <input
          type="file"
          accept=".zip,application/zip"
          data-testid="package-file"
          onChange={(event) => choose(event.currentTarget.files?.[0])}
        />
      </label>
      <div role="status">
        {is_busy && <p class="quiet">{text("dossiers.package_checking")}</p>}
        {checked && <Found checked={checked} />}
      </div>
      <div role="alert">{problem && <p class="form_error">{problem}</p>}</div>
      {file && checked?.sound && !checked.dossier?.here && (
        <button
          type="button"
          class="button main_button"
          data-testid="package-take"
          disabled={is_busy}
          onClick={() => void send(file, true)}
        >
          {text("dossiers.package_take")}
        </button>
      )}
    </details>
  );
}

function Found({ checked }: { checked: CheckedPackage }) {
  const wrong = checked.files.filter((file) => file.state !== "matches");
  const dossier = checked.dossier;
  if (!dossier) {
    return (
      <div class="notice bad" data-testid="package-unsound">
        <p>{text("dossiers.package_unsound", { n: wrong.length })}</p>
        <ul>
          {wrong.map((file) => (
            <li key={file.name}>
              {file.name}: {text_of_code("package_file", file.state) ?? file.state}
            </li>
          ))}
        </ul>
      </div>
    );
  }
  const name = `${dossier.notation}/${dossier.year}`;
  return (
    <div data-testid="package-sound">
      <p>{text("dossiers.package_sound", { n: checked.files.length })}</p>
      <p>
        <b>
          {name} {dossier.title}
        </b>{" "}
        · {dossier.retention} · {dossier.keeper}
      </p>
      {dossier.here && (
        <p class="notice bad" data-testid="package-here">
          {text("dossiers.package_here", { name })}
        </p>
      )}
      <ol>
        {(checked.papers ?? []).map((paper) => (
          <li key={paper.file}>
            {[paper.code ?? text("work.no_code"), paper.type_name, paper.subject]
              .filter(Boolean)
              .join(" ")}{" "}
            <span class="quiet">
              ({text(paper.document ? "dossiers.package_known" : "dossiers.package_new")})
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
