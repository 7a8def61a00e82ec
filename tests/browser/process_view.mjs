// The process of a paper in the browser: the diagram is drawn, the current step is marked, and who may take it stands beside.
//
// Needs a running service and one document that waits for a clerk: VANTHU_URL, VANTHU_USER, VANTHU_PASSWORD, VANTHU_STEP (the step it is at); argument: the
// document's id. Prints "N passed, 0 failed" and exits 0, or says what was wrong and exits 1.

import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

const { chromium } = createRequire(new URL("../../web/package.json", import.meta.url))(
  "playwright-core",
);

const kUrl = process.env.VANTHU_URL ?? "http://127.0.0.1:8080";
const complaints = [];
let passed = 0;

function expect(holds, reason) {
  if (!holds) throw new Error(reason);
  passed += 1;
}

const browser = await chromium.launch({
  executablePath: process.env.VANTHU_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"],
});
const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
page.setDefaultTimeout(20000);
page.on("pageerror", (error) => complaints.push(`script error: ${error.message}`));
page.on("console", (message) => {
  if (message.type() === "error" && !/status of 40[134]/.test(message.text()))
    complaints.push(message.text());
});
try {
  await page.goto(kUrl);
  await page.locator("input[name=user]").fill(process.env.VANTHU_USER);
  await page.locator("input[name=password]").fill(process.env.VANTHU_PASSWORD);
  await page.locator("button[type=submit]").click();
  await page.getByRole("navigation").first().waitFor();
  await page.goto(`${kUrl}/documents/${process.argv[2]}`);
  await page.getByTestId("view-process").click();
  const current = page.locator(".djs-element.current_step");
  await current.first().waitFor();
  expect((await current.count()) === 1, "one step is marked");
  const marked = await current.first().getAttribute("data-element-id");
  expect(marked === process.env.VANTHU_STEP, `the marked step is ${marked}`);
  const steps = page.getByTestId("process-step");
  expect((await steps.count()) === 1, "one step stands beside the diagram");
  const box = await current.first().boundingBox();
  expect(box !== null && box.width > 20, "the step can be seen");
  expect(await page.locator(".bjs-powered-by").isVisible(), "the mark of bpmn.io is visible");
  await page.getByTestId("view-paper").click();
  await current.first().waitFor({ state: "detached" });
  expect(complaints.length === 0, `the browser complains: ${complaints.join("; ")}`);
  console.log(`${passed} passed, 0 failed`);
} catch (error) {
  const picture = path.join(process.env.VANTHU_PICTURES ?? tmpdir(), "process_view.png");
  await page.screenshot({ path: picture }).catch(() => {});
  console.log(`${passed} passed, 1 failed: ${error.message} (picture: ${picture})`);
  console.log(complaints.join("\n"));
  process.exitCode = 1;
} finally {
  await browser.close();
}
