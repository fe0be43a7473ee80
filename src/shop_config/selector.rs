//! Selectors of `shop.toml`: the products that a rule applies to. Also the settings of the deal of
//! the day.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::model::{Selection, SkuKey};

/// How titles are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TitleCase {
    /// Unchanged.
    #[default]
    AsIs,
    /// Titles in capitals become "Sentence case"; others stay unchanged.
    Sentence,
}

/// A selection of products by SKU or category; a product that matches either is selected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selector {
    /// The selected SKUs.
    pub skus: Vec<SkuKey>,
    /// The selected categories in the catalog's spelling, compared without regard to case. A
    /// category includes its subcategories (`Home` includes `Home > Lamps`).
    pub categories: Vec<String>,
}

impl Selector {
    /// Whether a product with this SKU and category is selected.
    #[must_use]
    pub fn holds(&self, sku: &SkuKey, category: Option<&str>) -> bool {
        self.skus.contains(sku)
            || category.is_some_and(|category| {
                self.categories
                    .iter()
                    .any(|wanted| is_below(wanted, category))
            })
    }

    /// The first SKU or category.
    #[must_use]
    pub fn first(&self) -> &str {
        let category = self.categories.first().map(String::as_str);
        category
            .or_else(|| self.skus.first().map(SkuKey::as_str))
            .unwrap_or_default()
    }
}

/// Whether a category is the wanted one or a subcategory of it: its path starts with the wanted
/// path, or contains the wanted level.
fn is_below(wanted: &str, category: &str) -> bool {
    let levels = |path: &str| {
        path.split(['>', '/'])
            .map(|level| level.trim().to_lowercase())
            .collect::<Vec<_>>()
    };
    let (wanted, category) = (levels(wanted), levels(category));
    match wanted.as_slice() {
        [level] => category.contains(level),
        path => category.starts_with(path),
    }
}

/// The settings of the deal of the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DealSettings {
    /// The rule of the rotation.
    pub pick: DealStrategy,
    /// The products that take part; `None` for all.
    pub of: Option<Selection>,
    /// Products that do not take part.
    pub never: Option<Selection>,
    /// Maximum number of products, at least 1.
    pub products: usize,
}

/// The rule by which products enter the rotation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DealStrategy {
    /// Products in the most orders of the last thirty days.
    #[default]
    Fast,
    /// Products in the fewest orders of the last ninety days, if they were bought before.
    Slow,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_includes_its_subcategories() {
        let lamps = |categories: &[&str]| Selector {
            skus: vec![SkuKey::new("A1")],
            categories: categories
                .iter()
                .map(|category| (*category).to_owned())
                .collect(),
        };
        let holds = |wanted: &str, category: &str| {
            lamps(&[wanted]).holds(&SkuKey::new("B2"), Some(category))
        };
        assert!(
            holds("home", "Home > Lamps")
                && holds("Home / lamps", "Home > Lamps > Desk")
                && holds("Lamps", "Home > Lamps")
        );
        assert!(
            !holds("Lamps", "Home > Lampshades") && !holds("Lamps > Desk", "Home > Lamps > Desk")
        );
        assert!(lamps(&[]).holds(&SkuKey::new("a1 "), None));
        assert!(!lamps(&["Lamps"]).holds(&SkuKey::new("B2"), None));
    }
}
