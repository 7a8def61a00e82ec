// lessons.tsx: what clerks' corrections taught, by issuer, from which paper and by whom; each can be forgotten.

import { useState } from "preact/hooks";

import { announce } from "../announce";
import { remove } from "../api";
import { sentence, text, text_of_code } from "../catalogue/text";
import { shown_time } from "../format";
import type { Lesson } from "../model";
import { Heads } from "../parts/heads";
import { Link } from "../parts/link";
import { usePolled } from "../poll";
import { address_of } from "../router";
import { useTitle } from "../title";

export function LessonsPage() {
  useTitle(text("lessons.title"));
  const [all, set_all] = useState(false);
  const { data, problem, refresh } = usePolled<{ lessons: Lesson[] }>(
    all ? "/lessons?all=yes" : "/lessons",
    null,
  );
  const forget = (lesson: Lesson) =>
    void remove(`/lessons/${encodeURIComponent(lesson.id)}`).then(
      () => {
        announce(text("lessons.forgotten"));
        refresh();
      },
      (wrong) => {
        announce(sentence(wrong), "bad");
        refresh();
      },
    );
  return (
    <>
      <div class="page_head">
        <h1>{text("lessons.title")}</h1>
        <div class="page_tools">
          <label>
            <input
              type="checkbox"
              data-testid="lessons-all"
              checked={all}
              onChange={(event) => set_all(event.currentTarget.checked)}
            />{" "}
            {text("lessons.all")}
          </label>
        </div>
      </div>
      <p class="quiet">{text("lessons.explained")}</p>
      {problem && (
        <p class="notice bad" role="alert">
          {sentence(problem)}
        </p>
      )}
      {data && data.lessons.length === 0 && <p class="empty_note">{text("lessons.none")}</p>}
      {data && data.lessons.length > 0 && (
        <div class="table_scroll" tabIndex={0} role="region" aria-label={text("lessons.title")}>
          <table class="data_table" data-testid="lessons">
            <Heads
              of={[
                "lessons.issuer",
                "lessons.field",
                "lessons.seen",
                "lessons.value",
                "lessons.source",
                "lessons.state",
              ]}
            />
            <tbody>
              {data.lessons.map((lesson) => (
                <tr key={lesson.id}>
                  <td>{lesson.issuer}</td>
                  <td>{text_of_code("field", lesson.field) ?? lesson.field}</td>
                  <td>{lesson.seen ?? text("lessons.nothing")}</td>
                  <td>{lesson.value ?? text("lessons.nothing")}</td>
                  <td>
                    <Link to={address_of.document(lesson.document)}>
                      {lesson.taught_by}, {shown_time(lesson.taught_at)}
                    </Link>
                    {lesson.times > 1 ? ` (${text("lessons.times", { n: lesson.times })})` : ""}
                  </td>
                  <td>
                    {lesson.ended_at ? (
                      <span class="quiet">
                        {text_of_code("lesson_ended", lesson.ended_how ?? "") ?? lesson.ended_how}
                        {`, ${lesson.ended_by ?? ""}, ${shown_time(lesson.ended_at)}`}
                      </span>
                    ) : (
                      <button
                        type="button"
                        class="link_button"
                        aria-label={text("lessons.forget_label", {
                          value: lesson.value ?? "",
                          issuer: lesson.issuer,
                        })}
                        onClick={() => forget(lesson)}
                      >
                        {text("lessons.forget")}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
