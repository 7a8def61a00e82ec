// rounds.ts: rounds of nominations as the service answers them (server/openapi.json).

export interface QuotaUse {
  quota: string;
  of: string;
  used: number;
  least: number | null;
  most: number | null;
  left: number | null;
  soft: boolean;
  whole_period: boolean;
  source: string;
}

export interface Submission {
  submitter: string;
  documents: string[];
  nominees: number;
  sent_on: string | null;
  last_day: string | null;
  late: boolean;
  overdue: boolean;
  expected: boolean;
  condition: string | null;
  quotas: QuotaUse[];
}

export type Standing = "counted" | "waiting" | "replaced" | "refused";

export interface Arrival {
  document: string;
  round: string | null;
  year: number | null;
  submitter: string | null;
  sent_on: string | null;
  standing: Standing;
  reason: string | null;
  decided_by: string | null;
  nominees?: number;
  errors?: number;
  warnings?: number;
  infos?: number;
}

export interface Round {
  id: string;
  name: string;
  issuer: string;
  code: string;
  first_year: number;
  last_year: number;
  lead: string;
  movements: { id: string; names: string[]; leads: string[] }[];
  quotas: { id: string; submitter: string }[];
  council: { members: number | null; percent: number | null; award: string | null };
}

export interface Session {
  award: string;
  members: number;
  present: number;
  percent: number;
  needed: number;
  held_on: string;
  basis: string;
  votes: { nominee: string; yes: number; no: number; passed: boolean }[];
}

export interface PlanTask {
  id: string;
  organ_name: string | null;
  assigning_verb: string | null;
  action: string;
  send_to: string | null;
  deadline_words: string | null;
  from: string | null;
  to: string | null;
  source: string;
}

export interface RoundYear extends Round {
  year: number;
  status: { sent: number; expected: number; overdue: number; submitters: Submission[] };
  lists: Arrival[];
  sessions: Session[];
  recognised: number;
  tasks: PlanTask[];
}

export type Severity = "error" | "warning" | "info";

export interface Finding {
  severity: Severity;
  code: string;
  row: number | null;
  detail: string;
  evidence: string | null;
  other_document: string | null;
  other_row: number | null;
  values: Record<string, string>;
}

export interface CheckedList {
  round: string;
  year: number;
  document: string;
  submitter: string | null;
  sent_on: string | null;
  last_day: string | null;
  attachments: string[];
  quotas: QuotaUse[];
  nominees: {
    row: number;
    name: string;
    kind: string | null;
    birth_date: string | null;
    unit: string;
    field: string | null;
    award: string | null;
  }[];
  findings: Finding[];
  standing: Standing | null;
}

export interface Candidate {
  document: string;
  row: number;
  submitter: string;
  name: string;
  kind: string | null;
  unit: string;
  checked: Finding[];
  ineligible: boolean;
}

export interface Sheet {
  law: string | null;
  thresholds: { award: string; percent: number }[];
  candidates: Candidate[];
}

export interface Ranked {
  name: string;
  kind: string;
  unit: string;
  recognitions: number;
  years: number[];
  place: "in" | "tied" | "out";
  namesake: boolean;
  chosen: boolean;
}

export interface Delegates {
  seats: number;
  law: string | null;
  tie_rule: string | null;
  ranked: Ranked[];
}
