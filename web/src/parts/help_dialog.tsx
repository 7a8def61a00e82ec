import { text, type Key } from "../catalogue/text";
import { Dialog } from "./dialog";

const kEverywhere: [string[], Key][] = [
  [["/"], "help.search"],
  [["?"], "help.help"],
  [["Esc"], "help.escape"],
  [["↑", "↓"], "help.rows"],
];

const kInCheck: [string[], Key][] = [
  [["Tab"], "help.tab"],
  [["Enter"], "help.enter"],
  [["Ctrl + Enter"], "help.ctrl_enter"],
  [["F2", "Alt + N"], "help.next_review"],
  [["Alt + 1…9"], "help.choose"],
  [["Ctrl + Z"], "help.undo"],
  [["Alt + PageUp", "Alt + PageDown"], "help.page"],
  [["Alt + +", "Alt + −"], "help.zoom"],
  [["Alt + 0"], "help.fit"],
];

const kInTable: [string[], Key][] = [
  [["↑", "↓", "←", "→"], "help.cell_move"],
  [["Enter", "F2"], "help.cell_change"],
  [["Alt + Enter"], "help.cell_agree"],
  [["Alt + N"], "help.cell_next"],
  [["Ctrl + Z"], "help.cell_undo"],
  [["Home", "End"], "help.cell_ends"],
  [["Tab"], "help.cell_leave"],
];

function KeyTable({ title, rows }: { title: Key; rows: [string[], Key][] }) {
  return (
    <section>
      <h3>{text(title)}</h3>
      <dl class="key_table">
        {rows.map(([keys, meaning]) => (
          <div key={meaning}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{text(meaning)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function HelpDialog({ on_close }: { on_close: () => void }) {
  return (
    <Dialog title={text("help.title")} on_close={on_close}>
      <div class="help_columns">
        <KeyTable title="help.in_check" rows={kInCheck} />
        <KeyTable title="help.in_table" rows={kInTable} />
        <KeyTable title="help.everywhere" rows={kEverywhere} />
      </div>
      <p class="quiet">{text("help.notes")}</p>
    </Dialog>
  );
}
