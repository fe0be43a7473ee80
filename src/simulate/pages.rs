//! The three pages of an order, each with its plan and the later purchases.
//!
//! *Invariants*: a page only has the data that the shop would have at that moment: earlier orders
//! of the same customer, and only the cart of this order.

use std::collections::BTreeMap;

use crate::dataset::{Dataset, Order};
use crate::engine::{Context, PastOrder, PastPurchase, Shopper, Slot, Today, plan};
use crate::graph::Graph;
use crate::model::{Cart, Currency, LineItem, OfferKind, Plan, Policy, Product, SkuKey, Stage};

const DAY_MS: i64 = 86_400_000;

/// Purchases later than this after an order do not count for its thank-you page.
const NEXT_DAYS: i64 = 60;

/// One page of the replay.
pub(super) struct SimulatedPage {
    pub(super) stage: Stage,
    pub(super) plan: Plan,
    /// Products that the shopper bought later; `None` if unknown.
    pub(super) bought: Option<Vec<SkuKey>>,
}

/// The data of a replay.
pub(super) struct Replay<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) graph: &'a Graph,
    pub(super) policy: &'a Policy,
    pub(super) currency: &'a Currency,
}

/// Each customer's orders with their days, ascending by time.
pub(super) type DatedOrders<'a> = BTreeMap<u64, Vec<(i64, Order<'a>)>>;

impl<'a> Replay<'a> {
    pub(super) fn histories(&self) -> DatedOrders<'a> {
        let mut histories: DatedOrders<'a> = BTreeMap::new();
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

    /// Total price of an order's products, one piece of each.
    fn worth(&self, order: Order<'_>) -> i64 {
        let prices = self
            .known(order)
            .into_iter()
            .filter_map(|product| product.price_minor);
        prices.fold(0, i64::saturating_add)
    }

    /// The shop's data about a customer on a given day.
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
        let bought = |(rank, (orders, last)): (u32, (u32, i64))| PastPurchase {
            sku: self.key(rank),
            orders,
            days_ago: u32::try_from(today.saturating_sub(last)).ok(),
        };
        Shopper {
            has_consent: true,
            history: history.into_iter().map(bought).collect(),
            orders,
            ..Shopper::default()
        }
    }
}

/// The pages of one order; empty if the graph contains fewer than two of its products.
pub(super) fn pages<'a>(
    replay: &Replay<'a>,
    order: Order<'a>,
    histories: &DatedOrders<'a>,
) -> Vec<SimulatedPage> {
    let mut products = replay.known(order);
    if products.len() < 2 {
        return Vec::new();
    }
    if order.steps.is_empty() {
        // The order of views is unknown, so it is shuffled with the order's id as seed.
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
        pages.push(SimulatedPage {
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
        Stage::Browse,
        Context {
            slots: slots(replay.policy, viewed.as_ref()),
            ..context.clone()
        },
        Some(keys(others)),
    );
    page(
        Stage::Checkout,
        Context {
            slots: slots(replay.policy, None),
            cart: lines(held),
            ..context.clone()
        },
        Some(keys(rest)).filter(|rest| !rest.is_empty()),
    );
    // The shop already has this order, so the offers are compared with the customer's next order in
    // the period.
    let next = after.iter().find(|(next, other)| {
        let is_other = other.meta.id != order.meta.id;
        is_other && day.is_some_and(|day| next.saturating_sub(day) <= NEXT_DAYS)
    });
    let next = next.map(|(_, next)| next.products.iter().map(|rank| replay.key(*rank)).collect());
    page(
        Stage::PostPurchase,
        Context {
            slots: slots(replay.policy, None),
            purchased: lines(&products),
            ..context
        },
        next,
    );
    pages
}

/// One slot for each offer that the shop's limits permit, and one for the shipping bar.
fn slots(policy: &Policy, beside: Option<&SkuKey>) -> Vec<Slot> {
    let any = (0..u32::from(policy.limits.offers_per_page)).map(|id| Slot {
        id,
        kind: None,
        sku: beside.cloned(),
    });
    any.chain([Slot::of(
        u32::from(policy.limits.offers_per_page),
        OfferKind::Shipping,
        None,
    )])
    .collect()
}

/// A cart with one piece of each product.
fn lines(products: &[Product<&str>]) -> Cart {
    let line = |product: &Product<&str>| LineItem {
        sku: product.sku.to_owned(),
        quantity: 1,
        ..LineItem::default()
    };
    Cart::new(products.iter().map(line).collect())
}
