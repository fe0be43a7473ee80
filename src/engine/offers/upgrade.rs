//! Upgrade: one better than what the shopper looks at or holds. It replaces the line.
//!
//! *Invariants*: dearer, and by no more than the shop's tact allows; something can be said for it: the shop's words, what the titles
//! tell, or what shoppers think of the two.

use std::cmp::Reverse;

use crate::engine::decision::Outcome;
use crate::engine::input::PlanInput;
use crate::engine::offer_context::OfferContext;
use crate::graph::Edge;
use crate::model::{Limits, Minor, Offer, OfferItem, Product, Rating, Reason, Relation};

/// Fewer reviews than this are chance.
const REVIEWS: u16 = 5;

/// So many hundredths of a star more are better.
const BETTER: u16 = 20;

/// A product and one better.
pub(super) struct UpgradeCandidate<'a> {
    from: Product<&'a str>,
    pub(super) to: Product<&'a str>,
    edge: Edge,
    /// What one costs more.
    extra_minor: Minor,
    quantity: u32,
}

impl UpgradeCandidate<'_> {
    /// What the line costs more.
    pub(super) fn line_extra_minor(&self) -> Minor {
        self.extra_minor.saturating_mul(self.quantity.into())
    }

    /// Why, if nothing else is to be said for it.
    fn reason(&self) -> Reason {
        Reason::Instead {
            sku: self.from.sku.to_owned(),
            title: self.from.title.to_owned(),
            relation: Relation::Upgrade,
        }
    }

    /// What is offered in the place of the line.
    pub(super) fn item(&self, page: &PlanInput<'_>, reason: Reason) -> OfferItem {
        OfferItem {
            quantity: self.quantity,
            extra_minor: Some(self.extra_minor),
            replaces: Some(self.from.sku.to_owned()),
            note: page.graph.note(self.from.id, self.to.id).map(str::to_owned),
            ..page.offered(&self.to, reason)
        }
    }
}

/// The upgrade of a viewed product, or of the line in the basket that has the best one.
pub(super) fn upgrade<'a>(
    maker: &mut OfferContext<'_, 'a>,
    beside: Option<&Product<&'a str>>,
) -> Option<Offer> {
    let page = maker.page;
    let mut steps: Vec<UpgradeCandidate<'a>> = Vec::new();
    match beside {
        Some(viewed) => steps.extend(step(maker, *viewed, quantity(page, viewed).unwrap_or(1))),
        None => steps.extend(of_basket(maker)),
    }
    steps.sort_by_key(|UpgradeCandidate { to, edge, .. }| {
        (!edge.is_manual, Reverse(edge.weight), to.id)
    });
    let mut steps = steps.into_iter();
    let best = steps.next()?;
    steps.for_each(|step| maker.tell(&step.to, Outcome::Outranked));
    maker.offer(&best.to);
    page.unit(maker.kind, beside, vec![best.item(page, best.reason())])
}

/// The best upgrade of each line in the basket that has one.
pub(super) fn of_basket<'a>(
    maker: &OfferContext<'_, 'a>,
) -> impl Iterator<Item = UpgradeCandidate<'a>> {
    maker
        .page
        .lines
        .iter()
        .filter_map(|line| step(maker, line.product?, line.quantity))
}

/// How many of a product the shopper holds.
fn quantity(page: &PlanInput<'_>, product: &Product<&str>) -> Option<u32> {
    page.lines
        .iter()
        .find(|line| line.product.is_some_and(|held| held.id == product.id))
        .map(|line| line.quantity)
}

/// The best upgrade of one product.
fn step<'a>(
    maker: &OfferContext<'_, 'a>,
    from: Product<&'a str>,
    quantity: u32,
) -> Option<UpgradeCandidate<'a>> {
    let page = maker.page;
    let price = page.price(&from)?;
    let most = Limits::share(page.policy.tact.line_percent, price);
    let is_other = |held: &&Product<&str>| held.id != from.id;
    let mut best = None;
    for edge in page
        .graph
        .neighbors(from.id)
        .filter(|edge| edge.relation == Relation::Upgrade)
    {
        let Some(to) = page.graph.product_at(edge.to) else {
            continue;
        };
        // It takes the place of its line, so only the other lines can have a variant of it.
        let is_held = page
            .basket
            .iter()
            .filter(is_other)
            .any(|held| held.id == to.id || (held.group.is_some() && held.group == to.group));
        let refusal = maker
            .exclusions
            .own_verdict(&to)
            .or_else(|| page.refusal(&to));
        let extra_minor = page.price(&to).map(|dearer| dearer.saturating_sub(price));
        let verdict = match extra_minor {
            _ if is_held => Some(Outcome::InBasket),
            _ if refusal.is_some() => refusal,
            None => Some(Outcome::Unpriced),
            Some(extra) if extra > most => Some(Outcome::TooDear),
            Some(extra) if extra <= 0 || !is_better(page, &from, &to) => Some(Outcome::NotBetter),
            Some(_) if best.is_some() => Some(Outcome::Outranked),
            Some(extra_minor) => {
                best = Some(UpgradeCandidate {
                    from,
                    to,
                    edge,
                    extra_minor,
                    quantity,
                });
                None
            }
        };
        if let Some(verdict) = verdict {
            maker.tell(&to, verdict);
        }
    }
    best
}

fn is_better(page: &PlanInput<'_>, from: &Product<&str>, to: &Product<&str>) -> bool {
    let is_sound = |rating: &Rating| rating.reviews >= REVIEWS.into();
    let ratings = from.rating.filter(is_sound).zip(to.rating.filter(is_sound));
    page.graph.note(from.id, to.id).is_some()
        || ratings.is_some_and(|(from, to)| to.hundredths >= from.hundredths.saturating_add(BETTER))
}
