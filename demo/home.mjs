// The home page: search over the whole catalog, and the departments.
import { card } from "./cards.mjs";
import { departments, loadIndex, search } from "./catalog.mjs";
import "./chrome.mjs";
import { el, plural } from "./format.mjs";

const page = 24;
const input = document.querySelector("#search");
const front = document.querySelector("[data-front]");
const results = document.querySelector("[data-results]");
const heading = results.querySelector("h2");
const status = results.querySelector("[role=status]");
const list = results.querySelector("ul");
const more = results.querySelector("button");
const parameters = new URLSearchParams(location.search);
const department = departments.find(({ id }) => id === parameters.get("department"));
let found = [];
let turn = 0;

function append() {
  const shown = list.children.length;
  list.append(...found.slice(shown, shown + page).map(card));
  more.hidden = list.children.length >= found.length;
}

async function show() {
  const query = input.value.trim();
  const isOpen = query !== "" || department !== undefined;
  const mine = (turn += 1);
  front.hidden = isOpen;
  results.hidden = !isOpen;
  if (!isOpen) return;
  heading.textContent = query ? `“${query}”` : department.name;
  try {
    const all = await loadIndex();
    if (mine !== turn) return;
    found = query ? search(all, query) : all.filter((product) => product.department === department);
    status.textContent = found.length ? plural(found.length, "product") : "Nothing found. Try a single word, for example “mug” or “heart”.";
    list.replaceChildren();
    append();
  } catch {
    status.textContent = "The catalogue could not be loaded. Please try again in a moment.";
  }
}

input.value = parameters.get("q") ?? "";
input.addEventListener("focus", () => void loadIndex().catch(() => {}), { once: true });
input.addEventListener("input", show);
input.form.addEventListener("submit", (event) => {
  event.preventDefault();
  void show();
});
more.addEventListener("click", () => {
  const next = list.children.length;
  append();
  list.children[next]?.querySelector("a").focus();
});
if (department) {
  document.title = `${department.name} · Robin & Reed`;
  results.prepend(el("p", { className: "crumbs" }, el("a", { href: "/" }, "All departments")));
}
void show();
