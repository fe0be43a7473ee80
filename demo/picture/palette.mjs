// Colours and patterns that a product title speaks of.
import { P, R, many } from "./draw.mjs";
import { motifs, subject } from "./motifs.mjs";

const words = [
  ["#c9443f", /\bred\b|retrospot|ruby|poppy|poppies|strawberr|tomato|raspberr|lipstick/], ["#e79aac", /pink|rosebud|doughnut|sweetheart|princess|cherry blossom/],
  ["#d8466f", /fuschia|hot pink|magenta/], ["#5b88b8", /blue|denim|nautical/], ["#7aa465", /green|fern|jardin|cactus|basil|parsley|herb/],
  ["#2f3e5c", /midnight|navy|night/], ["#8c6db0", /purple|amethyst|violet/], ["#b9a2d6", /lilac|lavender/], ["#e28b45", /orange|pumpkin/], ["#edc557", /yellow|lemon|sunflower|daisy/],
  ["#63b4ad", /turquoise|teal|aqua|duck egg/], ["#9fd3bd", /\bmint\b|peppermint|jade/], ["#d98a35", /amber|topaz|honey/], ["#b8734a", /copper|bronze/],
  ["#6b4630", /chocolate|\bchoc\b|coffee(?! mug)/], ["#b98a5a", /brown|wood|wicker|natural|willow|bamboo|oak|rattan|seagrass|jute|hessian|twine|cinn?am/],
  ["#f1e4c8", /ivory|cream|vanilla|pearl|linen|raffia/], ["#fbf7ee", /white|lace|porcelain|freshwater/], ["#3d3836", /black|\bjet\b/], ["#787d84", /gr[ea]y|slate/],
  ["#d6a94a", /gold|brass/], ["#b7bec4", /silver|chrome|diamante|crystal|mirror/], ["#a3acb2", /zinc|metal\b|alumin|steel|tin\b|wire/], ["#cfe3e0", /glass|clear|etched/],
];
/** What a thing is made of: says its colour only when the title names no other. */
const materials = new Set(["#b98a5a", "#cfe3e0", "#a3acb2", "#b7bec4", "#6b4630"]);
const warm = ["#c9574b", "#df9468", "#e3b85f", "#86a67b", "#65979f", "#7288b3", "#b67f98", "#c66b7e", "#5f8a72"];
/** Colours of the soft backdrop; all are light enough for dark objects and dark enough for white ones. */
const backdrops = ["#f0dfcb", "#e7dcc9", "#dfe3d2", "#d8e2e4", "#e2dcea", "#efd9d6", "#efe2bf", "#d9e0d0"];

/** A stable 32-bit number from text (FNV-1a). */
export function hash(text) {
  let h = 2166136261;
  for (let k = 0; k < text.length; k += 1) h = Math.imul(h ^ text.charCodeAt(k), 16777619);
  return h >>> 0;
}

/** `share` of the way from one #rrggbb to another. */
export function mix(from, to, share) {
  const part = (at) => {
    const [x, y] = [from, to].map((c) => Number.parseInt(c.slice(at, at + 2), 16));
    return Math.round(x + (y - x) * share).toString(16).padStart(2, "0");
  };
  return `#${part(1)}${part(3)}${part(5)}`;
}

const lightness = (c) => [1, 3, 5].reduce((sum, at, k) => sum + Number.parseInt(c.slice(at, at + 2), 16) * [0.3, 0.59, 0.11][k], 0);

// Designs of the catalogue: [words, motif or drawing, ground, figure, detail]; a title's own colour wins over `ground`.
const designs = [
  [/union (jack|flag|stripe)|jubilee/, "flag", "#34507f", "#fff", "#c8413c", 1],
  [/(white|ivory) spot/, "dot"], [/retro ?spot|scandispot|spotty/, "dot", "#c9443f"], [/polka|\bspots?\b|dotty|bead(ed)? bag/, "dot"],
  [/skull/, "skull", "#3d3836", "#fbf7ee", "#3d3836"], [/paisley/, "paisley", "#c9574b"], [/gingham|check|tartan/, "check", "#c9574b"],
  [/strip(e|es|ey)\b/, "stripe", "#65979f"], [/circus/, "stripe", "#c9443f"], [/suki/, "flower", "#7db0b5", "#f3e3bf", "#c9443f", 1], [/baroque|damask|kashmir|flock/, "swirl", "#fbf7ee", "#3d3836"],
  [/doil|\blace\b|crochet/, "lace", "#a4c4c0"], [/dinosaur/, "dinosaur", "#efe0b0", "#7aa465", "#3d3836"], [/spaceboy/, "rocket", "#5b88b8", "#fbf7ee", "#c9443f", 1],
  [/woodland|mushroom|toadstool|forest/, "toadstool", "#d9cfa6", "#c9443f"], [/dolly|charlie|lola|babushka|russian/, "doll", "#eab9c4", "#7288b3", "#edc557"],
  [/\bapples?\b/, "apple", "#b9cf9a", "#c9443f", "#7aa465"], [/\bpears?\b/, "pear", "#f0e2b8", "#9db85f", "#7aa465"], [/strawberr/, "strawberry", "#f1c9cf", "#c9443f", "#7aa465", 1],
  [/cherr(y|ies)(?! blossom)/, "cherry", "#dfeae6", "#c9443f", "#7aa465"], [/\bowls?\b/, "owl", "#e5d0a8", "#a8744a"], [/butterf|b'fly/, "butterfly"], [/scott(y|ie)|\bdogs?\b/, "dog", "#e4d6bd", "#3d3836", "#fff"],
  [/\bcats?\b/, "cat", "#d8d2c4", "#4a4542", "#fff"], [/alphabet/, "letters", "#eadfc4", "#5b88b8", "#c9443f"], [/(fairy|cup) ?cakes?/, "cake", "#cfe3df", "#e79aac", "#c9884b"], [/\bcars\b/, "car", "#5b88b8", "#edc557", "#3d3836", 1],
  [/love london|keep calm/, "crown", "#c9443f", "#fbf7ee", "#fbf7ee"], [/leaf|leaves|fern|jardin|botanic|holly/, "leaf", "#e9e2c4", "#7aa465"],
  [/\broses?\b|rosie/, "rose", "#f3e6d2", "#d9798a", "#a8485c"], [/floral|flower|flora\b|daisy|blossom|pos(y|ies)|popp(y|ies)|peony|folk ?art/, "flower"],
  [/christmas|xmas|noel/, "tree", "#c9443f", "#fbf7ee", "#c9443f"], [/scandinavian|nordic/, "snow", "#c9443f"], [/love ?bird|\bbirds?\b|swallow|dove/, "bird"],
  [/hearts?\b|valentine|love/, "heart"], [/\bstars?\b/, "star"], [/vintage red/, "dot"], [/toys|animal/, "elephant", "#f0d9a6", "#7288b3", "#b67f98"],
];

/** Shapes that are the emblem themselves, or are too small for one, take only plain patterns. */
const motifShapes = /ornament|figure|felt|moneyBank|nightLight|sponge|[tT]light|tealights|wicker|chalkboard|mirror|necklace|brac|earrings|ring|hair|charm|brooch|compact|jewel|icicle|candlestick|knob|egg$|mobile|garland|softToy|doll|puppet|eraser|cutter|pan$|sign|wreath|artFlower|vase|marbles|windmill|goblet|spoons|tinCandle|figure|hook$|magnets|badge|candle$/;
const surface = new Set(["dot", "paisley", "lace", "swirl"]);

function tile(kind, figure, detail) {
  if (kind === "flag") return P("M0 0h100v100H0z", "#34507f") + `<path d="M0 0l100 100M100 0L0 100" stroke="#fff" stroke-width="13"/><path d="M0 0l100 100M100 0L0 100" stroke="#c8413c" stroke-width="5"/><path d="M50 0v100M0 50h100" stroke="#fff" stroke-width="21"/><path d="M50 0v100M0 50h100" stroke="#c8413c" stroke-width="12"/>`;
  if (kind === "stripe") return R(0, 0, 5, 10, figure);
  if (kind === "check") return R(0, 0, 5, 10, figure, 0, ' opacity=".55"') + R(0, 0, 10, 5, figure, 0, ' opacity=".55"');
  if (kind === "letters") return `<g font-family="Georgia,serif" font-weight="700" font-size="6"><text x="1" y="5.5" fill="${figure}">A</text><text x="7" y="11.5" fill="${detail}">B</text></g>`;
  const draw = motifs[kind](figure, detail);
  const size = kind === "dot" ? 0.33 : 0.4;
  const half = kind === "dot" ? 4.5 : 6;
  return many("q", draw, [half / 2 + 0.5, half * 1.5 + 0.5].map((at) => [at, at, size]));
}

/** Everything colour for one title: solid and patterned fills, shades, an accent and a backdrop. */
export function palette(title, seed, shape) {
  const found = words.map(([colour, re]) => [title.search(re), colour]).filter(([at]) => at >= 0)
    .map(([at, colour]) => [at + (materials.has(colour) ? 1000 : 0), colour]).sort((x, y) => x[0] - y[0]).map(([, colour]) => colour);
  const design = designs.find(([re, motif]) => re.test(title) && !(motifShapes.test(shape) && motif in motifs && !surface.has(motif)) && !(motif === "crown" && shape === "home.doormat"));
  const named = /(white|ivory) spot/.test(title) ? found[1] : found[0];
  const fixed = design?.[5] === 1 && !/pink|green/.test(title);
  const solid = (fixed ? design[2] : named ?? design?.[2]) ?? warm[seed % warm.length];
  const dark = lightness(solid) < 150;
  const second = found.find((c) => c !== solid && Math.abs(lightness(c) - lightness(solid)) > 25);
  const accent = second ?? (dark ? "#efc873" : warm[(seed >>> 5) % warm.length]);
  const figure = design?.[3] && design[2] === solid ? design[3] : dark || lightness(solid) < 205 ? "#fffaf0" : design?.[3] ?? (accent === solid ? "#c9574b" : accent);
  const detail = design?.[4] ?? mix(solid, "#2c1c12", 0.2);
  const size = { flag: 100, dot: 9, stripe: 10, check: 10 }[design?.[1]] ?? 12;
  const defs = design
    ? `<pattern id="p" width="${size}" height="${size}" patternUnits="userSpaceOnUse">${R(0, 0, size, size, solid)}${tile(design[1], figure, detail)}</pattern>`
    : "";
  let backdrop = backdrops[(seed >>> 9) % backdrops.length];
  if (Math.abs(lightness(solid) - lightness(backdrop)) < 18) backdrop = mix(backdrop, "#b58f78", 0.35);
  return {
    m: design ? "url(#p)" : solid, c: solid, d: mix(solid, "#2c1c12", 0.24), l: mix(solid, "#ffffff", 0.45), a: accent, ad: mix(accent, "#2c1c12", 0.24),
    ink: dark ? "#fffaf0" : "#4a3a31", figure, detail, defs, backdrop, design: design?.[1], t: title, n: seed,
    motif: (otherwise) => motifs[subject(title, otherwise)],
  };
}
