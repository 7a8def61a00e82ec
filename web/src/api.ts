// api.ts: the only file that talks to the service. Every failure becomes a Problem with the service's error code; an answer
// that is not JSON or no answer at all is code "unavailable". Keeps the CSRF token; does not keep any data.

import type { CheckedPackage, Page, Upload } from "./model";

const kBase = "/api/v1";
const kWidestImage = 2500;

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly retry_after: number | null = null,
    readonly reason: string | null = null, // "reason.…" of the catalogue, with what stands in its gaps
    readonly values: Record<string, string> = {},
  ) {
    super(detail || code);
  }
}

let csrf_token = "";
let on_signed_out: () => void = () => {};

export function use_csrf_token(token: string): void {
  csrf_token = token;
}

// Called when the service no longer knows the session.
export function when_signed_out(listener: () => void): void {
  on_signed_out = listener;
}

function problem_of(status: number, body: string, retry_after: string | null): Problem {
  const seconds = retry_after ? Number(retry_after) || null : null;
  try {
    const read = JSON.parse(body) as Partial<Problem> & { title?: string };
    const said = read.detail ?? read.title ?? "";
    return new Problem(status, read.code ?? "internal", said, seconds, read.reason, read.values);
  } catch {
    return new Problem(
      status,
      status === 404 ? "not_found" : "unavailable",
      `HTTP ${status}`,
      seconds,
    );
  }
}

export interface Answer<T> {
  body: T;
  etag: string | null;
}

interface Options {
  method?: string;
  json?: unknown;
  file?: File;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

// Null when If-None-Match was given and nothing changed.
async function send<T>(path: string, options: Options = {}): Promise<Answer<T> | null> {
  const method = options.method ?? "GET";
  const headers: Record<string, string> = { Accept: "application/json", ...options.headers };
  if (options.json !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET" && csrf_token) headers["X-CSRF-Token"] = csrf_token;
  let response: Response;
  try {
    response = await fetch(kBase + path, {
      method,
      headers,
      body: options.file ?? (options.json === undefined ? undefined : JSON.stringify(options.json)),
      credentials: "same-origin",
      cache: "no-store",
      signal: options.signal,
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Problem(0, "unavailable", "");
  }
  if (response.status === 304) return null;
  const text = await response.text();
  if (!response.ok) {
    const problem = problem_of(response.status, text, response.headers.get("Retry-After"));
    if (response.status === 401 && !path.startsWith("/session")) on_signed_out();
    throw problem;
  }
  const body = (text === "" ? null : JSON.parse(text)) as T;
  return { body, etag: response.headers.get("ETag") };
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const answer = await send<T>(path, { signal });
  return answer!.body;
}

export async function get_if_changed<T>(
  path: string,
  etag: string | null,
): Promise<Answer<T> | null> {
  return send<T>(path, { headers: etag ? { "If-None-Match": etag } : {} });
}

export async function post<T>(path: string, json: unknown = {}): Promise<T> {
  const answer = await send<T>(path, { method: "POST", json });
  return answer!.body;
}

// Without `take_in` nothing is changed: it only says what the package holds.
export async function send_package(file: File, take_in: boolean): Promise<CheckedPackage> {
  const answer = await send<CheckedPackage>(`/dossiers/packages${take_in ? "?take_in=yes" : ""}`, {
    method: "POST",
    file,
    headers: { "Content-Type": "application/zip" },
  });
  return answer!.body;
}

export async function patch<T>(path: string, json: unknown, revision: number): Promise<T> {
  const answer = await send<T>(path, {
    method: "PATCH",
    json,
    headers: { "If-Match": `"${revision}"` },
  });
  return answer!.body;
}

// A change that needs no revision.
export async function change<T>(path: string, json: unknown): Promise<T> {
  const answer = await send<T>(path, { method: "PATCH", json });
  return answer!.body;
}

export async function remove(path: string): Promise<void> {
  await send<null>(path, { method: "DELETE" });
}

// A diagram as it was deployed.
export async function process_diagram(key: string, version: number): Promise<string> {
  const path = `/processes/${encodeURIComponent(key)}/${version}`;
  const response = await fetch(kBase + path, { credentials: "same-origin" });
  if (!response.ok) throw problem_of(response.status, await response.text(), null);
  return response.text();
}

// One address for a page at every zoom and for the pictures cut out of it, so that it is fetched once.
export function page_image(document: string, page: Page): string {
  const width = Math.min(kWidestImage, page.width ?? kWidestImage);
  return `${kBase}/documents/${encodeURIComponent(document)}/pages/${page.number}/image?width=${width}`;
}

export function original_file(document: string): string {
  return `${kBase}/documents/${encodeURIComponent(document)}/files/original`;
}

export function book_file(book: string, year: number, kind: "xlsx" | "csv" | "pdf"): string {
  return `${kBase}/books/${encodeURIComponent(book)}/${year}/entries.${kind}`;
}

// A list, slip or minutes as a PDF of the service.
export function printed_file(path: string): string {
  return `${kBase}${path}`;
}

// The key lets the service see a repeated upload of the same drop; crypto.randomUUID is missing outside HTTPS.
function fresh_key(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// fetch cannot report how much of a body has been sent; XMLHttpRequest can.
export function upload(
  file: File,
  book: string,
  on_progress: (fraction: number) => void,
): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${kBase}/documents?book=${encodeURIComponent(book)}`);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.setRequestHeader("X-Filename", encodeURIComponent(file.name.normalize("NFC")));
    request.setRequestHeader("X-CSRF-Token", csrf_token);
    request.setRequestHeader("Idempotency-Key", fresh_key());
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) on_progress(event.loaded / event.total);
    };
    request.onerror = () => reject(new Problem(0, "unavailable", ""));
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) {
        resolve(JSON.parse(request.responseText) as Upload);
        return;
      }
      if (request.status === 401) on_signed_out();
      reject(
        problem_of(request.status, request.responseText, request.getResponseHeader("Retry-After")),
      );
    };
    request.send(file);
  });
}
