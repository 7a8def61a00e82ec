// screens.mjs: takes the pictures of this folder that show the web app, from a running demonstration office (./run.sh).
//
// node docs/images/screens.mjs CHECK TABLE: ids of the papers samples/dispatch/0002-hung-yen-79-scan and
// samples/nomination/0002-danh-sach-scan in that office; VANTHU_URL, VANTHU_USER (a clerk), VANTHU_PASSWORD as the browser tests.

import { fileURLToPath } from "node:url";

import { fill_in_sign_in, kUrl, launch } from "../../tests/browser/browser.mjs";

const [check, table] = process.argv.slice(2);
const file = (name) => fileURLToPath(new URL(name, import.meta.url));
const browser = await launch();
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "vi-VN" });
  const page = await context.newPage();
  await fill_in_sign_in(page, process.env.VANTHU_USER, process.env.VANTHU_PASSWORD);
  await page.getByRole("navigation").first().waitFor();

  await page.goto(`${kUrl}/documents/${check}`);
  await page.getByTestId("field-code_number").focus();
  await page.getByTestId("active-box").first().waitFor();
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: file("check.png") });

  await page.goto(`${kUrl}/documents/${table}`);
  await page.getByTestId("view-table").click();
  await page.getByTestId("table-grid").locator("[data-row='2'][data-column='5']").focus();
  await page.getByTestId("cell-frame").first().waitFor();
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: file("table.png") });
} finally {
  await browser.close();
}
