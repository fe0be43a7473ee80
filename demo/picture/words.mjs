// The words that a sign, a mug or a doormat of this title would carry.

const noise = /\b(metal|tin|wood(en)?|zinc|slate|ceramic|enamel|vintage|large|small|medium|giant|mini|set|pack|box|of|in|the|with|w|design|sign|signs|plaque|hanging|wall|art|doormat|mug|white|finish|antique|tile|plate|block|building|word|letters?|blocks?|gardeners|kneeling|mat|pad|herb|marker|key|fob|keyring|birthday card|greeting|card|cushion|cover|foot|stool|garden|french|blue|red|pink|green|cream|ivory|black|cards|design|decoration|decorative|crates?|market|bling|ring|number|door|cottage|font|retro|postcard|picture|funky|billboard)\b/g;

/** What is written on it, lower case; empty when the title says nothing worth lettering. */
export function signText(title) {
  const quoted = title.match(/"([a-z]{1,2})"/)?.[1] ?? title.match(/(?:number|door sign|font|no) (\d)\b/)?.[1];
  if (quoted) return quoted;
  if (/keep calm/.test(title)) return "keep calm";
  const kept = title.replace(noise, " ").replace(/[^a-z0-9'&+$ ]/g, " ").replace(/\b\d+\b/g, " ").replace(/\s+/g, " ").trim();
  return kept.split(" ").slice(0, 6).join(" ");
}
