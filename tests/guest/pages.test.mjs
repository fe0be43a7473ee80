// The pages of tests/pages, in each of which a shopper sees and adds what is offered.
import { readdirSync } from "node:fs";
import { scenario } from "./scenario.mjs";

for (const name of readdirSync("tests/pages").filter((file) => file.endsWith(".html"))) {
  scenario(`everything works in ${name}`, async (page) => {
    await page.open({ address: `/tests/pages/${name}` });
    await page.shows();
    await page.run(() => document.querySelector("tillside-bundle").shadowRoot.querySelector("[part~=button]").click());
    await page.follows();
  });
}
