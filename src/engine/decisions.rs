//! The decisions log: the outcome of each offer, and of each product that was considered for one.
//!
//! *Invariants*: a plan does not depend on whether the log is kept.

use std::cell::RefCell;

use serde::Serialize;

use crate::model::{OfferKind, Product, ProductId};

/// The outcome of an offer, or of a product that was considered for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is offered.
    Shown,
    /// It is in the cart.
    InCart,
    /// Another variant of it is in the cart, viewed or offered.
    Variant,
    /// It is the viewed product.
    Viewed,
    /// Another offer of this page contains it.
    Elsewhere,
    /// It is the gift of a reward.
    Gift,
    /// It is sold out.
    SoldOut,
    /// The merchant excludes it from all offers.
    Never,
    /// It is sold in sets only, but an offer adds a single piece.
    InSets,
    /// It has too many variants to choose from, but an offer adds it together with other products.
    ChosenOnPage,
    /// The shopper bought it recently.
    Owned,
    /// Its price is unknown, or too old to be used.
    Unpriced,
    /// It costs too much compared with the product or cart that it belongs to.
    TooExpensive,
    /// Its links are too weak.
    Irrelevant,
    /// A quantity break would change the sum of the offer's prices.
    QuantityBreak,
    /// It is not better than the product it would replace.
    NotBetter,
    /// Better candidates fill all places.
    Outranked,
    /// The page has no slot for such an offer.
    NoSlot,
    /// The page already shows its maximum number of offers.
    TooMany,
    /// This kind of offer does not belong to the stage of the purchase.
    Stage,
    /// The viewed product is sold out, and its alternatives are the only offer.
    SoldOutAlternatives,
    /// The viewed product is too expensive for this kind of offer.
    BigTicket,
    /// The shopper dismissed it.
    Dismissed,
    /// The shopper saw it on the maximum number of pages of this visit.
    Repeated,
    /// No product is suitable.
    Nothing,
    /// The shopper belongs to the control group, which sees no offers.
    ControlGroup,
}

/// An offer or a product with its outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// The kind of offer.
    pub kind: OfferKind,
    /// The SKU of the considered product; `None` for the offer as a whole.
    pub sku: Option<String>,
    /// The title of the considered product; `None` for the offer as a whole.
    pub title: Option<String>,
    /// The outcome.
    pub outcome: Outcome,
    /// The evidence for the considered product; `None` where no evidence was weighed.
    pub evidence: Option<EvidenceParts>,
}

/// The two parts of the evidence for a product, in percent of the strongest link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EvidenceParts {
    /// The links that lead to it from the products at hand.
    pub links: u32,
    /// The shopper's own orders.
    pub own_orders: u32,
}

/// The decisions of one plan, in the order in which they were made. A log that was not requested
/// stays empty and allocates no memory.
#[derive(Debug, Default)]
pub(super) struct DecisionLog {
    entries: Option<RefCell<Vec<Decision>>>,
    /// The latest evidence for each product.
    evidence: RefCell<Vec<(ProductId, EvidenceParts)>>,
}

impl DecisionLog {
    /// A log that keeps its entries.
    pub(super) fn kept() -> Self {
        Self {
            entries: Some(RefCell::default()),
            evidence: RefCell::default(),
        }
    }

    /// Records the outcome of an offer as a whole.
    pub(super) fn record_offer(&self, kind: OfferKind, outcome: Outcome) {
        self.record(|| Decision {
            kind,
            sku: None,
            title: None,
            outcome,
            evidence: None,
        });
    }

    /// Records the outcome of a product that was considered for an offer.
    pub(super) fn record_product(
        &self,
        kind: OfferKind,
        product: &Product<&str>,
        outcome: Outcome,
    ) {
        self.record(|| Decision {
            kind,
            sku: Some(product.sku.to_owned()),
            title: Some(product.title.to_owned()),
            outcome,
            evidence: self.evidence_for(product.id),
        });
    }

    /// Records the evidence for a product, for its outcomes that follow.
    pub(super) fn weigh(&self, product: ProductId, evidence: EvidenceParts) {
        if self.entries.is_some() {
            let mut known = self.evidence.borrow_mut();
            match known.iter_mut().find(|(other, _)| *other == product) {
                Some((_, latest)) => *latest = evidence,
                None => known.push((product, evidence)),
            }
        }
    }

    fn evidence_for(&self, product: ProductId) -> Option<EvidenceParts> {
        let evidence = self.evidence.borrow();
        let found = evidence.iter().rev().find(|(known, _)| *known == product);
        found.map(|(_, evidence)| *evidence)
    }

    fn record(&self, decision: impl FnOnce() -> Decision) {
        if let Some(entries) = &self.entries {
            entries.borrow_mut().push(decision());
        }
    }

    /// The recorded decisions.
    pub(super) fn into_decisions(self) -> Vec<Decision> {
        self.entries.map(RefCell::into_inner).unwrap_or_default()
    }
}
