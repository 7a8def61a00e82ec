// announce.tsx: short messages in a corner, read aloud by screen readers. Good news goes by itself, bad news stays until
// dismissed.

import { useEffect, useState } from "preact/hooks";

import { text } from "./catalogue/text";
import { Icon } from "./parts/icon";

type Tone = "good" | "bad";

interface Message {
  id: number;
  tone: Tone;
  words: string;
}

const kShownMs = 6000;
let next_id = 1;
let show: (message: Message) => void = () => {};

export function announce(words: string, tone: Tone = "good"): void {
  show({ id: next_id++, tone, words });
}

export function Announcements() {
  const [messages, set_messages] = useState<Message[]>([]);
  const drop = (id: number) =>
    set_messages((shown) => shown.filter((message) => message.id !== id));

  useEffect(() => {
    show = (message) => {
      set_messages((shown) => [...shown.slice(-3), message]);
      if (message.tone === "good") window.setTimeout(() => drop(message.id), kShownMs);
    };
    return () => {
      show = () => {};
    };
  }, []);

  return (
    <div class="announcements" role="status" aria-live="polite" aria-label={text("announce.label")}>
      {messages.map((message) => (
        <div key={message.id} class={`announcement ${message.tone}`}>
          <Icon name={message.tone === "good" ? "check" : "warning"} />
          <span>{message.words}</span>
          <button
            type="button"
            class="icon_button"
            aria-label={text("announce.dismiss")}
            onClick={() => drop(message.id)}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
