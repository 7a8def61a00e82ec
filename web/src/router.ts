// router.ts: addresses of the pages. The path says which page, the query its choices; nothing is kept elsewhere, so every
// page can be linked to and the browser's back button works.

import { useEffect, useState } from "preact/hooks";

export type Route =
  | { page: "work" }
  | { page: "document"; id: string }
  | { page: "slip"; id: string }
  | { page: "notices" }
  | { page: "register"; book: string | null; year: number | null }
  | { page: "search"; query: URLSearchParams }
  | { page: "dossiers"; id: string | null }
  | { page: "stamped"; id: string }
  | { page: "rounds"; id: string | null; year: number | null; part: string | null; list: string | null }
  | { page: "exchange" }
  | { page: "lessons" }
  | { page: "unknown" };

const kMoved = "vanthu:moved";

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a stray percent sign; the page will say that it knows no such document
  }
}

export function route_of(path: string, search: string): Route {
  const parts = path.split("/").filter(Boolean).map(decoded);
  const [first, second, third] = parts;
  if (first === undefined) return { page: "work" };
  if (first === "documents" && second && !third) return { page: "document", id: second };
  if (first === "documents" && second && third === "slip") return { page: "slip", id: second };
  if (first === "notices" && !second) return { page: "notices" };
  if (first === "register") {
    return { page: "register", book: second ?? null, year: third ? Number(third) || null : null };
  }
  if (first === "documents" && second && third === "stamped") return { page: "stamped", id: second };
  if (first === "dossiers" && !third) return { page: "dossiers", id: second ?? null };
  if (first === "exchange" && !second) return { page: "exchange" };
  if (first === "lessons" && !second) return { page: "lessons" };
  if (first === "rounds") {
    const year = third ? Number(third) || null : null;
    return { page: "rounds", id: second ?? null, year, part: parts[3] ?? null, list: parts[4] ?? null };
  }
  if (first === "search" && !second) return { page: "search", query: new URLSearchParams(search) };
  return { page: "unknown" };
}

let moves = 0; // within this visit: whether going back stays in the app

// To the page one came from; to the given one when this is the first.
export function go_back(otherwise: string): void {
  if (moves > 0) history.back();
  else navigate(otherwise);
}

export function navigate(address: string, mode: "push" | "replace" = "push"): void {
  if (mode === "push") {
    history.pushState(null, "", address);
    window.scrollTo(0, 0);
    moves += 1;
  } else {
    history.replaceState(null, "", address);
  }
  window.dispatchEvent(new Event(kMoved));
}

export function useRoute(): Route {
  const [address, set_address] = useState(location.pathname + location.search);
  useEffect(() => {
    const moved = () => set_address(location.pathname + location.search);
    const gone_back = () => {
      moves = Math.max(0, moves - 1);
      moved();
    };
    window.addEventListener("popstate", gone_back);
    window.addEventListener(kMoved, moved);
    return () => {
      window.removeEventListener("popstate", gone_back);
      window.removeEventListener(kMoved, moved);
    };
  }, []);
  const cut = address.indexOf("?");
  return cut < 0 ? route_of(address, "") : route_of(address.slice(0, cut), address.slice(cut));
}

export const address_of = {
  work: "/",
  document: (id: string) => `/documents/${encodeURIComponent(id)}`,
  slip: (id: string) => `/documents/${encodeURIComponent(id)}/slip`,
  notices: "/notices",
  lessons: "/lessons",
  register: (book?: string, year?: number) =>
    book ? `/register/${encodeURIComponent(book)}${year ? `/${year}` : ""}` : "/register",
  exchange: "/exchange",
  rounds: (id?: string, year?: number, part?: string, list?: string) =>
    ["/rounds", id, year, part, list]
      .filter((each) => each !== undefined)
      .map((each, at) => (at === 0 ? each : encodeURIComponent(String(each))))
      .join("/"),
  stamped: (id: string) => `/documents/${encodeURIComponent(id)}/stamped`,
  dossiers: (id?: string) => (id ? `/dossiers/${encodeURIComponent(id)}` : "/dossiers"),
  search: (choices: Record<string, string>) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(choices)) if (value) query.set(name, value);
    const text = query.toString();
    return text ? `/search?${text}` : "/search";
  },
};
