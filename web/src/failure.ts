// failure.ts: why a document could not be read, as a sentence for a clerk and the service's own words.

import { text, text_of_code } from "./catalogue/text";
import type { OfficeDocument } from "./model";

export interface Failure {
  sentence: string;
  detail: string;
}

export function failure_of(document: OfficeDocument): Failure {
  const issue = document.issues.find((each) => each.severity === "error");
  const code = document.error?.code ?? issue?.code ?? "";
  return {
    sentence:
      text_of_code("failure", code) ?? text_of_code("error", code) ?? text("document.failed"),
    detail: document.error?.message ?? issue?.detail ?? "",
  };
}
