// A round in the browser: the lists that wait are decided, findings are seen, the council votes, the decision is written and
// kept. One list is handled with the keyboard alone.
//
// Needs a running service with the lists of tests/e2e/data/year_of_lists of 2022: VANTHU_URL, VANTHU_USER (a head),
// VANTHU_PASSWORD; arguments: the documents of the second list of one unit, of a unit no round knows, and of a list with
// somebody of a class that its clause does not name. Prints "N passed, 0 failed" and exits 0, or says what was wrong.

import path from "node:path";

import { expect_accessible, kUrl, play } from "./browser.mjs";

const [kSecond, kUnknown, kWrongClass] = process.argv.slice(2);

await play("rounds", async (page, expect) => {
  const picture = async (shown) => {
    const folder = process.env.VANTHU_PICTURES;
    if (folder) await page.screenshot({ path: path.join(folder, `rounds_${shown}.png`), fullPage: true });
  };
  const number_in = async (id) => Number(await page.getByTestId(id).locator("strong").textContent());

  await page.getByTestId("nav-rounds").click();

  // What no rule settles waits for a person.
  const waiting = page.getByTestId("decide-list");
  await waiting.first().waitFor();
  await expect_accessible(page, expect, "the rounds");
  expect((await waiting.count()) === 2, "two lists wait");
  await picture("waiting");
  const unknown = page.locator(`[data-testid=decide-list][data-document="${kUnknown}"]`);
  await unknown.getByTestId("decide-refuse").click();
  await unknown.getByRole("alert").getByText(/./).waitFor();
  expect(true, "refusing needs a reason");
  // With the keyboard: the last field, then the button behind it.
  await unknown.locator("input").last().focus();
  await page.keyboard.type("không thuộc đợt này");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  expect(
    (await page.evaluate(() => document.activeElement?.getAttribute("data-testid"))) ===
      "decide-refuse",
    "Tab leads to the buttons",
  );
  await page.keyboard.press("Enter");
  await unknown.waitFor({ state: "detached" });
  const second = page.locator(`[data-testid=decide-list][data-document="${kSecond}"]`);
  await second.getByTestId("decide-replace").click();
  await second.waitFor({ state: "detached" });
  expect(true, "the second list stands in place of the first");

  // One screen: who has sent, who has not, how many of how many.
  await page.goto(`${kUrl}/rounds/hung-yen-2021-2025/2022`);
  await page.getByTestId("round-lists").waitFor();
  await expect_accessible(page, expect, "a round's year");
  expect((await number_in("figure-sent")) === 4, "four units have sent");
  const overdue = await number_in("figure-overdue");
  await picture("year");
  await page.getByTestId("show-overdue").click();
  const rows = page.getByTestId("round-submitters").locator("tbody tr");
  expect((await rows.count()) === overdue, "the overdue are listed, as many as are counted");

  // A list beside its round.
  await page
    .getByTestId("round-lists")
    .locator(`a[href$="/lists/${kWrongClass}"]`)
    .click();
  const wrong = page.locator("#row-3 [data-code=class_not_allowed]");
  await wrong.waitFor();
  await expect_accessible(page, expect, "a list's findings");
  expect((await wrong.innerText()).includes("Không đủ điều kiện"), "the finding stands on its row");
  expect(
    (await page.locator("#row-2").innerText()).includes("=1+1|"),
    "a name that looks like a formula is shown as it is",
  );
  await picture("list");
  const letter = await page.request.get(
    kUrl + (await page.getByTestId("return-letter").getAttribute("href")),
  );
  expect(letter.status() === 200 && (await letter.body()).length > 1500, "the letter of return");

  // The council.
  await page.goto(`${kUrl}/rounds/hung-yen-2021-2025/2022/council`);
  await page.getByTestId("council-members").fill("9");
  expect(
    !(await page.getByTestId("council-needed").innerText()).includes("Cần ít nhất"),
    "no threshold is invented",
  );
  await page.getByTestId("council-percent").fill("80");
  expect(
    (await page.getByTestId("council-needed").innerText()).includes("Cần ít nhất 8 "),
    "80 % of nine members are eight votes",
  );
  await page.getByTestId("council-all-yes").click();
  await expect_accessible(page, expect, "the council's sheet");
  const sheet = page.getByTestId("council-sheet").locator("tbody tr");
  expect((await sheet.count()) === 17, `${await sheet.count()} are on the sheet`);
  const ineligible = sheet.filter({ hasText: "Ngô Quang Vinh" });
  expect((await ineligible.getByTestId("vote-yes").inputValue()) === "", "the ineligible is left out");
  const failing = sheet.filter({ hasText: "Trần Thị Ngà" });
  await failing.getByTestId("vote-yes").fill("7");
  expect((await failing.innerText()).includes("Không đạt"), "seven of nine are too few");
  await picture("council");
  await page.getByTestId("council-save").click();
  // The one of a list that was voted on before gives way to it.
  await page.getByTestId("council-result").filter({ hasText: "7/9" }).waitFor();
  expect((await page.getByTestId("council-result").count()) === 1, "the newest session counts");

  // The decision.
  await page.goto(`${kUrl}/rounds/hung-yen-2021-2025/2022`);
  await page.getByTestId("decision-code").waitFor();
  for (const [ending, least] of [
    ["docx", 2000],
    ["xlsx", 4000],
  ]) {
    const file = await page.request.get(
      `${kUrl}/api/v1/rounds/hung-yen-2021-2025/2022/decision.${ending}`,
    );
    expect(file.status() === 200 && (await file.body()).length > least, `decision.${ending}`);
  }
  await page.getByTestId("decision-code").fill("15/QĐ-UBND");
  await page.getByTestId("decision-recognise").click();
  await page.getByTestId("decision-code").waitFor({ state: "detached" });
  expect((await number_in("figure-recognised")) === 15, "fifteen are recognised");

  // The other pages, and in English.
  await page.getByTestId("round-plan").click();
  await page.getByTestId("plan-tasks").first().waitFor();
  await expect_accessible(page, expect, "the plan");
  await picture("plan");
  await page.getByTestId("round-delegates").click();
  await page.getByTestId("seats").fill("3");
  await page.getByTestId("rank").click();
  await page.getByTestId("tie").waitFor();
  await expect_accessible(page, expect, "the delegates");
  await picture("delegates");
  // On a telephone nothing stands beside the page.
  await page.setViewportSize({ width: 390, height: 900 });
  for (const part of ["", "/council", "/plan", "/delegates"]) {
    await page.goto(`${kUrl}/rounds/hung-yen-2021-2025/2022${part}`);
    await page.locator("h1").first().waitFor();
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(over <= 0, `${part || "the year"} is ${over} pixels wider than a telephone`);
    const links = page.getByRole("navigation").first().getByRole("link");
    await links.last().focus();
    const box = await links.last().boundingBox();
    expect(box.x >= 0 && box.x + box.width <= 390, "the last link of the navigation is on the screen");
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.locator("button[lang=en]").click();
  expect((await page.getByTestId("round-plan").innerText()) === "Tasks of the plan", "English");
  await page.goto(`${kUrl}/rounds/hung-yen-2021-2025/2022/lists/${kWrongClass}`);
  await wrong.filter({ hasText: "only these are taken here: model, collective" }).waitFor();
  await page.locator("[data-code=late]").filter({ hasText: "the last day was" }).first().waitFor();
  expect(true, "what the rules find is told in English too");
}, { provoked: [409, 422], height: 1000, locale: "vi-VN" });
