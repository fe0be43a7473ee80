// Functions of the wasm that are needed before it is loaded.

/** Whether the values of a manifest match its checksum; same result as src/graph/manifest_file.rs. */
export function isWhole(manifest) {
  const { graph, shards, policy, checksum } = manifest ?? {};
  return hash([graph, shards, policy].join()) === checksum;
}

/** A SKU in the form for comparison; same result as `SkuKey` in src/model/sku.rs. */
export const keyOf = (sku) => sku.trim().replace(/[a-z]/g, (letter) => letter.toUpperCase());

/** The number of the data file that contains a SKU; same result as `SkuKey::shard` in src/model/sku.rs. */
export const shardOf = (sku, shards) => hash(keyOf(sku)) % shards;

/** Whether the text of a default plan matches the checksum at its end; the same as src/build/default_plans.rs. */
export function isSealed(text) {
  const end = text.lastIndexOf(',"checksum":');
  return end > 0 && Number(text.slice(end + 12, -1)) === hash(text.slice(0, end));
}

/** 32-bit FNV-1a. */
export function hash(text) {
  let hash = 2166136261;
  const bytes = new TextEncoder().encode(text);
  // By index: an iterator takes 8 ms more for a default plan on a slow phone.
  for (let at = 0; at < bytes.length; at += 1) hash = Math.imul(hash ^ bytes[at], 16777619);
  return hash >>> 0;
}
