// What the service sends and takes (REST v1): types only. Ids are strings, times RFC 3339, absent values null.

export type Role = "clerk" | "reviewer" | "archivist" | "head" | "admin";

export interface User {
  id: string;
  display_name: string;
  roles: Role[];
  must_change_password?: boolean;
}

export interface Session {
  user: User;
  csrf: string;
}

export type DocumentState =
  | "received"
  | "processing"
  | "needs_check"
  | "in_workflow"
  | "filed"
  | "returned"
  | "quarantined"
  | "failed";

export type FieldState = "missing" | "needs_review" | "extracted" | "verified" | "corrected";

export type Box = [left: number, top: number, right: number, bottom: number];

export type FieldValue = string | number | string[] | null;

export interface Field {
  value: FieldValue;
  confidence?: number | null;
  state: FieldState;
  page?: number | null;
  box?: Box | null;
  raw?: string | null;
  candidates?: string[];
}

export interface Page {
  number: number;
  width: number | null;
  height: number | null;
  dpi: number | null;
  origin: "ocr" | "text_layer" | "mixed" | "docx" | "none";
  text?: string;
}

export interface FieldTable {
  id: string;
  columns: string[];
  rows: Record<string, string | null>[];
}

export interface Citation {
  type_name: string | null;
  code: string | null;
  organ_name: string | null;
  date: string | null;
  subject: string | null;
  quote: string | null;
  page: number | null;
}

// "tasks" of a read document: who is ordered to do what by when.
export interface Assignment {
  organ_name: string | null;
  assigning_verb: string | null;
  action: string | null;
  deadline: string | null;
  quote: string | null;
  page: number | null;
}

export interface Signature {
  organ_name: string | null;
  common_name: string | null;
  signed_at: string | null;
  valid: boolean;
  trust: "trusted" | "untrusted" | "unknown";
  reason: string | null;
}

export interface Issue {
  severity: "info" | "warning" | "error";
  code: string;
  field?: string | null;
  detail: string; // English; for people the catalogue has a sentence with these values
  values?: Record<string, string>;
}

export interface Progress {
  stage: string;
  fraction: number;
  fields: Record<string, string>; // what the pages read so far say
}

export interface RegisterEntry {
  book: string;
  year: number;
  number: number;
  registered_at?: string | null;
  registered_by?: string | null;
  filed_at?: string | null;
}

export interface Task {
  id: string;
  name: string;
  node: string;
  instance: string;
  document: string;
  document_summary?: {
    code: string | null;
    subject: string | null;
    organ_name: string | null;
    source: string | null;
    priority: string | null;
  };
  form_key: string;
  outcomes: string[];
  candidate_groups: string[];
  assignee: string | null;
  owner: string | null;
  delegation: string | null;
  state: "open" | "completed" | "cancelled";
  priority: number;
  created_at: string;
  due_at: string | null;
  outcome: string | null;
  revision: number;
  held_at?: string | null;
  held_reason?: string | null;
}

// One process that the document went or goes through.
export interface ProcessInstance {
  id: string;
  definition_key: string;
  definition_version: number;
  state: "running" | "stuck" | "ended" | "withdrawn";
  reason: string | null;
  active_nodes: string[];
  started_at: string;
  ended_at: string | null;
}

// To whom a leader gives a paper.
export interface HandOut {
  lead: string;
  support: string[];
  know: string[];
  due: string;
}

export interface Opinion {
  task: string;
  node_name: string;
  user: string;
  outcome: string;
  text: string;
  at: string;
}

export interface SlipOpinion extends Opinion {
  day: string; // ISO, the office's own
  on_behalf_of: string | null;
  signed_as: string | null;
  hand_out?: { lead: string | null; support: string[]; know: string[]; due: string | null };
}

// Phiếu giải quyết văn bản đến.
export interface Slip {
  document: string;
  office: string;
  printed_on: string;
  type_name: string | null;
  code: string | null;
  issued_date: string | null;
  organ_name: string | null;
  subject: string | null;
  priority: string | null;
  arrival_number: number | null;
  arrival_date: string | null;
  agency: SlipOpinion[];
  unit: SlipOpinion[];
  handler: SlipOpinion[];
  other: SlipOpinion[];
}

export interface Notice {
  id: string;
  kind: string;
  task: string | null;
  document: string;
  name: string | null;
  detail: string | null;
  due_at: string | null;
  created_at: string;
  read_at: string | null;
}

export interface NoticeSettings {
  address: string | null;
  notices: boolean;
  digest: boolean;
}

export interface HistoryEvent {
  at: string;
  actor: string | null;
  action: string;
  subject?: string | null;
  detail?: Record<string, unknown> | null;
}

// Where a cell stands; two places when a page break cuts it.
export interface CellPlace {
  page: number;
  box: [number, number, number, number];
  confidence: number;
}

export interface CheckedCell {
  text: string;
  places: CellPlace[];
  state: "read" | "verified" | "corrected";
  before: string | null;
  by: string | null;
}

export interface CheckedTable {
  id: string;
  revision: number;
  columns: { id: string; heading: string; confidence: number | null }[];
  rows: CheckedCell[][];
}

export interface OfficeDocument {
  id: string;
  revision: number;
  source: string;
  media_type: string | null;
  state: DocumentState;
  book: string;
  form: string;
  form_confidence?: number | null;
  received_at: string;
  received_by: string | null;
  pages: Page[];
  fields: Record<string, Field>;
  tables: FieldTable[];
  citations: Citation[];
  tasks: Assignment[];
  issues: Issue[];
  signatures: Signature[];
  error: { code: string; message: string } | null;
  register_entry: RegisterEntry | null;
  workflow: ProcessInstance[];
  workflow_tasks: Task[];
  opinions: Opinion[];
  history: HistoryEvent[];
  progress: Progress | null;
}

export interface DocumentRow {
  id: string;
  source: string;
  state: DocumentState;
  received_at: string;
  book: string;
  form: string;
  media_type: string | null;
  progress: Progress | null;
  fields: {
    code?: string | null;
    subject?: string | null;
    organ_name?: string | null;
    issued_date?: string | null;
  };
  issues: number;
  entry: RegisterEntry | null;
}

export interface TextBlock {
  kind: string;
  table: number | null;
  row: number | null;
  column: number | null;
  row_span: number | null;
  column_span: number | null;
  lines: { text: string; box: Box | null; bold?: boolean }[];
}

export interface PageText {
  number: number;
  width: number | null;
  height: number | null;
  origin: string;
  blocks: TextBlock[];
}

export interface Book {
  id: string;
  title: string;
  columns: { id: string; title: string; typed?: boolean }[];
  years: number[];
  closed_years: number[];
  follows: string | null;
}

export interface BookEntry {
  book: string;
  year: number;
  number: number;
  document: string | null;
  registered_at: string;
  registered_by: string | null;
  filed_at: string | null;
  voided_at: string | null;
  void_reason: string | null;
  typed: Record<string, string>;
  columns: (string | null)[];
}

export interface DocumentLink {
  id: string;
  kind: string;
  outgoing: boolean;
  document: string | null;
  code: string | null;
  subject: string | null;
  made_by: string;
  replaced_by: string | null;
}

export interface Dossier {
  id: string;
  year: number;
  notation: string;
  heading: string;
  title: string;
  retention: string;
  kept_until: number | null;
  transfer_due: string | null;
  keeper: string;
  started_on: string;
  ended_on: string | null;
  state: "open" | "closed" | "transferred";
  documents: number;
}

export interface CheckedPackage {
  sound: boolean;
  files: { name: string; size: number; state: "matches" | "altered" | "missing" | "not_listed" }[];
  dossier?: Pick<
    Dossier,
    "year" | "notation" | "heading" | "title" | "retention" | "keeper" | "started_on" | "ended_on"
  > & { here: boolean };
  papers?: {
    file: string;
    sha256: string;
    code: string | null;
    issued_date: string | null;
    type_name: string | null;
    subject: string | null;
    document: string | null;
  }[];
  taken_in: string | null;
}

export interface DossierPaper {
  ordinal: number;
  document: string | null;
  code: string | null;
  issued_date: string | null;
  type_name: string | null;
  subject: string | null;
  organ_name: string | null;
}

export interface Transfer {
  id: string;
  giver: string;
  receiver: string;
  note: string;
  state: "drafted" | "handed_over";
  created_at: string;
  handed_at: string | null;
  received_by: string | null;
  dossiers: Dossier[];
}

// What closing a book's year would do; a refusal says why it cannot be closed.
export interface Closing {
  last_number: number;
  voided: number;
  unfinished: number;
  refusal: "closed" | "running" | "no_entries" | null;
}

export interface Organ {
  id: string;
  name: string;
}

// The list goes on before `next`.
export interface Paged {
  next: string | null;
}

export interface Arrival {
  packet: string;
  file: string;
  kind: "dispatch" | "status";
  state: "taken" | "incomplete" | "unknown" | "refused";
  reason: string | null;
  from_organ: string | null;
  from_name: string | null;
  document_id: string | null;
  code: string | null;
  subject: string | null;
  document: string | null;
  status: string | null;
  business: number;
  recall_open: boolean;
  at: string;
}

export interface Dispatch {
  document: string;
  source: string | null;
  code: string | null;
  subject: string | null;
  organ: string;
  organ_name: string | null;
  document_id: string;
  at: string;
  status: string | null;
  status_at: string | null;
  waiting: boolean;
}

export interface StatusWord {
  organ: string;
  direction: "in" | "out";
  code: string;
  description: string | null;
  anomaly: string | null;
  at: string;
}

export interface SearchHit {
  id: string;
  book: string | null;
  number: number | null;
  year: number | null;
  state: DocumentState;
  fields: Record<string, string | null>;
  snippet: string | null;
}

export interface Lesson {
  id: string;
  issuer: string;
  field: string;
  seen: string | null;
  value: string | null;
  document: string;
  times: number;
  taught_by: string;
  taught_at: string;
  ended_at: string | null;
  ended_by: string | null;
  ended_how: string | null;
}

export interface FormField {
  id: string;
  label: { vi: string; en: string };
  list: boolean;
  required: boolean;
}

export interface Form {
  id: string;
  title: string | { vi: string; en: string };
  fields: FormField[];
}

export interface Upload {
  id: string;
  state: DocumentState;
  sha256: string;
  source: string;
  same_content: string[];
}
