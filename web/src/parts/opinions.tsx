import { text, text_of_code } from "../catalogue/text";
import { shown_time } from "../format";
import type { Opinion } from "../model";
import { useNames } from "../people";

export function Opinions({ opinions }: { opinions: Opinion[] }) {
  const name_of = useNames();
  return (
    <section class="finding" aria-labelledby="opinions_title">
      <h2 id="opinions_title">{text("opinions.title")}</h2>
      {opinions.length === 0 && <p class="quiet">{text("opinions.none")}</p>}
      <ol class="opinions">
        {opinions.map((opinion, index) => (
          <li key={index} class={`opinion ${opinion.outcome}`}>
            <p class="opinion_head">
              <strong>{name_of(opinion.user)}</strong>
              {opinion.outcome && (
                <span class="badge">
                  {text_of_code("outcome", opinion.outcome) ?? opinion.outcome}
                </span>
              )}
              <span class="quiet">
                {opinion.node_name} · {shown_time(opinion.at)}
              </span>
            </p>
            {opinion.text && <p class="opinion_text">{opinion.text}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
