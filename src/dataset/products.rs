//! The facts about each product in the order lines: spelling, titles, price.
//!
//! *Invariants*: memory grows with the number of different SKUs, spellings, titles and prices. Every choice is
//! made by counts or dates, never by the position of a row.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::small_map::SmallMap;
use crate::model::{SECONDS_PER_DAY, SkuKey};

/// Facts about one product.
#[derive(Clone, Debug, Default)]
pub(crate) struct ProductRecord {
    spellings: TextCounts,
    pub(crate) titles: TextCounts,
    pub(crate) prices: PriceHistory,
}

/// How often each text occurs.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextCounts(SmallMap<String, u32>);

impl TextCounts {
    /// Counts a number of occurrences.
    pub(super) fn add(&mut self, text: &str, times: u32) {
        self.0
            .change(text, |count| *count = count.saturating_add(times));
    }

    /// The texts in alphabetical order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        self.0.iter().map(|(text, count)| (text.as_str(), *count))
    }
}

impl ProductRecord {
    /// The most frequent spelling of the SKU, ties in alphabetical order.
    pub(crate) fn spelling(&self) -> &str {
        let best = self
            .spellings
            .iter()
            .max_by_key(|(spelling, count)| (*count, Reverse(*spelling)));
        best.map_or("", |(spelling, _)| spelling)
    }
}

/// A sale has half the weight of one that is this number of days younger.
pub(crate) const PRICE_HALF_LIFE_DAYS: i64 = 10;

/// A reference price is the lowest price of the previous thirty days (Directive 98/6/EC,
/// article 6a).
pub(crate) const PRICE_REFERENCE_DAYS: i64 = 30;

/// A single piece is sold at the shop's price; several pieces may be sold at a wholesale price.
pub(crate) const PRICE_SINGLE_WEIGHT: u32 = 4;

/// The weight of a sale after this number of half-lives, at least 1.
pub(crate) fn price_weight(half_lives: u32) -> u32 {
    (1_u32 << 16).checked_shr(half_lives).unwrap_or(0).max(1)
}

/// The prices at which one product was sold.
#[derive(Clone, Debug, Default)]
pub(crate) struct PriceHistory {
    /// By price in millionths of the major unit.
    prices: SmallMap<i64, PriceSupport>,
}

/// The evidence for a price in the orders.
#[derive(Clone, Copy, Debug, Default)]
struct PriceSupport {
    /// Negative age of the latest sale at this price, in seconds; without a date the lowest number.
    latest: i64,
    /// Recent sales count more than old ones, and single pieces more than lines of several.
    /// Four bytes, because a shop has many prices; it stays at its largest value.
    weight: u32,
    /// Number of recent orders that bought a single piece at this price.
    recent_singles: u32,
    /// The last of these orders; the sales of one order follow each other.
    last_single: u64,
}

impl PriceSupport {
    fn add(&mut self, sale: Sale) {
        let age = sale.age_seconds.unwrap_or(i64::MAX).max(0);
        let days_ago = age.checked_div(SECONDS_PER_DAY).unwrap_or(0);
        let halvings = days_ago.checked_div(PRICE_HALF_LIFE_DAYS).unwrap_or(0);
        let halvings = u32::try_from(halvings).unwrap_or(u32::MAX);
        let weight = price_weight(halvings);
        let pieces = if sale.is_single {
            PRICE_SINGLE_WEIGHT
        } else {
            1
        };
        // A more recent sale is larger; a sale without a date is the oldest.
        let latest = age.saturating_neg();
        if self.weight == 0 || latest > self.latest {
            self.latest = latest;
        }
        self.weight = self.weight.saturating_add(weight.saturating_mul(pieces));
        let is_new = self.last_single != sale.order;
        if sale.is_single && is_new && days_ago < PRICE_REFERENCE_DAYS {
            self.recent_singles = self.recent_singles.saturating_add(1);
            self.last_single = sale.order;
        }
    }
}

/// The sales of a product at one price, as a database counted them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CountedPrice {
    pub(crate) price_micros: i64,
    /// Age of the latest sale; `None` without a date.
    pub(crate) age_seconds: Option<i64>,
    /// Sum of the weights of the sales.
    pub(crate) weight: u64,
    /// Number of orders of the last [`PRICE_REFERENCE_DAYS`] with a single piece.
    pub(crate) recent_singles: u32,
}

/// One sale of a product.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sale {
    pub(crate) order: u64,
    pub(crate) price_micros: i64,
    /// Seconds before the newest order; `None` without a date.
    pub(crate) age_seconds: Option<i64>,
    pub(crate) is_single: bool,
}

impl PriceHistory {
    pub(crate) fn add(&mut self, sale: Sale) {
        self.prices
            .change(&sale.price_micros, |support| support.add(sale));
    }

    /// Adds a price that is not known yet.
    pub(crate) fn add_counted(&mut self, price: CountedPrice) {
        self.prices.change(&price.price_micros, |support| {
            *support = PriceSupport {
                latest: price.age_seconds.unwrap_or(i64::MAX).saturating_neg(),
                weight: u32::try_from(price.weight).unwrap_or(u32::MAX),
                recent_singles: price.recent_singles,
                last_single: 0,
            };
        });
    }

    /// The usual price of the last weeks: the price with the largest weight, where the weight of a sale
    /// halves after each ten days, and a single piece has four times the weight of a line of several.
    /// Ties go to the price of the latest sale, then to the lower one.
    ///
    /// Example: 20.00 was paid for single pieces three times this week, 15.00 once for two hundred pieces
    /// yesterday, 0.01 once for a replacement today. The weights are 12, 1 and 4, so the price is 20.00.
    pub(crate) fn usual_micros(&self) -> Option<i64> {
        let usual = self
            .prices
            .iter()
            .max_by_key(|(price, support)| (support.weight, support.latest, Reverse(*price)));
        usual.map(|(price, _)| *price)
    }

    /// The lowest price at which single pieces were sold in at least `min_support` orders of the last
    /// thirty days; `None` if no price has that many.
    pub(crate) fn lowest_micros(&self, min_support: u32) -> Option<i64> {
        let mut prices = self.prices.iter();
        prices
            .find(|(_, support)| support.recent_singles >= min_support.max(1))
            .map(|(price, _)| *price)
    }
}

/// All products of an export, numbered by their first appearance.
#[derive(Debug, Default)]
pub(crate) struct Products {
    numbers: FxHashMap<SkuKey, u32>,
    seen: Vec<ProductRecord>,
}

impl Products {
    /// The number of a SKU, known or new; counts its spelling and title.
    ///
    /// `None` when the numbers of a `u32` are exhausted.
    pub(crate) fn number(&mut self, sku: &str, title: Option<&str>) -> Option<u32> {
        self.count(sku, title, 1)
    }

    /// The number of a SKU, known or new; counts its spelling and title in a number of lines.
    pub(crate) fn count(&mut self, sku: &str, title: Option<&str>, lines: u32) -> Option<u32> {
        let next = u32::try_from(self.seen.len()).ok()?;
        let number = *self.numbers.entry(SkuKey::new(sku)).or_insert(next);
        if number == next {
            self.seen.push(ProductRecord::default());
        }
        let seen = usize::try_from(number)
            .ok()
            .and_then(|place| self.seen.get_mut(place))?;
        seen.spellings.add(sku.trim(), lines);
        if let Some(title) = title.map(str::trim).filter(|title| !title.is_empty()) {
            seen.titles.add(title, lines);
        }
        Some(number)
    }

    /// Completes the collection, and numbers the products by their folded SKU.
    pub(crate) fn sort(mut self) -> RankedProducts {
        let mut arrived: Vec<(SkuKey, u32)> = self.numbers.into_iter().collect();
        arrived.sort_unstable();
        let mut ranks = vec![0; arrived.len()];
        let mut products = Vec::with_capacity(arrived.len());
        for (rank, (sku, number)) in (0_u32..).zip(arrived) {
            let place = usize::try_from(number).unwrap_or(usize::MAX);
            if let Some(slot) = ranks.get_mut(place) {
                *slot = rank;
            }
            products.push((
                sku,
                self.seen
                    .get_mut(place)
                    .map(std::mem::take)
                    .unwrap_or_default(),
            ));
        }
        RankedProducts { products, ranks }
    }
}

/// All products, numbered by their folded SKU, so that ranks do not depend on the order of the
/// rows.
#[derive(Debug)]
pub(crate) struct RankedProducts {
    pub(crate) products: Vec<(SkuKey, ProductRecord)>,
    /// By number of first appearance.
    ranks: Vec<u32>,
}

impl RankedProducts {
    /// The rank of the product with this number of first appearance.
    pub(crate) fn rank(&self, number: u32) -> Option<u32> {
        usize::try_from(number)
            .ok()
            .and_then(|place| self.ranks.get(place).copied())
    }

    /// The facts about the product with this rank.
    pub(crate) fn seen(&self, rank: u32) -> Option<&ProductRecord> {
        usize::try_from(rank)
            .ok()
            .and_then(|place| self.products.get(place))
            .map(|(_, seen)| seen)
    }

    pub(crate) fn seen_mut(&mut self, rank: u32) -> Option<&mut ProductRecord> {
        usize::try_from(rank)
            .ok()
            .and_then(|place| self.products.get_mut(place))
            .map(|(_, seen)| seen)
    }
}
