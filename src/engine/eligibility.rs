//! Eligibility: the only place that decides whether a product may be offered.
//!
//! A product can be refused for itself (the merchant excludes it, it is sold out, unpriced, or
//! owned) or for this page (it is in the cart, viewed, or in another offer). A refusal for the page
//! includes all variants: a shopper with a red mug in the cart is not offered the blue one.
//!
//! *Invariants*: reasons of the page are checked before reasons of the product, and the first
//! reason is reported.

use super::decisions::Outcome;
use super::input::PlanInput;
use super::tiers::tiers;
use crate::model::{Product, ProductId, Reward, SkuKey, Stale};

/// The reason why a product may not be offered on any page; `None` if it may.
pub(super) fn refusal(input: &PlanInput<'_>, product: &Product<&str>) -> Option<Outcome> {
    let policy = input.policy;
    let is_unpriced = input.prices.price(product).is_none();
    // A product with an outdated price is offered without the price; a product that never had a
    // price is excluded.
    let is_excluded = input.prices.listed(product).is_none_or(|price| price <= 0)
        || policy.freshness.stale == Stale::Hidden;
    if policy.never.is_some_and(|never| product.is_in(never)) {
        Some(Outcome::Never)
    } else if input.prices.is_in_sets(product) {
        Some(Outcome::InSets)
    } else if !input.prices.is_in_stock(product) {
        Some(Outcome::SoldOut)
    } else if is_unpriced && is_excluded {
        Some(Outcome::Unpriced)
    } else if input.owned.binary_search(&product.id).is_ok() {
        Some(Outcome::Owned)
    } else {
        None
    }
}

/// The products that this page withholds.
#[derive(Debug, Default)]
pub(super) struct Eligibility {
    withheld: Vec<(ProductId, Outcome)>,
    groups: Vec<u32>,
}

impl Eligibility {
    /// Withholds the products of the cart, and the gifts of rewards, because a gift must not be
    /// sold to reach its own threshold.
    pub(super) fn new(input: &PlanInput<'_>) -> Self {
        let mut eligibility = Self::default();
        for tier in tiers(input) {
            if let Reward::Gift(sku) = &tier.reward
                && let Some(gift) = input.graph.product(&SkuKey::new(sku))
            {
                eligibility.withheld.push((gift.id, Outcome::Gift));
            }
        }
        for product in input.cart() {
            eligibility.withhold(product, Outcome::InCart);
        }
        eligibility
    }

    /// Withholds a product and all its variants from the offers that follow.
    pub(super) fn withhold(&mut self, product: &Product<&str>, outcome: Outcome) {
        self.withheld.push((product.id, outcome));
        self.groups.extend(product.group);
    }

    /// The reason why a product may not be offered on this page; `None` if it may.
    pub(super) fn refusal(
        &self,
        input: &PlanInput<'_>,
        product: &Product<&str>,
    ) -> Option<Outcome> {
        self.page_refusal(product)
            .or_else(|| refusal(input, product))
    }

    /// The reason why the page withholds a product or one of its variants.
    pub(super) fn page_refusal(&self, product: &Product<&str>) -> Option<Outcome> {
        let is_variant = || {
            product
                .group
                .is_some_and(|group| self.groups.contains(&group))
        };
        self.own_refusal(product)
            .or_else(|| is_variant().then_some(Outcome::Variant))
    }

    /// The reason why `to` may not be offered in place of `from`; `None` if it may.
    ///
    /// The line of `from` is removed, so only the other lines can contain a variant of `to`.
    pub(super) fn replacement_refusal(
        &self,
        input: &PlanInput<'_>,
        from: &Product<&str>,
        to: &Product<&str>,
    ) -> Option<Outcome> {
        let is_same = |held: &Product<&str>| {
            held.id == to.id || (held.group.is_some() && held.group == to.group)
        };
        let mut others = input.cart().filter(|held| held.id != from.id);
        if others.any(is_same) {
            Some(Outcome::InCart)
        } else {
            self.own_refusal(to).or_else(|| refusal(input, to))
        }
    }

    /// The reason why the page withholds a product itself, regardless of its variants.
    fn own_refusal(&self, product: &Product<&str>) -> Option<Outcome> {
        self.withheld
            .iter()
            .find(|(id, _)| *id == product.id)
            .map(|(_, outcome)| *outcome)
    }
}
