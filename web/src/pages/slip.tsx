// slip.tsx: phiếu giải quyết văn bản đến as a page to print: who said what about an incoming paper, by level, in the order it
// was said. The form's own words are the decree's and stay Vietnamese whatever the language of the page.

import { sentence, text } from "../catalogue/text";
import { shown_date } from "../format";
import type { Slip, SlipOpinion } from "../model";
import { useNames } from "../people";
import { usePolled } from "../poll";
import { address_of } from "../router";
import { useTitle } from "../title";
import { Link } from "../parts/link";
import { PrintMark } from "../parts/print_mark";

const kLevels = [
  ["agency", "1. Ý kiến của lãnh đạo cơ quan, tổ chức"],
  ["unit", "2. Ý kiến của lãnh đạo đơn vị"],
  ["handler", "3. Ý kiến đề xuất của người giải quyết"],
  ["other", "Ý kiến khác"],
] as const;

export function SlipPage({ id }: { id: string }) {
  const { data, problem } = usePolled<Slip>(`/documents/${encodeURIComponent(id)}/slip`, null);
  useTitle(text("slip.title"));
  return (
    <>
      <div class="page_head no_print">
        <h1>{text("slip.title")}</h1>
        <div class="page_tools">
          <Link to={address_of.document(id)} class="button">
            {text("slip.back")}
          </Link>
          <button type="button" class="button main_button" onClick={() => window.print()}>
            {text("slip.print")}
          </button>
        </div>
      </div>
      {problem && (
        <p class="form_error" role="alert">
          {sentence(problem)}
        </p>
      )}
      {data && <Sheet slip={data} />}
    </>
  );
}

function long_date(day: string): string {
  const [year, month, date] = day.split("-");
  return `ngày ${date} tháng ${month} năm ${year}`;
}

function Sheet({ slip }: { slip: Slip }) {
  const of_paper = [
    slip.type_name,
    slip.code && `số ${slip.code}`,
    slip.issued_date && `ngày ${shown_date(slip.issued_date)}`,
    slip.organ_name && `của ${slip.organ_name}`,
    slip.subject && `về ${slip.subject}`,
  ].filter(Boolean);
  return (
    <article class="slip" lang="vi" data-testid="slip">
      <header class="slip_head">
        <p class="slip_office">{slip.office}</p>
        <p class="slip_nation">
          <strong>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</strong>
          <span>Độc lập - Tự do - Hạnh phúc</span>
          <em>{slip.printed_on && long_date(slip.printed_on)}</em>
        </p>
      </header>
      <h2>PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN</h2>
      <p class="slip_paper">{of_paper.join("; ")}</p>
      <p class="slip_arrival">
        {slip.arrival_number !== null && `Số đến: ${slip.arrival_number}`}
        {slip.arrival_date && ` · Ngày đến: ${shown_date(slip.arrival_date)}`}
        {slip.priority && ` · Độ khẩn: ${slip.priority}`}
      </p>
      {kLevels.map(([level, title]) =>
        level === "other" && slip.other.length === 0 ? null : (
          <section key={level} class="slip_level" data-testid={`slip-${level}`}>
            <h3>{title}</h3>
            {slip[level].length === 0 && <p class="slip_blank" />}
            {slip[level].map((opinion, index) => (
              <Opinion key={index} opinion={opinion} />
            ))}
          </section>
        ),
      )}
      <PrintMark />
    </article>
  );
}

function Opinion({ opinion }: { opinion: SlipOpinion }) {
  const name_of = useNames();
  const hand_out = opinion.hand_out;
  const names = (list: string[]) => list.map(name_of).join(", ");
  return (
    <div class="slip_opinion">
      {opinion.text && <p>{opinion.text}</p>}
      {hand_out && (
        <ul>
          {hand_out.lead && <li>Chủ trì: {name_of(hand_out.lead)}</li>}
          {hand_out.support.length > 0 && <li>Phối hợp: {names(hand_out.support)}</li>}
          {hand_out.know.length > 0 && <li>Để biết: {names(hand_out.know)}</li>}
          {hand_out.due && <li>Thời hạn: {shown_date(hand_out.due)}</li>}
        </ul>
      )}
      <p class="slip_signed">
        <em>{long_date(opinion.day)}</em>
        <span>
          {opinion.signed_as && `${opinion.signed_as}. `}
          <strong>{name_of(opinion.user)}</strong>
          {opinion.on_behalf_of && ` (thay ${name_of(opinion.on_behalf_of)})`}
        </span>
      </p>
    </div>
  );
}
