//! Prices and stock at this moment: those that the page reports, else those of the graph.
//!
//! A product has one price: the deal of the day has its deal price on its own page, in its bundle
//! and in every other offer.
//!
//! *Invariants*: a live price or stock state overrides the graph everywhere. A price is above 0 and
//! at most [`MOST_MINOR`].

use super::{Context, Live};
use crate::graph::Graph;
use crate::model::{
    DealProduct, Limits, MOST_MINOR, Minor, Policy, Product, ProductId, Selection, SkuKey,
};

/// Looks up prices and stock.
pub(super) struct Prices<'a> {
    /// Live data by product; among several entries for one product, the page's last entry comes
    /// first.
    live: Vec<(ProductId, &'a Live)>,
    /// Products that the page reports as sold out, sorted.
    unavailable: Vec<ProductId>,
    /// Groups of variants that the page reports as sold out.
    unavailable_groups: Vec<u32>,
    /// The day, in days since 1970; `None` if it is unknown.
    day: Option<i64>,
    /// Whether the prices of the graph are older than the shop permits.
    is_stale: bool,
    deal: Option<Deal>,
}

/// The deal of the day with its prices.
#[derive(Clone, Copy)]
struct Deal {
    product: ProductId,
    price_minor: Minor,
    /// The reference price; `None` if none may be displayed.
    was_minor: Option<Minor>,
}

/// Today's entry of the rotation; `None` without a deal or a date.
pub(super) fn todays<'p>(policy: &'p Policy, context: &Context) -> Option<&'p DealProduct> {
    let (pool, today) = (&policy.deal.as_ref()?.pool, context.today?);
    let place = today.day.checked_rem_euclid(pool.len().try_into().ok()?)?;
    pool.get(usize::try_from(place).ok()?)
}

impl<'a> Prices<'a> {
    pub(super) fn new(graph: &Graph, policy: &Policy, context: &'a Context) -> Self {
        let named = |sku: &SkuKey| graph.product(sku).filter(|product| sku.is(product.sku));
        let mut live: Vec<_> = context
            .live
            .iter()
            .filter_map(|live| Some((named(&live.sku)?.id, live)))
            .collect();
        live.reverse();
        live.sort_by_key(|(id, _)| *id);
        let mut unavailable: Vec<_> = context
            .unavailable
            .iter()
            .filter_map(named)
            .map(|product| product.id)
            .collect();
        unavailable.sort_unstable();
        // The price of a group is that of none of its variants, but its stock is that of all.
        let sold_out = context.live.iter();
        let sold_out = sold_out.filter(|live| live.is_available == Some(false));
        let sold_out = sold_out.map(|live| &live.sku).chain(&context.unavailable);
        let unavailable_groups = sold_out
            .filter(|sku| named(sku).is_none())
            .filter_map(|sku| graph.product(sku)?.group)
            .collect();
        let age = context.graph_age_days.zip(policy.freshness.max_age_days);
        let mut prices = Self {
            live,
            unavailable,
            unavailable_groups,
            day: context.today.map(|today| today.day),
            is_stale: age.is_some_and(|(days, most)| days > most.into()),
            deal: None,
        };
        prices.deal = prices.todays_deal(graph, policy, context);
        prices
    }

    /// The deal of the day; `None` if it is not cheaper than the product's current price.
    fn todays_deal(&self, graph: &Graph, policy: &Policy, context: &Context) -> Option<Deal> {
        let (percent, turn) = (policy.deal.as_ref()?.percent, todays(policy, context)?);
        let product = graph.product(&SkuKey::new(&turn.sku))?;
        let current = self.price(&product)?;
        let reference = turn.lowest_minor.unwrap_or(current);
        let price_minor = reference.saturating_sub(Limits::share(percent.into(), reference));
        let is_deal = price_minor > 0
            && price_minor < current
            && self.is_in_stock(&product)
            && !self.is_in_sets(&product)
            && !policy.never.is_some_and(|never| product.is_in(never));
        is_deal.then_some(Deal {
            product: product.id,
            price_minor,
            was_minor: turn.lowest_minor,
        })
    }

    fn deal(&self, product: &Product<&str>) -> Option<Deal> {
        self.deal.filter(|deal| deal.product == product.id)
    }

    /// Whether a product is the deal of the day.
    pub(super) fn is_deal(&self, product: &Product<&str>) -> bool {
        self.deal(product).is_some()
    }

    /// The reference price of the deal of the day; `None` for all other products.
    pub(super) fn was(&self, product: &Product<&str>) -> Option<Minor> {
        self.deal(product)?.was_minor
    }

    fn live(&self, product: &Product<&str>) -> Option<&'a Live> {
        let place = self.live.partition_point(|(id, _)| *id < product.id);
        self.live
            .get(place)
            .filter(|(id, _)| *id == product.id)
            .map(|(_, live)| *live)
    }

    /// The graph's price of one piece on this day.
    pub(super) fn listed(&self, product: &Product<&str>) -> Option<Minor> {
        product.price_on(self.day)
    }

    /// The price of one piece; `None` if it is unknown or too old.
    pub(super) fn price(&self, product: &Product<&str>) -> Option<Minor> {
        if let Some(deal) = self.deal(product) {
            return Some(deal.price_minor);
        }
        let live = self.live(product).and_then(|live| live.price_minor);
        let listed = self.listed(product).filter(|_| !self.is_stale);
        live.or(listed)
            .filter(|price| *price > 0)
            .map(|price| price.min(MOST_MINOR))
    }

    /// The tax in a price that the page reports for a product; `None` if it is unknown.
    pub(super) fn tax(&self, product: &Product<&str>, price_minor: Minor) -> Option<Minor> {
        let live = self.live(product)?;
        // The tax belongs to the live price, not to a price that a deal or a bundle reduces.
        let tax = live
            .tax_minor
            .filter(|_| live.price_minor == Some(price_minor))?;
        Some(tax.clamp(0, price_minor))
    }

    /// The price of a cart line if the page does not set it. An outdated price is better than none,
    /// because the shopper also sees the shop's own total.
    pub(super) fn line_price(&self, product: &Product<&str>) -> Option<Minor> {
        let live = self.live(product).and_then(|live| live.price_minor);
        let deal = self.deal(product).map(|deal| deal.price_minor);
        deal.or(live).or_else(|| self.listed(product))
    }

    /// Whether a product is sold in sets only. Offers add single pieces, so it is not offered.
    pub(super) fn is_in_sets(&self, product: &Product<&str>) -> bool {
        let minimum = self.live(product).and_then(|live| live.minimum_quantity);
        minimum.map_or_else(|| product.is_in(Selection::IN_SETS), |pieces| pieces > 1)
    }

    /// Whether a product is in stock.
    pub(super) fn is_in_stock(&self, product: &Product<&str>) -> bool {
        let live = self.live(product).and_then(|live| live.is_available);
        let is_withdrawn = self.unavailable.binary_search(&product.id).is_ok()
            || product
                .group
                .is_some_and(|group| self.unavailable_groups.contains(&group));
        live.unwrap_or(product.is_available) && !is_withdrawn
    }
}
