//! A product as the graph knows it.
//!
//! *Invariants*: nothing here that a shop would not print on its own product page: no margin, no stock level.

use serde::Serialize;

use super::{Minor, Selection};

/// Dense index of a product inside one graph: `0` is the product of most orders, so a smaller id is the more popular
/// one and ties between products always have one order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProductId(pub u32);

/// When customers buy a product again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repurchase {
    /// Median number of days between a customer's orders of it, at least 1.
    pub days: u32,
    /// Number of customers who came back.
    pub customers: u32,
}

/// What shoppers think of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rating {
    /// Hundredths of a star, in `1..=500`.
    pub hundredths: u16,
    /// Number of reviews behind it, at least 1.
    pub reviews: u32,
}

/// The facts that an offer needs about one product.
///
/// What is learned owns its texts; a graph that was read lends them out of its own bytes, as `Product<&str>`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Product<Text = String> {
    /// Its place in the graph.
    pub id: ProductId,
    /// The merchant's own spelling.
    pub sku: Text,
    /// What shoppers call it; never empty (the SKU stands in for a product nobody named).
    pub title: Text,
    /// Price of one in the graph's currency; `None` when no export named one. Such a product is never offered.
    pub price_minor: Option<Minor>,
    /// Products of one group are variants of each other and never offered side by side.
    pub group: Option<u32>,
    /// What speaks for it in any basket, in the unit of [`Edge::strength`](crate::graph::Edge::strength); `0` for all but a
    /// few best-sellers.
    pub base: u32,
    /// Number of orders that hold it; `None` in a copy that stands beside its neighbors only.
    pub orders: Option<u32>,
    /// When customers come back for it; `None` when too few did, and in a copy that stands beside its neighbors only.
    pub repurchase: Option<Repurchase>,
    /// Whether the catalog says that it can be bought.
    pub is_available: bool,
    /// The page of this product where the shop's link template does not give it.
    pub url: Option<Text>,
    /// The picture of this product where the shop's image template does not give it.
    pub image: Option<Text>,
    /// The selections that hold it, a bit for each.
    pub selection_bits: u64,
    /// What shoppers think of it.
    pub rating: Option<Rating>,
    /// What one of them says.
    pub testimonial: Option<Text>,
}

impl<Text> Product<Text> {
    /// Whether a selection holds it.
    #[must_use]
    pub fn is_in(&self, selection: Selection) -> bool {
        self.selection_bits & selection.mark() != 0
    }
}

impl Product {
    /// The same with its texts lent.
    #[must_use]
    pub fn lent(&self) -> Product<&str> {
        let Self {
            id,
            price_minor,
            group,
            base,
            orders,
            repurchase,
            is_available,
            selection_bits,
            rating,
            ..
        } = *self;
        Product {
            id,
            sku: &self.sku,
            title: &self.title,
            price_minor,
            group,
            base,
            orders,
            repurchase,
            is_available,
            url: self.url.as_deref(),
            image: self.image.as_deref(),
            selection_bits,
            rating,
            testimonial: self.testimonial.as_deref(),
        }
    }
}
