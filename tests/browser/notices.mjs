// Notices in the browser: the bell counts them, the list marks them read, a click leads to the paper, each person says how to
// be told; and the slip of opinions of that paper as a sheet to print.
//
// Needs a running service where the person has at least one unread notice and one paper bears an opinion: VANTHU_URL,
// VANTHU_USER, VANTHU_PASSWORD, VANTHU_OPINION (its words); argument: that document's id. Prints "N passed, 0 failed" and exits
// 0, or says what was wrong and exits 1.

import { expect_accessible, kUrl, play } from "./browser.mjs";

await play("notices", async (page, expect) => {
  await page.getByTestId("bell-count").waitFor();
  const before = Number(await page.getByTestId("bell-count").textContent());
  expect(before >= 2, `the bell counts ${before}, at least two were sent`);

  await page.getByTestId("bell").click();
  const unread = page.locator("[data-testid=notice].unread");
  await unread.first().waitFor();
  await expect_accessible(page, expect, "the notices");
  expect((await unread.count()) === before, "the list shows as many unread as the bell counts");
  await page.getByTestId("notice-read").first().click();
  await page.waitForFunction(
    (count) => document.querySelectorAll("[data-testid=notice].unread").length === count,
    before - 1,
  );
  expect((await page.getByTestId("notice").count()) === before, "a read notice stays in the list");

  await unread.first().getByRole("link").click();
  await page.waitForURL(/\/documents\/[^/]+$/);
  expect(true, "a notice leads to its paper");
  await page.goto(`${kUrl}/notices`);
  await page.getByTestId("notice").first().waitFor();
  expect((await unread.count()) === before - 2, "the notice that was followed counts as read");
  if (before > 2) await page.getByTestId("notices-read-all").click();
  await page.getByTestId("bell-count").waitFor({ state: "detached" });
  expect(true, "the bell is silent when all is read");

  const address = page.getByTestId("notice-address");
  await address.fill("lan@xa.vn");
  await page.getByTestId("notice-digest").uncheck();
  const saved = page.waitForResponse(
    (answer) => answer.url().endsWith("/notices/settings") && answer.request().method() === "POST",
  );
  await page.getByTestId("notice-save").click();
  expect((await saved).status() === 200, "the settings are taken");
  await page.reload();
  await address.waitFor();
  expect((await address.inputValue()) === "lan@xa.vn", "the address is kept");
  expect(await page.getByTestId("notice-mail").isChecked(), "mail for each notice stays on");
  expect(!(await page.getByTestId("notice-digest").isChecked()), "the digest stays off");

  await page.goto(`${kUrl}/documents/${process.argv[2]}`);
  await page.getByTestId("open-slip").click();
  const slip = page.getByTestId("slip");
  await slip.waitFor();
  await expect_accessible(page, expect, "the slip");
  const words = await slip.innerText();
  for (const part of ["PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN", "1. Ý kiến của lãnh đạo", process.env.VANTHU_OPINION])
    expect(words.includes(part), `the slip says "${part}": ${words}`);
  await page.emulateMedia({ media: "print" });
  expect(!(await page.getByTestId("bell").isVisible()), "only the sheet is printed");
  expect((await page.pdf({ format: "A4" })).length > 5000, "it prints");
}, { provoked: [422] });
