// badges.tsx: small marks that mean the same thing on every page: document state, field state, urgency.

import { text } from "../catalogue/text";
import { urgency } from "../format";
import type { DocumentState, FieldState } from "../model";

export function StateBadge({ state }: { state: DocumentState }) {
  return <span class={`badge state_${state}`}>{text(`state.${state}`)}</span>;
}

export function FieldStateBadge({ state }: { state: FieldState }) {
  return <span class={`badge field_${state}`}>{text(`field_state.${state}`)}</span>;
}

export function UrgencyMark({ priority }: { priority: string | null | undefined }) {
  const rank = urgency(priority);
  if (rank === 0) return null;
  return <span class={`urgency rank_${rank}`}>{priority}</span>;
}
