//! Ranks the products that go with given ones. Offers, training and evaluation share this scoring.
//!
//! The relevance of a candidate is the sum of its link strengths, each times the weight of its
//! antecedent, plus its popularity prior. All numbers are integers, in units of
//! 1 / [`RecencyWeight::ONE`] of a link strength.
//!
//! # Example
//!
//! The cart contains a lantern and a candle, both with weight 1. The lantern links to matches with
//! strength 300, the candle with 200, and matches have a popularity prior of 50. Their relevance is
//! 300 + 200 + 50 = 550. A tray has one link, from the lantern with strength 400, and no prior; its
//! relevance is 400, so it ranks second.
//!
//! *Invariants*: manual links come first. Ties go to the product that was bought more often with
//! its strongest antecedent, then to the more popular product. Only companions are ranked, never
//! substitutes.

use std::cmp::Reverse;

use super::decisions::EvidenceParts;
use super::history::History;
use super::recency::RecencyWeight;
use super::repeat_purchases::Purchase;
use crate::graph::{Edge, Graph, STRENGTH_MAX};
use crate::model::{Product, ProductId, Reason, Relation};

/// A product that may be offered, with its evidence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'a> {
    pub(super) product: Product<&'a str>,
    /// Whether the merchant linked it by hand.
    pub(super) is_manual: bool,
    /// Its [`relevance`] with the popularity prior.
    pub(super) relevance: u64,
    /// Its [`relevance`] without the popularity prior.
    pub(super) linked: u64,
    /// What the shopper's own orders add to [`Candidate::relevance`].
    pub(super) own: u64,
    /// The strongest edge that leads to it; `None` if only the shopper's own orders do.
    evidence: Option<Evidence>,
    /// The shopper's earlier purchase.
    purchase: Option<Purchase>,
}

/// The edge behind a candidate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evidence {
    is_manual: bool,
    strength: u32,
    weight: u32,
    antecedent: ProductId,
    /// Number of orders with the antecedent; `None` if its shard is not loaded.
    orders: Option<u32>,
    relation: Relation,
    together: Option<u32>,
}

impl Evidence {
    fn weighted(&self) -> u64 {
        RecencyWeight::weigh(self.strength, self.weight)
    }
}

impl Candidate<'_> {
    /// Whether an antecedent needs this product to work.
    pub(super) fn is_needed(&self) -> bool {
        self.relation() == Some(Relation::RequiredPart)
    }

    /// The antecedent of its strongest edge.
    pub(super) fn antecedent(&self) -> Option<ProductId> {
        self.evidence.map(|evidence| evidence.antecedent)
    }

    /// The relation of its strongest edge.
    pub(super) fn relation(&self) -> Option<Relation> {
        self.evidence.map(|evidence| evidence.relation)
    }

    /// Number of orders with it and its antecedent, and with the antecedent; `None` if they are
    /// unknown or too small to be published.
    pub(super) fn counts(&self) -> Option<(u32, u32)> {
        let evidence = self.evidence?;
        evidence.together.zip(evidence.orders)
    }

    /// Its two kinds of evidence.
    pub(super) fn evidence(&self) -> EvidenceParts {
        let strongest = RecencyWeight::weigh(STRENGTH_MAX, RecencyWeight::ONE);
        let percent = |part: u64| {
            let percent = part.saturating_mul(100).checked_div(strongest).unwrap_or(0);
            u32::try_from(percent).unwrap_or(u32::MAX)
        };
        EvidenceParts {
            links: percent(self.linked),
            own_orders: percent(self.own),
        }
    }

    /// Number of days since the shopper bought it; `None` where it is unknown.
    pub(super) fn days_ago(&self) -> Option<u32> {
        self.purchase?.days_ago
    }

    /// The stronger part of its evidence: links, or the shopper's own orders. A required part stays one.
    pub(super) fn reason(&self, graph: &Graph) -> Reason {
        let is_own = self.own > self.linked && !self.is_needed() && !self.is_manual;
        let Some(evidence) = self.evidence.filter(|_| !is_own) else {
            return Reason::BoughtBefore {
                days_ago: self.days_ago(),
            };
        };
        let antecedent = graph.product_at(evidence.antecedent);
        let sku = antecedent
            .map(|product| product.sku.to_owned())
            .unwrap_or_default();
        let title = antecedent
            .map(|product| product.title.to_owned())
            .unwrap_or_default();
        // One count without the other means nothing to a shopper, and a required part is a stronger
        // reason than counts.
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
                relation: evidence.relation,
            },
        }
    }
}

/// The relevance of one product: its popularity prior, and the links that lead to it as pairs of
/// strength and weight of the antecedent.
///
/// This is the only scoring function: plans rank with it, and training is tuned on it.
pub(crate) fn relevance(prior: u32, links: impl IntoIterator<Item = (u32, u32)>) -> u64 {
    let prior = RecencyWeight::weigh(prior, RecencyWeight::ONE);
    links
        .into_iter()
        .map(|(strength, weight)| RecencyWeight::weigh(strength, weight))
        .fold(prior, u64::saturating_add)
}

/// Ranks all companions of some antecedents, the most relevant first. The weight of an antecedent
/// is [`RecencyWeight::ONE`] unless it is known to matter more or less.
pub(super) fn rank<'a>(graph: &'a Graph, antecedents: &[(ProductId, u32)]) -> Vec<Candidate<'a>> {
    let mut links = links(graph, antecedents);
    // The links to one product are adjacent, the strongest first.
    links.sort_unstable_by_key(|(to, link)| {
        let strongest = (Reverse(link.weighted()), Reverse(link.together));
        (*to, !link.is_manual, strongest, link.antecedent)
    });
    let mut ranked: Vec<Candidate<'a>> = Vec::new();
    for links in links.chunk_by(|(one, _), (other, _)| one == other) {
        let Some((to, evidence)) = links.first().copied() else {
            continue;
        };
        let Some(product) = graph.product_at(to) else {
            continue;
        };
        let pairs = || links.iter().map(|(_, link)| (link.strength, link.weight));
        ranked.push(Candidate {
            product,
            is_manual: evidence.is_manual,
            relevance: relevance(product.base, pairs()),
            linked: relevance(0, pairs()),
            own: 0,
            evidence: Some(evidence),
            purchase: None,
        });
    }
    sort(&mut ranked);
    ranked
}

/// Ranks the companions of some antecedents together with what the shopper bought before.
pub(super) fn rank_with_history<'a>(
    graph: &'a Graph,
    antecedents: &[(ProductId, u32)],
    history: &History,
) -> Vec<Candidate<'a>> {
    let mut ranked = rank(graph, antecedents);
    let model = graph.repeat();
    let mut purchases: Vec<(&Purchase, u64)> = history
        .purchases()
        .iter()
        .map(|purchase| (purchase, history.evidence(model, purchase)))
        .filter(|(_, own)| *own > 0)
        .collect();
    if purchases.is_empty() {
        return ranked;
    }
    for candidate in &mut ranked {
        let place =
            purchases.binary_search_by_key(&candidate.product.id, |(purchase, _)| purchase.product);
        if let Some((purchase, own)) = place.ok().and_then(|place| purchases.get_mut(place)) {
            candidate.own = *own;
            candidate.relevance = candidate.relevance.saturating_add(*own);
            candidate.purchase = Some(**purchase);
            // What is left has no link.
            *own = 0;
        }
    }
    let only = purchases.into_iter().filter(|(_, own)| *own > 0);
    ranked.extend(only.filter_map(|(purchase, own)| {
        let product = graph.product_at(purchase.product)?;
        Some(Candidate {
            product,
            is_manual: false,
            relevance: relevance(product.base, []).saturating_add(own),
            linked: 0,
            own,
            evidence: None,
            purchase: Some(*purchase),
        })
    }));
    sort(&mut ranked);
    ranked
}

fn sort(ranked: &mut [Candidate<'_>]) {
    ranked.sort_unstable_by_key(|candidate| {
        let most_relevant = (
            Reverse(candidate.relevance),
            Reverse(candidate.evidence.and_then(|evidence| evidence.together)),
        );
        (!candidate.is_manual, most_relevant, candidate.product.id)
    });
}

/// All links from the antecedents to companions.
fn links(graph: &Graph, antecedents: &[(ProductId, u32)]) -> Vec<(ProductId, Evidence)> {
    let mut links = Vec::new();
    for (antecedent, weight) in antecedents {
        let orders = graph
            .product_at(*antecedent)
            .and_then(|product| product.orders);
        let companions = graph
            .neighbors(*antecedent)
            .filter(|edge: &Edge| edge.relation.is_companion());
        links.extend(companions.map(|edge| {
            let evidence = Evidence {
                is_manual: edge.is_manual,
                strength: edge.strength(),
                weight: *weight,
                antecedent: *antecedent,
                orders,
                relation: edge.relation,
                together: edge.together,
            };
            (edge.to, evidence)
        }));
    }
    links
}
