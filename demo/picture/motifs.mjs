// Small emblems in a box from -10 to 10. They decorate cards and mugs, hang as ornaments and tile into patterns.
import { C, E, P, R, S } from "./draw.mjs";

/** `n` dots of radius `r` in a ring: a dashed circle whose dashes are only their round caps. */
export const petals = (n, r, at, f) => `<circle r="${at}" fill="none" stroke="${f}" stroke-width="${2 * r}" stroke-dasharray="0 ${((2 * Math.PI * at) / n).toFixed(2)}"/>`;

/** name -> (main colour, second colour) -> markup. */
export const motifs = {
  heart: (f) => P("M0 9C-16-3-8-12 0-5 8-12 16-3 0 9z", f),
  star: (f) => P("M0-10l2.9 6.2 6.8.9-5 4.7 1.3 6.7L0 5.2-6 8.5l1.3-6.7-5-4.7 6.8-.9z", f),
  flower: (f, a) => petals(6, 3.9, 5.2, f) + C(0, 0, 3.4, a),
  rose: (f, a) => P("M-9 5q4-7 9-2 5-5 9 2-5 3-9 0-4 3-9 0z", "#7d9a63") + C(0, -2, 7, f) + S("M-3-3q3-5 6 0t-5 3", a, 1.5),
  leaf: (f) => P("M-7 8Q-9-7 8-9 9 6-7 8z", f) + S("M-7 8L4-5", "#fff", 1, ' opacity=".6"'),
  bird: (f, a) => P("M-10 1Q-4 1-2-3q3-6 8-4l4 2-4 2Q5 8-3 7-8 6-10 1z", f) + P("M-4 1q6-3 7 1-3 4-7-1z", a) + C(5, -4, 0.9, "#3a3230"),
  butterfly: (f, a) => P("M0 0Q-11-13-10 0q0 9 10 2Q10 9 10 0 11-13 0 0z", f) + R(-0.8, -5, 1.6, 11, a, 0.8),
  cat: (f, a) => P("M-7-9l4 3h6l4-3v9q0 8-7 8t-7-8z", f) + C(-3, -1, 1, a) + C(3, -1, 1, a) + P("M-1.5 2h3L0 4z", a),
  dog: (f, a) => P("M-9-2l3-1v-4l2 2q5-1 5 3h4l3-4 1 1-2 5v9H4V4h-6v5h-3V3q-4 0-4-5z", f) + C(-4, -1.5, 0.8, a),
  rabbit: (f, a) => P("M-4-10q3 0 3 6h2q0-6 3-6 3 3 0 8 4 2 3 6t-7 4-7-4q-1-4 3-6-3-5 0-8z", f) + C(-2.5, 1, 0.9, a) + C(2.5, 1, 0.9, a),
  hen: (f, a) => P("M-9-6l3 5h6q3 0 4-6l2-2 2 2 2 2-2 1Q9 7 1 7-8 7-9-6z", f) + P("M4-8q1-3 2-1 2-2 2 1z", "#c8413c") + S("M-1 7v3M3 7v3", a, 1),
  owl: (f, a) => P("M-7-9l3 2h8l3-2v10q0 8-7 8t-7-8z", f) + C(-3, -3, 2.8, "#fff8ea") + C(3, -3, 2.8, "#fff8ea") + C(-3, -3, 1.2, a) + C(3, -3, 1.2, a) + P("M-1-1h2L0 2z", "#e0a13f"),
  horse: (f, a) => P("M-8 9q0-9 3-12l-2-1 4-5 1-2 1 2q6 1 8 7l3 4-3 2-4-3v8z", f) + C(0, -4, 0.9, a),
  deer: (f, a) => S("M-4-4l-4-5M-6-6l-3 0M4-4l4-5M6-6l3 0", a, 1.3) + P("M-4-4h8l2-1-2 4q0 9-4 9t-4-9l-2-4z", f) + C(0, 7, 1.8, "#c8413c"),
  tree: (f, a) => P("M0-10l5 6H2l5 6H3l5 6H-8l5-6h-4l5-6h-3z", f) + R(-1.5, 8, 3, 2.5, "#8a5f3d") + C(-2, 4, 1, a) + C(2, -2, 1, a),
  snow: (f) => S("M0-9V9M-8-4.5L8 4.5M-8 4.5L8-4.5M-3-8l3 3 3-3M-3 8l3-3 3 3", f, 1.6),
  angel: (f, a) => P("M0-3q-10-4-10 2t9 3zM0-3q10-4 10 2T1 2z", "#fffaf0") + P("M0-4l6 13H-6z", f) + C(0, -6, 3.2, "#f0cfae") + S("M-2.5-10.5h5", a, 1.2),
  santa: (f) => C(0, 2, 7, "#f0cfae") + P("M-7 2q0 9 7 9t7-9q-3 2-7 2t-7-2z", "#fff") + P("M-8-1Q-4-12 5-9l4 5-3-1 2 4z", f) + C(9, -3, 1.8, "#fff") + C(-2.5, 1, 0.8, "#333") + C(2.5, 1, 0.8, "#333"),
  snowman: (f, a) => C(0, 4, 6.5, "#fffaf2") + C(0, -5, 4.3, "#fffaf2") + R(-4, -12, 8, 3.5, "#3a3634", 0.5) + P("M0-5l4 1-4 1z", "#e08a45") + S("M-4-1q4 3 8 0", a, 1.8),
  sleigh: (f, a) => P("M-9-4q6 5 9 4 2-6 8-5v6q0 4-5 4H-5q-4 0-4-9z", f) + S("M-8 8H7q3 0 3-3", a, 1.5),
  apple: (f, a) => P("M0-5q9-4 9 4 0 10-6 10-3-1-3-1t-3 1q-6 0-6-10 0-8 9-4z", f) + S("M0-5q0-3 2-5", "#7a5236", 1.3) + P("M1-7q2-3 5-2-1 3-5 2z", a),
  pear: (f, a) => P("M0-8q4 0 4 5 5 4 4 8T0 10t-8-5 4-8q0-5 4-5z", f) + S("M0-8q0-2 2-3", "#7a5236", 1.3) + P("M1-8q3-3 6-1-2 3-6 1z", a),
  strawberry: (f, a) => P("M-8-4q8-4 16 0Q8 6 0 10-8 6-8-4z", f) + P("M-6-5l3-2-1-2 4 2 4-2-1 2 3 2-6 2z", a) + C(-3, 0, 0.7, "#fff") + C(3, 0, 0.7, "#fff") + C(0, 4, 0.7, "#fff"),
  cherry: (f, a) => S("M-5 4Q-4-5 3-9 5-2 6 4", a, 1.3) + C(-5, 5, 4, f) + C(5, 5, 4, f),
  cake: (f, a) => P("M-6 1H6L4 9H-4z", a) + P("M-8 1q-1-5 4-5 0-5 4-5t4 5q5 0 4 5z", f) + C(0, -9, 1.8, "#c8413c"),
  toadstool: (f) => P("M-3 0h6l1 9H-4z", "#f6ead2") + P("M-10 1Q-9-9 0-9T10 1z", f) + C(-4, -3, 1.6, "#fff") + C(2, -5, 1.6, "#fff") + C(5, -1, 1.3, "#fff"),
  skull: (f, a) => P("M-8-2q0-8 8-8t8 8q0 4-3 5v4q0 2-2 2h-6q-2 0-2-2V3q-3-1-3-5z", f) + C(-3, -2, 2.2, a) + C(3, -2, 2.2, a) + P("M0 1l1.3 2.5h-2.6z", a),
  rocket: (f, a) => P("M0-10q6 5 4 13h-8q-2-8 4-13z", f) + P("M-4 0l-4 6 4-2zM4 0l4 6-4-2z", a) + C(0, -3, 2, "#fff") + P("M-2 4h4L0 10z", "#edb24a"),
  dinosaur: (f, a) => P("M-10 7q4-2 4-6 0-5 6-5 4 0 4-3 0-4 5-3 2 1 1 3l-4 1q-1 6-3 8v6H1V5h-4v3h-3V5q-1 2-4 2z", f) + C(7, -7, 0.8, a),
  robot: (f, a) => R(-6, -8, 12, 8, f, 1.5) + R(-5, 1, 10, 7, f, 1) + C(-2.5, -4, 1.5, "#fff") + C(2.5, -4, 1.5, "#fff") + S("M0-8v-3M-8 2v4M8 2v4M-3 4h6", a, 1.4),
  elephant: (f, a) => P("M-9 8V0q0-7 8-7h3q7 0 7 7v5q0 3-2 3V2H4v6H1V4h-4v4z", f) + E(3, -2, 3, 3.8, a) + C(7, -3, 0.8, "#333"),
  monkey: (f, a) => C(-7, 0, 3, a) + C(7, 0, 3, a) + C(0, 0, 7.5, f) + E(0, 3, 5, 4, a) + C(-2.5, -2, 1, "#333") + C(2.5, -2, 1, "#333") + S("M-2 4q2 1.5 4 0", "#333", 0.9),
  crown: (f, a) => P("M-9-5l5 4 4-7 4 7 5-4-2 11H-7z", f) + R(-7, 6, 14, 2.5, a, 0.8) + C(0, -8, 1.5, a),
  bell: (f, a) => P("M-8 6q3-2 3-7 0-7 5-7t5 7q0 5 3 7z", f) + C(0, 7, 2.2, a),
  cup: (f, a) => P("M-8-4H5q0 11-6.5 11T-8-4z", f) + S("M5-2q5-1 4 3T4 4", f, 1.6) + S("M-4-7q1-2 0-3M0-7q1-2 0-3", a, 1.2),
  bus: (f, a) => R(-9, -7, 18, 14, f, 1.5) + R(-7, -5, 14, 3, "#fff6e4", 0.5) + R(-7, 0, 10, 3, "#fff6e4", 0.5) + C(-5, 7, 2.2, a) + C(5, 7, 2.2, a),
  car: (f, a) => P("M-10 4V0l3-1 3-5h7l4 5 3 1v4z", f) + P("M-4-1l2-3h2v3zM1-1v-3h2l2 3z", "#fff6e4") + C(-5, 4, 2.3, a) + C(5, 4, 2.3, a),
  tent: (f, a) => P("M0-9L9-2v11H-9V-2z", f) + P("M0-9L3-2v11h-6V-2zM-9-2h3v11h-3zM6-2h3v11H6z", "#fff6e4") + P("M0-12l4 1.5L0-9z", a),
  doll: (f, a) => P("M0-10q6 0 5 6 4 3 4 8t-5 5h-8q-5 0-5-5t4-8q-1-6 5-6z", f) + C(0, -4, 3.3, "#f3d3b3") + C(0, 4, 2.6, a) + C(-1.2, -4, 0.6, "#333") + C(1.2, -4, 0.6, "#333"),
  fairy: (f, a) => P("M0 0Q-10-9-10-1T0 3Q10 7 10-1T0 0z", a, ' opacity=".7"') + P("M0-3l6 11H-6z", f) + C(0, -6, 3.2, "#f3d3b3") + P("M-3.3-6q0-4 3.3-4t3.3 4q-3-2-6.6 0z", "#8a5f3d"),
  egg: (f, a) => P("M0-10q7 6 7 12T0 10t-7-8 7-12z", f) + S("M-6 1l3-2 3 2 3-2 3 2", a, 1.5),
  shell: (f, a) => P("M-3 8Q-12-2-7-7q7-5 14 0 5 5-4 15z", f) + S("M0 7V-8M-1 7L-6-5M1 7L6-5", a, 1.1),
  house: (f, a) => P("M0-9l9 8H7v9H-7v-9h-2z", f) + R(-2, 2, 4, 6, a) + R(-5, -1, 2.5, 2.5, "#fff6e4") + R(2.5, -1, 2.5, 2.5, "#fff6e4"),
  gnome: (f, a) => P("M0-11l6 9H-6z", f) + C(0, -1, 3.5, "#f3d3b3") + P("M-5 9V4q0-3 5-3t5 3v5z", a) + P("M-3.5 0h7Q3 6 0 7-3 6-3.5 0z", "#fff8ec"),
  paisley: (f, a) => P("M-6 3q0-9 8-11-2 3 2 6 4 4 1 8t-6 3-5-6z", f) + C(-1, 3, 2, a),
  dot: (f) => C(0, 0, 5.5, f),
  lace: (f) => C(0, 0, 6, "none", ` stroke="${f}" stroke-width="2"`) + C(0, 0, 2.5, f) + petals(8, 1.1, 9, f),
  swirl: (f) => S("M-8 6q8 2 7-6-1-6-5-3t0 4M8-6q-8-2-7 6 1 6 5 3t0-4", f, 2),
  moon: (f) => P("M3-9Q-8-8-8 1T4 9Q-2 5-2-1t5-8z", f),
  angelfish: (f, a) => P("M-9 0q6-8 13-1l5-5v12l-5-5Q-3 8-9 0z", f) + C(-4, -1, 1, a),
  sheep: (f, a) => petals(7, 4, 5, f) + C(0, 0, 5, f) + E(-6, -2, 3, 3.5, a),
};

const subjects = [
  ["skull", /skull/], ["strawberry", /strawber/], ["cherry", /cherr(y|ies)\b(?! blossom)/], ["apple", /\bapples?\b/], ["pear", /\bpears?\b/],
  ["toadstool", /toadstool|mushroom|woodland|forest/], ["owl", /\bowls?\b/], ["hen", /\b(hens?|chick(en)?s?|cockerel|rooster|ducks?)\b/],
  ["rabbit", /rabbit|bunn(y|ies)/], ["dog", /\bdogs?\b|scott(y|ie)|pupp|dolly ?dog/], ["cat", /\b(cats?|kitten|tiger)\b/], ["horse", /horse|donkey|pony|gymkhana/],
  ["deer", /reindeer|rudolph|\bdeer\b/], ["elephant", /elephant/], ["monkey", /monkey|teddy|\bbear\b/], ["dinosaur", /dinosaur|dragon|monster/], ["sheep", /sheep|lamb\b/],
  ["butterfly", /butterf|b'fly/], ["bird", /bird|dove|swallow|robin|peacock|parrot/], ["angelfish", /\bfish\b|shark/], ["robot", /robot|space cadet/], ["rocket", /spaceboy|rocket|space/],
  ["santa", /santa|father christmas/], ["snowman", /snowm[ae]n/], ["snow", /snow|icicle|frost/], ["sleigh", /sleigh/], ["angel", /\bangels?\b|cupid/], ["fairy", /fair(y|ies)\b(?! cake)/],
  ["tree", /\btrees?\b/], ["bus", /london|\bbus\b/], ["car", /\bcars?\b|caravan|transport|motorbike/], ["tent", /circus|carousel|strongman|funfair/],
  ["doll", /doll|babushka|charlie|lola|russian|girl\b|lad(y|ies)|tilda/], ["gnome", /gnome|soldier|knight|pirate/], ["crown", /crown|king|queen|jubilee|regal|princess|keep calm/],
  ["star", /\bstars?\b/], ["heart", /hearts?\b|valentine/],
  ["cake", /cakes?\b|cupcake|pudding|teatime|tea time|birthday/], ["cup", /\btea\b|coffee|cafe|breakfast/], ["bell", /\bbells?\b/], ["egg", /\beggs?\b|easter/],
  ["shell", /shell|seaside|beach/], ["house", /house|home|cottage|shed|village/], ["moon", /moon|night/],
  ["heart", /heart|love|valentine|wedding/], ["tree", /christmas|xmas|noel/], ["leaf", /leaf|leaves|fern|jardin|botanic|holly|ivy\b|herb|mint\b/],
  ["rose", /\broses?\b|rosebud/], ["flower", /flower|flora|floral|daisy|blossom|posy|posies|popp(y|ies)|garden|peony|lily|spring/],
];

/** The emblem that a title speaks of, or `otherwise`. */
export function subject(title, otherwise = "flower") {
  return subjects.find(([, words]) => words.test(title))?.[0] ?? otherwise;
}
