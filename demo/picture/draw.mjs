// Tiny SVG vocabulary shared by all drawings: every helper returns a string of markup.
// The canvas is 100 x 100, things stand on y = 84 and are lit from the upper left.

/** A filled path. */
export const P = (d, f, more = "") => `<path d="${d}" fill="${f}"${more}/>`;
/** A stroked path; the picture's root gives every stroke round ends and joins. */
export const S = (d, c, w = 2, more = "") =>
  `<path d="${d}" fill="none" stroke="${c}" stroke-width="${w}"${more}/>`;
/** A rectangle, optionally with round corners. */
export const R = (x, y, w, h, f, r = 0, more = "") =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}"${r ? ` rx="${r}"` : ""} fill="${f}"${more}/>`;
/** A circle. */
export const C = (x, y, r, f, more = "") => `<circle cx="${x}" cy="${y}" r="${r}" fill="${f}"${more}/>`;
/** An ellipse. */
export const E = (x, y, rx, ry, f, more = "") => `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${f}"${more}/>`;
/** A group moved to (x, y), scaled and turned. */
export const G = (inner, x, y, s = 1, turn = 0) =>
  `<g transform="translate(${x} ${y})${s === 1 ? "" : ` scale(${s})`}${turn ? ` rotate(${turn})` : ""}">${inner}</g>`;
/** The same thing in several places, written once: places are [x, y, scale, turn]. */
export const many = (id, inner, places) => `<defs><g id="${id}">${inner}</g></defs>` + places.map(([x, y, s = 1, turn = 0]) =>
  `<use href="#${id}" transform="translate(${x} ${y})${s === 1 ? "" : ` scale(${s})`}${turn ? ` rotate(${turn})` : ""}"/>`).join("");
/** Soft shade over what is below it. */
export const shade = (d, strength = 0.12) => P(d, "#3a2417", ` opacity="${strength}"`);
/** Soft light over what is below it. */
export const light = (d, strength = 0.3) => P(d, "#fff", ` opacity="${strength}"`);
/** The contact shadow of something that stands on the ground. */
export const ground = (rx = 30, y = 84) => E(50, y, rx, 3.5, "#3a2417", ' opacity=".13"');

const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** Lettering centred on x: at most `rows` lines, sized to fit `width`. */
export function lettering(text, x, y, width, rows, f, font = "Georgia,serif", biggest = 15) {
  const words = text.toUpperCase().split(" ").filter(Boolean).slice(0, 6);
  const lines = wrap(words, Math.max(6, Math.ceil(words.join(" ").length / rows))).slice(0, rows);
  const longest = Math.max(1, ...lines.map((line) => line.length));
  const size = Math.round(Math.min(biggest, (width / longest) * 1.42, 34 / lines.length) * 10) / 10;
  const top = y - ((lines.length - 1) * size * 1.12) / 2 + size * 0.36;
  const rowsOut = lines.map((line, n) =>
    `<text x="${x}" y="${Math.round(top + n * size * 1.12)}">${line.replace(/[&<>"]/g, (c) => escapes[c])}</text>`);
  return `<g font-family="${font}" font-weight="700" font-size="${size}" text-anchor="middle" fill="${f}">${rowsOut.join("")}</g>`;
}

function wrap(words, width) {
  const lines = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
