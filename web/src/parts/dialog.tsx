// dialog.tsx: the browser's own modal dialog (focus kept inside, Escape closes, focus returns) with a title.

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

import { text } from "../catalogue/text";
import { Icon } from "./icon";

interface Props {
  title: string;
  on_close: () => void;
  children: ComponentChildren;
}

export function Dialog({ title, on_close, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title_id = useId();
  useEffect(() => {
    const before = document.activeElement;
    const shown = dialog.current;
    shown?.showModal();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={title_id}
      onCancel={(event) => {
        event.preventDefault();
        on_close();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) on_close();
      }}
    >
      <div class="dialog_body">
        <header class="dialog_head">
          <h2 id={title_id}>{title}</h2>
          <button
            type="button"
            class="icon_button"
            aria-label={text("app.close")}
            onClick={on_close}
          >
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
