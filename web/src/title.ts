import { useEffect } from "preact/hooks";

// The browser tab's title while a page is shown.
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Vanthu` : "Vanthu";
  }, [title]);
}
