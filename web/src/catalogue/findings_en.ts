// findings_en.ts: what the rules of a round find on a nominee, in English; the service says it in Vietnamese. The same gaps and
// brackets as in sentences.ts.

export const findings_en: Record<string, string> = {
  no_quota: "The plan names no numbers for “{submitter}”.",
  submitter_unknown: "This round has no quota for “{submitter}”.",
  early: "Sent on {sent}, taken from {first} on[ ({source})].",
  deadline_unknown: "The day of sending is not known; the last day is {last}[ ({source})].",
  late: "Sent on {sent}, the last day was {last}[ ({source})].",
  quota_short: "{kinds}: {used}[ ({elsewhere} on other lists)], at least {least}[ {period}][ ({source})].",
  quota_over: "{kinds}: {used}[ ({elsewhere} on other lists)], at most {most}[ ({source})].",
  name_missing: "This row has no name.",
  movement_unknown: "“{movement}” is no movement of this round.",
  duplicate_in_list: "{name} {likeness} in row {row} of this list.",
  duplicate_in_round: "{name} {likeness} on the list of {submitter}, row {row}.",
  chosen_from: "{name} {likeness} on the list of {submitter}, row {row}.",
  already_recognised: "{name} {likeness} in {year} by {decision}.",
  blocked: "{name}: {why}[, until {until}].",
  class_unknown: "It is not said whether {name} is a collective, an individual, a household or a model.",
  class_not_allowed: "{name}: {kind}; only these are taken here: {kinds}[ ({source})].",
};

const kSaid: Record<string, Record<string, string>> = {
  duplicate: { same: "stands", maybe: "may stand" },
  already_recognised: { same: "was recognised", maybe: "may have been recognised" },
};

// How sure it is that two are one.
export function likeness_en(code: string, value: string): string {
  return (kSaid[code] ?? kSaid.duplicate!)[value] ?? value;
}

export const evidence_en: [string, string][] = [
  ["cùng tên", "same name"],
  ["cùng ngày sinh", "same birth date"],
  ["cùng năm sinh", "same year of birth"],
  ["cùng đơn vị", "same unit"],
  ["không đủ ngày sinh hoặc đơn vị để biết chắc", "no birth date or unit to be certain"],
];
