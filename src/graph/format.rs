//! The format of a data file, and the constants and types that encoder and decoder share.
//!
//! ```text
//! file     = "TSG" version graph shard products edges notes parents checksum
//! version  = u8                       this grammar is version 5
//! graph    = 8 bytes                  the same in the manifest and in every file of one build
//! shard    = varint                   number of this file, counted from 0
//!
//! products = count                    home products and their neighbors, ascending by id
//!            id*                      varint: the first id, then distances to the previous id
//!            home*                    1 bit: whether this file has its edges
//!            orders*                  varint, home products only: number of orders that contain it
//!            again* customers*        varints, home products only: days until customers reorder
//!                                     it, and number of these customers; 0 0 = unknown
//!            factors*                     varints, home products only: levels of their repeat factors
//!            base*                    varint: its strength in any cart
//!            group*                   varint: 0 = none, else the group of variants + 1
//!            price*                   varint: 0 = unknown, else minor units + 1
//!            change*                  0 | 1 last* next*: varints; last day of the price, in days since
//!                                     1970, 0 = no end is known, and the price after it as above
//!            available*               1 bit
//!            sku* title*              texts, none of them empty
//!            url* image* testimonial* optional texts
//!            option* name*            optional texts: how a variant differs from the others of its
//!                                     group, and the name of that option
//!            place*                   optional numbers: its place in the group + 1; without an option
//!                                     1 = the variants of its group are too many for an offer
//!            mark*                    optional numbers: one bit for each selection of the policy
//!                                     that contains the product
//!            rating* reviews*         optional numbers: hundredths of a star, at most 500, and
//!                                     number of reviews; 0 = none
//!
//! edges    = count section*           one section for each kind of edge, ascending by kind
//! section  = kind                     u8: index in `Relation::ALL`, + 128 for manual edges
//!            degree*                  varint, home products only
//!            target*                  varint, for each home product ascending: index in the table
//!                                     of products above, the first as it is, then distances to
//!                                     the previous one (at least 1)
//!            weight*                  u8: 0..=15
//!            together*                varint: orders with both; 0 = below the minimum support
//!
//! notes    = count note*              remarks about linked products, ascending
//! note     = from to length byte*     varints: indexes in the table of products, the first of a
//!                                     home product; UTF-8
//!
//! parents  = count parent*            SKUs of groups, ascending
//! parent   = length byte* place       UTF-8, and the index of a home product in the table above
//!
//! checksum = u32, little endian       CRC-32 (ISO-HDLC) of everything before it
//!
//! count    = varint             texts = length* byte*   optional texts = 0 | 1 texts ("" = none)
//! optional numbers = 0 | 1 varint*
//! varint   = LEB128, at most 63 bits
//! x*       = one x for each product (or edge), bits lowest first, zero-padded
//! ```
//!
//! Files of home products have the numbers `0..shards`. The files after them have all variants of
//! some groups and no home product; a page loads one only to let the shopper choose a variant.
//!
//! The file stores columns instead of records, because general compression works best on values of
//! one kind. In memory a product is a row (`row.rs`).

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
