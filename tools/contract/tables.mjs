// The tables of the docs: generates the text between `<!-- contract: NAME -->` and `<!-- /contract -->` from the contract.

const code = (text) => `\`${text}\``;
const cell = (text) => text.replaceAll("|", "\\|");
const table = (head, rows) => [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.map(cell).join(" | ")} |`).join("\n").replace(/^\| ---.*$/m, (line) => line.replaceAll(" ", ""));

/** A sentence as a cell: without its full stop, if it is the only one. */
const phrase = (text) => (/\. /.test(text) ? text : text.replace(/\.$/, ""));

function signature({ types }, name, { parameters }) {
  if (!parameters) return name;
  const shown = parameters.map(({ name, type, isOptional }) => `${types.brief(type) ?? name}${isOptional ? "?" : ""}`);
  return `${name}(${shown.join(", ")})`;
}

/** The elements that have a part, or their number if there are more than four. */
function places({ elements }, part) {
  const tags = Object.entries(elements).filter(([tag, { parts }]) => tag !== "tillside-offers" && parts.includes(part)).map(([tag]) => code(tag));
  return tags.length > 4 ? `${tags.length} elements` : tags.join(", ");
}

const TABLES = {
  elements: ({ elements }) =>
    table(["element", "shows"], Object.entries(elements).map(([tag, { sku, text }]) => [code(sku ? `<${tag} sku="…">` : `<${tag}>`), phrase(text)])),
  attributes: ({ attributes, slots }) =>
    table(["attribute or slot", "is"], [
      ...Object.entries(attributes).map(([name, { type, text }]) => [`${code(name)}${type ? " (also a property)" : ""}`, phrase(text)]),
      ...Object.entries(slots).map(([name, text]) => [name ? `slot ${code(name)}` : "the default slot", phrase(text)]),
    ]),
  script: ({ script }) =>
    table(["on the script tag", "in `configure()`", "meaning"], script.map(({ name, text }, place) => [code(name), code(name.slice(5).replace(/-(.)/g, (_, letter) => letter.toUpperCase())), phrase(text)])),
  exports: (contract) => table(["export", "does"], Object.entries(contract.types.exports).map(([name, about]) => [code(signature(contract, name, about)), phrase(about.text)])),
  events: ({ events, types }) =>
    table(["event", "on", "`detail`", "meaning"], Object.entries(events).map(([name, { on, isCancelable, detail, text }]) => [code(name), `${on}${isCancelable ? "; cancelable" : ""}`, code(types.shape(detail)), phrase(text)])),
  errors: ({ errors }) => table(["code", "means"], Object.entries(errors).map(([name, text]) => [code(name), phrase(text)])),
  properties: ({ properties }) => table(["custom property", "is for", "by default"], Object.entries(properties).map(([name, about]) => [code(name), phrase(about.text), code(about.default)])),
  parts: (contract) => table(["part", "is", "of"], Object.entries(contract.parts).map(([name, text]) => [code(name), phrase(text), places(contract, name)])),
  messages: ({ messages }) => table(["key", "in English"], Object.entries(messages).map(([key, text]) => [code(key), text])),
  languages: ({ languages }) =>
    table(["file", "language", "form of address", "draft", "reviewed by"], languages.map(({ name, title, register, draft, reviewer }) => [code(name), title, register, draft, reviewer ?? "nobody yet"])),
  "exit-codes": ({ exitCodes }) => table(["exit code", "means"], Object.entries(exitCodes).map(([number, text]) => [number, phrase(text)])),
};

/** The text, with its tables generated from the contract. */
export function filled(text, contract) {
  return text.replace(/(<!-- contract: ([\w-]+) -->\n)[\s\S]*?(<!-- \/contract -->)/g, (_, start, name, end) => {
    if (!TABLES[name]) throw new Error(`no table is called "${name}". There are: ${Object.keys(TABLES).join(", ")}`);
    return `${start}\n${TABLES[name](contract)}\n\n${end}`;
  });
}
