// heads.tsx: the head of a table: one heading for each column.

import { text, type Key } from "../catalogue/text";

export function Heads({ of }: { of: Key[] }) {
  return (
    <thead>
      <tr>
        {of.map((key) => (
          <th key={key} scope="col">
            {text(key)}
          </th>
        ))}
      </tr>
    </thead>
  );
}
