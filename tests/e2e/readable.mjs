// Whether the elements are readable and operable. Each function runs in a page, so it uses nothing from outside its body.

/** Unreadable text in the elements: overflowing, clipped or covering other text. */
export function findUnreadable() {
  const found = [];
  for (const { localName, shadowRoot } of document.querySelectorAll("*")) {
    const section = shadowRoot?.querySelector("section");
    if (!section) continue;
    const frame = section.getBoundingClientRect();
    if (frame.left < 0 || frame.right > document.documentElement.clientWidth) found.push(`${localName} is wider than the page`);
    const words = [];
    for (const node of section.querySelectorAll("*")) {
      const box = node.getBoundingClientRect();
      const name = `${localName} ${node.className}`;
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1) found.push(`${name} sticks out`);
      const isCut = getComputedStyle(node).overflow !== "visible" && (node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1);
      if (isCut) found.push(`${name} is cut off`);
      for (const text of node.childNodes) {
        if (text.nodeType !== Node.TEXT_NODE || !text.data) continue;
        const range = document.createRange();
        range.selectNode(text);
        for (const line of range.getClientRects()) {
          words.push({ name: `${name} "${text.data}"`, node, line });
          if (line.left < box.left - 1 || line.right > box.right + 1) found.push(`${name} "${text.data}" is wider than its box`);
        }
      }
    }
    for (const [place, { name, node, line }] of words.entries()) {
      for (const other of words.slice(place + 1)) {
        const width = Math.min(line.right, other.line.right) - Math.max(line.left, other.line.left);
        const height = Math.min(line.bottom, other.line.bottom) - Math.max(line.top, other.line.top);
        if (node !== other.node && width > 1 && height > 4) found.push(`${name} covers ${other.name}`);
      }
    }
  }
  return found;
}

/** Controls below the minimum target size of WCAG 2.2, 2.5.8. */
export function findSmall() {
  return [...document.querySelectorAll("*")].flatMap(({ localName, shadowRoot }) =>
    [...(shadowRoot?.querySelectorAll("a[href], button, input") ?? [])].flatMap((control) => {
      const { width, height } = control.getBoundingClientRect();
      return Math.min(width, height) < 23.95 ? [`${localName} ${control.className}: ${width} × ${height}`] : [];
    }));
}

/** Applies the text spacing of WCAG 2.2, 1.4.12; like a reader's own stylesheet, it reaches into shadow roots. */
export function space() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }");
  for (const { shadowRoot } of document.querySelectorAll("*")) if (shadowRoot) shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, sheet];
}
