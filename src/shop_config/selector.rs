//! Selectors of `shop.toml`: the products that a rule applies to, and the settings of the deal of the day.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::model::{Selection, SkuKey};

/// How titles are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TitleCase {
    /// As the export has them.
    #[default]
    AsIs,
    /// A title all in capitals becomes "Sentence case"; others stay as they are.
    Sentence,
}

/// Some products, by SKU or by category; a product that either names is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selector {
    /// Their SKUs.
    pub skus: Vec<SkuKey>,
    /// Their categories as the catalog spells them, compared without regard to case; a category holds what is below it
    /// (`Home` holds `Home > Lamps`).
    pub categories: Vec<String>,
}

impl Selector {
    /// Whether it chooses a product of this SKU and category.
    #[must_use]
    pub fn holds(&self, sku: &SkuKey, category: Option<&str>) -> bool {
        self.skus.contains(sku)
            || category.is_some_and(|category| {
                self.categories
                    .iter()
                    .any(|wanted| is_below(wanted, category))
            })
    }

    /// The first thing that it names.
    #[must_use]
    pub fn first(&self) -> &str {
        let category = self.categories.first().map(String::as_str);
        category
            .or_else(|| self.skus.first().map(SkuKey::as_str))
            .unwrap_or_default()
    }
}

/// Whether a category is the wanted one or below it: the wanted one is the path's beginning, or one of its levels.
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

/// What takes turns as the deal of the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DealSettings {
    /// By which rule.
    pub pick: DealStrategy,
    /// Of which products; of all that can be bought where nothing is said.
    pub of: Option<Selection>,
    /// None of these.
    pub never: Option<Selection>,
    /// At most so many, at least 1.
    pub products: usize,
}

/// By which rule products become deals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DealStrategy {
    /// Those in the most orders of the last thirty days.
    #[default]
    Fast,
    /// Those in the fewest orders of the last ninety days that were in any before.
    Slow,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_holds_what_is_below_it() {
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
