// The contract without its descriptions: the names and types that an existing page may depend on.
// A better description therefore needs no change of the snapshot.

const sorted = (names) => [...names].sort();
const mapped = (object, work) => Object.fromEntries(sorted(Object.keys(object)).map((name) => [name, work(object[name])]));

export function snapshot(contract, { exports: files }) {
  const { kinds, elements, attributes, slots, properties, events, errors, exitCodes, script, messages, graphFormat, types } = contract;
  const { print } = types;
  return {
    graphFormat,
    files: sorted(Object.keys(files)),
    kinds: sorted(kinds),
    elements: mapped(elements, ({ parts }) => sorted(parts)),
    attributes: sorted(Object.keys(attributes)),
    slots: sorted(Object.keys(slots)),
    properties: sorted(Object.keys(properties)),
    events: mapped(events, ({ on, isCancelable, type }) => ({ on, isCancelable: Boolean(isCancelable), type })),
    errors: sorted(Object.keys(errors)),
    exitCodes: Object.keys(exitCodes),
    script: sorted(script.map(({ name }) => name)),
    messages: mapped(messages, (text) => sorted(new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)))),
    exports: mapped(types.exports, ({ parameters, type }) =>
      parameters ? `(${parameters.map(({ name, type, isOptional }) => `${name}${isOptional ? "?" : ""}: ${print(type)}`).join(", ")}) => ${print(type)}` : print(type)),
    types: mapped(types.types, (text) => text),
  };
}
