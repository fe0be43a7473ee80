//! Compares the prices of the orders with those of the catalog: one of two files in cents.

use std::collections::BTreeMap;

use crate::import::CatalogRow;
use crate::model::SkuKey;

/// Maximum number of products that are compared.
const PRODUCTS: usize = 1_000;

/// With fewer products, a factor of a hundred may be chance.
const FEWEST: u32 = 2;

/// The products with a price in the catalog, and how the orders' prices compare with it.
pub(super) struct PriceScale {
    catalog: BTreeMap<SkuKey, i64>,
    same: u32,
    larger: u32,
    smaller: u32,
}

impl PriceScale {
    pub(super) fn new(catalog: &[CatalogRow]) -> Self {
        let priced = catalog
            .iter()
            .filter_map(|row| Some((SkuKey::new(&row.sku), row.price_micros?)));
        Self {
            catalog: priced
                .filter(|(_, price)| *price > 0)
                .take(PRODUCTS)
                .collect(),
            same: 0,
            larger: 0,
            smaller: 0,
        }
    }

    /// Compares the first price of each product.
    pub(super) fn add(&mut self, sku: &str, price: Option<i64>) {
        let Some(price) = price.filter(|_| !self.catalog.is_empty()) else {
            return;
        };
        let Some(listed) = self.catalog.remove(&SkuKey::new(sku)) else {
            return;
        };
        // A discount or another tax changes a price by less than a factor of two.
        let is_near =
            |one: i64, other: i64| one < other.saturating_mul(2) && other < one.saturating_mul(2);
        let count = if is_near(price, listed.saturating_mul(100)) {
            &mut self.larger
        } else if is_near(price.saturating_mul(100), listed) {
            &mut self.smaller
        } else {
            &mut self.same
        };
        *count = count.saturating_add(1);
    }

    /// The message if nearly all prices differ by a factor of a hundred.
    pub(super) fn mismatch(&self) -> Option<String> {
        let is_most = |count: u32| count >= FEWEST && self.same.saturating_mul(9) <= count;
        let (which, remedy) = if is_most(self.larger) {
            (
                "The prices of the orders are about a hundred times those of the catalog",
                "--decimal hundredths if the orders are in cents",
            )
        } else if is_most(self.smaller) {
            (
                "The prices of the catalog are about a hundred times those of the orders",
                "a catalog whose price column is named price_cents",
            )
        } else {
            return None;
        };
        Some(format!(
            "{which}, so one of the files is in cents. Pass {remedy}, or --accept price-jumps if this is correct."
        ))
    }
}
