// search_choices.ts: what a search asks for. Every choice stands in the page's address, so a search can be kept and sent.

export const kPageSize = 20;

export interface Facet {
  id: string;
  values: { value: string; count: number }[];
}

const kNames = ["q", "organ", "type", "from", "to", "book", "order", "offset"] as const;

export type Choices = Record<(typeof kNames)[number], string>;

export function choices_of(query: URLSearchParams): Choices {
  return Object.fromEntries(kNames.map((name) => [name, query.get(name) ?? ""])) as Choices;
}

// The address to ask; null while nothing is asked for.
export function request_of(choices: Choices): string | null {
  const { q, organ, type, from, to, book, order, offset } = choices;
  if (![q, organ, type, from, to, book].some(Boolean)) return null;
  const request = new URLSearchParams({ q, limit: String(kPageSize), offset: offset || "0", facets: "yes" });
  if (order) request.set("order", order);
  if (organ) request.append("field", `organ_name:${organ}`);
  if (type) request.append("field", `type_name:${type}`);
  if (from) request.set("from", from);
  if (to) request.set("to", to);
  if (book) request.set("book", book);
  return `/search?${request.toString()}`;
}
