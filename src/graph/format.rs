//! Constants and types of a data file that encoder and decoder share.

use std::fmt;

use crc::{CRC_32_ISO_HDLC, Crc, NoTable};

use crate::model::{ProductId, Relation};

/// First bytes of every data file.
pub(super) const MAGIC: &[u8; 3] = b"TSG";

/// Flag of a kind of edge for manual links.
pub(super) const MANUAL: u8 = 0x80;

/// Bytes of the checksum at the end.
pub(super) const CHECKSUM_BYTES: usize = 4;

/// The strongest weight.
pub(crate) const WEIGHT_MAX: u8 = 15;

/// A link from a product to one that is bought with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The consequent.
    pub to: ProductId,
    /// The relation of the two products.
    pub relation: Relation,
    /// Whether the merchant linked the products; such an edge takes precedence over learned ones.
    pub is_manual: bool,
    /// Strength in `0..=15` on a square-root scale, comparable across the whole graph. `0` means
    /// that the product is bought with this one, but other links already account for it.
    pub weight: u8,
    /// Number of orders with both products; `None` below the graph's minimum support.
    pub together: Option<u32>,
}

/// The strength of the strongest edge.
pub const STRENGTH_MAX: u32 = 15 * 15 * 16;

impl Edge {
    /// The strength on a linear scale, in `0..=STRENGTH_MAX`; the edges of a cart are added up on
    /// this scale.
    #[must_use]
    pub fn strength(&self) -> u32 {
        strength(self.weight)
    }
}

/// The strength of a weight: its square, times 16.
pub(crate) fn strength(weight: u8) -> u32 {
    u32::from(weight).saturating_pow(2).saturating_mul(16)
}

/// Hash of a graph's contents: the first eight bytes of a SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GraphId(pub [u8; 8]);

impl GraphId {
    /// Parses the sixteen hexadecimal digits of the manifest.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_hex = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u64::from_str_radix(text, 16).ok().filter(|_| is_hex)?;
        Some(Self(number.to_be_bytes()))
    }
}

impl fmt::Display for GraphId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:016x}", u64::from_be_bytes(self.0))
    }
}

/// CRC-32 of a data file's bytes before the checksum itself. Computed without a table, because the
/// table is larger than the code.
pub(super) fn checksum(bytes: &[u8]) -> u32 {
    Crc::<u32, NoTable>::new(&CRC_32_ISO_HDLC).checksum(bytes)
}
