//! The making of one offer: who is considered, who is chosen, and what becomes of the others.
//!
//! *Invariants*: what one offer takes is excluded from all others of the page, its variants too; of everything that was considered
//! it can be told what became of it.

use super::decision::{Decision, Outcome};
use super::input::PlanInput;
use super::rank::{Candidate, rank};
use super::recency::RecencyWeight;
use crate::graph::STRENGTH_MAX;
use crate::model::{OfferKind, Product, ProductId};

/// What may not be offered (any more) on this page, and why.
#[derive(Clone, Debug, Default)]
pub(super) struct Exclusions {
    products: Vec<(ProductId, Outcome)>,
    groups: Vec<u32>,
}

impl Exclusions {
    /// Withholds a product and every variant of it.
    pub(super) fn add(&mut self, product: &Product<&str>, verdict: Outcome) {
        self.products.push((product.id, verdict));
        self.groups.extend(product.group);
    }

    /// Why a product is excluded, whatever its variants are; `None` when it is not.
    pub(super) fn own_verdict(&self, product: &Product<&str>) -> Option<Outcome> {
        self.products
            .iter()
            .find(|(id, _)| *id == product.id)
            .map(|(_, verdict)| *verdict)
    }

    /// Why a product is excluded; `None` when it is not.
    fn verdict(&self, product: &Product<&str>) -> Option<Outcome> {
        self.own_verdict(product).or_else(|| {
            product
                .group
                .is_some_and(|group| self.groups.contains(&group))
                .then_some(Outcome::Variant)
        })
    }
}

/// Makes an offer of one kind.
pub(super) struct OfferContext<'p, 'a> {
    pub(super) page: &'p PlanInput<'a>,
    pub(super) kind: OfferKind,
    pub(super) exclusions: &'p mut Exclusions,
}

impl<'a> OfferContext<'_, 'a> {
    /// Notes what became of a product.
    pub(super) fn tell(&self, product: &Product<&str>, verdict: Outcome) {
        self.page
            .tell(|| Decision::product(self.kind, product, verdict));
    }

    /// Why a product may not be offered here; `None` when it may.
    pub(super) fn refusal(&self, product: &Product<&str>) -> Option<Outcome> {
        self.exclusions
            .verdict(product)
            .or_else(|| self.page.refusal(product))
    }

    /// Whether a product may be offered; if not, that is noted.
    pub(super) fn admits(&self, product: &Product<&str>) -> bool {
        let refusal = self.refusal(product);
        if let Some(verdict) = refusal {
            self.tell(product, verdict);
        }
        refusal.is_none()
    }

    /// What goes with these products and may be offered, the most relevant first.
    ///
    /// What the shop's links say too little for is left out: mere popularity is no reason. What is often bought with a product is
    /// relevant to a shopper, though other links may say the same, and its own therefore nothing more.
    pub(super) fn candidates(&self, antecedents: &[(ProductId, u32)]) -> Vec<Candidate<'a>> {
        let heaviest = antecedents
            .iter()
            .map(|(_, weight)| *weight)
            .max()
            .unwrap_or(RecencyWeight::ONE);
        self.admitted(&rank(self.page.graph, antecedents), heaviest)
    }

    /// The same for products that say equally much.
    pub(super) fn companions(&self, products: &[Product<&str>]) -> Vec<Candidate<'a>> {
        self.candidates(
            &products
                .iter()
                .map(|product| (product.id, RecencyWeight::ONE))
                .collect::<Vec<_>>(),
        )
    }

    /// The same for the basket, which most offers ask for.
    pub(super) fn basket_companions(&self) -> Vec<Candidate<'a>> {
        self.admitted(self.page.around_basket(), RecencyWeight::ONE)
    }

    /// Those that may be offered here and are relevant beside an antecedent of this weight.
    fn admitted(&self, ranked: &[Candidate<'a>], heaviest: u32) -> Vec<Candidate<'a>> {
        let mut admitted: Vec<Candidate<'a>> = ranked
            .iter()
            .filter(|candidate| self.admits(&candidate.product))
            .copied()
            .collect();
        let percent = u64::from(self.page.policy.tact.relevance_percent);
        let least = RecencyWeight::weigh(STRENGTH_MAX, heaviest)
            .saturating_mul(percent)
            .checked_div(100)
            .unwrap_or(0);
        let is_frequent = |candidate: &Candidate<'_>| {
            candidate.counts().is_some_and(|(together, orders)| {
                u64::from(together).saturating_mul(100) >= u64::from(orders).saturating_mul(percent)
            })
        };
        self.keep(&mut admitted, Outcome::Irrelevant, |candidate| {
            candidate.is_manual || candidate.linked >= least || is_frequent(candidate)
        });
        admitted
    }

    /// Leaves out the candidates that fail a test, and notes why.
    pub(super) fn keep(
        &self,
        candidates: &mut Vec<Candidate<'a>>,
        verdict: Outcome,
        passes: impl Fn(&Candidate<'a>) -> bool,
    ) {
        candidates.retain(|candidate| {
            let passes = passes(candidate);
            if !passes {
                self.tell(&candidate.product, verdict);
            }
            passes
        });
    }

    /// Leaves out what costs more than this; a required part may cost anything, and what has no price is not known to be cheap.
    pub(super) fn keep_cheap(&self, candidates: &mut Vec<Candidate<'a>>, most: i64) {
        let price = |candidate: &Candidate<'_>| self.page.price(&candidate.product);
        self.keep(candidates, Outcome::TooDear, |candidate| {
            candidate.is_needed() || price(candidate).is_none_or(|price| price <= most)
        });
    }

    /// Takes candidates in their order, leaving out those that fail beside what was taken before.
    pub(super) fn take(
        &mut self,
        candidates: Vec<Candidate<'a>>,
        most: usize,
        mut fits: impl FnMut(&Candidate<'a>) -> Option<Outcome>,
    ) -> Vec<Candidate<'a>> {
        let mut taken = Vec::new();
        for candidate in candidates {
            let refusal = if taken.len() >= most {
                Some(Outcome::Outranked)
            } else {
                self.exclusions.verdict(&candidate.product)
            };
            if let Some(verdict) = refusal.or_else(|| fits(&candidate)) {
                self.tell(&candidate.product, verdict);
            } else {
                self.offer(&candidate.product);
                taken.push(candidate);
            }
        }
        taken
    }

    /// Withholds from the rest of the page what this offer takes.
    pub(super) fn offer(&mut self, product: &Product<&str>) {
        self.tell(product, Outcome::Shown);
        self.exclusions.add(product, Outcome::Elsewhere);
    }
}
