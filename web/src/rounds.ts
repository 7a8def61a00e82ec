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
  barred: Barred[];
  tasks: PlanTask[];
}

// Who would be recognised but for a finding that bars it.
export interface Barred {
  document: string;
  row: number;
  submitter: string;
  name: string;
  finding: Finding;
}

export type Severity = "error" | "warning" | "info";

export interface Finding {
  severity: Severity;
  code: string;
  row: number | null;
  detail: string;
  detail_en: string;
  evidence: string | null;
  evidence_en: string | null;
  other_document: string | null;
  other_row: number | null;
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
  reason: string | null;
}

export interface Delegates {
  seats: number;
  law: string | null;
  tie_rule: string | null;
  ranked: Ranked[];
}

// "Chiến sĩ thi đua cấp tỉnh", "CSTĐ tỉnh" and "Chiến sĩ thi đua tỉnh" are one award.
function award_key(award: string): string {
  const plain = award
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/đ/g, "d")
    .replace(/[,."]/g, " ");
  return ` ${plain} `
    .replace(/\s+/g, " ")
    .replace(" cstd ", " chien si thi dua ")
    .replace(" danh hieu ", " ")
    .replace(" cap ", " ")
    .trim();
}

// The law's threshold for an award as the service finds it: by its name, or the longest that it begins with.
export function threshold_of(sheet: Sheet, award: string): { award: string; percent: number } | null {
  const wanted = `${award_key(award)} `;
  const known = sheet.thresholds.filter((each) => wanted.startsWith(`${award_key(each.award)} `));
  return known.sort((a, b) => b.award.length - a.award.length)[0] ?? null;
}
