// drop_zone.tsx: where a clerk brings files in, and what became of each.

import { useEffect, useRef, useState } from "preact/hooks";

import { text } from "../catalogue/text";
import { percent } from "../format";
import { address_of } from "../router";
import { add_uploads, clear_finished_uploads, useUploads, type UploadItem } from "../uploads";
import { Icon } from "./icon";
import { Link } from "./link";

// What a clerk brings: papers that came, and drafts to be checked, signed and sent.
const kBooks = ["incoming", "outgoing"] as const;
const kAccepted = ".tif,.tiff,.png,.jpg,.jpeg,.pdf,.docx";

export function DropZone() {
  const [over, set_over] = useState(false);
  const [book, set_book] = useState<(typeof kBooks)[number]>("incoming");
  const chooser = useRef<HTMLInputElement>(null);
  const uploads = useUploads();

  // A file dropped beside the zone would otherwise replace the page.
  useEffect(() => {
    const keep = (event: DragEvent) => event.preventDefault();
    window.addEventListener("dragover", keep);
    window.addEventListener("drop", keep);
    return () => {
      window.removeEventListener("dragover", keep);
      window.removeEventListener("drop", keep);
    };
  }, []);

  return (
    <section class="upload" aria-labelledby="upload_title">
      <h2 id="upload_title">{text("upload.title")}</h2>
      <label class="upload_book">
        <span>{text("upload.book")}</span>{" "}
        <select
          value={book}
          data-testid="upload-book"
          onChange={(event) => set_book(kBooks[event.currentTarget.selectedIndex] ?? "incoming")}
        >
          {kBooks.map((each) => (
            <option key={each} value={each}>
              {text(`upload.book_${each}`)}
            </option>
          ))}
        </select>
      </label>
      <div
        class={`drop_zone ${over ? "over" : ""}`}
        onDragOver={(event) => {
          event.preventDefault();
          set_over(true);
        }}
        onDragLeave={() => set_over(false)}
        onDrop={(event) => {
          event.preventDefault();
          set_over(false);
          if (event.dataTransfer) add_uploads(event.dataTransfer.files, book);
        }}
      >
        <Icon name="upload" />
        <p class="drop_words">
          <strong>{text("upload.drop")}</strong> <span class="quiet">{text("upload.or")}</span>
        </p>
        <button type="button" class="button" onClick={() => chooser.current?.click()}>
          {text("upload.choose")}
        </button>
        <input
          ref={chooser}
          class="unseen"
          type="file"
          multiple
          accept={kAccepted}
          tabIndex={-1}
          aria-label={text("upload.choose")}
          data-testid="file-input"
          onChange={(event) => {
            add_uploads([...(event.currentTarget.files ?? [])], book);
            event.currentTarget.value = "";
          }}
        />
        <p class="hint">{text("upload.kinds")}</p>
      </div>
      {uploads.length > 0 && <UploadList uploads={uploads} />}
    </section>
  );
}

// What is under way, failed, or was here before is listed; the rest is summed up.
function UploadList({ uploads }: { uploads: UploadItem[] }) {
  const done = uploads.filter((item) => item.state === "done").length;
  const finished = uploads.every((item) => item.state === "done" || item.state === "failed");
  const listed = uploads.filter((item) => item.state !== "done" || item.same_content.length > 0);
  return (
    <div class="upload_list">
      <p class="upload_summary" role="status" data-testid="upload-summary" data-done={done}>
        <span class={done === uploads.length ? "good_words" : ""}>
          {text("upload.summary", { done, all: uploads.length })}
        </span>
        {finished && (
          <button type="button" class="link_button" onClick={clear_finished_uploads}>
            {text("upload.clear")}
          </button>
        )}
      </p>
      <ul aria-label={text("upload.list")}>
        {listed.map((item) => (
          <li key={item.key} class={`upload_item ${item.state}`}>
            <span class="upload_name">{item.file.name}</span>
            <UploadState item={item} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function UploadState({ item }: { item: UploadItem }) {
  switch (item.state) {
    case "waiting":
      return <span class="quiet">{text("upload.waiting")}</span>;
    case "sending":
      return (
        <progress
          max={100}
          value={percent(item.fraction)}
          aria-label={`${text("upload.sending")}: ${item.file.name}`}
        />
      );
    case "failed":
      return (
        <span class="bad_words">
          {text("upload.failed")}: {item.why}
        </span>
      );
    case "done":
      return (
        <span class="good_words">
          {text("upload.done")}.{" "}
          {item.same_content[0] && (
            <Link to={address_of.document(item.same_content[0])}>{text("upload.same")}</Link>
          )}
        </span>
      );
  }
}
