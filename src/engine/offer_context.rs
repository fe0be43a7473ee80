//! The context of one offer: the input, the page's eligibility, and the log.
//!
//! *Invariants*: a product that one offer claims is withheld from all later offers of the page,
//! with its variants. Each product that is considered gets an outcome.

use super::decisions::{DecisionLog, Outcome};
use super::eligibility::Eligibility;
use super::input::PlanInput;
use super::rank::{Candidate, rank};
use super::recency::RecencyWeight;
use super::repeat_purchases::is_due;
use crate::graph::STRENGTH_MAX;
use crate::model::{Minor, Offer, OfferItem, OfferKind, Product, ProductId, total};

/// The context in which one offer is made.
pub(super) struct OfferContext<'p, 'a> {
    pub(super) input: &'p PlanInput<'a>,
    pub(super) kind: OfferKind,
    pub(super) eligibility: &'p mut Eligibility,
    pub(super) log: &'p DecisionLog,
}

impl<'a> OfferContext<'_, 'a> {
    /// Records the outcome of a product.
    pub(super) fn record(&self, product: &Product<&str>, outcome: Outcome) {
        self.log.record_product(self.kind, product, outcome);
    }

    /// The reason why a product may not be offered here; `None` if it may.
    pub(super) fn refusal(&self, product: &Product<&str>) -> Option<Outcome> {
        self.eligibility.refusal(self.input, product)
    }

    /// Whether a product may be offered; if not, the reason is recorded.
    pub(super) fn admits(&self, product: &Product<&str>) -> bool {
        let refusal = self.refusal(product);
        if let Some(outcome) = refusal {
            self.record(product, outcome);
        }
        refusal.is_none()
    }

    /// Takes a product into this offer, and withholds it from the later ones.
    pub(super) fn claim(&mut self, product: &Product<&str>) {
        self.record(product, Outcome::Shown);
        self.eligibility.withhold(product, Outcome::Elsewhere);
    }

    /// The eligible companions of weighted antecedents, the most relevant first.
    ///
    /// A candidate passes if the merchant linked it, if its links reach the shop's limit, or if it
    /// is frequent in orders with its antecedent. The last condition is needed if two links to a
    /// product share its strength. Popularity alone is not a reason.
    pub(super) fn candidates(&self, antecedents: &[(ProductId, u32)]) -> Vec<Candidate<'a>> {
        let heaviest = antecedents
            .iter()
            .map(|(_, weight)| *weight)
            .max()
            .unwrap_or(RecencyWeight::ONE);
        self.eligible(&rank(self.input.graph, antecedents), heaviest)
    }

    /// The eligible companions of products with equal weights.
    pub(super) fn companions(&self, products: &[Product<&str>]) -> Vec<Candidate<'a>> {
        self.candidates(
            &products
                .iter()
                .map(|product| (product.id, RecencyWeight::ONE))
                .collect::<Vec<_>>(),
        )
    }

    /// The eligible companions of the cart.
    pub(super) fn cart_companions(&self) -> Vec<Candidate<'a>> {
        self.eligible(self.input.around_cart(), RecencyWeight::ONE)
    }

    /// The eligible companions of some products, and what the shopper bought before: the two kinds of evidence are added. A
    /// product that the shopper owns stays away unless it is due again.
    pub(super) fn candidates_with_history(
        &self,
        antecedents: &[(ProductId, u32)],
    ) -> Vec<Candidate<'a>> {
        self.eligible(
            &self.input.ranked_with_history(antecedents),
            RecencyWeight::ONE,
        )
    }

    /// Whether a candidate may be offered; if not, the reason is recorded.
    fn admits_candidate(&self, candidate: &Candidate<'a>) -> bool {
        self.log.weigh(candidate.product.id, candidate.evidence());
        let refusal = self.refusal(&candidate.product);
        let is_due = || candidate.own > 0 && is_due(&candidate.product, candidate.days_ago());
        let refusal = refusal.filter(|outcome| *outcome != Outcome::Owned || !is_due());
        if let Some(outcome) = refusal {
            self.record(&candidate.product, outcome);
        }
        refusal.is_none()
    }

    /// The candidates that may be offered and are relevant for an antecedent of this weight.
    fn eligible(&self, ranked: &[Candidate<'a>], heaviest: u32) -> Vec<Candidate<'a>> {
        let mut eligible: Vec<Candidate<'a>> = ranked
            .iter()
            .filter(|candidate| self.admits_candidate(candidate))
            .copied()
            .collect();
        let percent = u64::from(self.input.policy.limits.relevance_percent);
        let least = RecencyWeight::weigh(STRENGTH_MAX, heaviest)
            .saturating_mul(percent)
            .checked_div(100)
            .unwrap_or(0);
        let is_frequent = |candidate: &Candidate<'_>| {
            candidate.counts().is_some_and(|(together, orders)| {
                u64::from(together).saturating_mul(100) >= u64::from(orders).saturating_mul(percent)
            })
        };
        self.keep(&mut eligible, Outcome::Irrelevant, |candidate| {
            let evidence = candidate.linked.saturating_add(candidate.own);
            candidate.is_manual || evidence >= least || is_frequent(candidate)
        });
        eligible
    }

    /// Keeps the candidates that pass a test, and records the outcome of the others.
    pub(super) fn keep(
        &self,
        candidates: &mut Vec<Candidate<'a>>,
        outcome: Outcome,
        passes: impl Fn(&Candidate<'a>) -> bool,
    ) {
        candidates.retain(|candidate| {
            let passes = passes(candidate);
            if !passes {
                self.record(&candidate.product, outcome);
            }
            passes
        });
    }

    /// Keeps the candidates that cost at most `most_minor`, required parts of any price, and
    /// candidates without a price.
    pub(super) fn keep_cheap(&self, candidates: &mut Vec<Candidate<'a>>, most_minor: Minor) {
        let price = |candidate: &Candidate<'_>| self.input.prices.price(&candidate.product);
        self.keep(candidates, Outcome::TooExpensive, |candidate| {
            candidate.is_needed() || price(candidate).is_none_or(|price| price <= most_minor)
        });
    }

    /// Claims the first `most` candidates that `refuses` does not reject.
    pub(super) fn take(
        &mut self,
        candidates: Vec<Candidate<'a>>,
        most: usize,
        mut refuses: impl FnMut(&Candidate<'a>) -> Option<Outcome>,
    ) -> Vec<Candidate<'a>> {
        let mut taken = Vec::new();
        for candidate in candidates {
            // An eligible candidate may be a variant of one that was just claimed.
            let refusal = if taken.len() >= most {
                Some(Outcome::Outranked)
            } else {
                self.eligibility.page_refusal(&candidate.product)
            };
            if let Some(outcome) = refusal.or_else(|| refuses(&candidate)) {
                self.record(&candidate.product, outcome);
            } else {
                self.claim(&candidate.product);
                taken.push(candidate);
            }
        }
        taken
    }

    /// An offer of these items; `None` if there are none.
    pub(super) fn offer(
        &self,
        beside: Option<&Product<&str>>,
        items: Vec<OfferItem>,
    ) -> Option<Offer> {
        (!items.is_empty()).then(|| self.bare_offer(beside, items))
    }

    /// An offer that may have no items.
    pub(super) fn bare_offer(
        &self,
        beside: Option<&Product<&str>>,
        items: Vec<OfferItem>,
    ) -> Offer {
        let name = self.kind.name();
        let list_id = beside.map_or_else(
            || name.to_owned(),
            |product| [name, ":", product.sku].concat(),
        );
        let worth = |item: &OfferItem| {
            item.price_minor
                .unwrap_or(0)
                .saturating_mul(item.quantity.into())
        };
        Offer {
            kind: self.kind,
            slot: 0,
            list_id,
            sku: beside.map(|product| product.sku.to_owned()),
            is_in_cart: beside.is_some_and(|product| self.input.is_held(product)),
            total_minor: total(items.iter().map(worth)),
            items,
            memberships: Vec::new(),
            quantity_break: None,
            loyalty: None,
            ends_at_ms: None,
            progress: None,
        }
    }
}
