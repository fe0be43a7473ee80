// The declarations of tillside.d.ts as plain data, and the declarations that are generated from contract.mjs.
import ts from "typescript";

const printer = ts.createPrinter({ removeComments: true });

/** `{ types: { name: text }, exports: { name: { parameters?, type, text } }, fields(name), brief(type) }` of a declaration file. */
export function declared(source) {
  const file = ts.createSourceFile("tillside.d.ts", source, ts.ScriptTarget.Latest, true);
  const print = (node) => printer.printNode(ts.EmitHint.Unspecified, node, file).replace(/\s+/g, " ");
  const interfaces = new Map();
  const choices = new Map(); // names of types that are a choice of literals
  const types = {};
  const exports = {};

  for (const statement of file.statements) {
    if (ts.isInterfaceDeclaration(statement)) {
      interfaces.set(statement.name.text, statement.members);
      types[statement.name.text] = print(statement);
    } else if (ts.isTypeAliasDeclaration(statement)) {
      types[statement.name.text] = print(statement);
      if (ts.isUnionTypeNode(statement.type) && statement.type.types.every(ts.isLiteralTypeNode)) choices.set(statement.name.text, print(statement.type));
    } else if (ts.isFunctionDeclaration(statement)) {
      const parameters = statement.parameters.map(({ name, type, questionToken }) => ({ name: name.text, type, isOptional: Boolean(questionToken) }));
      exports[statement.name.text] = { parameters, type: statement.type, text: comment(statement) };
    } else if (ts.isVariableStatement(statement)) {
      const [{ name, type }] = statement.declarationList.declarations;
      exports[name.text] = { type, text: comment(statement) };
    } else {
      throw new Error(`tillside.d.ts: unknown statement "${statement.getText().slice(0, 60)}". Add it to tools/contract/declarations.mjs.`);
    }
  }

  /** The fields of an interface: `{ name, type, isOptional, text }` each. */
  const fields = (name) =>
    interfaces.get(name).map((member) => ({ name: member.name.text, type: print(member.type), isOptional: Boolean(member.questionToken), text: comment(member) }));

  /** A shape in the notation of the docs, `[{ sku, quantity, priceMinor? }]`; `undefined` if the type's name is clear without its fields. */
  const brief = (node, isOutermost = true) => {
    if (ts.isArrayTypeNode(node)) {
      const inner = brief(node.elementType, isOutermost);
      return inner && `[${inner}]`;
    }
    if (ts.isTypeLiteralNode(node)) return object(node.members);
    if (isOutermost && ts.isUnionTypeNode(node) && node.types.some((type) => choices.has(type.typeName?.text))) {
      return node.types.map((type) => choices.get(type.typeName?.text) ?? print(type)).join(" | ");
    }
    if (isOutermost && ts.isTypeReferenceNode(node) && interfaces.has(node.typeName.text)) return object(interfaces.get(node.typeName.text));
    return undefined;
  };
  const object = (members) => {
    const cells = members.map((member) => {
      const inner = brief(member.type, false);
      return `${member.name.text}${member.questionToken ? "?" : ""}${inner ? `: ${inner}` : ""}`;
    });
    return `{ ${cells.join(", ")} }`;
  };
  /** The shape of an interface. */
  const shape = (name) => object(interfaces.get(name));

  return { types, exports, fields, brief, shape, print };
}

function comment(node) {
  const text = ts.getJSDocCommentsAndTags(node).map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "").join(" ");
  return text.replace(/\s+/g, " ").trim();
}

const quoted = (names) => names.map((name) => JSON.stringify(name)).join(" | ");
const map = (name, rows) => `  interface ${name} {\n${rows.join("\n")}\n  }`;

/** The declarations that `make pkg` appends to tillside.d.ts. */
export function declarations({ kinds, elements, events, errors }) {
  const named = Object.entries(events).map(([name, { on, type, text }]) => ({ on, row: `    /** ${text} */\n    "${name}": ${type};` }));
  const rows = (target) => named.filter(({ on }) => on.includes(target)).map(({ row }) => row);
  const tags = Object.entries(elements).map(([name, { text }]) => `    /** ${text} */\n    "${name}": TillsideElement;`);
  const props = Object.entries(elements).map(([name, { text }]) => `  /** ${text} */\n  "${name}": Attributes & { sku?: string };`);
  return `
/** The kinds of offers. */
export type OfferKind = ${quoted(kinds)};

/** Codes of errors; README.md lists the remedy for each. */
export type ErrorCode = ${quoted(Object.keys(errors))};

/** The elements in JSX, with the attributes that a framework has for HTML elements. "tillside/react" declares them for React. */
export interface TillsideElements<Attributes = object> {
${props.join("\n")}
}

declare global {
${map("HTMLElementTagNameMap", tags)}
${map("HTMLElementEventMap", rows("element"))}
  // Those of the elements bubble.
${map("DocumentEventMap", named.map(({ row }) => row))}
}
`;
}
