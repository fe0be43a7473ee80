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
//!            sku* title*              texts, none of them empty
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
//! notes    = count note*              what is better about a linked product, or special; ascending
//! note     = from to length byte*     varints: places in the table of products, the first a home product's; UTF-8
//!
//! checksum = u32, little endian       CRC-32 (ISO-HDLC) of everything before it
//!
//! count    = varint                   texts = length* byte*      optional texts = 0 | 1 texts ("" = none)
//! optional numbers = 0 | 1 varint*
//! varint   = LEB128, at most 63 bits  x* = one x for each product (or edge), bits lowest first, zero-padded
//! ```
//!
//! Columns rather than records: values of one kind stand together, which is what general compression feeds on. In memory a
//! product is a row (`row.rs`).
//!
//! *Invariants*: every product of a file is at home there, or an edge of one that is leads to it; so the memory of a graph is
//! bounded by the bytes that were read: four times as much, and 64 KB.

use super::bytes::{Bits, Bytes, Texts, push_varint};
use super::row;
use super::shard::{BY_HAND, CHECKSUM_BYTES, MAGIC, WEIGHT_MAX, checksum};
use super::{Edge, FORMAT, GraphId, ReadError};
use crate::model::{Product, ProductId, Rating, Relation, Repurchase};

/// A product takes at least its id, base, group, price, the lengths of its SKU and title, and a byte of each.
const PRODUCT_BYTES: usize = 8;

/// A row takes at most so many times what the file says it in, by edges alone (`row.rs`).
const ROW_FACTOR: usize = 3;

/// One decoded data file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shard {
    pub(super) graph: GraphId,
    pub(super) number: u32,
    /// The rows of the products that were wanted.
    pub(super) rows: Vec<u8>,
    /// Number of these.
    pub(super) count: usize,
}

/// Decodes a data file; `is_wanted` says of which products, each with whether it is at home here, a row is made.
///
/// # Errors
/// [`ReadError`] for anything but bytes that the encoder of this version wrote; the checksum is looked at before the rest.
pub(super) fn decode(file: &[u8], is_wanted: impl Fn(ProductId, bool) -> bool) -> Result<Shard, ReadError> {
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
    let mut columns = Columns::find(&mut bytes)?;
    let (rows, count) = columns.turn(&bytes, is_wanted)?;
    Ok(Shard { graph, number, rows, count })
}

/// The columns of a file, each read by a cursor of its own: no column is copied anywhere.
struct Columns<'a> {
    ids: Vec<ProductId>,
    homes: Bits<'a>,
    orders: Bytes<'a>,
    days: Bytes<'a>,
    customers: Bytes<'a>,
    bases: Bytes<'a>,
    groups: Bytes<'a>,
    prices: Bytes<'a>,
    available: Bits<'a>,
    skus: Texts<'a>,
    titles: Texts<'a>,
    urls: Option<Texts<'a>>,
    images: Option<Texts<'a>>,
    testimonials: Option<Texts<'a>>,
    marks: Option<Bytes<'a>>,
    hundredths: Option<Bytes<'a>>,
    reviews: Option<Bytes<'a>>,
    sections: Vec<Section<'a>>,
    notes: Notes<'a>,
}

/// The edges of one kind.
struct Section<'a> {
    relation: Relation,
    is_by_hand: bool,
    degrees: Bytes<'a>,
    targets: Bytes<'a>,
    weights: Bytes<'a>,
    together: Bytes<'a>,
}

impl<'a> Columns<'a> {
    /// Finds where each column begins, up to the end of the file.
    fn find(bytes: &mut Bytes<'a>) -> Result<Self, ReadError> {
        let count = bytes.count_of(PRODUCT_BYTES)?;
        let mut ids: Vec<ProductId> = Vec::with_capacity(count);
        for _ in 0..count {
            let id = bytes.ascend(ids.last().map(|id| id.0))?;
            ids.push(ProductId(id));
        }
        let homes = bytes.bits(count)?;
        let home_count = (0..count).filter(|place| homes.at(*place)).count();
        let (orders, days, customers) =
            (bytes.numbers(home_count)?, bytes.numbers(home_count)?, bytes.numbers(home_count)?);
        let (bases, groups, prices) = (bytes.numbers(count)?, bytes.numbers(count)?, bytes.numbers(count)?);
        let available = bytes.bits(count)?;
        let (skus, titles) = (bytes.texts(count)?, bytes.texts(count)?);
        let (urls, images) = (bytes.optional_texts(count)?, bytes.optional_texts(count)?);
        let testimonials = bytes.optional_texts(count)?;
        let marks = bytes.optional_numbers(count)?;
        let (hundredths, reviews) = (bytes.optional_numbers(count)?, bytes.optional_numbers(count)?);
        let mut sections = Vec::new();
        let mut before = None;
        for _ in 0..bytes.count()? {
            // Ascending, so that there are no more than there are kinds.
            let kind = bytes.byte()?;
            if before.replace(kind).is_some_and(|before| before >= kind) {
                return Err(bytes.corrupt("kinds of edges do not ascend"));
            }
            sections.push(Section::find(bytes, kind, home_count)?);
        }
        let notes = Notes::find(bytes)?;
        if !bytes.is_empty() {
            return Err(bytes.corrupt("something stands after the end"));
        }
        Ok(Self {
            ids,
            homes,
            orders,
            days,
            customers,
            bases,
            groups,
            prices,
            available,
            skus,
            titles,
            urls,
            images,
            testimonials,
            marks,
            hundredths,
            reviews,
            sections,
            notes,
        })
    }

    /// Turns columns into rows, and counts them; whatever may be wrong with a value shows here.
    fn turn(&mut self, end: &Bytes<'_>, is_wanted: impl Fn(ProductId, bool) -> bool) -> Result<(Vec<u8>, usize), ReadError> {
        // At once, because a list that grows stands in memory twice for a moment.
        let mut rows = Vec::with_capacity(end.offset().saturating_mul(ROW_FACTOR));
        let mut is_reached = vec![false; self.ids.len()];
        let mut count = 0_usize;
        for place in 0..self.ids.len() {
            let start = rows.len();
            let product = self.product(place)?;
            row::push_product(&mut rows, &product, self.notes.is_of(place));
            let is_home = self.homes.at(place);
            if is_home {
                reach(&mut is_reached, place);
                self.edges(&mut rows, &mut is_reached)?;
            }
            self.notes(&mut rows, place)?;
            if is_wanted(product.id, is_home) {
                count = count.saturating_add(1);
            } else {
                rows.truncate(start);
            }
        }
        if self.notes.next.is_some() {
            return Err(end.corrupt("a note is of no product"));
        }
        if is_reached.contains(&false) {
            return Err(end.corrupt("no edge leads to a product that is not at home"));
        }
        rows.shrink_to_fit();
        Ok((rows, count))
    }

    /// The next product.
    fn product(&mut self, place: usize) -> Result<Product<&'a str>, ReadError> {
        let (mut orders, mut repurchase) = (None, None);
        if self.homes.at(place) {
            orders = Some(self.orders.varint32()?);
            let again = Repurchase { days: self.days.varint32()?, customers: self.customers.varint32()? };
            repurchase = Some(again).filter(|again| again.days > 0);
        }
        let (sku, title) = (self.skus.next()?, self.titles.next()?);
        if sku.is_empty() || title.is_empty() {
            return Err(self.prices.corrupt("a product has no name"));
        }
        let (hundredths, reviews) = (number(&mut self.hundredths)?, number(&mut self.reviews)?);
        Ok(Product {
            id: self.ids.get(place).copied().unwrap_or_default(),
            sku,
            title,
            price_minor: self.prices.varint()?.checked_sub(1).and_then(|price| price.try_into().ok()),
            group: self.groups.varint32()?.checked_sub(1),
            base: self.bases.varint32()?,
            orders,
            repurchase,
            is_available: self.available.at(place),
            url: text(&mut self.urls)?,
            image: text(&mut self.images)?,
            marks: number(&mut self.marks)?,
            rating: rating(hundredths, reviews).ok_or_else(|| self.prices.corrupt("a rating is impossible"))?,
            testimonial: text(&mut self.testimonials)?,
        })
    }

    /// Appends the edges of the next home product to its row.
    fn edges(&mut self, rows: &mut Vec<u8>, is_reached: &mut [bool]) -> Result<(), ReadError> {
        let Self { ids, sections, .. } = self;
        let mut degrees = 0_usize;
        for section in sections.iter() {
            degrees = degrees.saturating_add(section.degrees.clone().count()?);
        }
        push_varint(rows, degrees as u64);
        let start = rows.len();
        for section in sections {
            let mut place = None;
            for _ in 0..section.degrees.count()? {
                let next = section.targets.ascend(place)?;
                place = Some(next);
                let next = usize::try_from(next).unwrap_or(usize::MAX);
                let to = ids.get(next).copied().ok_or_else(|| section.targets.corrupt("an edge leads nowhere"))?;
                reach(is_reached, next);
                row::push_edge(rows, &section.edge(to)?);
            }
        }
        row::sort_edges(rows, start);
        Ok(())
    }

    /// Appends what is said of a product's edges to its row.
    fn notes(&mut self, rows: &mut Vec<u8>, place: usize) -> Result<(), ReadError> {
        if !self.notes.is_of(place) {
            return Ok(());
        }
        while let Some((_, to, text)) = self.notes.next.filter(|(from, ..)| *from == place) {
            let to = self.ids.get(to).copied().filter(|_| self.homes.at(place));
            let to = to.ok_or_else(|| self.notes.bytes.corrupt("a note is of no product"))?;
            row::push_note(rows, Some((to, text)));
            self.notes.advance()?;
        }
        row::push_note(rows, None);
        Ok(())
    }
}

impl<'a> Section<'a> {
    fn find(bytes: &mut Bytes<'a>, kind: u8, home_count: usize) -> Result<Self, ReadError> {
        let Some(relation) = Relation::ALL.get(usize::from(kind & !BY_HAND)).copied() else {
            return Err(bytes.corrupt("a kind of edge is unknown"));
        };
        let degrees = bytes.clone();
        let mut count = 0_usize;
        for _ in 0..home_count {
            count = count.saturating_add(bytes.count()?);
        }
        let targets = bytes.numbers(count)?;
        let weights = bytes.clone();
        bytes.take(count)?;
        let together = bytes.numbers(count)?;
        Ok(Self { relation, is_by_hand: kind & BY_HAND != 0, degrees, targets, weights, together })
    }

    /// The next edge.
    fn edge(&mut self, to: ProductId) -> Result<Edge, ReadError> {
        let Self { relation, is_by_hand, .. } = *self;
        let weight = self.weights.byte()?;
        if weight > WEIGHT_MAX {
            return Err(self.weights.corrupt("a weight is impossible"));
        }
        Ok(Edge { to, relation, is_by_hand, weight, together: Some(self.together.varint32()?).filter(|count| *count > 0) })
    }
}

/// What is said of edges, ascending by the product that they are of.
struct Notes<'a> {
    bytes: Bytes<'a>,
    left: usize,
    /// The place of the product, the place that the edge leads to, and the words.
    next: Option<(usize, usize, &'a str)>,
}

impl<'a> Notes<'a> {
    fn find(bytes: &mut Bytes<'a>) -> Result<Self, ReadError> {
        let left = bytes.count()?;
        let mut notes = Self { bytes: bytes.clone(), left, next: None };
        for _ in 0..left {
            bytes.varint()?;
            bytes.varint()?;
            bytes.text()?;
        }
        notes.advance()?;
        Ok(notes)
    }

    fn is_of(&self, place: usize) -> bool {
        self.next.is_some_and(|(from, ..)| from == place)
    }

    fn advance(&mut self) -> Result<(), ReadError> {
        self.next = None;
        if let Some(left) = self.left.checked_sub(1) {
            self.left = left;
            let (from, to) = (self.bytes.varint()?, self.bytes.varint()?);
            let place = |place: u64| usize::try_from(place).unwrap_or(usize::MAX);
            self.next = Some((place(from), place(to), self.bytes.text()?));
        }
        Ok(())
    }
}

fn reach(is_reached: &mut [bool], place: usize) {
    if let Some(is_reached) = is_reached.get_mut(place) {
        *is_reached = true;
    }
}

fn number(column: &mut Option<Bytes<'_>>) -> Result<u64, ReadError> {
    column.as_mut().map_or(Ok(0), Bytes::varint)
}

fn text<'a>(column: &mut Option<Texts<'a>>) -> Result<Option<&'a str>, ReadError> {
    Ok(column.as_mut().map(Texts::next).transpose()?.filter(|text| !text.is_empty()))
}

/// What shoppers think of a product, if any of them said so; outside, `None` for what cannot be.
fn rating(hundredths: u64, reviews: u64) -> Option<Option<Rating>> {
    let (hundredths, reviews) = (u16::try_from(hundredths).ok()?, u32::try_from(reviews).ok()?);
    let is_possible = hundredths <= 500 && (hundredths > 0) == (reviews > 0);
    is_possible.then(|| (reviews > 0).then_some(Rating { hundredths, reviews }))
}
