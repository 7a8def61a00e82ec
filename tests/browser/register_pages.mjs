// Register, dossiers, exchange and the stamped copy in the browser: what closing a year would do and why it is refused, a
// dossier to its hand-over and its package, a refused packet tried again, a paper sent, and a copy with the arrival stamp.
//
// Needs a running service that takes part in the exchange, with one refused packet: VANTHU_URL, VANTHU_USER (an
// administrator), VANTHU_PASSWORD; arguments: the id of a filed paper, and the file that the stamped copy is printed into.
// Prints "N passed, 0 failed" and exits 0, or says what was wrong and exits 1.

import { expect_accessible, kUrl, play } from "./browser.mjs";

const [paper, printed] = process.argv.slice(2);

// What a link of the page brings, with the session of the page.
const begins_with = (link) =>
  link.evaluate(async (anchor) => (await (await fetch(anchor.href)).text()).slice(0, 4));

await play("register_pages", async (page, expect) => {
  await page.goto(`${kUrl}/register`);
  await page.getByTestId("register-entry-row").first().waitFor();
  await expect_accessible(page, expect, "the register");
  expect((await begins_with(page.getByTestId("book-pdf"))) === "%PDF", "the book prints as a PDF");
  await page.getByTestId("close-year").click();
  await page.getByTestId("close-refusal").waitFor();
  expect(
    (await page.getByTestId("close-confirm").count()) === 0,
    "a year that still runs is not offered to be closed",
  );
  await page.keyboard.press("Escape");
  await page.getByTestId("close-refusal").waitFor({ state: "detached" });

  await page.goto(`${kUrl}/dossiers`);
  await page.locator("details.open_dossier summary").first().click();
  await page.locator("input[name=title]").fill("Khen thưởng năm nay");
  await page.locator("input[name=heading]").fill("THI ĐUA");
  await page.getByTestId("dossier-open").click();
  await page.getByTestId("dossier-add").waitFor();
  const dossier = page.url();

  await page.goto(`${kUrl}/documents/${paper}`);
  await page.getByTestId("put-in-dossier").selectOption({ index: 1 });
  await page.getByTestId("put-submit").click();
  await page.getByTestId("links").getByRole("link", { name: "Khen thưởng năm nay" }).waitFor();
  await page.getByTestId("put-in-dossier").waitFor({ state: "detached" });
  expect(true, "a paper is put into a dossier from its own page");
  await page.goto(dossier);
  await page.getByTestId("dossier-add").fill(paper); // the second time changes nothing
  await page.keyboard.press("Enter");
  await page.getByTestId("dossier-papers").locator("li").first().waitFor();
  await expect_accessible(page, expect, "a dossier");
  expect(
    (await begins_with(page.getByTestId("dossier-package"))).startsWith("PK"),
    "the dossier leaves as a ZIP",
  );
  await page.getByTestId("dossier-close").click();
  await page.getByTestId("dossier-close-confirm").click();
  await page.getByTestId("dossier-close").waitFor({ state: "detached" });
  const package_bytes = await page
    .getByTestId("dossier-package")
    .evaluate(async (anchor) =>
      Array.from(new Uint8Array(await (await fetch(anchor.href)).arrayBuffer())),
    );
  await page.goto(`${kUrl}/dossiers`);
  const offer = async (bytes) => {
    await page.getByTestId("package-file").setInputFiles({
      name: "package.zip",
      mimeType: "application/zip",
      buffer: Buffer.from(bytes),
    });
  };
  await page.getByTestId("package-in").click();
  await offer(package_bytes);
  await page.getByTestId("package-sound").waitFor();
  expect(
    (await page.getByTestId("package-here").count()) === 1 &&
      (await page.getByTestId("package-take").count()) === 0,
    "a package of a dossier that is here is checked and not offered",
  );
  const altered = Buffer.from(package_bytes);
  altered[altered.indexOf("%PDF") + 5] ^= 1;
  await offer(altered);
  await page.getByTestId("package-unsound").waitFor();
  expect(
    (await page.getByTestId("package-unsound").textContent()).includes(".pdf"),
    "an altered file of a package is named",
  );
  await page.getByTestId("draft-open").click();
  await page.getByTestId("transfers").locator("input[type=checkbox]").first().check();
  await page.getByTestId("giver").fill("Phòng Nội vụ");
  await page.getByTestId("receiver").fill("Lưu trữ cơ quan");
  await page.getByTestId("draft-submit").click();
  await page.getByTestId("transfer-row").waitFor();
  await expect_accessible(page, expect, "the dossiers");
  expect((await begins_with(page.getByTestId("minutes"))) === "%PDF", "the minutes print");
  await page.getByTestId("hand-over").click();
  await page.getByTestId("received-by").fill("Bà Hoa");
  await page.getByTestId("hand-over-submit").click();
  await page.getByTestId("hand-over").waitFor({ state: "detached" });
  expect(
    (await page.getByTestId("transfer-row").textContent()).includes("Bà Hoa"),
    "the list says who received it",
  );

  await page.goto(`${kUrl}/exchange`);
  const refused = page.getByTestId("arrival-refused");
  await refused.waitFor();
  await expect_accessible(page, expect, "the exchange");
  expect(
    (await refused.textContent()).includes("no edXML"),
    "a refused packet says what is wrong with it",
  );
  const again = page.waitForResponse((answer) => answer.url().endsWith("/try-again"));
  await page.getByTestId("packet-try-again").click();
  expect((await again).status() === 204, "a refused packet is tried again");
  await page.locator("details.open_dossier summary").click();
  await page.getByTestId("send-document").fill(`${kUrl}/documents/${paper}`);
  await page.getByTestId("send-organ").fill("H90.02");
  await page.getByTestId("send-organ-name").fill("UBND huyện B");
  await page.getByTestId("send-submit").click();
  await page.getByTestId("dispatch-row").waitFor();
  expect(
    (await page.getByTestId("dispatch-row").textContent()).includes("UBND huyện B"),
    "the sent paper is listed with its receiver",
  );
  await page.getByTestId("dispatch-again").waitFor();
  const sent_again = page.waitForResponse((answer) => answer.url().endsWith("/send-again"));
  await page.getByTestId("dispatch-again").focus();
  await page.keyboard.press("Enter");
  expect((await sent_again).status() === 204, "it is sent again from the keyboard");

  await page.goto(`${kUrl}/documents/${paper}/stamped`);
  const stamp = page.getByTestId("arrival-stamp");
  await stamp.waitFor();
  await expect_accessible(page, expect, "the stamped copy");
  expect((await stamp.textContent()).includes("Số: 01"), "the stamp has the entry's number");
  const before = await stamp.evaluate((drawn) => drawn.getBoundingClientRect().x);
  await stamp.press("ArrowRight");
  await page.waitForFunction(
    (x) =>
      document.querySelector("[data-testid=arrival-stamp]").getBoundingClientRect().x > x + 1,
    before,
  );
  expect(true, "arrow keys move the stamp");
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  await page.pdf({ path: printed, format: "A4", printBackground: true });
}, { provoked: [422] });
