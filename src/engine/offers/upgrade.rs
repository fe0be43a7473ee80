//! Upgrade: one better than what the shopper looks at or holds. It replaces the line.
//!
//! *Invariants*: dearer, and by no more than the shop's tact allows; something can be said for it: the shop's words, what the titles
//! tell, or what shoppers think of the two.

use std::cmp::Reverse;

use crate::engine::maker::Maker;
use crate::engine::page::Page;
use crate::engine::verdict::Verdict;
use crate::graph::Edge;
use crate::model::{Minor, Product, Rating, Reason, Relation, Tact, Unit};

/// Fewer reviews than this are chance.
const REVIEWS: u16 = 5;

/// So many hundredths of a star more are better.
const BETTER: u16 = 20;

/// A product and one better.
struct Step<'a> {
    from: &'a Product,
    to: &'a Product,
    edge: Edge,
    /// What one costs more.
    extra_minor: Minor,
    quantity: u32,
}

/// The upgrade of a viewed product, or of the line in the basket that has the best one.
pub(super) fn upgrade(maker: &mut Maker<'_, '_>, beside: Option<&Product>) -> Option<Unit> {
    let page = maker.page;
    let mut steps: Vec<Step<'_>> = Vec::new();
    match beside {
        Some(viewed) => steps.extend(step(maker, viewed, quantity(page, viewed).unwrap_or(1))),
        None => {
            for line in &page.lines {
                steps.extend(line.product.and_then(|product| step(maker, product, line.quantity)));
            }
        }
    }
    steps.sort_by_key(|Step { to, edge, .. }| (!edge.is_by_hand, Reverse(edge.weight), to.id));
    let mut steps = steps.into_iter();
    let Step { from, to, extra_minor, quantity, .. } = steps.next()?;
    steps.for_each(|step| maker.tell(step.to, Verdict::Outranked));
    maker.offer(to);
    let reason = Reason::Instead { sku: from.sku.clone(), title: from.title.clone(), relation: Relation::Upgrade };
    let mut item = page.offered(to, reason);
    item.quantity = quantity;
    item.extra_minor = Some(extra_minor);
    item.replaces = Some(from.sku.clone());
    item.note = page.graph.note(from.id, to.id).map(str::to_owned);
    page.unit(maker.kind, beside, vec![item])
}

/// How many of a product the shopper holds.
fn quantity(page: &Page<'_>, product: &Product) -> Option<u32> {
    page.lines.iter().find(|line| line.product.is_some_and(|held| held.id == product.id)).map(|line| line.quantity)
}

/// The best upgrade of one product.
fn step<'a>(maker: &Maker<'_, 'a>, from: &'a Product, quantity: u32) -> Option<Step<'a>> {
    let page = maker.page;
    let price = page.price(from)?;
    let most = Tact::share(page.policy.tact.line_percent, price);
    let is_other = |held: &&&Product| held.id != from.id;
    let mut best = None;
    for edge in page.graph.neighbours(from.id).iter().filter(|edge| edge.relation == Relation::Upgrade) {
        let Some(to) = page.graph.product_at(edge.to) else { continue };
        // It takes the place of its line, so only the other lines can have a variant of it.
        let is_held =
            page.basket.iter().filter(is_other).any(|held| held.id == to.id || (held.group.is_some() && held.group == to.group));
        let refusal = maker.withheld.own_verdict(to).or_else(|| page.refusal(to));
        let extra_minor = page.price(to).map(|dearer| dearer.saturating_sub(price));
        let verdict = match extra_minor {
            _ if is_held => Some(Verdict::InBasket),
            _ if refusal.is_some() => refusal,
            None => Some(Verdict::Unpriced),
            Some(extra) if extra > most => Some(Verdict::TooDear),
            Some(extra) if extra <= 0 || !is_better(page, from, to) => Some(Verdict::NotBetter),
            Some(_) if best.is_some() => Some(Verdict::Outranked),
            Some(extra_minor) => {
                best = Some(Step { from, to, edge: *edge, extra_minor, quantity });
                None
            }
        };
        if let Some(verdict) = verdict {
            maker.tell(to, verdict);
        }
    }
    best
}

fn is_better(page: &Page<'_>, from: &Product, to: &Product) -> bool {
    let is_sound = |rating: &Rating| rating.reviews >= REVIEWS.into();
    let ratings = from.rating.filter(is_sound).zip(to.rating.filter(is_sound));
    page.graph.note(from.id, to.id).is_some()
        || ratings.is_some_and(|(from, to)| to.hundredths >= from.hundredths.saturating_add(BETTER))
}
