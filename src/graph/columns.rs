//! The columns of a data file, each with its own cursor: only the column of ids is copied.
//!
//! *Invariants*: all cursors are at the same product; a value that is invalid without its context
//! is refused here.

use super::bytes::{Bits, Bytes, Texts, price_change, price_of};
use super::format::{MANUAL, WEIGHT_MAX};
use super::parents::ParentColumn;
use super::{Edge, ReadError};
use crate::model::{
    PriceChange, Product, ProductId, Rating, Relation, RepeatFactor, Repurchase, Variant,
};

/// Minimum number of bytes of a product: its id, base, group, price, the lengths of its SKU and
/// title, and one byte of each text.
const PRODUCT_BYTES: usize = 8;

/// The factor of a level; a level that no builder writes is the average.
pub(super) fn factor(level: u32) -> RepeatFactor {
    RepeatFactor::from_level(level.try_into().unwrap_or_default())
}

/// The place of a variant in its group as a number of the format.
pub(super) fn place_code(product: &Product<&str>) -> u64 {
    let many = u64::from(product.is_chosen_on_page);
    let place = product.variant.map(|variant| u64::from(variant.place));
    place.map_or(many, |place| place.saturating_add(1))
}

/// The place with a code.
pub(super) fn place_of(code: u64) -> u32 {
    code.saturating_sub(1).try_into().unwrap_or(u32::MAX)
}

/// All columns of a file.
pub(super) struct DataColumns<'a> {
    pub(super) ids: Vec<ProductId>,
    pub(super) homes: Bits<'a>,
    orders: Bytes<'a>,
    days: Bytes<'a>,
    customers: Bytes<'a>,
    factors: Bytes<'a>,
    bases: Bytes<'a>,
    groups: Bytes<'a>,
    prices: Bytes<'a>,
    /// Last days, and the prices after them.
    changes: Option<(Bytes<'a>, Bytes<'a>)>,
    available: Bits<'a>,
    skus: Texts<'a>,
    titles: Texts<'a>,
    urls: Option<Texts<'a>>,
    images: Option<Texts<'a>>,
    testimonials: Option<Texts<'a>>,
    options: Option<Texts<'a>>,
    option_names: Option<Texts<'a>>,
    option_places: Option<Bytes<'a>>,
    selection_bits: Option<Bytes<'a>>,
    hundredths: Option<Bytes<'a>>,
    reviews: Option<Bytes<'a>>,
    pub(super) sections: Vec<Section<'a>>,
    pub(super) notes: NoteColumn<'a>,
    pub(super) parents: ParentColumn<'a>,
}

/// The edges of one relation, either learned or manual.
pub(super) struct Section<'a> {
    relation: Relation,
    is_manual: bool,
    pub(super) degrees: Bytes<'a>,
    pub(super) targets: Bytes<'a>,
    weights: Bytes<'a>,
    together: Bytes<'a>,
}

impl<'a> DataColumns<'a> {
    /// Finds the start of each column, up to the end of the file.
    pub(super) fn find(bytes: &mut Bytes<'a>) -> Result<Self, ReadError> {
        let count = bytes.count_of(PRODUCT_BYTES)?;
        let mut ids: Vec<ProductId> = Vec::with_capacity(count);
        for _ in 0..count {
            let id = bytes.ascend(ids.last().map(|id| id.0))?;
            ids.push(ProductId(id));
        }
        let homes = bytes.bits(count)?;
        let home_count = (0..count).filter(|place| homes.at(*place)).count();
        let (orders, days, customers, factors) = (
            bytes.numbers(home_count)?,
            bytes.numbers(home_count)?,
            bytes.numbers(home_count)?,
            bytes.numbers(home_count)?,
        );
        let (bases, groups, prices) = (
            bytes.numbers(count)?,
            bytes.numbers(count)?,
            bytes.numbers(count)?,
        );
        let changes = match bytes.optional_numbers(count)? {
            Some(days) => Some((days, bytes.numbers(count)?)),
            None => None,
        };
        let available = bytes.bits(count)?;
        let (skus, titles) = (bytes.texts(count)?, bytes.texts(count)?);
        let (urls, images) = (bytes.optional_texts(count)?, bytes.optional_texts(count)?);
        let testimonials = bytes.optional_texts(count)?;
        let (options, option_names) = (bytes.optional_texts(count)?, bytes.optional_texts(count)?);
        let option_places = bytes.optional_numbers(count)?;
        let selection_bits = bytes.optional_numbers(count)?;
        let (hundredths, reviews) = (
            bytes.optional_numbers(count)?,
            bytes.optional_numbers(count)?,
        );
        let mut sections = Vec::new();
        let mut before = None;
        for _ in 0..bytes.count()? {
            // Ascending, so the number of sections is bounded by the number of kinds.
            let kind = bytes.byte()?;
            if before.replace(kind).is_some_and(|before| before >= kind) {
                return Err(bytes.corrupt("kinds of edges do not ascend"));
            }
            sections.push(Section::find(bytes, kind, home_count)?);
        }
        let notes = NoteColumn::find(bytes)?;
        let parents = ParentColumn::find(bytes)?;
        if !bytes.is_empty() {
            return Err(bytes.corrupt("bytes follow the end"));
        }
        Ok(Self {
            ids,
            homes,
            orders,
            days,
            customers,
            factors,
            bases,
            groups,
            prices,
            changes,
            available,
            skus,
            titles,
            urls,
            images,
            testimonials,
            options,
            option_names,
            option_places,
            selection_bits,
            hundredths,
            reviews,
            sections,
            notes,
            parents,
        })
    }

    /// The next product.
    pub(super) fn product(&mut self, place: usize) -> Result<Product<&'a str>, ReadError> {
        let (mut orders, mut repurchase, mut repeat) = (None, None, RepeatFactor::AVERAGE);
        if self.homes.at(place) {
            orders = Some(self.orders.varint32()?);
            let again = Repurchase {
                days: self.days.varint32()?,
                customers: self.customers.varint32()?,
            };
            repurchase = Some(again).filter(|again| again.days > 0);
            repeat = factor(self.factors.varint32()?);
        }
        let (sku, title) = (self.skus.next()?, self.titles.next()?);
        if sku.is_empty() || title.is_empty() {
            return Err(self.titles.corrupt("a product has no title"));
        }
        let (variant, is_chosen_on_page) = self.variant()?;
        let group = self.groups.varint32()?.checked_sub(1);
        Ok(Product {
            id: self.ids.get(place).copied().unwrap_or_default(),
            sku,
            title,
            price_minor: price_of(self.prices.varint()?),
            price_change: self.price_change()?,
            group,
            variant: variant.filter(|_| group.is_some()),
            is_chosen_on_page: is_chosen_on_page && group.is_some(),
            base: self.bases.varint32()?,
            orders,
            repurchase,
            repeat,
            is_available: self.available.at(place),
            url: text(&mut self.urls)?,
            image: text(&mut self.images)?,
            selection_bits: number(&mut self.selection_bits)?,
            rating: self.rating()?,
            testimonial: text(&mut self.testimonials)?,
        })
    }

    /// The difference of the next product from the variants of its group, and whether they are too
    /// many for an offer.
    fn variant(&mut self) -> Result<(Option<Variant<&'a str>>, bool), ReadError> {
        let (option, name) = (text(&mut self.options)?, text(&mut self.option_names)?);
        let place = number(&mut self.option_places)?;
        let variant = option.map(|option| Variant {
            name,
            option,
            place: place_of(place),
        });
        Ok((variant, variant.is_none() && place > 0))
    }

    /// The end of the next product's price.
    fn price_change(&mut self) -> Result<Option<PriceChange>, ReadError> {
        let Some((days, prices)) = &mut self.changes else {
            return Ok(None);
        };
        Ok(price_change(days.varint32()?, prices.varint()?))
    }

    /// The rating of the next product.
    fn rating(&mut self) -> Result<Option<Rating>, ReadError> {
        let (hundredths, reviews) = (number(&mut self.hundredths)?, number(&mut self.reviews)?);
        let rating = u16::try_from(hundredths)
            .ok()
            .zip(u32::try_from(reviews).ok());
        let rating = rating.filter(|(hundredths, reviews)| {
            *hundredths <= 500 && (*hundredths > 0) == (*reviews > 0)
        });
        let (hundredths, reviews) =
            rating.ok_or_else(|| self.prices.corrupt("a rating is impossible"))?;
        Ok((reviews > 0).then_some(Rating {
            hundredths,
            reviews,
        }))
    }
}

impl<'a> Section<'a> {
    fn find(bytes: &mut Bytes<'a>, kind: u8, home_count: usize) -> Result<Self, ReadError> {
        let Some(relation) = Relation::ALL.get(usize::from(kind & !MANUAL)).copied() else {
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
        Ok(Self {
            relation,
            is_manual: kind & MANUAL != 0,
            degrees,
            targets,
            weights,
            together,
        })
    }

    /// The next edge.
    pub(super) fn edge(&mut self, to: ProductId) -> Result<Edge, ReadError> {
        let Self {
            relation,
            is_manual,
            ..
        } = *self;
        let weight = self.weights.byte()?;
        if weight > WEIGHT_MAX {
            return Err(self.weights.corrupt("a weight is impossible"));
        }
        Ok(Edge {
            to,
            relation,
            is_manual,
            weight,
            together: Some(self.together.varint32()?).filter(|count| *count > 0),
        })
    }
}

/// The notes on edges, ascending, so that no edge has two.
pub(super) struct NoteColumn<'a> {
    bytes: Bytes<'a>,
    left: usize,
    /// Index of the product, index of the edge's target, and the text.
    pub(super) next: Option<(usize, usize, &'a str)>,
}

impl<'a> NoteColumn<'a> {
    fn find(bytes: &mut Bytes<'a>) -> Result<Self, ReadError> {
        let left = bytes.count()?;
        let mut notes = Self {
            bytes: bytes.clone(),
            left,
            next: None,
        };
        for _ in 0..left {
            bytes.varint()?;
            bytes.varint()?;
            bytes.text()?;
        }
        notes.advance()?;
        Ok(notes)
    }

    pub(super) fn corrupt(&self) -> ReadError {
        self.bytes.corrupt("a note has no product")
    }

    pub(super) fn is_of(&self, place: usize) -> bool {
        self.next.is_some_and(|(from, ..)| from == place)
    }

    pub(super) fn advance(&mut self) -> Result<(), ReadError> {
        let before = self.next.take();
        if let Some(left) = self.left.checked_sub(1) {
            self.left = left;
            let (from, to) = (self.bytes.varint()?, self.bytes.varint()?);
            let place = |place: u64| usize::try_from(place).unwrap_or(usize::MAX);
            let (from, to) = (place(from), place(to));
            if before.is_some_and(|(before, of, _)| (before, of) >= (from, to)) {
                return Err(self.bytes.corrupt("notes do not ascend"));
            }
            self.next = Some((from, to, self.bytes.text()?));
        }
        Ok(())
    }
}

fn number(column: &mut Option<Bytes<'_>>) -> Result<u64, ReadError> {
    column.as_mut().map_or(Ok(0), Bytes::varint)
}

fn text<'a>(column: &mut Option<Texts<'a>>) -> Result<Option<&'a str>, ReadError> {
    Ok(column
        .as_mut()
        .map(Texts::next)
        .transpose()?
        .filter(|text| !text.is_empty()))
}
