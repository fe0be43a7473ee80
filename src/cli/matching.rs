//! Checks whether orders and catalog use the same SKUs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::import::CatalogRow;
use crate::model::SkuKey;

/// Maximum number of missing SKUs that are kept as examples.
const EXAMPLES: usize = 50;

/// Compares the SKUs of the orders with those of the catalog, until the catalog contains one.
pub(super) struct SkuMatcher<'a> {
    catalog: BTreeMap<SkuKey, &'a str>,
    missing: BTreeMap<SkuKey, String>,
    is_found: bool,
}

impl<'a> SkuMatcher<'a> {
    pub(super) fn new(catalog: &'a [CatalogRow]) -> Self {
        let rows = catalog
            .iter()
            .map(|row| (SkuKey::new(&row.sku), row.sku.as_str()));
        Self {
            catalog: rows.collect(),
            missing: BTreeMap::new(),
            is_found: false,
        }
    }

    pub(super) fn add(&mut self, sku: &str) {
        if self.is_found || sku.is_empty() {
            return;
        }
        let key = SkuKey::new(sku);
        if self.catalog.contains_key(&key) {
            self.is_found = true;
            // It is as large as the catalog.
            self.catalog.clear();
        } else if self.missing.len() < EXAMPLES {
            self.missing.entry(key).or_insert_with(|| sku.to_owned());
        }
    }

    /// The message if the catalog contains none of the SKUs; `None` if it contains one, or if there
    /// was no SKU to compare.
    pub(super) fn mismatch(self) -> Option<String> {
        if self.is_found || self.missing.is_empty() || self.catalog.is_empty() {
            return None;
        }
        let mut text =
            "The catalog contains no SKU of the orders, so no product could be offered.".to_owned();
        let mut pairs = 0_u32;
        for sku in self.missing.values() {
            if let Some((near, why)) = self.nearest(sku) {
                let _ = write!(
                    text,
                    "\n    \"{sku}\" in the orders is similar to \"{near}\" in the catalog: {why}"
                );
                pairs = pairs.saturating_add(1);
            }
            if pairs >= 3 {
                break;
            }
        }
        if pairs == 0 {
            let first = self.missing.values().next().map_or("", String::as_str);
            let listed = self.catalog.values().next().copied().unwrap_or_default();
            let _ = write!(
                text,
                "\n    \"{first}\" in the orders, \"{listed}\" in the catalog"
            );
        }
        text.push_str(
            "\n  Export both with the same SKUs, or name the columns with --column sku=… and --catalog-column \
             sku=…, or pass --accept no-match if this is correct.",
        );
        Some(text)
    }

    /// A SKU of the catalog that a program could have changed into this one, and how.
    fn nearest(&self, sku: &str) -> Option<(&'a str, &'static str)> {
        let bare = |text: &str| {
            let text = text.trim().to_lowercase();
            let text = text.strip_suffix(".0").unwrap_or(&text).to_owned();
            text.trim_start_matches('0').to_owned()
        };
        let wanted = bare(sku);
        let listed = || self.catalog.values().copied();
        let zeros = listed().find(|listed| bare(listed) == wanted && !wanted.is_empty());
        let part = || {
            listed().find(|listed| {
                let listed = bare(listed);
                let shorter = listed.len().min(wanted.len());
                shorter >= 3 && (listed.contains(&wanted) || wanted.contains(&listed))
            })
        };
        zeros
            .map(|near| (near, "zeros or decimals were lost"))
            .or_else(|| part().map(|near| (near, "one contains the other")))
    }
}
