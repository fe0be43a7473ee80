//! How a merchant's stock-keeping unit is compared.
//!
//! *Invariants*: a [`SkuKey`] has no surrounding white space and no lower-case ASCII letter, so that `85123a ` in a
//! page and `85123A` in an export are one product. What a shop *sees* is always its own spelling, never the key.

use std::borrow::Borrow;

/// A SKU folded for comparison; never shown to anyone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SkuKey(Box<str>);

impl SkuKey {
    /// Folds a SKU: outer white space goes, ASCII letters become upper case.
    ///
    /// Only ASCII letters are folded: what upper case means beyond them depends on a language, a SKU has none.
    #[must_use]
    pub fn new(sku: &str) -> Self {
        Self(sku.trim().to_ascii_uppercase().into())
    }

    /// The folded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is what a SKU folds to.
    #[must_use]
    pub fn is(&self, sku: &str) -> bool {
        self.0.eq_ignore_ascii_case(sku.trim())
    }

    /// The number of the graph's data file that holds this product, in `0..shards`; `0` when there are no shards.
    ///
    /// 32-bit FNV-1a over the UTF-8 bytes, modulo the number of shards. The page's loader (`www/hashes.js`) computes
    /// the same, because it asks for the file before the wasm is there.
    /// Source: Fowler, Noll & Vo, RFC 9923.
    #[must_use]
    pub fn shard(&self, shards: u32) -> u32 {
        let hash = self.0.bytes().fold(2_166_136_261_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(16_777_619)
        });
        hash.checked_rem(shards).unwrap_or(0)
    }
}

impl Borrow<str> for SkuKey {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_outer_space_do_not_make_another_product() {
        assert_eq!(SkuKey::new(" 85123a\t"), SkuKey::new("85123A"));
        assert_ne!(SkuKey::new("85123A"), SkuKey::new("85123B"));
    }

    #[test]
    fn shards_follow_the_published_hash() {
        // FNV-1a test vectors: "" -> 811c9dc5, "A" -> c40bf6cc.
        assert_eq!(SkuKey::new("").shard(u32::MAX), 0x811c_9dc5);
        assert_eq!(SkuKey::new("a").shard(u32::MAX), 0xc40b_f6cc);
        assert_eq!(SkuKey::new("85123A").shard(0), 0);
    }
}
