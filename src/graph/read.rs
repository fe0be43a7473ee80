//! The decoder of a data file.
//!
//! ```text
//! file     = "TSG" version graph shard products edges checksum
//! version  = u8                       this grammar is version 2
//! graph    = 8 bytes                  the same in the manifest and in every file of one build
//! shard    = varint                   number of this file, counted from 0
//!
//! products = count                    home products and the neighbours they lead to, ascending by id
//!            id*                      varint: the first id, then each distance to the id before (at least 1)
//!            home*                    1 bit: whether its edges stand here
//!            orders*                  varint, home products only: number of orders that hold it
//!            again* customers*        varints, home products only: days until customers buy it again, and how many of them
//!                                     did; 0 0 = unknown
//!            base*                    varint: what speaks for it in any basket
//!            group*                   varint: 0 = none, else the group of variants + 1
//!            price*                   varint: 0 = unknown, else minor units + 1
//!            available*               1 bit
//!            sku* title*              texts
//!            url* image*              optional texts
//!
//! edges    = count section*           one section for each kind of edge that occurs, ascending by kind
//! section  = kind                     u8: place of the relation in `Relation::ALL`, + 128 for edges made by hand
//!            degree*                  varint, home products only
//!            target*                  varint, for each home product ascending: place in the table of products above, the
//!                                     first as it is, then each distance to the one before (at least 1)
//!            weight*                  u8: 0..=15
//!            together*                varint: 0 = below the minimum support, else number of orders with both
//!
//! checksum = u32, little endian       CRC-32 (ISO-HDLC) of everything before it
//!
//! count    = varint                   texts = length* byte*      optional texts = 0 | 1 texts ("" = none)
//! varint   = LEB128, at most 63 bits  x* = one x for each product (or edge), bits lowest first, zero-padded
//! ```
//!
//! Columns rather than records: values of one kind stand together, which is what general compression feeds on.

use std::cmp::Reverse;

use super::bytes::Bytes;
use super::shard::{BY_HAND, CHECKSUM_BYTES, MAGIC, checksum};
use super::{Edge, FORMAT, GraphId, ReadError};
use crate::model::{Product, ProductId, Relation, Repurchase};

/// One decoded data file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shard {
    pub(super) graph: GraphId,
    pub(super) number: u32,
    pub(super) nodes: Vec<Node>,
}

/// A product with its neighbourhood.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) product: Product,
    /// Those made by hand first, then the strongest, ties by co-occurrence and id; empty where the product is not at home.
    pub(super) edges: Vec<Edge>,
}

impl Node {
    /// Whether this copy stands in the product's own file.
    pub(super) fn is_home(&self) -> bool {
        self.product.orders.is_some()
    }
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
    let nodes = edges(&mut bytes, products)?;
    if !bytes.is_empty() {
        return Err(bytes.corrupt("something stands after the end"));
    }
    Ok(Shard { graph, number, nodes })
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

/// What home products' columns say, in the order of the table.
fn repurchases(bytes: &mut Bytes<'_>, homes: &[bool]) -> Result<Vec<Option<Repurchase>>, ReadError> {
    let count = homes.iter().filter(|is_home| **is_home).count();
    let days = bytes.column(count, Bytes::varint32)?;
    let customers = bytes.column(count, Bytes::varint32)?;
    let mut known = days.into_iter().zip(customers);
    let next = |is_home: &bool| if *is_home { known.next() } else { None };
    let known = homes.iter().map(next);
    Ok(known.map(|known| known.filter(|(days, _)| *days > 0).map(|(days, customers)| Repurchase { days, customers })).collect())
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
    let repurchases = repurchases(bytes, &homes)?;
    let bases = bytes.column(count, Bytes::varint32)?;
    let groups = bytes.column(count, Bytes::varint32)?;
    let prices = bytes.column(count, Bytes::varint)?;
    let available = bytes.bits(count)?;
    let skus = bytes.texts(count)?;
    let titles = bytes.texts(count)?;
    let urls = bytes.optional_texts(count)?;
    let images = bytes.optional_texts(count)?;

    let columns = ids.into_iter().zip(orders).zip(repurchases).zip(bases).zip(groups).zip(prices).zip(available).zip(skus).zip(titles).zip(urls).zip(images);
    Ok(columns
        .map(|((((((((((id, orders), repurchase), base), group), price), is_available), sku), title), url), image)| Product {
            id,
            sku,
            title,
            price_minor: price.checked_sub(1).and_then(|price| price.try_into().ok()),
            group: group.checked_sub(1),
            base,
            orders,
            repurchase,
            is_available,
            url,
            image,
        })
        .collect())
}

fn edges(bytes: &mut Bytes<'_>, products: Vec<Product>) -> Result<Vec<Node>, ReadError> {
    let ids: Vec<ProductId> = products.iter().map(|product| product.id).collect();
    let mut nodes: Vec<Node> = products.into_iter().map(|product| Node { product, edges: Vec::new() }).collect();
    for _ in 0..bytes.count()? {
        section(bytes, &ids, &mut nodes)?;
    }
    for node in &mut nodes {
        node.edges.sort_unstable_by_key(|edge| (!edge.is_by_hand, Reverse(edge.weight), Reverse(edge.together), edge.to));
    }
    Ok(nodes)
}

/// Adds the edges of one kind to their products.
fn section(bytes: &mut Bytes<'_>, ids: &[ProductId], nodes: &mut [Node]) -> Result<(), ReadError> {
    let kind = bytes.byte()?;
    let is_by_hand = kind & BY_HAND != 0;
    let relation = Relation::ALL.get(usize::from(kind & !BY_HAND)).copied();
    let relation = relation.ok_or_else(|| bytes.corrupt("a kind of edge is unknown"))?;
    let homes = nodes.iter().filter(|node| node.is_home()).count();
    let degrees = bytes.column(homes, Bytes::count)?;
    let mut edges = Vec::new();
    for degree in &degrees {
        let mut place = None;
        edges.extend(bytes.column(*degree, |bytes| {
            let next = ascend(bytes, place)?;
            place = Some(next);
            let to = usize::try_from(next).ok().and_then(|next| ids.get(next)).copied();
            let to = to.ok_or_else(|| bytes.corrupt("an edge leads nowhere"))?;
            Ok(Edge { to, relation, is_by_hand, weight: 0, together: None })
        })?);
    }
    for edge in &mut edges {
        edge.weight = bytes.byte()?;
    }
    for edge in &mut edges {
        edge.together = Some(bytes.varint32()?).filter(|count| *count > 0);
    }
    let mut edges = edges.into_iter();
    for (home, degree) in nodes.iter_mut().filter(|node| node.is_home()).zip(degrees) {
        home.edges.extend(edges.by_ref().take(degree));
    }
    Ok(())
}
