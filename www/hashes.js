// What the wasm says too, and has to be known before it is there.

/** Whether a manifest fits the checksum that it ends with, if it does; `check_text` in src/graph/manifest_checksum.rs says the same. */
export function isWhole(text) {
  const [, said, sum] = text.replace(/[ \n\r\t]/g, "").match(/^(.*),"checksum":"(.{8})"}$/s) ?? [];
  let crc = -1;
  for (const byte of new TextEncoder().encode(said)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 && 0xedb88320);
  }
  return !sum || parseInt(sum, 16) === ~crc >>> 0;
}

/** The number of the data file that holds a SKU; `SkuKey::shard` in src/model/sku.rs says the same. */
export function shardOf(sku, shards) {
  const folded = sku.trim().replace(/[a-z]/g, (letter) => letter.toUpperCase());
  let hash = 2166136261;
  for (const byte of new TextEncoder().encode(folded)) hash = Math.imul(hash ^ byte, 16777619) >>> 0;
  return hash % shards;
}
