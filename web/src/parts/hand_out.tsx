// hand_out.tsx: to whom a leader gives a paper: who leads, who supports, who is told, until when.

import { useEffect, useState } from "preact/hooks";

import { text } from "../catalogue/text";
import type { HandOut, User } from "../model";
import { people } from "../people";

interface Props {
  value: HandOut;
  on_value: (value: HandOut) => void;
}

function chosen(list: HTMLSelectElement): string[] {
  return Array.from(list.selectedOptions, (option) => option.value);
}

export function HandOutFields({ value, on_value }: Props) {
  const [everybody, set_everybody] = useState<User[]>([]);
  useEffect(() => {
    people().then(set_everybody, () => {});
  }, []);
  const options = (selected: string[]) =>
    everybody.map((person) => (
      <option key={person.id} value={person.id} selected={selected.includes(person.id)}>
        {person.display_name}
      </option>
    ));
  return (
    <fieldset class="hand_out" data-testid="hand-out">
      <label>
        {text("hand_out.lead")}
        <select
          data-testid="hand-out-lead"
          onChange={(event) => on_value({ ...value, lead: event.currentTarget.value })}
        >
          <option value="">{text("hand_out.choose")}</option>
          {options([value.lead])}
        </select>
      </label>
      <label>
        {text("hand_out.support")}
        <select
          multiple
          size={2}
          onChange={(event) => on_value({ ...value, support: chosen(event.currentTarget) })}
        >
          {options(value.support)}
        </select>
      </label>
      <label>
        {text("hand_out.know")}
        <select
          multiple
          size={2}
          onChange={(event) => on_value({ ...value, know: chosen(event.currentTarget) })}
        >
          {options(value.know)}
        </select>
      </label>
      <label>
        {text("hand_out.due")}
        <input
          type="date"
          value={value.due}
          onInput={(event) => on_value({ ...value, due: event.currentTarget.value })}
        />
      </label>
    </fieldset>
  );
}
