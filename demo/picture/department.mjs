// Which shelf of the shop a title belongs on; an index into `departments` of catalog.mjs.
import { departments } from "../catalog.mjs";
import { kind } from "./kinds.mjs";

const rules = [
  ["christmas", /christmas|xmas|noel|santa|reindeer|snowm[ae]n|advent|bauble|sleigh|wise man|nativity|mistletoe|holly/, /^wear\.(stocking|tree|bauble|icicle)$/],
  ["light", undefined, /^home\.(tlight|hangingTlight|heartTlight|lantern|paperLantern|candle|tinCandle|tealights|candlestick|nightLight|stringLights|lampshade|chandelier|incense)$/],
  ["garden", /garden(?!ia)|picnic/, /^home\.(parasol|umbrella|wateringCan|birdhouse|birdcage|gardenTools|marker|windmill|hammock|ladder|kneel|planter|thermometer|artFlower)$/],
  ["bags", undefined, /^wear\.(lunchBag|jumbo|tote|partyBag|handbag|purse|wallet|washbag|satchel|backpack|pouch|tag|passport|hotWater|handWarmer)$|kitchen\.lunchbox/],
  ["jewellery", undefined, /^wear\.(necklace|bracelet|bangle|earrings|ring|brooch|hair|hairBand|charm|keyring|compact|lips|sunglasses|slippers|scarf|earmuffs|badge)$/],
  ["toys", undefined, /^paper\.(craftKit|stamps|jigsaw|game|dominoes|skittles|blocks|spinningTop|rope|doll|softToy|felt|harmonica|plane|playhouse|marbles|bucket|rockingHorse|puppet|globe|crayons|pencils|pencilTube|eraser|ruler|calculator)$|^wear\.(sewing|measure|pins|plasters)$/],
  ["paper", undefined, /^paper\.|^home\.partyCandles$/],
  ["kitchen", undefined, /^kitchen\.|^home\.(moneyBank|pad)$/],
  ["home", undefined, /./],
];

/** The department's number. */
export function departmentOf(title) {
  const lower = title.toLowerCase();
  const drawing = kind(lower);
  const [id] = rules.find(([, words, drawings]) => words?.test(lower) || drawings.test(drawing));
  return departments.findIndex((department) => department.id === id);
}
