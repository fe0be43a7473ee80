// The pages of tests/pages, in each of which a shopper sees and adds what is offered, and no stylesheet of a page is seen.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { scenario } from "./scenario.mjs";

const PLAIN = "plain.html";
const OTHERS = readdirSync("tests/pages").filter((file) => file.endsWith(".html") && file !== PLAIN);

/** What the browser computed for every part of the memberships: runs in the page. */
function look() {
  const values = ["fontSize", "fontStyle", "fontWeight", "lineHeight", "letterSpacing", "textTransform", "color", "backgroundColor", "borderTopWidth", "paddingTop", "marginTop", "display"];
  const parts = document.querySelector("tillside-plans").shadowRoot.querySelectorAll(".mount *");
  return [...parts].map((part) => `${part.className}: ${values.map((name) => getComputedStyle(part)[name]).join(" ")}`).join("\n");
}

async function visit(page, name) {
  await page.open({ address: `/tests/pages/${name}` });
  await page.shows();
  await page.adds();
  await page.follows();
  return page.run(look);
}

scenario(`everything works in ${PLAIN}, and what is joined hands the focus on`, async (page) => {
  await visit(page, PLAIN);
  await page.run(() => {
    const join = document.querySelector("tillside-plans").shadowRoot.querySelector("[part~=button]");
    join.focus();
    join.click();
  });
  await page.until(() => document.querySelector("tillside-plans").shadowRoot.querySelector("section") === null);
  await page.until(() => document.activeElement !== document.body);
});

for (const name of OTHERS) {
  scenario(`everything works in ${name} and looks as in ${PLAIN}`, async (page) => {
    const plain = await visit(page, PLAIN);
    assert.equal(await visit(page, name), plain);
  });
}
