// What was learnt, in the browser: a correction stands in the list with its paper; forgotten, it is gone from the list and
// still told among all; on a narrow page and in English.
//
// Needs a running service where one correction was made: VANTHU_URL, VANTHU_USER, VANTHU_PASSWORD; arguments: the paper's id,
// what the clerk wrote. Prints "N passed, 0 failed" and exits 0, or says what was wrong and exits 1.

import { expect_accessible, kUrl, play } from "./browser.mjs";

await play("lessons", async (page, expect) => {
  const [paper, value] = process.argv.slice(2);
  await page.locator("footer a[href='/lessons']").click();
  const row = page.getByTestId("lessons").getByRole("row").filter({ hasText: value });
  await row.waitFor();
  await expect_accessible(page, expect, "what was learnt");
  expect(
    (await row.getByRole("link").getAttribute("href")) === `/documents/${paper}`,
    "the list leads to the paper that taught it",
  );
  await page.setViewportSize({ width: 390, height: 800 });
  const overflow = () => document.getElementById("main").scrollWidth - window.innerWidth;
  expect((await page.evaluate(overflow)) <= 0, "on a narrow page the list does not reach beyond it");
  await page.setViewportSize({ width: 1440, height: 900 });

  await row.getByRole("button").click();
  await row.waitFor({ state: "detached" });
  expect(true, "what is forgotten is gone from the list");
  await page.getByTestId("lessons-all").check();
  await row.waitFor();
  expect((await row.innerText()).includes(process.env.VANTHU_USER), "it is told who forgot it");
  expect((await row.getByRole("button").count()) === 0, "it cannot be forgotten twice");
  await page.getByRole("button", { name: "EN" }).click();
  await page.getByRole("heading", { name: "What was learnt" }).waitFor();
  expect(page.url() === `${kUrl}/lessons`, "the page has an address");
});
