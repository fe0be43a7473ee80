//! A product of the graph.
//!
//! *Invariants*: only facts that a shop shows on its own product page; no margin and no stock
//! level.

use std::num::{NonZeroI64, NonZeroU32};

use serde::Serialize;

use super::{Minor, RepeatFactor, Selection};

/// Dense index of a product inside one graph. `0` is the product with the most orders, so a smaller
/// id means a more popular product, and ties between products have one order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProductId(pub u32);

/// The interval after which customers reorder a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repurchase {
    /// Median number of days between two orders of one customer, at least 1.
    pub days: u32,
    /// Number of customers who reordered it.
    pub customers: u32,
}

/// The end of a product's price that the catalog announces: the end of a sale, or its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceChange {
    /// The last day of the price, in days since 1970 in the shop's time zone.
    pub last_day: NonZeroU32,
    /// The price from the next day on; `None` if the catalog does not state how long the present price
    /// applies. It is never 0, which saves eight bytes in each product.
    pub next_minor: Option<NonZeroI64>,
}

/// Average rating of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rating {
    /// Hundredths of a star, in `1..=500`.
    pub hundredths: u16,
    /// Number of reviews, at least 1.
    pub reviews: u32,
}

/// The difference between a product and the other variants of its group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Variant<Text = String> {
    /// Name of the option, such as `Size` or `Color / Size`; `None` if the catalog does not name it.
    pub name: Option<Text>,
    /// The option, such as `M` or `Red / M`; never empty, and different for each variant of a group.
    pub option: Text,
    /// Its place in the catalog's order of the group.
    pub place: u32,
}

/// The facts about one product that an offer needs.
///
/// The builder's products own their texts; a decoded graph returns `Product<&str>`, with texts
/// borrowed from its bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Product<Text = String> {
    /// Its index in the graph.
    pub id: ProductId,
    /// The SKU in the merchant's spelling.
    pub sku: Text,
    /// Title for shoppers; never empty (the SKU replaces a missing title).
    pub title: Text,
    /// Price of one piece in the graph's currency; `None` when no export has one. Such a product is
    /// never offered.
    pub price_minor: Option<Minor>,
    /// Until when it has that price; `None` if no end is known.
    pub price_change: Option<PriceChange>,
    /// Products of one group are variants of each other and never offered side by side.
    pub group: Option<u32>,
    /// Its difference from the variants of its group; `None` if there is no visible one, or if they
    /// are too many to choose from in an offer.
    pub variant: Option<Variant<Text>>,
    /// Whether its variants are too many to choose from in an offer, so that a shopper chooses on
    /// its page.
    pub is_chosen_on_page: bool,
    /// Strength of the product in any cart, in the unit of
    /// [`Edge::strength`](crate::graph::Edge::strength); `0` for all except a few best-sellers.
    pub base: u32,
    /// Number of orders that contain it; `None` in a copy that is stored for its neighbors only.
    pub orders: Option<u32>,
    /// Reorder interval; `None` when too few customers reordered it, and in a copy that is stored
    /// for its neighbors only.
    pub repurchase: Option<Repurchase>,
    /// How much more often it is bought again than the average product; the average in a copy that is stored for its neighbors
    /// only.
    pub repeat: RepeatFactor,
    /// Whether the catalog lists it as available.
    pub is_available: bool,
    /// Address of the page, if it differs from the shop's link template.
    pub url: Option<Text>,
    /// Address of the picture, if it differs from the shop's image template.
    pub image: Option<Text>,
    /// One bit for each selection that contains it.
    pub selection_bits: u64,
    /// Average rating.
    pub rating: Option<Rating>,
    /// A sentence from one customer.
    pub testimonial: Option<Text>,
}

impl<Text> Product<Text> {
    /// Whether a selection contains it.
    #[must_use]
    pub fn is_in(&self, selection: Selection) -> bool {
        self.selection_bits & selection.mark() != 0
    }

    /// The price on a day, in days since 1970; without a day that of the build.
    #[must_use]
    pub fn price_on(&self, day: Option<i64>) -> Option<Minor> {
        match self.price_change.zip(day) {
            Some((change, day)) if day > change.last_day.get().into() => {
                change.next_minor.map(NonZeroI64::get)
            }
            _ => self.price_minor,
        }
    }
}

impl Product {
    /// The same product with borrowed texts.
    #[must_use]
    pub fn as_borrowed(&self) -> Product<&str> {
        let Self {
            id,
            price_minor,
            price_change,
            group,
            base,
            orders,
            repurchase,
            repeat,
            is_available,
            is_chosen_on_page,
            selection_bits,
            rating,
            ..
        } = *self;
        let variant = self.variant.as_ref().map(|variant| Variant {
            name: variant.name.as_deref(),
            option: variant.option.as_str(),
            place: variant.place,
        });
        Product {
            id,
            sku: &self.sku,
            title: &self.title,
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
            url: self.url.as_deref(),
            image: self.image.as_deref(),
            selection_bits,
            rating,
            testimonial: self.testimonial.as_deref(),
        }
    }
}
