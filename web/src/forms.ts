// forms.ts: the office's forms, asked for once; labels and required marks of the check screen come from here.

import { useEffect, useState } from "preact/hooks";

import { get } from "./api";
import type { Form } from "./model";

let known: Promise<Form[]> | null = null;

export function useForm(id: string): Form | null {
  const [forms, set_forms] = useState<Form[]>([]);
  useEffect(() => {
    let live = true;
    known ??= get<{ forms: Form[] }>("/forms").then((answer) => answer.forms);
    known.then(
      (list) => live && set_forms(list),
      () => {
        known = null; // asked again the next time; labels of the catalogue serve meanwhile
      },
    );
    return () => {
      live = false;
    };
  }, []);
  return forms.find((form) => form.id === id) ?? null;
}
