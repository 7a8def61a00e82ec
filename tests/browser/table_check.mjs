// A list checked cell by cell in the browser, by keyboard alone: the frame on the page follows the cell, Esc gives a change
// up, Enter saves it and goes down, Tab goes on; Ctrl+Z takes it back, Alt+N goes to the next cell in doubt, Alt+Enter agrees
// with it; after a reload the person's text stands and the history tells it.
//
// Needs a running service with a scanned list that was read: VANTHU_URL, VANTHU_USER, VANTHU_PASSWORD; argument: its id.
// VANTHU_PICTURES names a folder for the picture of the screen. Prints "N passed, 0 failed" and exits 0, else 1.

import path from "node:path";

import { expect_accessible, kUrl, play } from "./browser.mjs";

await play("table_check", async (page, expect) => {
  const [paper] = process.argv.slice(2);
  await page.goto(`${kUrl}/documents/${paper}`);
  await page.getByTestId("view-table").click();
  const grid = page.getByTestId("table-grid");
  await grid.waitFor();
  await expect_accessible(page, expect, "the table beside its page");
  const cell = (row, column) => grid.locator(`[data-row="${row}"][data-column="${column}"]`);
  const frame = page.getByTestId("cell-frame").first();
  await cell(0, 0).focus();
  await frame.waitFor();
  const first = Number(await frame.getAttribute("y"));

  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  expect((await cell(1, 1).getAttribute("aria-selected")) === "true", "arrows move the cell in focus");
  await page.waitForFunction(
    (before) => Number(document.querySelector("[data-testid=cell-frame]")?.getAttribute("y")) !== before,
    first,
  );
  expect(true, "the frame on the page follows");

  const read = await cell(1, 1).innerText();
  await page.keyboard.press("Enter");
  await page.keyboard.type(" sai");
  await page.keyboard.press("Escape");
  expect((await cell(1, 1).innerText()) === read, "Esc gives the change up");

  await page.keyboard.press("F2");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Người Kiểm Thử");
  await page.keyboard.press("Enter");
  await grid.locator(".table_cell.corrected").first().waitFor();
  expect((await cell(1, 1).innerText()) === "Người Kiểm Thử", "Enter saves");
  expect((await cell(2, 1).getAttribute("aria-selected")) === "true", "and goes down");
  await page.keyboard.press("Tab");
  expect((await cell(2, 2).getAttribute("aria-selected")) === "true", "Tab goes on");

  await page.keyboard.press("Control+Z");
  await grid.locator(".table_cell.corrected").waitFor({ state: "detached" });
  expect((await cell(1, 1).innerText()) === read, "Ctrl+Z takes the change back");
  expect((await cell(1, 1).getAttribute("aria-selected")) === "true", "and goes to its cell");
  const here = () => page.evaluate(() => document.activeElement?.className ?? "");
  const doubts = await grid.locator(".table_cell.doubtful").count();
  expect(doubts > 0, "the scan leaves cells in doubt");
  await page.keyboard.press("Alt+N");
  expect((await here()).includes("doubtful"), "Alt+N goes to a cell in doubt");
  await page.keyboard.press("Alt+Enter");
  await grid.locator(".table_cell.verified").first().waitFor();
  expect((await grid.locator(".table_cell.doubtful").count()) === doubts - 1, "Alt+Enter agrees with it");
  await page.keyboard.press("?");
  await page.locator("dialog[open]").waitFor();
  await expect_accessible(page, expect, "the help");
  await page.keyboard.press("Escape");

  await cell(1, 1).focus();
  await page.keyboard.press("F2");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Người Kiểm Thử");
  await page.keyboard.press("Enter");
  await grid.locator(".table_cell.corrected").first().waitFor();
  if (process.env.VANTHU_PICTURES)
    await page.screenshot({ path: path.join(process.env.VANTHU_PICTURES, "table-check.png") });

  await page.reload();
  await page.getByTestId("view-table").click();
  await cell(1, 1).filter({ hasText: "Người Kiểm Thử" }).waitFor();
  expect(true, "a person's text stands");
});
