// Reads how many bytes of code each function of a wasm has.

const IMPORT = 2, CODE = 10, CUSTOM = 0;
const FUNCTION_NAMES = 1;

/** Bytes by name, for a wasm with a name section; functions with the same name but for hashes are added up. */
export function functionSizes(bytes) {
  let place = 8; // After magic and version.
  const number = () => {
    let [value, shift, byte] = [0, 0, 0];
    do {
      byte = bytes[place++];
      value += (byte & 127) * 2 ** shift;
      shift += 7;
    } while (byte > 127);
    return value;
  };
  const text = () => {
    const length = number();
    place += length;
    return bytes.toString("utf8", place - length, place);
  };
  const skipLimits = () => {
    const hasMaximum = number() & 1;
    number();
    if (hasMaximum) number();
  };
  // What follows the names of an import, by its kind: function, table, memory, global.
  const skip = [number, () => (number(), skipLimits()), skipLimits, () => (number(), number())];
  const sizes = [];
  const names = new Map();
  let imported = 0;
  const sections = {
    [IMPORT]: () => {
      for (let count = number(); count > 0; count -= 1) {
        text();
        text();
        const kind = number();
        if (kind === 0) imported += 1;
        skip[kind]();
      }
    },
    [CODE]: () => {
      for (let count = number(); count > 0; count -= 1) {
        sizes.push(number());
        place += sizes.at(-1);
      }
    },
    [CUSTOM]: (end) => {
      if (text() !== "name") return;
      while (place < end) {
        const kind = number();
        const next = number() + place;
        if (kind === FUNCTION_NAMES) for (let count = number(); count > 0; count -= 1) names.set(number(), text());
        place = next;
      }
    },
  };
  while (place < bytes.length) {
    const id = number();
    const end = number() + place;
    sections[id]?.(end);
    place = end;
  }
  const byName = {};
  sizes.forEach((size, index) => {
    const name = readable(names.get(index + imported) ?? "without a name");
    byName[name] = (byName[name] ?? 0) + size;
  });
  return byName;
}

/** A name without the hashes that change with every compiler. */
const readable = (name) => name.replace(/\[[0-9a-f]{10,16}\]/g, "").replace(/::h[0-9a-f]{16}$/, "").slice(0, 160);
