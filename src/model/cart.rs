//! What the shopper holds.

use serde::Deserialize;

use super::{Minor, SkuKey};

/// One SKU with a quantity, as the host page tells it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LineItem {
    /// The merchant's SKU, in any case.
    pub sku: String,
    /// How many; a line with `0` is no line.
    pub quantity: u32,
    /// What one costs in this basket, in minor units; the graph's price stands in for `None`.
    #[serde(default)]
    pub price_minor: Option<Minor>,
}

/// The line items of one shopper, in the order in which the page gave them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Basket {
    lines: Vec<LineItem>,
}

impl Basket {
    /// Takes lines; one with the quantity 0 is none.
    #[must_use]
    pub fn new(lines: Vec<LineItem>) -> Self {
        Self { lines }
    }

    /// The lines with a quantity.
    pub fn lines(&self) -> impl Iterator<Item = &LineItem> {
        self.lines.iter().filter(|line| line.quantity > 0)
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines().next().is_none()
    }

    /// The folded SKUs of its lines.
    pub fn keys(&self) -> impl Iterator<Item = SkuKey> {
        self.lines().map(|line| SkuKey::new(&line.sku))
    }
}
