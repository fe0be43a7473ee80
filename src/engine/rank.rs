//! Which products go with the ones at hand: the ranking that most offers draw from.
//!
//! *Invariants*: a candidate's relevance is the sum of its edges' strengths over the antecedents, each times what the antecedent
//! counts, and of what speaks for it in any basket; what the merchant linked by hand comes first; ties go to the product bought
//! more often with an antecedent, then to the more popular one. Only companions are ranked, never substitutes.

use std::cmp::Reverse;

use super::recency::RecencyWeight;
use crate::graph::{Edge, Graph};
use crate::model::{Product, ProductId, Reason, Relation};

/// A product that may be offered, with its evidence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'a> {
    pub(super) product: Product<&'a str>,
    /// Whether the merchant linked it by hand.
    pub(super) is_manual: bool,
    /// Sum of strengths in units of 1 / [`RecencyWeight::ONE`].
    pub(super) relevance: u64,
    /// What edges bring of it.
    pub(super) linked: u64,
    /// The strongest edge that leads here.
    pub(super) evidence: Evidence,
}

/// Where a candidate's relevance comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evidence {
    is_manual: bool,
    strength: u64,
    antecedent: ProductId,
    /// Number of orders with the antecedent; `None` where its own file is not loaded.
    orders: Option<u32>,
    relation: Relation,
    together: Option<u32>,
}

impl Candidate<'_> {
    /// Whether an antecedent does not work without it.
    pub(super) fn is_needed(&self) -> bool {
        self.evidence.relation == Relation::RequiredPart
    }

    /// The product that says most for it.
    pub(super) fn antecedent(&self) -> ProductId {
        self.evidence.antecedent
    }

    /// In what way it goes with the antecedent that says most for it.
    pub(super) fn relation(&self) -> Relation {
        self.evidence.relation
    }

    /// Number of orders with it and the antecedent, and with the antecedent; `None` where they may not be told.
    pub(super) fn counts(&self) -> Option<(u32, u32)> {
        self.evidence.together.zip(self.evidence.orders)
    }

    pub(super) fn reason(&self, graph: &Graph) -> Reason {
        let antecedent = graph.product_at(self.evidence.antecedent);
        let sku = antecedent
            .map(|product| product.sku.to_owned())
            .unwrap_or_default();
        let title = antecedent
            .map(|product| product.title.to_owned())
            .unwrap_or_default();
        // One count without the other says nothing that a shopper could judge; that something does not work says more than counts.
        match self.counts().filter(|_| !self.is_needed()) {
            Some((together, orders)) => Reason::OftenBoughtWith {
                sku,
                title,
                together,
                orders,
            },
            None => Reason::GoesWith {
                sku,
                title,
                relation: self.evidence.relation,
            },
        }
    }
}

/// Ranks everything that the antecedents' edges lead to, the most relevant first. With each antecedent comes what it counts,
/// [`RecencyWeight::ONE`] in doubt.
pub(super) fn rank<'a>(graph: &'a Graph, antecedents: &[(ProductId, u32)]) -> Vec<Candidate<'a>> {
    let mut links: Vec<(ProductId, Evidence)> = Vec::new();
    for (antecedent, weight) in antecedents {
        let orders = graph
            .product_at(*antecedent)
            .and_then(|product| product.orders);
        for edge in graph
            .neighbors(*antecedent)
            .filter(|edge| edge.relation.is_companion())
        {
            let Edge {
                is_manual,
                relation,
                together,
                ..
            } = edge;
            let strength = RecencyWeight::weigh(edge.strength(), *weight);
            links.push((
                edge.to,
                Evidence {
                    is_manual,
                    strength,
                    antecedent: *antecedent,
                    orders,
                    relation,
                    together,
                },
            ));
        }
    }
    // The links to one product come together, the strongest first.
    links.sort_unstable_by_key(
        |(
            to,
            Evidence {
                is_manual,
                strength,
                together,
                antecedent,
                ..
            },
        )| {
            (
                *to,
                !*is_manual,
                Reverse(*strength),
                Reverse(*together),
                *antecedent,
            )
        },
    );
    let mut ranked: Vec<Candidate<'a>> = Vec::new();
    for links in links.chunk_by(|(one, _), (other, _)| one == other) {
        let Some((to, evidence)) = links.first().copied() else {
            continue;
        };
        let Some(product) = graph.product_at(to) else {
            continue;
        };
        let linked = links
            .iter()
            .map(|(_, evidence)| evidence.strength)
            .fold(0, u64::saturating_add);
        let relevance =
            RecencyWeight::weigh(product.base, RecencyWeight::ONE).saturating_add(linked);
        ranked.push(Candidate {
            product,
            is_manual: evidence.is_manual,
            relevance,
            linked,
            evidence,
        });
    }
    ranked.sort_unstable_by_key(
        |Candidate {
             product,
             is_manual,
             relevance,
             evidence,
             ..
         }| {
            (
                !*is_manual,
                Reverse(*relevance),
                Reverse(evidence.together),
                product.id,
            )
        },
    );
    ranked
}
