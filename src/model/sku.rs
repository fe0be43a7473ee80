//! Comparison of stock-keeping units.
//!
//! *Invariants*: a [`SkuKey`] has no surrounding white space and no lower-case ASCII letter, so
//! that `85123a ` in a page and `85123A` in an export are one product. Shops always see their own
//! spelling, never the key.

use std::borrow::Borrow;

/// A SKU folded for comparison; never displayed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SkuKey(Box<str>);

impl SkuKey {
    /// Folds a SKU: trims white space and converts ASCII letters to upper case.
    ///
    /// Other letters are not folded, because their upper case depends on the language.
    #[must_use]
    pub fn new(sku: &str) -> Self {
        Self(sku.trim().to_ascii_uppercase().into())
    }

    /// The folded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a SKU folds to this key.
    #[must_use]
    pub fn is(&self, sku: &str) -> bool {
        self.0.eq_ignore_ascii_case(sku.trim())
    }

    /// The number of the graph's data file that contains this product, in `0..shards`; `0` when
    /// there are no shards.
    ///
    /// 32-bit FNV-1a over the UTF-8 bytes, modulo the number of shards. The page's loader
    /// (`www/hashes.js`) computes the same number, because it requests the file before the wasm is
    /// loaded.
    /// Source: Fowler, Noll & Vo, RFC 9923.
    #[must_use]
    pub fn shard(&self, shards: u32) -> u32 {
        fnv1a(self.0.bytes()).checked_rem(shards).unwrap_or(0)
    }
}

/// 32-bit FNV-1a.
pub(crate) fn fnv1a(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(2_166_136_261_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(16_777_619)
    })
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
    fn case_and_surrounding_spaces_do_not_make_another_product() {
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
