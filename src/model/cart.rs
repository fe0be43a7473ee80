//! The shopper's cart.

use serde::Deserialize;

use super::{Minor, SkuKey};

/// One SKU with a quantity, as the host page sets it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LineItem {
    /// The merchant's SKU, in any case.
    pub sku: String,
    /// Number of pieces; a line with quantity `0` is ignored.
    pub quantity: u32,
    /// Price of one piece in this cart, in minor units; `None` means the graph's price.
    ///
    /// A negative price is a discount line: it counts as a coupon of the cart, and not as a
    /// product.
    #[serde(default)]
    pub price_minor: Option<Minor>,
    /// The tax in the price of all pieces, before coupons; `None` if the page sets only the cart's
    /// tax.
    #[serde(default)]
    pub tax_minor: Option<Minor>,
    /// Whether the line is a measured amount, such as 0.75 kg: one piece with the price of that
    /// amount. A measured line without a price does not count, and no upgrade replaces it.
    #[serde(skip)]
    pub is_measured: bool,
}

/// The line items of one shopper, in the order of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Cart {
    lines: Vec<LineItem>,
}

impl Cart {
    /// Creates a cart and drops lines with quantity 0.
    #[must_use]
    pub fn new(lines: Vec<LineItem>) -> Self {
        Self { lines }
    }

    /// The lines, each with a quantity above 0.
    pub fn lines(&self) -> impl Iterator<Item = &LineItem> {
        self.lines.iter().filter(|line| line.quantity > 0)
    }

    /// Whether the cart has no lines.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines().next().is_none()
    }

    /// The folded SKUs of the lines.
    pub fn keys(&self) -> impl Iterator<Item = SkuKey> {
        self.lines().map(|line| SkuKey::new(&line.sku))
    }
}
