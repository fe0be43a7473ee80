// The pages of tests/pages: in each of them a shopper sees the offers and adds them, and no stylesheet of the page has an effect:
// all computed values in the usual elements equal those on the plain page.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { scenario } from "./scenario.mjs";

const PLAIN = "plain.html";
const OTHERS = readdirSync("tests/pages").filter((file) => file.endsWith(".html") && file !== PLAIN);

/** Values that the page controls: position and width of an element, font, writing direction and language. */
const ITS_OWN = /^(width|height|inline-size|block-size|inset-.*|top|left|bottom|right|perspective-origin|transform-origin|grid-template-.*|font-family|-webkit-locale|direction)$/;

/** On a right-to-left page these change sides. */
const SIDES = / (text-align|\S*-(left|right)(-\S*)?): /;

/** All computed values of all parts, except the page's own: runs in the page, which may have replaced array methods. */
function look(itsOwn) {
  const isItsOwn = new RegExp(itsOwn);
  let lines = "";
  for (const element of ["tillside-bundle", "tillside-shipping", "tillside-also-bought", "tillside-memberships"]) {
    const parts = document.querySelector(element).shadowRoot.querySelectorAll(".mount *");
    for (let place = 0; place < parts.length; place += 1) {
      const style = getComputedStyle(parts[place]);
      for (let n = 0; n < style.length; n += 1) {
        const name = style[n];
        if (!isItsOwn.test(name) && !name.startsWith("--")) lines += `${element} ${place} ${parts[place].className} ${name}: ${style.getPropertyValue(name)}\n`;
      }
    }
  }
  return lines;
}

async function visit(page, name) {
  await page.open({ address: `/tests/pages/${name}` });
  await page.shows();
  await page.adds();
  await page.follows();
  await page.rests();
  return (await page.run(look, ITS_OWN.source)).split("\n");
}

scenario(`everything works in ${PLAIN}, and joining a membership moves the focus on`, async (page) => {
  await visit(page, PLAIN);
  await page.run(() => {
    const join = document.querySelector("tillside-memberships").shadowRoot.querySelector("[part~=button]");
    join.focus();
    join.click();
  });
  await page.until(() => document.querySelector("tillside-memberships").shadowRoot.querySelector("section") === null);
  await page.until(() => document.activeElement !== document.body);
});

for (const name of OTHERS) {
  scenario(`everything works in ${name} and looks the same as in ${PLAIN}`, async (page) => {
    const plain = await visit(page, PLAIN);
    const seen = await visit(page, name);
    for (const [one, other] of [[plain, seen], [seen, plain]]) {
      const known = new Set(other);
      assert.deepEqual(one.filter((line) => !known.has(line) && !(name === "rtl.html" && SIDES.test(line))), []);
    }
    assert(seen.length > 10_000, "all elements, all values");
  });
}
