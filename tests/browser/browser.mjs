// browser.mjs: what the browser scripts begin and end with: Chromium, a signed-in person, complaints of the browser, the verdict.
//
// A script prints "N passed, 0 failed" and exits 0, or says what was wrong and where the picture of the page lies, and exits 1.
// It waits for what the page shows, never for an amount of time; kPatienceMs only bounds the waiting on a slow machine.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const { chromium } = require("playwright-core");

export const kUrl = process.env.VANTHU_URL ?? "http://127.0.0.1:8080";
export const kPatienceMs = 120_000;

export const launch = () =>
  chromium.launch({
    executablePath: process.env.VANTHU_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

// Script errors and refused styles; a refused look-up of the session (401) or of unknown things is part of the play, and so
// are the statuses that a script names because it provokes them.
export function watch(page, complaints, provoked = []) {
  const expected = [401, 403, 404, ...provoked].map((status) => `status of ${status}`);
  page.setDefaultTimeout(kPatienceMs);
  page.on("pageerror", (error) => complaints.push(`script error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    if (!expected.some((words) => message.text().includes(words))) complaints.push(message.text());
  });
}

// What somebody stumbles on who sees badly or uses no mouse: axe's rules (WCAG 2.2 A and AA, good practice) on the page as it is
// shown; and on a telephone's screen nothing makes the whole page scroll sideways.
export async function expect_accessible(page, expect, where) {
  await page.evaluate(`${readFileSync(require.resolve("axe-core/axe.min.js"), "utf8")};0`);
  const found = await page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const result = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
    return result.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target.join(" ")).join(", ")}`);
  });
  expect(found.length === 0, `${where} is not accessible: ${found.join("; ")}`);
  const wide = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await page.setViewportSize(wide);
  expect(beyond <= 0, `${where} is ${beyond} pixels wider than a telephone`);
}

export async function fill_in_sign_in(page, user, password) {
  await page.goto(kUrl);
  await page.locator("input[name=user]").fill(user);
  await page.locator("input[name=password]").fill(password);
  await page.locator("button[type=submit]").click();
}

// Runs `act(page, expect)` for VANTHU_USER with VANTHU_PASSWORD, whose password needs no changing. `provoked`: see watch().
export async function play(name, act, { provoked = [], height = 900, locale = undefined } = {}) {
  const complaints = [];
  let passed = 0;
  const expect = (holds, reason) => {
    if (!holds) throw new Error(reason);
    passed += 1;
  };
  const browser = await launch();
  const context = await browser.newContext({ viewport: { width: 1440, height }, locale });
  const page = await context.newPage();
  watch(page, complaints, provoked);
  try {
    await fill_in_sign_in(page, process.env.VANTHU_USER, process.env.VANTHU_PASSWORD);
    await page.getByRole("navigation").first().waitFor();
    await act(page, expect);
    expect(complaints.length === 0, `the browser complains: ${complaints.join("; ")}`);
    console.log(`${passed} passed, 0 failed`);
  } catch (error) {
    const picture = path.join(process.env.VANTHU_PICTURES ?? tmpdir(), `${name}-${process.pid}.png`);
    await page.screenshot({ path: picture }).catch(() => {});
    console.log(`${passed} passed, 1 failed: ${error.message} (picture: ${picture})`);
    console.log(complaints.join("\n"));
    process.exitCode = 1;
  } finally {
    await browser.close();
  }
}
