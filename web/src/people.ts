// people.ts: names of the people in the office, asked for once.

import { useEffect, useState } from "preact/hooks";

import { get } from "./api";
import { text } from "./catalogue/text";
import type { User } from "./model";

let known: Promise<User[]> | null = null;

export function people(): Promise<User[]> {
  known ??= get<User[] | { users: User[] }>("/users").then((answer) =>
    Array.isArray(answer) ? answer : answer.users,
  );
  known.catch(() => {
    known = null; // asked again the next time
  });
  return known;
}

// From an account to the name of its person; the account itself while names are not known.
export function useNames(): (id: string) => string {
  const [names, set_names] = useState(new Map<string, string>());
  useEffect(() => {
    let live = true;
    people().then(
      (list) => live && set_names(new Map(list.map((person) => [person.id, person.display_name]))),
      () => {},
    );
    return () => {
      live = false;
    };
  }, []);
  return (id) => names.get(id) ?? (id === "system" ? text("people.system") : id);
}
