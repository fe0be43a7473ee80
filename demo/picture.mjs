// A drawn picture for every product, derived from its title alone: same title and SKU, same picture.
import { C, R } from "./picture/draw.mjs";
import { home } from "./picture/home.mjs";
import { kind } from "./picture/kinds.mjs";
import { kitchen } from "./picture/kitchen.mjs";
import { hash, palette } from "./picture/palette.mjs";
import { paper } from "./picture/paper.mjs";
import { wear } from "./picture/wear.mjs";

const rooms = { home, kitchen, paper, wear };
/** Drawings that already show several things, or that look silly in a group. */
const single = /garland|bunting|chain|canisters|Lights|skittles|pencil|straw|cutlery|spoons|tealights|earrings|napkins|blocks|ribbons|notebooks|stationery|sign|words|kneel|doormat|craftKit|bakingSet|magnets|stickers|coasters|crayons|candles|milkBottles|shaker|stamps|cakeCases|frames|playingCards|marbles|badge|Candles|crackers|balloons|matches|snackBoxes|tags|hooks|teapot|cakeStand|cocktail/;

/** Where two or three of a thing stand: x, y, scale; the front one last. */
const places = { 2: [[2, 10, 0.62], [38, 28, 0.62]], 3: [[0, 8, 0.56], [44, 8, 0.56], [20, 34, 0.62]] };

/** How many things the title promises, as far as a picture can tell: 1, 2 or 3. */
function count(title, name) {
  if (single.test(name)) return 1;
  const said = title.match(/\b(?:set|pack|box|bundle)(?: of| ?\/|)? ?(\d+)|\bs\/ ?(\d+)|^(\d+) [a-z]/);
  const n = Number(said?.[1] ?? said?.[2] ?? said?.[3] ?? (/\bpair\b/.test(title) ? 2 : 1));
  return n >= 3 ? 3 : Math.max(1, n);
}

/** The picture as SVG text, 100 x 100 units, well below 2 KB. */
export function picture({ sku, title }) {
  const lower = title.toLowerCase().replace(/\s+/g, " ");
  const name = kind(lower);
  const k = palette(lower, hash(`${sku} ${lower}`), name);
  const [room, thing] = name.split(".");
  const drawn = rooms[room][thing](k);
  const n = count(lower, thing);
  const defs = (drawn.includes("#p") ? k.defs : "") + (n === 1 ? "" : `<g id="o">${drawn}</g>`);
  const body = n === 1 ? drawn : places[n].map((at) => `<use href="#o" transform="translate(${at[0]} ${at[1]}) scale(${at[2]})"/>`).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" stroke-linecap="round" stroke-linejoin="round">${defs && `<defs>${defs}</defs>`}${R(0, 0, 100, 100, k.backdrop)}${C(50, 50, 44, "#fff", ' opacity=".28"')}${body}</svg>\n`;
}

/** The drawing's name, for tests and contact sheets. */
export const drawing = (title) => kind(title.toLowerCase());
