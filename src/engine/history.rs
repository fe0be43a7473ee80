//! The shopper's own orders as evidence: a product that was bought before is likely in the next order too.
//!
//! The relevance that an earlier purchase adds to a candidate is `bought + recent / 2^(days / 60) + share x orders with it /
//! orders`. The second term is added for each purchase that is listed, up to twice `recent`. The weights are those of the graph's
//! [`RepeatModel`]. If a shopper has fewer than three orders, each counts as a third.
//!
//! Example: the weights are 300, 160 and 300. A shopper with four orders bought matches in two of them, listed
//! as one entry of sixty days ago: 300 + 160 / 2 + 300 x 2 / 4 = 530.
//!
//! *Invariants*: each product once; at most [`MOST`] products, the most recently bought; integers only.

use std::cmp::Reverse;

use super::recency::RecencyWeight;
use super::repeat_purchases::Purchase;
use crate::model::{ProductId, RepeatModel};

/// Maximum number of products that are remembered of a history, however long it is.
pub(crate) const MOST: usize = 500;

/// Days until an earlier purchase counts half as recent.
const HALF_LIFE_DAYS: u32 = 60;

/// Many recent purchases count at most as much as two of today.
const MOST_FRESHNESS: u32 = 2 * RecencyWeight::ONE;

/// With fewer orders, each counts as one of this many.
const FEW_ORDERS: u32 = 3;

/// The products that a shopper bought before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Ascending by product.
    purchases: Vec<Purchase>,
    orders: u32,
}

impl History {
    /// From purchases, each a product with the number of orders and the days since the last one (`None` where that is unknown),
    /// and from the days since each of the shopper's orders, as far as they are known. A product may be listed several times.
    #[must_use]
    pub fn new(
        bought: impl IntoIterator<Item = (ProductId, u32, Option<u32>)>,
        orders: impl IntoIterator<Item = u32>,
    ) -> Self {
        let mut purchases: Vec<Purchase> = bought
            .into_iter()
            .map(|(product, orders, days_ago)| Purchase {
                product,
                orders: orders.max(1),
                days_ago,
                orders_since: 1,
                freshness: days_ago.map_or(0, freshness),
            })
            .collect();
        let mut days: Vec<u32> = orders.into_iter().collect();
        let listed = days.len();
        days.extend(purchases.iter().filter_map(|purchase| purchase.days_ago));
        purchases.sort_unstable_by_key(|purchase| (purchase.product, latest_first(purchase)));
        purchases.dedup_by(|other, kept| {
            let is_same = other.product == kept.product;
            if is_same {
                kept.orders = kept.orders.saturating_add(other.orders);
                let freshness = kept.freshness.saturating_add(other.freshness);
                kept.freshness = freshness.min(MOST_FRESHNESS);
            }
            is_same
        });
        days.sort_unstable();
        days.dedup();
        let most = purchases
            .iter()
            .map(|purchase| purchase.orders)
            .max()
            .unwrap_or(0);
        let orders = u32::try_from(listed.max(days.len()))
            .unwrap_or(u32::MAX)
            .max(most);
        for purchase in &mut purchases {
            let later = purchase
                .days_ago
                .map_or(days.len(), |age| days.partition_point(|day| *day < age));
            purchase.orders_since = u32::try_from(later).unwrap_or(u32::MAX).saturating_add(1);
        }
        if purchases.len() > MOST {
            purchases.sort_unstable_by_key(|purchase| {
                (
                    latest_first(purchase),
                    Reverse(purchase.orders),
                    purchase.product,
                )
            });
            purchases.truncate(MOST);
            purchases.sort_unstable_by_key(|purchase| purchase.product);
        }
        Self { purchases, orders }
    }

    /// The purchases, ascending by product.
    #[must_use]
    pub fn purchases(&self) -> &[Purchase] {
        &self.purchases
    }

    /// The purchase of a product.
    #[must_use]
    pub fn of(&self, product: ProductId) -> Option<&Purchase> {
        let place = self
            .purchases
            .binary_search_by_key(&product, |purchase| purchase.product)
            .ok()?;
        self.purchases.get(place)
    }

    /// The relevance that a purchase adds to its product, in units of 1 / [`RecencyWeight::ONE`] of a link strength.
    #[must_use]
    pub fn evidence(&self, model: &RepeatModel, purchase: &Purchase) -> u64 {
        let of_all = self.orders.max(FEW_ORDERS);
        let share = u64::from(model.share).saturating_mul(u64::from(RecencyWeight::ONE));
        let share = share
            .saturating_mul(purchase.orders.min(of_all).into())
            .checked_div(of_all.into())
            .unwrap_or(0);
        let recent = RecencyWeight::weigh(model.recent, purchase.freshness);
        RecencyWeight::weigh(model.bought, RecencyWeight::ONE)
            .saturating_add(recent)
            .saturating_add(share)
    }
}

fn latest_first(purchase: &Purchase) -> u32 {
    purchase.days_ago.unwrap_or(u32::MAX)
}

/// [`RecencyWeight::ONE`] for today, and half of it every [`HALF_LIFE_DAYS`], in straight lines between.
fn freshness(days_ago: u32) -> u32 {
    let (halvings, days) = (days_ago / HALF_LIFE_DAYS, days_ago % HALF_LIFE_DAYS);
    let falling = RecencyWeight::ONE.saturating_mul(days) / (2 * HALF_LIFE_DAYS);
    RecencyWeight::ONE
        .saturating_sub(falling)
        .checked_shr(halvings)
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> RepeatModel {
        RepeatModel {
            bought: 300,
            recent: 160,
            share: 300,
            ..RepeatModel::default()
        }
    }

    #[test]
    fn the_example_of_the_module_is_computed() {
        let history = History::new([(ProductId(7), 2, Some(60))], [1, 60, 90, 120]);
        let purchase = history.of(ProductId(7)).unwrap();
        assert_eq!(history.evidence(&model(), purchase), 530 * 4096);
        assert_eq!(purchase.orders_since, 2);
        assert_eq!(history.of(ProductId(8)), None);
    }

    #[test]
    fn a_product_that_is_listed_twice_is_one_purchase() {
        let history = History::new(
            [
                (ProductId(1), 1, Some(90)),
                (ProductId(2), 0, None),
                (ProductId(1), 2, Some(5)),
            ],
            [],
        );
        let found: Vec<_> = history
            .purchases()
            .iter()
            .map(|one| (one.product.0, one.orders, one.days_ago, one.orders_since))
            .collect();
        assert_eq!(found, [(1, 3, Some(5), 1), (2, 1, None, 3)]);
    }

    #[test]
    fn the_latest_of_ten_thousand_purchases_remain() {
        let many =
            (0..10_000_u32).map(|place| (ProductId(place), u32::MAX, Some(u32::MAX - place)));
        let history = History::new(many, (0..10_000).map(|_| u32::MAX));
        assert_eq!(history.purchases().len(), MOST);
        assert_eq!(history.purchases()[0].product, ProductId(9_500));
        let model = RepeatModel {
            bought: u32::MAX,
            recent: u32::MAX,
            share: u32::MAX,
            ..RepeatModel::default()
        };
        assert!(history.evidence(&model, &history.purchases()[0]) < u64::MAX);
    }

    #[test]
    fn freshness_halves_every_sixty_days() {
        assert_eq!(
            [0, 30, 60, 120, 10_000].map(freshness),
            [4096, 3072, 2048, 1024, 0]
        );
    }
}
