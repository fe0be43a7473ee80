//! The decoder of a data file.
//!
//! ```text
//! file     = "TSG" version graph shard products edges notes checksum
//! version  = u8                       this grammar is version 3
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
//!            url* image* testimonial* optional texts
//!            mark*                    optional numbers: bits, one for each selection of the policy that holds the product
//!            rating* reviews*         optional numbers: hundredths of a star, at most 500, and how many shoppers gave them;
//!                                     0 = none
//!
//! edges    = count section*           one section for each kind of edge that occurs, ascending by kind
//! section  = kind                     u8: place of the relation in `Relation::ALL`, + 128 for edges made by hand
//!            degree*                  varint, home products only
//!            target*                  varint, for each home product ascending: place in the table of products above, the
//!                                     first as it is, then each distance to the one before (at least 1)
//!            weight*                  u8: 0..=15
//!            together*                varint: 0 = below the minimum support, else number of orders with both
//!
//! notes    = count note*              what is better about a linked product, or special
//! note     = from to length byte*     varints: places in the table of products, the first a home product's; UTF-8
//!
//! checksum = u32, little endian       CRC-32 (ISO-HDLC) of everything before it
//!
//! count    = varint                   texts = length* byte*      optional texts = 0 | 1 texts ("" = none)
//! optional numbers = 0 | 1 varint*
//! varint   = LEB128, at most 63 bits  x* = one x for each product (or edge), bits lowest first, zero-padded
//! ```
//!
//! Columns rather than records: values of one kind stand together, which is what general compression feeds on.

use std::cmp::Reverse;

use super::bytes::Bytes;
use super::shard::{BY_HAND, CHECKSUM_BYTES, MAGIC, checksum};
use super::{Edge, FORMAT, GraphId, ReadError};
use crate::model::{Product, ProductId, Rating, Relation, Repurchase};

/// A product takes at least its id, base, group, price, and the lengths of its SKU and title.
const PRODUCT_BYTES: usize = 6;

/// One decoded data file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shard {
    pub(super) graph: GraphId,
    pub(super) number: u32,
    /// Each in a place of its own, which becomes the graph's: two copies of all at once would be the most that reading needs.
    #[expect(clippy::vec_box, reason = "they are moved out one by one")]
    pub(super) nodes: Vec<Box<Node>>,
}

/// A product with its neighbourhood.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) product: Product,
    /// Those made by hand first, then the strongest, ties by co-occurrence and id; empty where the product is not at home.
    pub(super) edges: Vec<Edge>,
    /// What is better about products that edges lead to, or special; empty where the product is not at home.
    pub(super) notes: Vec<(ProductId, String)>,
}

impl Node {
    fn new(id: ProductId) -> Self {
        Self { product: Product { id, ..Product::default() }, edges: Vec::new(), notes: Vec::new() }
    }

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
    let mut nodes = products(&mut bytes)?;
    edges(&mut bytes, &mut nodes)?;
    notes(&mut bytes, &mut nodes)?;
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

/// Column after column is filled in, so that no list of each stands beside the products.
#[expect(clippy::vec_box, reason = "see `Shard`")]
fn products(bytes: &mut Bytes<'_>) -> Result<Vec<Box<Node>>, ReadError> {
    let count = bytes.count_of(PRODUCT_BYTES)?;
    let mut nodes: Vec<Box<Node>> = Vec::with_capacity(count);
    for _ in 0..count {
        let id = ascend(bytes, nodes.last().map(|node| node.product.id.0))?;
        nodes.push(Box::new(Node::new(ProductId(id))));
    }
    let mut products: Vec<&mut Product> = nodes.iter_mut().map(|node| &mut node.product).collect();
    for (product, is_home) in products.iter_mut().zip(bytes.bits(count)?) {
        if is_home {
            product.orders = Some(bytes.varint32()?);
        }
    }
    // Home products alone have the next two columns, and those are the ones with a number of orders.
    for product in products.iter_mut().filter(|product| product.orders.is_some()) {
        let days = bytes.varint32()?;
        product.repurchase = Some(Repurchase { days, customers: 0 }).filter(|again| again.days > 0);
    }
    for product in products.iter_mut().filter(|product| product.orders.is_some()) {
        let customers = bytes.varint32()?;
        product.repurchase = product.repurchase.map(|again| Repurchase { customers, ..again });
    }
    for product in &mut products {
        product.base = bytes.varint32()?;
    }
    for product in &mut products {
        product.group = bytes.varint32()?.checked_sub(1);
    }
    for product in &mut products {
        product.price_minor = bytes.varint()?.checked_sub(1).and_then(|price| price.try_into().ok());
    }
    for (product, is_available) in products.iter_mut().zip(bytes.bits(count)?) {
        product.is_available = is_available;
    }
    for (product, sku) in products.iter_mut().zip(bytes.texts(count)?) {
        product.sku = sku;
    }
    for (product, title) in products.iter_mut().zip(bytes.texts(count)?) {
        product.title = title;
    }
    for (product, url) in products.iter_mut().zip(bytes.optional_texts(count)?) {
        product.url = Some(url).filter(|url| !url.is_empty());
    }
    for (product, image) in products.iter_mut().zip(bytes.optional_texts(count)?) {
        product.image = Some(image).filter(|image| !image.is_empty());
    }
    for (product, testimonial) in products.iter_mut().zip(bytes.optional_texts(count)?) {
        product.testimonial = Some(testimonial).filter(|testimonial| !testimonial.is_empty());
    }
    for (product, marks) in products.iter_mut().zip(bytes.optional_numbers(count)?) {
        product.marks = marks;
    }
    let (hundredths, reviews) = (bytes.optional_numbers(count)?, bytes.optional_numbers(count)?);
    if hundredths.len() != reviews.len() {
        return Err(bytes.corrupt("a rating is impossible"));
    }
    for ((product, hundredths), reviews) in products.iter_mut().zip(hundredths).zip(reviews) {
        product.rating = rating(bytes, hundredths, reviews)?;
    }
    Ok(nodes)
}

fn rating(bytes: &Bytes<'_>, hundredths: u64, reviews: u64) -> Result<Option<Rating>, ReadError> {
    let rating = u16::try_from(hundredths).ok().zip(u32::try_from(reviews).ok());
    let rating = rating.filter(|(hundredths, reviews)| *hundredths <= 500 && (*hundredths > 0) == (*reviews > 0));
    let (hundredths, reviews) = rating.ok_or_else(|| bytes.corrupt("a rating is impossible"))?;
    Ok((reviews > 0).then_some(Rating { hundredths, reviews }))
}

/// Adds what is said of edges to their products.
fn notes(bytes: &mut Bytes<'_>, nodes: &mut [Box<Node>]) -> Result<(), ReadError> {
    for _ in 0..bytes.count()? {
        let (from, to) = (bytes.place(nodes.len())?, bytes.place(nodes.len())?);
        let text = bytes.text()?;
        let to = nodes.get(to).map(|node| node.product.id);
        let home = nodes.get_mut(from).filter(|node| node.is_home());
        let (home, to) = home.zip(to).ok_or_else(|| bytes.corrupt("a note is of no product"))?;
        home.notes.push((to, text));
    }
    Ok(())
}

fn edges(bytes: &mut Bytes<'_>, nodes: &mut [Box<Node>]) -> Result<(), ReadError> {
    let ids: Vec<ProductId> = nodes.iter().map(|node| node.product.id).collect();
    for _ in 0..bytes.count()? {
        section(bytes, &ids, nodes)?;
    }
    for node in nodes {
        node.edges.sort_unstable_by_key(|edge| (!edge.is_by_hand, Reverse(edge.weight), Reverse(edge.together), edge.to));
    }
    Ok(())
}

/// Adds the edges of one kind to their products.
fn section(bytes: &mut Bytes<'_>, ids: &[ProductId], nodes: &mut [Box<Node>]) -> Result<(), ReadError> {
    let kind = bytes.byte()?;
    let is_by_hand = kind & BY_HAND != 0;
    let Some(relation) = Relation::ALL.get(usize::from(kind & !BY_HAND)).copied() else {
        return Err(bytes.corrupt("a kind of edge is unknown"));
    };
    let mut degrees = Vec::new();
    for _ in nodes.iter().filter(|node| node.is_home()) {
        degrees.push(bytes.count()?);
    }
    for (home, degree) in nodes.iter_mut().filter(|node| node.is_home()).zip(&degrees) {
        let mut place = None;
        for _ in 0..*degree {
            let next = ascend(bytes, place)?;
            place = Some(next);
            let to = usize::try_from(next).ok().and_then(|next| ids.get(next));
            let to = *to.ok_or_else(|| bytes.corrupt("an edge leads nowhere"))?;
            home.edges.push(Edge { to, relation, is_by_hand, weight: 0, together: None });
        }
    }
    // The edges of this section are the last of each product.
    for (home, degree) in nodes.iter_mut().filter(|node| node.is_home()).zip(&degrees) {
        for edge in home.edges.iter_mut().rev().take(*degree).rev() {
            edge.weight = bytes.byte()?;
        }
    }
    for (home, degree) in nodes.iter_mut().filter(|node| node.is_home()).zip(&degrees) {
        for edge in home.edges.iter_mut().rev().take(*degree).rev() {
            edge.together = Some(bytes.varint32()?).filter(|count| *count > 0);
        }
    }
    Ok(())
}
