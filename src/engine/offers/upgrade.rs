//! Upgrade: a better product in place of a viewed product, or of a product in the cart.
//!
//! *Invariants*: an upgrade costs more, by at most the share that the shop's limits allow; with
//! quantity breaks, too, all pieces together cost exactly that much more. There is
//! evidence that it is better: a note on the link, or a higher rating.

use std::cmp::Reverse;

use crate::engine::decisions::Outcome;
use crate::engine::input::{HeldProduct, PlanInput, held, held_or_viewed};
use crate::engine::offer_context::OfferContext;
use crate::engine::tiers::after_coupons;
use crate::graph::Edge;
use crate::model::{Limits, Minor, Offer, OfferItem, Product, Rating, Reason, Relation};

/// Minimum number of reviews for a rating to be compared.
const REVIEWS: u16 = 5;

/// Minimum difference of two ratings, in hundredths of a star.
const BETTER: u16 = 20;

/// A product and a better one.
pub(super) struct UpgradeCandidate<'a> {
    from: Product<&'a str>,
    pub(super) to: Product<&'a str>,
    edge: Edge,
    /// The cart's price of one piece of `from`.
    from_minor: Minor,
    /// The price difference of one piece.
    extra_minor: Minor,
    quantity: u32,
}

impl<'a> UpgradeCandidate<'a> {
    /// The price difference of all pieces.
    pub(super) fn line_extra_minor(&self) -> Minor {
        self.extra_minor.saturating_mul(self.quantity.into())
    }

    /// The price difference of all pieces after percentage coupons.
    pub(super) fn discounted_extra_minor(&self, coupon_percent: u8) -> Minor {
        let after = |price: Minor| after_coupons(price, coupon_percent);
        after(self.from_minor.saturating_add(self.extra_minor))
            .saturating_sub(after(self.from_minor))
            .saturating_mul(self.quantity.into())
    }

    /// The reason of an upgrade without other evidence.
    fn reason(&self) -> Reason {
        Reason::Instead {
            sku: self.from.sku.to_owned(),
            title: self.from.title.to_owned(),
            relation: Relation::Upgrade,
        }
    }

    /// The item that replaces the line.
    pub(super) fn item(&self, input: &PlanInput<'a>, reason: Reason) -> OfferItem {
        let mut item = input.item(&self.to, reason);
        let extra = |price: Option<Minor>| Some(price?.saturating_sub(self.from_minor));
        // A variant that does not cost more is no upgrade.
        input.keep_variants(&mut item, &|variant| {
            let extra = extra(input.prices.price(variant)).filter(|extra| *extra > 0);
            extra.is_some_and(|extra| {
                costs_as_much(input, (&self.from, variant), self.quantity, extra)
            })
        });
        for variant in item
            .choice
            .iter_mut()
            .flat_map(|choice| &mut choice.variants)
        {
            variant.extra_minor = extra(variant.price_minor);
        }
        OfferItem {
            quantity: self.quantity,
            extra_minor: Some(self.extra_minor),
            replaces: Some(self.from.sku.to_owned()),
            note: input
                .graph
                .note(self.from.id, self.to.id)
                .map(str::to_owned),
            ..item
        }
    }
}

/// The upgrade of a viewed product, or the best upgrade of a line in the cart.
pub(super) fn upgrade<'a>(
    cx: &mut OfferContext<'_, 'a>,
    beside: Option<&Product<&'a str>>,
) -> Option<Offer> {
    let input = cx.input;
    let mut upgrades: Vec<UpgradeCandidate<'a>> = Vec::new();
    match beside {
        Some(viewed) => upgrades.extend(step(cx, &held_or_viewed(input, viewed))),
        None => upgrades.extend(of_cart(cx)),
    }
    upgrades.sort_by_key(|UpgradeCandidate { to, edge, .. }| {
        (!edge.is_manual, Reverse(edge.weight), to.id)
    });
    let mut upgrades = upgrades.into_iter();
    let best = upgrades.next()?;
    upgrades.for_each(|other| cx.record(&other.to, Outcome::Outranked));
    cx.claim(&best.to);
    cx.offer(beside, vec![best.item(input, best.reason())])
}

/// The best upgrade of each product in the cart, if it has one. The upgrade replaces all pieces of
/// the product.
pub(super) fn of_cart<'a>(cx: &OfferContext<'_, 'a>) -> impl Iterator<Item = UpgradeCandidate<'a>> {
    let held = held(&cx.input.lines);
    held.into_iter().filter_map(|line| step(cx, &line))
}

/// The best upgrade of one product; also `None` if its pieces have different prices, because no
/// price difference per piece would be right.
fn step<'a>(cx: &OfferContext<'_, 'a>, replaced: &HeldProduct<'a>) -> Option<UpgradeCandidate<'a>> {
    let input = cx.input;
    let HeldProduct {
        product: from,
        quantity,
        piece_minor,
    } = *replaced;
    let price = piece_minor?;
    let most = Limits::share(input.policy.limits.line_percent, price);
    let mut best = None;
    for edge in input
        .graph
        .neighbors(from.id)
        .filter(|edge| edge.relation == Relation::Upgrade)
    {
        let Some(to) = input.graph.product_at(edge.to) else {
            continue;
        };
        let refusal = cx.eligibility.replacement_refusal(input, &from, &to);
        let extra_minor = input
            .prices
            .price(&to)
            .map(|dearer| dearer.saturating_sub(price));
        let outcome = match extra_minor {
            _ if refusal.is_some() => refusal,
            None => Some(Outcome::Unpriced),
            Some(extra) if extra > most => Some(Outcome::TooExpensive),
            Some(extra) if extra <= 0 || !is_better(input, &from, &to) => Some(Outcome::NotBetter),
            Some(extra) if !costs_as_much(input, (&from, &to), quantity, extra) => {
                Some(Outcome::QuantityBreak)
            }
            Some(_) if best.is_some() => Some(Outcome::Outranked),
            Some(extra_minor) => {
                best = Some(UpgradeCandidate {
                    from,
                    to,
                    edge,
                    from_minor: price,
                    extra_minor,
                    quantity,
                });
                None
            }
        };
        if let Some(outcome) = outcome {
            cx.record(&to, outcome);
        }
    }
    best
}

/// Whether the subtotal rises by the price difference of all pieces. It does not if a quantity break
/// contains one of the two products, and their pieces reach another tier.
fn costs_as_much<'a>(
    input: &PlanInput<'a>,
    (from, to): (&Product<&str>, &Product<&'a str>),
    quantity: u32,
    extra_minor: Minor,
) -> bool {
    if input.breaks.is_empty() || !input.cart().any(|held| held.id == from.id) {
        return true;
    }
    let price = input.prices.price(to).unwrap_or(0);
    let added = input.added_line(to, quantity, price);
    input.cost_minor(Some(from.id), &[added]) == extra_minor.saturating_mul(quantity.into())
}

fn is_better(input: &PlanInput<'_>, from: &Product<&str>, to: &Product<&str>) -> bool {
    let is_sound = |rating: &Rating| rating.reviews >= REVIEWS.into();
    let ratings = from.rating.filter(is_sound).zip(to.rating.filter(is_sound));
    input.graph.note(from.id, to.id).is_some()
        || ratings.is_some_and(|(from, to)| to.hundredths >= from.hundredths.saturating_add(BETTER))
}
