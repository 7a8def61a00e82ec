// exchange.tsx: packets between offices: what came and what became of it, what went and what was answered.

import { sentence, text } from "../catalogue/text";
import type { Organ } from "../model";
import { PacketArrivals } from "../parts/packet_arrivals";
import { PacketDispatches } from "../parts/packet_dispatches";
import { usePolled } from "../poll";
import { useTitle } from "../title";

interface Party {
  own: Organ | null;
  organs: Organ[];
}

export function ExchangePage() {
  useTitle(text("exchange.title"));
  const { data, problem } = usePolled<Party>("/exchange", null);
  return (
    <>
      <div class="page_head">
        <h1>{text("exchange.title")}</h1>
        {data?.own && (
          <p class="quiet">
            {data.own.name} ({data.own.id})
          </p>
        )}
      </div>
      {problem && !data && (
        <p class="notice bad" role="alert">
          {sentence(problem)}
        </p>
      )}
      {data && !data.own && <p class="empty_note">{text("exchange.not_set_up")}</p>}
      {data && (
        <>
          <PacketArrivals />
          <PacketDispatches organs={data.organs} may_send={data.own !== null} />
        </>
      )}
    </>
  );
}
