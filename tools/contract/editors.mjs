// The contract in the formats of editors: JetBrains reads web-types.json, VS Code the two files of custom data.
// Sources: the schema of web-types, and the types of vscode-html-languageservice and vscode-css-languageservice.

const SCHEMA = "https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json";
const about = (things) => Object.entries(things).map(([name, thing]) => ({ name, description: thing.text ?? thing }));

/** The attributes that a page sets; the element sets the others itself. */
const settable = ({ attributes }) => Object.entries(attributes).filter(([, { type }]) => type);

/** web-types.json, which package.json names as `web-types`. */
export function webTypes(contract, version) {
  const { elements, parts, properties, events, slots } = contract;
  const attributes = settable(contract).map(([name, { type, text }]) => ({ name, description: text, value: { type } }));
  const ofElements = Object.fromEntries(Object.entries(events).filter(([, { on }]) => on.includes("element")));
  const named = (names) => names.map((name) => ({ name, description: parts[name] }));
  return {
    $schema: SCHEMA,
    name: "tillside",
    version,
    "description-markup": "markdown",
    contributions: {
      html: {
        elements: Object.entries(elements).map(([name, { text, parts }]) => ({
          name,
          description: text,
          attributes,
          slots: about(slots),
          js: { properties: attributes.map(({ name, description, value: { type } }) => ({ name, description, type })), events: about(ofElements) },
          css: { parts: named(parts), properties: about(properties) },
        })),
      },
    },
  };
}

/** The setting `html.customData` of VS Code. */
export function htmlData(contract) {
  const attributes = settable(contract).map(([name, { text }]) => ({ name, description: text }));
  return { version: 1.1, tags: Object.entries(contract.elements).map(([name, { text }]) => ({ name, description: text, attributes })) };
}

/** The setting `css.customData` of VS Code. */
export function cssData({ properties }) {
  return { version: 1.1, properties: about(properties) };
}
