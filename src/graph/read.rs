//! The decoder of a data file.
//!
//! ```text
//! file     = "TSG" version graph shard products edges checksum
//! version  = u8                       this grammar is version 1
//! graph    = 8 bytes                  the same in the manifest and in every file of one build
//! shard    = varint                   number of this file, counted from 0
//!
//! products = count                    home products and the neighbours they lead to, ascending by id
//!            id*                      varint: the first id, then each distance to the id before (at least 1)
//!            home*                    1 bit: whether its edges stand here
//!            orders*                  varint, home products only: number of orders that hold it
//!            group*                   varint: 0 = none, else the group of variants + 1
//!            price*                   varint: 0 = unknown, else minor units + 1
//!            available*               1 bit
//!            sku* title*              texts
//!            url* image*              optional texts
//!
//! edges    = degree*                  varint, home products only
//!            target*                  varint, for each home product ascending: place in the table of products above, the
//!                                     first as it is, then each distance to the one before (at least 1)
//!            weight*                  4 bits: 1..=15
//!            together*                varint: 0 = below the minimum support, else number of orders with both
//!
//! checksum = u32, little endian       CRC-32 (ISO-HDLC) of everything before it
//!
//! count    = varint                   texts = length* byte*      optional texts = 0 | 1 texts ("" = none)
//! varint   = LEB128, at most 63 bits  x* = one x for each product (or edge), bits and nibbles lowest first, zero-padded
//! ```
//!
//! Columns rather than records: ids and prices of one kind stand together, and brotli makes a third less of them.

use super::bytes::Bytes;
use super::shard::{CHECKSUM_BYTES, MAGIC, WEIGHT_MAX, checksum};
use super::{Edge, FORMAT, GraphId, ReadError};
use crate::model::{Product, ProductId};

/// One decoded data file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shard {
    pub(super) graph: GraphId,
    pub(super) number: u32,
    pub(super) products: Vec<Product>,
    /// Home products with their edges, strongest first, ties by id.
    pub(super) neighbourhoods: Vec<(ProductId, Vec<Edge>)>,
}

/// Decodes a data file.
///
/// # Errors
/// [`ReadError`] for anything but bytes that the encoder of this version wrote; the checksum is looked at before the rest.
pub(super) fn decode(file: &[u8]) -> Result<Shard, ReadError> {
    let mut head = Bytes::new(file);
    if head.take(MAGIC.len()).ok() != Some(MAGIC.as_slice()) {
        return Err(ReadError::NotAGraph);
    }
    let version = head.byte()?;
    if version != FORMAT {
        return Err(ReadError::Version { found: version.into() });
    }
    let Some((body, sum)) = file.split_last_chunk::<CHECKSUM_BYTES>() else {
        return Err(head.corrupt("it ends too early"));
    };
    if checksum(body) != u32::from_le_bytes(*sum) {
        return Err(ReadError::Corrupt { offset: body.len(), what: "the checksum does not fit" });
    }

    let mut bytes = Bytes::new(body);
    bytes.take(MAGIC.len().saturating_add(1))?;
    let graph = GraphId(bytes.array()?);
    let number = bytes.varint32()?;
    let products = products(&mut bytes)?;
    let neighbourhoods = edges(&mut bytes, &products)?;
    if !bytes.is_empty() {
        return Err(bytes.corrupt("something stands after the end"));
    }
    Ok(Shard { graph, number, products, neighbourhoods })
}

/// The next number of an ascending list: absolute at first, then the distance to the one before.
fn ascend(bytes: &mut Bytes<'_>, before: Option<u32>) -> Result<u32, ReadError> {
    let step = bytes.varint32()?;
    match before {
        None => Ok(step),
        Some(before) => {
            before.checked_add(step).filter(|_| step > 0).ok_or_else(|| bytes.corrupt("an ascending list does not ascend"))
        }
    }
}

fn products(bytes: &mut Bytes<'_>) -> Result<Vec<Product>, ReadError> {
    let count = bytes.count()?;
    let mut id = None;
    let ids = bytes.column(count, |bytes| {
        id = Some(ascend(bytes, id)?);
        id.map(ProductId).ok_or_else(|| bytes.corrupt("an id is missing"))
    })?;
    let homes = bytes.bits(count)?;
    let orders = homes
        .iter()
        .map(|is_home| if *is_home { bytes.varint32().map(Some) } else { Ok(None) })
        .collect::<Result<Vec<_>, _>>()?;
    let groups = bytes.column(count, Bytes::varint32)?;
    let prices = bytes.column(count, Bytes::varint)?;
    let available = bytes.bits(count)?;
    let skus = bytes.texts(count)?;
    let titles = bytes.texts(count)?;
    let urls = bytes.optional_texts(count)?;
    let images = bytes.optional_texts(count)?;

    let columns = ids.into_iter().zip(orders).zip(groups).zip(prices).zip(available).zip(skus).zip(titles).zip(urls).zip(images);
    Ok(columns
        .map(|((((((((id, orders), group), price), is_available), sku), title), url), image)| Product {
            id,
            sku,
            title,
            price_minor: price.checked_sub(1).and_then(|price| price.try_into().ok()),
            group: group.checked_sub(1),
            orders,
            is_available,
            url,
            image,
        })
        .collect())
}

fn edges(bytes: &mut Bytes<'_>, products: &[Product]) -> Result<Vec<(ProductId, Vec<Edge>)>, ReadError> {
    let homes: Vec<ProductId> = products.iter().filter(|product| product.orders.is_some()).map(|product| product.id).collect();
    let degrees = bytes.column(homes.len(), Bytes::count)?;
    let targets = degrees
        .iter()
        .map(|degree| {
            let mut place = None;
            bytes.column(*degree, |bytes| {
                let next = ascend(bytes, place)?;
                place = Some(next);
                let target = usize::try_from(next).ok().and_then(|next| products.get(next));
                target.map(|product| product.id).ok_or_else(|| bytes.corrupt("an edge leads nowhere"))
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    let total = targets.iter().map(Vec::len).sum();
    let mut weights = bytes.nibbles(total)?.into_iter();
    let mut togethers = bytes.column(total, Bytes::varint32)?.into_iter();

    homes
        .into_iter()
        .zip(targets)
        .map(|(home, targets)| {
            // `zip` would take one too many from the second iterator: `targets` has to come first.
            let mut edges = targets
                .into_iter()
                .zip(weights.by_ref())
                .zip(togethers.by_ref())
                .map(|((to, weight), together)| Edge { to, weight, together: Some(together).filter(|count| *count > 0) })
                .collect::<Vec<_>>();
            if edges.iter().any(|edge| !(1..=WEIGHT_MAX).contains(&edge.weight)) {
                return Err(bytes.corrupt("an edge has no weight"));
            }
            edges.sort_by_key(|edge| (std::cmp::Reverse(edge.weight), edge.to));
            Ok((home, edges))
        })
        .collect()
}
