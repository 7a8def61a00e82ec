// A scan, a PDF and a DOCX on their way from the clerk's desk to the register, by clicking.
//
// Needs a running service: VANTHU_URL, and VANTHU_PASSWORDS_FILE with lines `account NAME password PASSWORD` as the first
// start of an office prints them. Arguments: the three files. Prints "N passed, 0 failed" and exits 0; on a failure prints
// the step, the reason and where the picture of the page was saved, and exits 1. Waits for what the page shows, never for
// an amount of time; VANTHU_PATIENCE_SECONDS (300) bounds the reading of a document.

import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect_accessible, fill_in_sign_in, kUrl, launch, watch } from "./browser.mjs";

const kPatienceMs = 1000 * Number(process.env.VANTHU_PATIENCE_SECONDS ?? 300);
const kPictures = process.env.VANTHU_PICTURES ?? tmpdir();
const kNewPassword = randomBytes(9).toString("base64url");
const files = process.argv.slice(2);
if (files.length !== 3) {
  console.error("usage: clerk_to_register.mjs SCAN PDF DOCX");
  process.exit(2);
}

function first_passwords() {
  const lines = readFileSync(process.env.VANTHU_PASSWORDS_FILE, "utf8").split("\n");
  const parsed = lines.map((line) => /^account (\S+) password (\S+)/.exec(line)).filter(Boolean);
  return Object.fromEntries(parsed.map(([, name, password]) => [name, password]));
}

let passed = 0;
let page = null; // the one to take a picture of when a step fails
let step_name = "";
const complaints = []; // what the browser itself found wrong: script errors, refused styles

async function step(name, act) {
  step_name = name;
  const result = await act();
  passed += 1;
  console.log(`ok ${passed} ${name}`);
  return result;
}

function expect(holds, reason) {
  if (!holds) throw new Error(reason);
}

async function sign_in(browser, account, password) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: "vi-VN",
  });
  page = await context.newPage();
  watch(page, complaints);
  await fill_in_sign_in(page, account, password);
  const change = page.locator("input[name=repeat]");
  const inside = page.getByRole("navigation").first();
  await change.or(inside).first().waitFor();
  if (await change.isVisible()) {
    await page.locator("input[name=old]").fill(password);
    await page.locator("input[name=new]").fill(kNewPassword);
    await change.fill(kNewPassword);
    await page.locator("button[type=submit]").click();
  }
  await inside.waitFor();
  return context;
}

// Ids of the documents of this run that wait in the list.
async function waiting(panel) {
  return page
    .getByTestId(`task-${panel}`)
    .evaluateAll((links) => links.map((link) => link.dataset.document));
}

async function wait_until(condition, what) {
  const end = Date.now() + kPatienceMs;
  for (;;) {
    const found = await condition();
    if (found) return found;
    if (Date.now() > end) throw new Error(`${what} did not happen within ${kPatienceMs / 1000} s`);
    await page.waitForTimeout(250); // between two looks at the page, which refreshes itself
  }
}

async function check_one(document, number) {
  await page.goto(`${kUrl}/documents/${document}`);
  const code = page.getByTestId("field-code");
  await code.waitFor();
  await step(`document ${number}: the code field shows what was read`, async () => {
    const value = await code.inputValue();
    expect(value.length > 2, `the code field shows "${value}"`);
  });
  await step(`document ${number}: the focused field is shown on the page`, async () => {
    await code.focus();
    if (await page.getByTestId("paper").count()) {
      await page.getByTestId("paper").locator(".paper_line").first().waitFor();
      return;
    }
    const box = await page.getByTestId("active-box").boundingBox();
    expect(box && box.width > 5 && box.height > 5, "no box is drawn for the code field");
    const shown = page.locator(".sheet img");
    await wait_until(
      () => shown.evaluate((image) => image.complete && image.naturalWidth > 100),
      "loading the page image",
    );
  });
  const facts = {
    code: await code.inputValue(),
    subject: await page.getByTestId("field-subject").inputValue(),
  };
  await step(`document ${number}: the check screen is accessible`, () =>
    expect_accessible(page, expect, "the check screen"),
  );
  await step(`document ${number}: accepted`, async () => {
    await page.getByTestId("accept").click();
    const anyway = page.getByTestId("accept-anyway");
    const list = page.locator("main.work_page");
    await anyway.or(list).first().waitFor();
    if (await anyway.isVisible()) await anyway.click();
    await list.waitFor();
  });
  return { document, ...facts };
}

async function correct_one(document) {
  await step("a correction is saved and survives a reload", async () => {
    await page.goto(`${kUrl}/documents/${document}`);
    const forward = page.getByTestId("field-archive_line");
    await forward.waitFor();
    await forward.fill("VT, KIỂM THỬ");
    await forward.press("Enter");
    await page.locator(".field.corrected").filter({ has: forward }).waitFor();
    await page.reload();
    await forward.waitFor();
    expect(
      (await forward.inputValue()) === "VT, KIỂM THỬ",
      `after the reload it shows "${await forward.inputValue()}"`,
    );
  });
}

async function clerk(browser, password) {
  const context = await step("the clerk signs in", () => sign_in(browser, "clerk", password));
  await page.locator("main.work_page").waitFor();
  const before = await waiting("check_fields");
  const fresh = async () => (await waiting("check_fields")).filter((id) => !before.includes(id));
  await step("three files are uploaded", async () => {
    await page.getByTestId("file-input").setInputFiles(files);
    await page.locator("[data-testid=upload-summary][data-done='3']").waitFor();
  });
  const documents = await step("three documents wait to be checked", () =>
    wait_until(async () => {
      const failed = await page.getByTestId("trouble-row").allInnerTexts();
      const ours = failed.filter((row) => files.some((file) => row.includes(path.basename(file))));
      expect(ours.length === 0, `could not be read: ${ours.join("; ")}`);
      const ids = await fresh();
      return ids.length >= 3 ? ids : null;
    }, "reading the three files"),
  );
  await step("the work list is accessible", () => expect_accessible(page, expect, "the work list"));
  await correct_one(documents[0]);
  const checked = [];
  for (const [index, document] of documents.entries())
    checked.push(await check_one(document, index + 1));
  await context.close();
  return checked;
}

async function reviewer(browser, password, checked) {
  const context = await step("the reviewer signs in", () => sign_in(browser, "reviewer", password));
  await step("three documents wait to be approved", () =>
    wait_until(async () => {
      const ids = await waiting("approve");
      return checked.every(({ document }) => ids.includes(document));
    }, "registering the three documents"),
  );
  for (const [index, { document }] of checked.entries()) {
    await step(`document ${index + 1}: approved with an opinion`, async () => {
      await page.goto(`${kUrl}/documents/${document}`);
      await page.getByTestId("opinion").fill("Đồng ý; chuyển phòng Tổng hợp theo dõi.");
      await page
        .getByTestId("outcome-approve")
        .or(page.getByTestId("outcome-accept"))
        .first()
        .click();
      await page.locator("main.work_page").waitFor();
    });
  }
  await context.close();
}

async function archivist(browser, password, checked) {
  await step("the archivist signs in", () => sign_in(browser, "archivist", password));
  await step("the register shows the three documents", async () => {
    await page.goto(`${kUrl}/register`);
    const links = page.getByTestId("register-table").locator("tbody a");
    await links.first().waitFor();
    const addresses = await links.evaluateAll((all) =>
      all.map((link) => link.getAttribute("href")),
    );
    for (const { document } of checked) {
      const times = addresses.filter((address) => address === `/documents/${document}`).length;
      expect(times === 1, `document ${document} stands ${times} times in the register`);
    }
  });
  for (const [index, { document, code }] of checked.entries()) {
    await step(`document ${index + 1}: found by its code ${code}`, async () => {
      await page.keyboard.press("Escape");
      await page.locator("#search_box").fill(code);
      await page.locator("#search_box").press("Enter");
      await page.locator(`[data-testid=hit] a[href="/documents/${document}"]`).waitFor();
      if (index === 0) await expect_accessible(page, expect, "the search");
    });
  }
  await step("a document shows its number, its opinion and its history", async () => {
    await page.locator(`[data-testid=hit] a[href="/documents/${checked[2].document}"]`).click();
    await page.getByTestId("register-entry").waitFor();
    await page.locator(".opinion_text", { hasText: "chuyển phòng Tổng hợp" }).first().waitFor();
    await expect_accessible(page, expect, "a record");
    expect(
      (await page.locator(".history li").count()) > 2,
      "the history has fewer than three lines",
    );
  });
}

const passwords = first_passwords();
const browser = await launch();
let failed = 0;
try {
  const checked = await clerk(browser, passwords.clerk);
  await reviewer(browser, passwords.reviewer, checked);
  await archivist(browser, passwords.archivist, checked);
  await step("the browser had nothing to complain about", () =>
    expect(complaints.length === 0, complaints.join("\n")),
  );
} catch (error) {
  failed = 1;
  console.error(`not ok ${passed + 1} ${step_name}\n${error.message}`);
  for (const complaint of complaints) console.error(`browser: ${complaint}`);
  if (page) {
    const picture = path.join(kPictures, `vanthu-browser-test-${process.pid}.png`);
    await page.screenshot({ path: picture }).then(
      () => console.error(`picture of the page: ${picture}`),
      (reason) => console.error(`no picture of the page: ${reason.message}`),
    );
  }
} finally {
  await browser.close();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed);
