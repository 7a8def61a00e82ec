// shortcuts.ts: when a key press belongs to what the person is typing, and not to the page.

export function is_typing(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("dialog")) return true;
  return target.matches("input, textarea, select") || target.isContentEditable;
}
