//! One plan for the whole page: which offers are made, in which order, and where they stand.
//!
//! *Invariants*: at most as many units as the shop's tact allows, the shipping bar beside them; no offer and no product twice;
//! offers are made in the order of the stage, so that the more important ones choose first.

use super::decision::{Decision, Outcome};
use super::input::PlanInput;
use super::offer_context::{Exclusions, OfferContext};
use super::offers::{self, is_beside_a_product};
use super::stage::{objection, order};
use super::{Context, Slot};
use crate::graph::Graph;
use crate::model::{Offer, OfferKind, Plan, Policy, Product, ShippingOffer, SkuKey};

/// Plans everything that Tillside shows on a page.
///
/// SKUs that the graph does not know count for the subtotal when the page names their price, and otherwise not at all.
#[must_use]
pub fn plan(graph: &Graph, policy: &Policy, context: &Context) -> Plan {
    Planner::new(&PlanInput::new(graph, policy, context, false)).plan()
}

/// What became of every offer, and of every product that was considered for one, in the order in which it was decided.
#[must_use]
pub fn explain(graph: &Graph, policy: &Policy, context: &Context) -> Vec<Decision> {
    let page = PlanInput::new(graph, policy, context, true);
    Planner::new(&page).plan();
    page.told()
}

/// The SKUs that a plan would look up besides those of slots and basket: a page loads what the graph knows of them.
#[must_use]
pub fn wants<'a>(policy: &'a Policy, context: &'a Context) -> Vec<&'a str> {
    let has_place = |kind: OfferKind| {
        context
            .slots
            .iter()
            .any(|slot| slot.kind.is_none_or(|wanted| wanted == kind))
    };
    let mut wanted: Vec<&str> = context
        .purchased
        .lines()
        .map(|line| line.sku.as_str())
        .collect();
    if has_place(OfferKind::Recovery) && context.shopper.has_consent {
        wanted.extend(context.left.lines().map(|line| line.sku.as_str()));
    }
    if has_place(OfferKind::Deal) {
        wanted.extend(offers::todays(policy, context).map(|deal| deal.sku.as_str()));
    }
    if has_place(OfferKind::Again) {
        wanted.extend(
            context
                .shopper
                .history
                .iter()
                .take(offers::HISTORY)
                .map(|bought| bought.sku.as_str()),
        );
    }
    wanted
}

struct Planner<'p, 'a> {
    page: &'p PlanInput<'a>,
    exclusions: Exclusions,
    units: Vec<Offer>,
    shipping: Option<ShippingOffer>,
}

impl<'p, 'a> Planner<'p, 'a> {
    fn new(page: &'p PlanInput<'a>) -> Self {
        let mut exclusions = Exclusions::default();
        page.basket
            .iter()
            .for_each(|product| exclusions.add(product, Outcome::InBasket));
        Self {
            page,
            exclusions,
            units: Vec::new(),
            shipping: None,
        }
    }

    fn plan(mut self) -> Plan {
        let page = self.page;
        let is_held_out = is_held_out(page.policy, page.context);
        let kinds = order(page);
        for kind in OfferKind::ALL
            .into_iter()
            .filter(|kind| is_held_out || !kinds.contains(kind))
        {
            self.tell(
                kind,
                if is_held_out {
                    Outcome::HeldOut
                } else {
                    Outcome::Stage
                },
            );
        }
        for kind in kinds.into_iter().filter(|_| !is_held_out) {
            self.place(kind);
        }
        Plan {
            currency: page.context.currency.clone(),
            subtotal_minor: page.subtotal_minor,
            is_held_out,
            units: self.units,
            shipping: self.shipping,
        }
    }

    fn tell(&self, kind: OfferKind, verdict: Outcome) {
        self.page.tell(|| Decision::offer(kind, verdict));
    }

    /// Makes the offers of a kind for the places that take them.
    fn place(&mut self, kind: OfferKind) {
        let page = self.page;
        if let Some(verdict) = objection(page, kind) {
            return self.tell(kind, verdict);
        }
        if kind == OfferKind::Shipping {
            self.shipping = offers::shipping(&mut self.maker(kind));
            return self.tell(
                kind,
                if self.shipping.is_some() {
                    Outcome::Shown
                } else {
                    Outcome::Nothing
                },
            );
        }
        let mut verdict = Outcome::NoSlot;
        for slot in slots(page.context, kind) {
            let beside = if is_beside_a_product(kind) {
                self.beside(slot)
            } else {
                None
            };
            let sku = beside.map(|product| product.sku);
            let is_taken = |unit: &Offer| {
                unit.slot == slot.id || (unit.kind == kind && unit.sku.as_deref() == sku)
            };
            if self.units.iter().any(is_taken) {
                continue;
            }
            verdict = self.fill(kind, slot, beside.as_ref());
            self.tell(kind, verdict);
        }
        if verdict == Outcome::NoSlot {
            self.tell(kind, verdict);
        }
    }

    /// Makes one offer for one place.
    fn fill(&mut self, kind: OfferKind, slot: &Slot, beside: Option<&Product<&'a str>>) -> Outcome {
        let Context {
            dismissed, seen, ..
        } = self.page.context;
        if self.units.len() >= self.page.policy.tact.units.into() {
            return Outcome::TooMany;
        }
        if dismissed.iter().any(|id| id == kind.word()) {
            return Outcome::Dismissed;
        }
        let Some(mut unit) = offers::make(&mut self.maker(kind), beside) else {
            return Outcome::Nothing;
        };
        let topic = unit.topic();
        let pages = seen
            .iter()
            .filter(|(known, _)| *known == topic)
            .map(|(_, pages)| *pages)
            .max();
        if dismissed.contains(&unit.list_id) {
            return Outcome::Dismissed;
        }
        if beside.is_none()
            && pages.is_some_and(|pages| pages >= self.page.policy.tact.repeats.into())
        {
            return Outcome::Repeated;
        }
        unit.slot = slot.id;
        self.units.push(unit);
        Outcome::Shown
    }

    fn maker(&mut self, kind: OfferKind) -> OfferContext<'_, 'a> {
        OfferContext {
            page: self.page,
            kind,
            exclusions: &mut self.exclusions,
        }
    }

    /// The product that a place stands beside; one for any offer stands beside what the page presents first.
    fn beside(&self, slot: &Slot) -> Option<Product<&'a str>> {
        let page = self.page;
        match (&slot.sku, slot.kind) {
            (Some(sku), _) => page.graph.product(sku),
            (None, None) => page.viewed.first().copied(),
            (None, Some(_)) => None,
        }
    }
}

/// The places that take a kind of offer: first those for it alone, then those for any.
fn slots(context: &Context, kind: OfferKind) -> impl Iterator<Item = &Slot> {
    // What comes closest to a sold-out product stands where its bundle would.
    let is_own = move |slot: &&Slot| {
        slot.kind.is_some_and(|wanted| {
            wanted == kind || (wanted == OfferKind::Bundle && kind == OfferKind::Rescue)
        })
    };
    let is_free = |slot: &&Slot| slot.kind.is_none();
    context
        .slots
        .iter()
        .filter(is_own)
        .chain(context.slots.iter().filter(is_free))
}

/// Whether this shopper is shown nothing: the same one always, and so many of a hundred.
fn is_held_out(policy: &Policy, context: &Context) -> bool {
    let visitor = context.shopper.visitor.as_deref();
    visitor.is_some_and(|visitor| SkuKey::new(visitor).shard(100) < policy.holdout_percent.into())
}
