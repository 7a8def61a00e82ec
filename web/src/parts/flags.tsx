// flags.tsx: persons and units that may not be proposed now, and setting such a flag on a name of the list.

import { useId, useState } from "preact/hooks";

import { announce } from "../announce";
import { post } from "../api";
import { sentence, text } from "../catalogue/text";
import { shown_date, stored_date } from "../format";
import { usePolled } from "../poll";
import { useUser } from "../session";

interface Flag {
  id: number;
  name: string;
  unit: string | null;
  reason: string;
  basis: string | null;
  until: string | null;
}

const kNothing = { name: "", unit: "", reason: "", basis: "", until: "" };

export function Flags({ names, on_change }: { names: string[]; on_change: () => void }) {
  const user = useUser();
  const may = user.roles.some((role) => ["reviewer", "head", "admin"].includes(role));
  const { data, refresh } = usePolled<{ flags: Flag[] }>(may ? "/nomination-flags" : null, null);
  const [values, set_values] = useState(kNothing);
  const suggestions = useId();
  if (!may) return null;
  const act = async (work: () => Promise<unknown>) => {
    try {
      await work();
      refresh();
      on_change();
    } catch (failed) {
      announce(sentence(failed), "bad");
    }
  };
  const entry = (name: keyof typeof values, label: string) => (
    <label class="stacked">
      <span>{label}</span>
      <input
        value={values[name]}
        required={name === "name" || name === "reason"}
        list={name === "name" ? suggestions : undefined}
        data-testid={`flag-${name}`}
        onInput={(event) => set_values({ ...values, [name]: event.currentTarget.value })}
      />
    </label>
  );
  return (
    <section aria-labelledby="flags_title" class="round_section">
      <h2 id="flags_title">{text("flags.title")}</h2>
      {data?.flags.length === 0 && <p class="quiet">{text("flags.none")}</p>}
      <ul class="flags">
        {data?.flags.map((flag) => (
          <li key={flag.id}>
            <strong>{flag.name}</strong> {flag.unit && <span class="quiet">{flag.unit}</span>}{" "}
            {flag.reason} {flag.basis && <span class="quiet">({flag.basis})</span>}{" "}
            {flag.until && shown_date(flag.until)}
            <button
              type="button"
              class="button quiet_button"
              onClick={() => void act(() => post(`/nomination-flags/${flag.id}/lift`))}
            >
              {text("flags.lift")}
            </button>
          </li>
        ))}
      </ul>
      <details>
        <summary>{text("flags.add")}</summary>
        <form
          class="decide_fields"
          onSubmit={(event) => {
            event.preventDefault();
            const until = stored_date(values.until) ?? values.until;
            void act(() => post("/nomination-flags", { ...values, until })).then(() =>
              set_values(kNothing),
            );
          }}
        >
          <datalist id={suggestions}>
            {names.map((name, at) => (
              <option key={at} value={name} />
            ))}
          </datalist>
          {entry("name", text("flags.name"))}
          {entry("unit", text("flags.unit"))}
          {entry("reason", text("flags.reason"))}
          {entry("basis", text("flags.basis"))}
          {entry("until", text("flags.until"))}
          <button type="submit" class="button" data-testid="flag-set">
            {text("flags.set")}
          </button>
        </form>
      </details>
    </section>
  );
}
