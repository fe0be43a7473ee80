// The contract as a Custom Elements Manifest, which editors and component catalogs read.
// Source: the schema in the npm package custom-elements-manifest, 2.1.0.

const MODULE = "tillside.js";
const className = (tag) => tag.replace(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase());
const type = (text) => ({ text });

function element(contract, tag, { text, parts }) {
  const { attributes, slots, properties, events, types } = contract;
  return {
    kind: "class",
    customElement: true,
    name: className(tag),
    tagName: tag,
    description: text,
    superclass: { name: "HTMLElement" },
    members: types.fields("TillsideElement").map(({ name, type: is, text }) => ({ kind: "field", name, type: type(is), description: text, attribute: name, reflects: true })),
    attributes: Object.entries(attributes).map(([name, { type: is, text }]) => ({ name, description: text, ...(is ? { type: type(is), fieldName: name } : {}) })),
    slots: Object.entries(slots).map(([name, description]) => ({ name, description })),
    cssParts: parts.map((name) => ({ name, description: contract.parts[name] })),
    cssProperties: Object.entries(properties).map(([name, { text, default: initial }]) => ({ name, description: text, default: initial })),
    events: Object.entries(events)
      .filter(([, { on }]) => on.includes("element"))
      .map(([name, { type: is, text }]) => ({ name, description: text, type: type(is) })),
  };
}

function member(types, name, { parameters, type: is, text }) {
  if (!parameters) return { kind: "variable", name, description: text, type: type(types.print(is)) };
  return {
    kind: "function",
    name,
    description: text,
    parameters: parameters.map(({ name, type: is, isOptional }) => ({ name, type: type(types.print(is)), ...(isOptional ? { optional: true } : {}) })),
    return: { type: type(types.print(is)) },
  };
}

export function manifest(contract) {
  const { elements, types } = contract;
  const members = Object.entries(types.exports);
  const tags = Object.entries(elements);
  return {
    schemaVersion: "2.1.0",
    readme: "README.md",
    modules: [
      {
        kind: "javascript-module",
        path: MODULE,
        declarations: [...tags.map(([tag, about]) => element(contract, tag, about)), ...members.map(([name, about]) => member(types, name, about))],
        exports: [
          ...tags.map(([tag]) => ({ kind: "custom-element-definition", name: tag, declaration: { name: className(tag), module: MODULE } })),
          ...members.map(([name]) => ({ kind: "js", name, declaration: { name, module: MODULE } })),
        ],
      },
    ],
  };
}
