// print_mark.tsx: the line on every sheet printed from the browser that says where it comes from, as on the service's own
// prints. Vietnamese whatever the page's language is: it belongs to the paper.

import { useUser } from "../session";

export function PrintMark() {
  const now = new Date();
  const zone = { timeZone: "Asia/Ho_Chi_Minh" } as const;
  const time = now.toLocaleTimeString("vi-VN", { ...zone, hour: "2-digit", minute: "2-digit" });
  const day = now.toLocaleDateString("vi-VN", {
    ...zone,
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
  });
  return (
    <p class="print_mark" lang="vi" data-testid="print-mark">
      In từ hệ thống Vanthu lúc {time} {day}, người in: {useUser().display_name}
    </p>
  );
}
