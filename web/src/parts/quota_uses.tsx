// quota_uses.tsx: how much of its quotas a submitter has used, in words and as a bar.

import { text, text_of_code } from "../catalogue/text";
import type { QuotaUse } from "../rounds";

function range_of(use: QuotaUse): string {
  if (use.least !== null && use.most !== null)
    return use.least === use.most ? String(use.most) : `${use.least}–${use.most}`;
  if (use.least !== null) return text("rounds.at_least", { n: use.least });
  return use.most !== null ? text("rounds.up_to", { n: use.most }) : "";
}

function state_of(use: QuotaUse): "short" | "over" | "met" {
  if (use.least !== null && use.used < use.least) return "short";
  return use.most !== null && use.used > use.most && !use.soft ? "over" : "met";
}

export function QuotaUses({ uses }: { uses: QuotaUse[] }) {
  return (
    <ul class="quota_uses">
      {uses.map((use) => (
        <li key={use.quota + use.of} class={`quota_use ${state_of(use)}`} title={use.source}>
          {use.of && (
            <span class="quiet">
              {use.of
                .split(" ")
                .map((kind) => text_of_code("kind", kind) ?? kind)
                .join(", ")}
            </span>
          )}
          <strong>{text("rounds.quota_use", { used: use.used, range: range_of(use) })}</strong>
          {use.left !== null && use.left > 0 && (
            <span class="quiet">{text("rounds.quota_left", { left: use.left })}</span>
          )}
          {use.whole_period && <span class="quiet">{text("rounds.over_period")}</span>}
        </li>
      ))}
    </ul>
  );
}
