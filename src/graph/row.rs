//! A product in memory: a row of bytes.
//!
//! A data file has columns, because compression works best on values of one kind. A page reads one
//! product at a time, so the decoder converts columns into rows once, and all other code reads
//! rows.
//!
//! ```text
//! row   = id flags edges? sku title home? base group price change url? image? testimonial? marks? rating?
//!         notes?
//! id    = u32, little endian     flags = u8, one bit for each optional field
//! edges = count edge*            only in a home copy, in the order of their bytes
//! edge  = 9 bytes, big endian    1 bit: learned; 4 bits: 15 - weight; 32 bits: u32::MAX minus the
//!                                co-occurrence (none = 0); 32 bits: target id; 3 bits: index in
//!                                `Relation::ALL`
//! home  = orders days customers factor  only in a home copy: varints, 0 0 = no repurchase interval
//! base  = varint                 price = varint: 0 = none, else the number + 1
//! group = 0 | varint option place name?
//!                                varint = the number + 1; option = length byte*, empty = none; place
//!                                = varint as in the data file; name = length byte*, with an option
//! change = 0 | day price         varints: last day of the price, and the price after it
//! sku, title, url, image, testimonial = length byte*
//! marks = varint                 rating = hundredths reviews: varints
//! notes = (1 to length byte*)* 0 only if an edge has a note
//! ```
//!
//! *Invariants*: bytes become a row only after validation; a row takes at most three times its size
//! in the file, which bounds the memory of a graph; edges sort by comparing their bytes.

use std::num::NonZeroI64;

use super::bytes::{Bytes, price_change, price_code, price_of, push_text, push_varint};
use super::columns::{factor, place_code, place_of};
use super::format::WEIGHT_MAX;
use super::{Edge, ReadError};
use crate::model::{Product, ProductId, Rating, Relation, RepeatFactor, Repurchase, Variant};

const HOME: u8 = 1;
const AVAILABLE: u8 = 1 << 1;
const URL: u8 = 1 << 2;
const IMAGE: u8 = 1 << 3;
const TESTIMONIAL: u8 = 1 << 4;
const MARKS: u8 = 1 << 5;
const RATING: u8 = 1 << 6;
const NOTES: u8 = 1 << 7;

/// Size of an edge, compared with at least three bytes in a data file.
const EDGE_BYTES: usize = 9;

pub(super) type EdgeBytes = [u8; EDGE_BYTES];

// The bits of an edge are enough for these values.
const _: () = assert!(Relation::ALL.len() <= 8 && WEIGHT_MAX == 15);

/// Starts the row of a product.
pub(super) fn push_head(out: &mut Vec<u8>, product: &Product<&str>, has_notes: bool) {
    let flags = [
        (product.orders.is_some(), HOME),
        (product.is_available, AVAILABLE),
        (product.url.is_some(), URL),
        (product.image.is_some(), IMAGE),
        (product.testimonial.is_some(), TESTIMONIAL),
        (product.selection_bits != 0, MARKS),
        (product.rating.is_some(), RATING),
        (has_notes, NOTES),
    ];
    out.extend(product.id.0.to_le_bytes());
    out.push(
        flags
            .into_iter()
            .filter(|(is_there, _)| *is_there)
            .fold(0, |flags, (_, flag)| flags | flag),
    );
}

/// Appends an edge to a row; [`sort_edges`] sorts them later.
pub(super) fn push_edge(out: &mut Vec<u8>, edge: &Edge) {
    let relation = Relation::ALL
        .iter()
        .position(|relation| *relation == edge.relation)
        .unwrap_or(0);
    let packed = u128::from(!edge.is_manual) << 71
        | u128::from(WEIGHT_MAX.saturating_sub(edge.weight)) << 67
        | u128::from(!edge.together.unwrap_or(0)) << 35
        | u128::from(edge.to.0) << 3
        | relation as u128;
    let [_, _, _, _, _, _, _, edge @ ..]: [u8; 16] = packed.to_be_bytes();
    out.extend::<EdgeBytes>(edge);
}

/// Sorts the edges from this offset on.
pub(super) fn sort_edges(out: &mut [u8], from: usize) {
    let edges = out.get_mut(from..).unwrap_or_default();
    edges.as_chunks_mut::<EDGE_BYTES>().0.sort_unstable();
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "each field takes its own bits"
)]
pub(super) fn edge(bytes: &EdgeBytes) -> Edge {
    let packed = bytes
        .iter()
        .fold(0_u128, |packed, byte| packed << 8 | u128::from(*byte));
    Edge {
        to: ProductId((packed >> 3) as u32),
        relation: Relation::ALL
            .get((packed & 7) as usize)
            .copied()
            .unwrap_or_default(),
        is_manual: packed >> 71 == 0,
        weight: WEIGHT_MAX.saturating_sub((packed >> 67 & 15) as u8),
        together: Some(!((packed >> 35) as u32)).filter(|count| *count > 0),
    }
}

/// Appends all other facts about a product after its edges.
pub(super) fn push_facts(out: &mut Vec<u8>, product: &Product<&str>) {
    let Product {
        price_minor,
        price_change,
        group,
        variant,
        base,
        orders,
        repurchase,
        repeat,
        selection_bits,
        rating,
        ..
    } = *product;
    push_text(out, product.sku);
    push_text(out, product.title);
    if let Some(orders) = orders {
        let again = repurchase.unwrap_or(Repurchase {
            days: 0,
            customers: 0,
        });
        for number in [orders, again.days, again.customers, repeat.level().into()] {
            push_varint(out, number.into());
        }
    }
    push_varint(out, base.into());
    push_varint(
        out,
        group.map_or(0, |group| u64::from(group).saturating_add(1)),
    );
    if group.is_some() {
        push_text(out, variant.map_or("", |variant| variant.option));
        push_varint(out, place_code(product));
    }
    if let Some(variant) = variant.filter(|_| group.is_some()) {
        push_text(out, variant.name.unwrap_or_default());
    }
    push_varint(out, price_code(price_minor));
    let last_day = price_change.map_or(0, |change| change.last_day.get());
    push_varint(out, last_day.into());
    if let Some(change) = price_change {
        push_varint(out, price_code(change.next_minor.map(NonZeroI64::get)));
    }
    [product.url, product.image, product.testimonial]
        .into_iter()
        .flatten()
        .for_each(|text| push_text(out, text));
    if selection_bits != 0 {
        push_varint(out, selection_bits);
    }
    if let Some(Rating {
        hundredths,
        reviews,
    }) = rating
    {
        push_varint(out, hundredths.into());
        push_varint(out, reviews.into());
    }
}

/// Appends a note; `None` after the last.
pub(super) fn push_note(out: &mut Vec<u8>, note: Option<(ProductId, &str)>) {
    out.push(note.is_some().into());
    if let Some((to, text)) = note {
        out.extend(to.0.to_le_bytes());
        push_text(out, text);
    }
}

/// A row whose beginning has been read.
///
/// Its other accessors return `None` for bytes that this module did not write.
#[derive(Clone, Debug)]
pub(super) struct ProductRow<'a> {
    id: ProductId,
    flags: u8,
    /// Each read by [`edge`]: manual edges first, then the strongest; ties by co-occurrence and id.
    pub(super) edges: &'a [EdgeBytes],
    /// Its facts and notes, and all bytes after the row.
    rest: Bytes<'a>,
}

impl<'a> ProductRow<'a> {
    pub(super) fn read(mut bytes: Bytes<'a>) -> Option<Self> {
        let id = Self::read_id(&mut bytes)?;
        let flags = bytes.byte().ok()?;
        let count = if flags & HOME == 0 {
            0
        } else {
            bytes.count_of(EDGE_BYTES).ok()?
        };
        let (edges, _) = bytes
            .take(count.saturating_mul(EDGE_BYTES))
            .ok()?
            .as_chunks();
        Some(Self {
            id,
            flags,
            edges,
            rest: bytes,
        })
    }

    /// Reads only the id.
    pub(super) fn read_id(bytes: &mut Bytes<'a>) -> Option<ProductId> {
        bytes.array().map(u32::from_le_bytes).map(ProductId).ok()
    }

    /// Whether this row comes from the product's own file.
    pub(super) fn is_home(&self) -> bool {
        self.has(HOME)
    }

    fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    pub(super) fn sku(mut self) -> Option<&'a str> {
        self.rest.text().ok()
    }

    pub(super) fn product(mut self) -> Option<Product<&'a str>> {
        self.facts().ok()
    }

    /// The notes on edges.
    pub(super) fn notes(mut self) -> Option<RowNotes<'a>> {
        self.facts().ok()?;
        self.has(NOTES).then_some(RowNotes(self.rest))
    }

    /// The bytes after the row.
    pub(super) fn behind(mut self) -> Option<Bytes<'a>> {
        self.facts().ok()?;
        if !self.has(NOTES) {
            return Some(self.rest);
        }
        let mut notes = RowNotes(self.rest);
        notes.by_ref().for_each(drop);
        Some(notes.0)
    }

    fn facts(&mut self) -> Result<Product<&'a str>, ReadError> {
        let Self { id, flags, .. } = *self;
        let bytes = &mut self.rest;
        let has = |flag: u8| flags & flag != 0;
        let (sku, title) = (bytes.text()?, bytes.text()?);
        let (mut orders, mut repurchase, mut repeat) = (None, None, RepeatFactor::AVERAGE);
        if has(HOME) {
            orders = Some(bytes.varint32()?);
            let again = Repurchase {
                days: bytes.varint32()?,
                customers: bytes.varint32()?,
            };
            repurchase = Some(again).filter(|again| again.days > 0);
            repeat = factor(bytes.varint32()?);
        }
        let base = bytes.varint32()?;
        let group = bytes.varint32()?.checked_sub(1);
        let (mut variant, mut is_chosen_on_page) = (None, false);
        if group.is_some() {
            let (option, place) = (bytes.text()?, bytes.varint()?);
            if option.is_empty() {
                is_chosen_on_page = place > 0;
            } else {
                variant = Some(Variant {
                    option,
                    name: Some(bytes.text()?).filter(|name| !name.is_empty()),
                    place: place_of(place),
                });
            }
        }
        let price_minor = price_of(bytes.varint()?);
        let price_change = match bytes.varint32()? {
            0 => None,
            last_day => price_change(last_day, bytes.varint()?),
        };
        let mut text = |flag| {
            if has(flag) {
                bytes.text().map(Some)
            } else {
                Ok(None)
            }
        };
        let (url, image, testimonial) = (text(URL)?, text(IMAGE)?, text(TESTIMONIAL)?);
        let selection_bits = if has(MARKS) { bytes.varint()? } else { 0 };
        let mut rating = None;
        if has(RATING) {
            let hundredths = bytes.varint32()?.try_into().unwrap_or_default();
            rating = Some(Rating {
                hundredths,
                reviews: bytes.varint32()?,
            });
        }
        let is_available = has(AVAILABLE);
        Ok(Product {
            id,
            sku,
            title,
            price_minor,
            price_change,
            group,
            variant,
            is_chosen_on_page,
            base,
            orders,
            repurchase,
            repeat,
            is_available,
            url,
            image,
            selection_bits,
            rating,
            testimonial,
        })
    }
}

/// The notes of a row, one after another.
#[derive(Clone, Debug)]
pub(super) struct RowNotes<'a>(Bytes<'a>);

impl<'a> Iterator for RowNotes<'a> {
    type Item = (ProductId, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.byte().ok()? == 0 {
            return None;
        }
        Some((
            ProductId(u32::from_le_bytes(self.0.array().ok()?)),
            self.0.text().ok()?,
        ))
    }
}
