//! Makes one plan for the whole page: the offers, their order and their slots.
//!
//! *Invariants*: a plan has at most as many offers as the shop's limits allow, in addition to the
//! shipping bar. No offer and no product appears twice. Offers are made in the order of the stage,
//! so the more important ones choose their products first.

use super::control_group::is_control_group;
use super::decisions::{Decision, DecisionLog, Outcome};
use super::eligibility::Eligibility;
use super::input::PlanInput;
use super::offer_context::OfferContext;
use super::offers;
use super::prices::todays;
use super::stage::{objection, order};
use super::{Context, Slot};
use crate::graph::Graph;
use crate::model::{Offer, OfferKind, Plan, Policy, Product, ShippingOffer};

/// Plans everything that Tillside shows on a page.
///
/// A SKU that the graph does not contain counts for the subtotal with the page's price, and is
/// otherwise ignored.
#[must_use]
pub fn plan(graph: &Graph, policy: &Policy, context: &Context) -> Plan {
    let input = PlanInput::new(graph, policy, context);
    Planner::new(&input, &DecisionLog::default()).plan()
}

/// The outcome of every offer, and of every product that was considered for one, in the order of
/// the decisions.
#[must_use]
pub fn explain(graph: &Graph, policy: &Policy, context: &Context) -> Vec<Decision> {
    let input = PlanInput::new(graph, policy, context);
    let log = DecisionLog::kept();
    Planner::new(&input, &log).plan();
    log.into_decisions()
}

/// The kinds of offers of the context's stage, in the order in which a plan makes them.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn kinds(graph: &Graph, policy: &Policy, context: &Context) -> Vec<OfferKind> {
    order(&PlanInput::new(graph, policy, context))
}

/// The SKUs that a plan looks up in addition to those of slots and cart. The page must load their
/// shards.
#[must_use]
pub fn extra_skus<'a>(policy: &'a Policy, context: &'a Context) -> Vec<&'a str> {
    let has_slot = |kind: OfferKind| {
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
    if has_slot(OfferKind::AbandonedCart) && context.shopper.has_consent {
        wanted.extend(context.left.lines().map(|line| line.sku.as_str()));
    }
    if has_slot(OfferKind::Deal) {
        wanted.extend(todays(policy, context).map(|deal| deal.sku.as_str()));
    }
    let most = if has_slot(OfferKind::BuyAgain) {
        offers::HISTORY
    } else if has_slot(OfferKind::AlsoBought) || has_slot(OfferKind::Shipping) {
        offers::CART_HISTORY
    } else {
        0
    };
    if most > 0 {
        let history = context.shopper.history.iter().take(most);
        wanted.extend(history.map(|bought| bought.sku.as_str()));
    }
    wanted
}

struct Planner<'p, 'a> {
    input: &'p PlanInput<'a>,
    log: &'p DecisionLog,
    eligibility: Eligibility,
    offers: Vec<Offer>,
    shipping: Option<ShippingOffer>,
}

impl<'p, 'a> Planner<'p, 'a> {
    fn new(input: &'p PlanInput<'a>, log: &'p DecisionLog) -> Self {
        Self {
            input,
            log,
            eligibility: Eligibility::new(input),
            offers: Vec::new(),
            shipping: None,
        }
    }

    fn plan(mut self) -> Plan {
        let input = self.input;
        let is_control_group = is_control_group(input.policy, input.context);
        let kinds = order(input);
        let (left_out, outcome) = if is_control_group {
            (&[][..], Outcome::ControlGroup)
        } else {
            (kinds.as_slice(), Outcome::Stage)
        };
        for kind in OfferKind::ALL {
            if !left_out.contains(&kind) {
                self.log.record_offer(kind, outcome);
            }
        }
        for kind in kinds.iter().filter(|_| !is_control_group) {
            self.make(*kind);
        }
        Plan {
            currency: input.context.currency.clone(),
            subtotal_minor: input.subtotal_minor,
            is_control_group,
            offers: self.offers,
            shipping: self.shipping,
        }
    }

    /// Makes the offers of a kind for the slots that show it.
    fn make(&mut self, kind: OfferKind) {
        if let Some(outcome) = objection(self.input, kind) {
            return self.log.record_offer(kind, outcome);
        }
        if kind == OfferKind::Shipping {
            self.shipping = offers::shipping(&mut self.offer_context(kind));
            let is_shown = self.shipping.is_some();
            let outcome = if is_shown {
                Outcome::Shown
            } else {
                Outcome::Nothing
            };
            return self.log.record_offer(kind, outcome);
        }
        let mut outcome = Outcome::NoSlot;
        for slot in slots(self.input.context, kind) {
            let beside = if kind.is_beside_a_product() {
                self.product_beside(slot)
            } else {
                None
            };
            let sku = beside.map(|product| product.sku);
            let is_taken = |offer: &Offer| {
                offer.slot == slot.id || (offer.kind == kind && offer.sku.as_deref() == sku)
            };
            if self.offers.iter().any(is_taken) {
                continue;
            }
            outcome = self.fill(kind, slot, beside.as_ref());
            self.log.record_offer(kind, outcome);
        }
        if outcome == Outcome::NoSlot {
            self.log.record_offer(kind, outcome);
        }
    }

    /// Makes one offer for one slot.
    fn fill(&mut self, kind: OfferKind, slot: &Slot, beside: Option<&Product<&'a str>>) -> Outcome {
        let Context {
            dismissed, seen, ..
        } = self.input.context;
        let limits = &self.input.policy.limits;
        if self.offers.len() >= limits.offers_per_page.into() {
            return Outcome::TooMany;
        }
        if dismissed.iter().any(|id| id == kind.name()) {
            return Outcome::Dismissed;
        }
        let Some(mut offer) = offers::make(&mut self.offer_context(kind), beside) else {
            return Outcome::Nothing;
        };
        let topic = offer.topic();
        let pages = seen
            .iter()
            .filter(|(known, _)| *known == topic)
            .map(|(_, pages)| *pages)
            .max();
        if dismissed.contains(&offer.list_id) {
            return Outcome::Dismissed;
        }
        if beside.is_none() && pages.is_some_and(|pages| pages >= limits.repeats.into()) {
            return Outcome::Repeated;
        }
        offer.slot = slot.id;
        self.offers.push(offer);
        Outcome::Shown
    }

    fn offer_context(&mut self, kind: OfferKind) -> OfferContext<'_, 'a> {
        OfferContext {
            input: self.input,
            kind,
            eligibility: &mut self.eligibility,
            log: self.log,
        }
    }

    /// The product that a slot belongs to; for a slot that shows any offer, the first viewed
    /// product.
    fn product_beside(&self, slot: &Slot) -> Option<Product<&'a str>> {
        match (&slot.sku, slot.kind) {
            (Some(sku), _) => self.input.graph.product(sku),
            (None, None) => self.input.viewed.first().copied(),
            (None, Some(_)) => None,
        }
    }
}

/// The slots that show a kind of offer: first the slots for this kind only, then those for any
/// kind.
fn slots(context: &Context, kind: OfferKind) -> impl Iterator<Item = &Slot> {
    // The alternatives of a sold-out product take the place of its bundle.
    let is_own = move |slot: &&Slot| {
        slot.kind.is_some_and(|wanted| {
            wanted == kind
                || (wanted == OfferKind::Bundle && kind == OfferKind::SoldOutAlternatives)
        })
    };
    let is_free = |slot: &&Slot| slot.kind.is_none();
    context
        .slots
        .iter()
        .filter(is_own)
        .chain(context.slots.iter().filter(is_free))
}
