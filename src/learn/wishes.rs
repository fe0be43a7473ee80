//! What `shop.toml` asks the learner to find out about products: which ones a rule is for, and which ones take turns as deals.

use crate::model::SkuKey;

/// Some products, by SKU or by category; a product that either names is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selector {
    /// Their SKUs.
    pub skus: Vec<SkuKey>,
    /// Their categories as the catalogue spells them, compared without regard to case; a category holds what is below it
    /// (`Home` holds `Home > Lamps`).
    pub categories: Vec<String>,
}

/// What takes turns as the deal of the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DealWish {
    /// By which rule.
    pub pick: Pick,
    /// Of which products; of all that can be bought where nothing is said.
    pub of: Option<Selector>,
    /// At most so many, at least 1.
    pub products: usize,
}

/// By which rule products become deals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pick {
    /// Those in the most orders of the last thirty days.
    #[default]
    Fast,
    /// Those in the fewest orders of the last ninety days that were in any before.
    Slow,
}
