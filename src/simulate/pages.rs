//! An order as three pages, each with what was planned and what came of it.
//!
//! *Invariants*: what a page knows of the shopper is what a shop would know at that moment: earlier orders of the same customer,
//! nothing of this one but what is in the basket.

use std::collections::BTreeMap;

use crate::dataset::{Dataset, Order};
use crate::engine::{Bought, Context, PastOrder, Shopper, Slot, Today, plan};
use crate::graph::Graph;
use crate::model::{Basket, Currency, LineItem, OfferKind, Plan, Policy, Product, SkuKey, Stage};

const DAY_MS: i64 = 86_400_000;

/// What is bought later than this after an order is no answer to its thank-you page.
const NEXT_DAYS: i64 = 60;

/// One page of the replay.
pub(super) struct Page {
    pub(super) stage: Stage,
    pub(super) plan: Plan,
    /// What the shopper went on to buy; `None` where nobody can tell.
    pub(super) bought: Option<Vec<SkuKey>>,
}

/// What is replayed through what.
pub(super) struct Replay<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) graph: &'a Graph,
    pub(super) policy: &'a Policy,
    pub(super) currency: &'a Currency,
}

/// Each customer's orders with their days, in time.
pub(super) type Histories<'a> = BTreeMap<u64, Vec<(i64, Order<'a>)>>;

impl<'a> Replay<'a> {
    pub(super) fn histories(&self) -> Histories<'a> {
        let mut histories: Histories<'a> = BTreeMap::new();
        for order in self.dataset.orders().iter() {
            if let Some((customer, day)) = order.meta.customer.zip(order.meta.day()) {
                histories.entry(customer).or_default().push((day, order));
            }
        }
        histories
    }

    fn key(&self, rank: u32) -> SkuKey {
        SkuKey::new(self.dataset.sku(rank))
    }

    fn known(&self, order: Order<'_>) -> Vec<Product<&'a str>> {
        order
            .sequence()
            .into_iter()
            .filter_map(|rank| self.graph.product(&self.key(rank)))
            .collect()
    }

    /// What an order's products cost, one of each.
    fn worth(&self, order: Order<'_>) -> i64 {
        let prices = self
            .known(order)
            .into_iter()
            .filter_map(|product| product.price_minor);
        prices.fold(0, i64::saturating_add)
    }

    /// What the shop knows of a customer on a day.
    fn shopper(&self, before: &[(i64, Order<'a>)], today: i64) -> Shopper {
        let mut history: BTreeMap<u32, (u32, i64)> = BTreeMap::new();
        let mut orders = Vec::new();
        for (day, order) in before {
            let days_ago = u32::try_from(today.saturating_sub(*day)).unwrap_or(0);
            orders.push(PastOrder {
                subtotal_minor: self.worth(*order),
                days_ago,
            });
            for rank in order.products {
                let (times, last) = history.entry(*rank).or_insert((0, *day));
                *times = times.saturating_add(1);
                *last = *day;
            }
        }
        let bought = |(rank, (orders, last)): (u32, (u32, i64))| Bought {
            sku: self.key(rank),
            orders,
            days_ago: u32::try_from(today.saturating_sub(last)).unwrap_or(0),
        };
        Shopper {
            has_consent: true,
            history: history.into_iter().map(bought).collect(),
            orders,
            ..Shopper::default()
        }
    }
}

/// The pages of one order; none when the graph knows fewer than two of its products.
pub(super) fn pages<'a>(
    replay: &Replay<'a>,
    order: Order<'a>,
    histories: &Histories<'a>,
) -> Vec<Page> {
    let mut products = replay.known(order);
    if products.len() < 2 {
        return Vec::new();
    }
    if order.steps.is_empty() {
        // Nobody knows what was looked at first; the order's own id draws.
        fastrand::Rng::with_seed(order.meta.id).shuffle(&mut products);
    }
    let day = order.meta.day();
    let customer = order
        .meta
        .customer
        .and_then(|customer| histories.get(&customer));
    let all = customer.map_or(&[][..], Vec::as_slice);
    let is_before =
        |other: &Order<'_>| (other.meta.time, other.meta.id) < (order.meta.time, order.meta.id);
    let split = all.iter().take_while(|(_, other)| is_before(other)).count();
    let (before, after) = all.split_at_checked(split).unwrap_or((all, &[]));
    let shopper = day
        .map(|day| replay.shopper(before, day))
        .unwrap_or_default();
    let context = Context {
        shopper,
        today: day.map(|day| Today {
            day,
            ends_at_ms: day.saturating_add(1).saturating_mul(DAY_MS),
        }),
        ..Context::new(replay.currency.clone())
    };
    let half = products.len().div_ceil(2);
    let (held, rest) = products.split_at_checked(half).unwrap_or((&products, &[]));
    let others = products.get(1..).unwrap_or_default();

    let mut pages = Vec::new();
    let mut page = |stage: Stage, context: Context, bought: Option<Vec<SkuKey>>| {
        let context = Context {
            stage: Some(stage),
            ..context
        };
        pages.push(Page {
            stage,
            plan: plan(replay.graph, replay.policy, &context),
            bought,
        });
    };
    let viewed = products.first().map(|product| SkuKey::new(product.sku));
    let keys = |products: &[Product<&str>]| {
        products
            .iter()
            .map(|product| SkuKey::new(product.sku))
            .collect::<Vec<_>>()
    };
    page(
        Stage::Before,
        Context {
            slots: slots(replay.policy, viewed.as_ref()),
            ..context.clone()
        },
        Some(keys(others)),
    );
    page(
        Stage::During,
        Context {
            slots: slots(replay.policy, None),
            basket: lines(held),
            ..context.clone()
        },
        Some(keys(rest)).filter(|rest| !rest.is_empty()),
    );
    // The order itself is on its way, so the next one within reach answers.
    let next = after.iter().find(|(next, other)| {
        let is_other = other.meta.id != order.meta.id;
        is_other && day.is_some_and(|day| next.saturating_sub(day) <= NEXT_DAYS)
    });
    let next = next.map(|(_, next)| next.products.iter().map(|rank| replay.key(*rank)).collect());
    page(
        Stage::After,
        Context {
            slots: slots(replay.policy, None),
            purchased: lines(&products),
            ..context
        },
        next,
    );
    pages
}

/// As many places for any offer as the shop's tact fills, and the bar.
fn slots(policy: &Policy, beside: Option<&SkuKey>) -> Vec<Slot> {
    let any = (0..u32::from(policy.tact.units)).map(|id| Slot {
        id,
        kind: None,
        sku: beside.cloned(),
    });
    any.chain([Slot::of(
        u32::from(policy.tact.units),
        OfferKind::Shipping,
        None,
    )])
    .collect()
}

/// One of each.
fn lines(products: &[Product<&str>]) -> Basket {
    let line = |product: &Product<&str>| LineItem {
        sku: product.sku.to_owned(),
        quantity: 1,
        price_minor: None,
    };
    Basket::new(products.iter().map(line).collect())
}
