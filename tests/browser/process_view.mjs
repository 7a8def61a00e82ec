// The process of a paper in the browser: the diagram is drawn, the current step is marked, and who may take it stands beside.
//
// Needs a running service and one document that waits for a clerk: VANTHU_URL, VANTHU_USER, VANTHU_PASSWORD, VANTHU_STEP (the step it is at); argument: the
// document's id. Prints "N passed, 0 failed" and exits 0, or says what was wrong and exits 1.

import { expect_accessible, kUrl, play } from "./browser.mjs";

await play("process_view", async (page, expect) => {
  await page.goto(`${kUrl}/documents/${process.argv[2]}`);
  await page.getByTestId("view-process").click();
  const current = page.locator(".djs-element.current_step");
  await current.first().waitFor();
  expect((await current.count()) === 1, "one step is marked");
  const marked = await current.first().getAttribute("data-element-id");
  expect(marked === process.env.VANTHU_STEP, `the marked step is ${marked}`);
  const steps = page.getByTestId("process-step");
  expect((await steps.count()) === 1, "one step stands beside the diagram");
  await expect_accessible(page, expect, "the process");
  const box = await current.first().boundingBox();
  expect(box !== null && box.width > 20, "the step can be seen");
  expect(await page.locator(".bjs-powered-by").isVisible(), "the mark of bpmn.io is visible");
  await page.getByTestId("view-paper").click();
  await current.first().waitFor({ state: "detached" });
});
