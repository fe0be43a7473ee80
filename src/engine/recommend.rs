//! Which products go with the ones at hand: the ranking that bundles and the shipping gap draw from.
//!
//! *Invariants*: a candidate's relevance is the sum of its edges' strengths over the antecedents; strengths are the squares of
//! the graph's four-bit weights, which undoes the square-root scale; ties go to the more popular product.

use std::cmp::Reverse;

use crate::graph::Graph;
use crate::model::{Product, ProductId, Reason};

/// A product that may be offered, with its evidence.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'a> {
    pub(super) product: &'a Product,
    /// Sum of strengths, at least 1.
    pub(super) relevance: u64,
    /// The strongest edge that leads here.
    pub(super) evidence: Evidence,
}

/// Where a candidate's relevance comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evidence {
    strength: u64,
    antecedent: ProductId,
    together: Option<u32>,
}

impl Candidate<'_> {
    pub(super) fn reason(&self, graph: &Graph) -> Reason {
        let antecedent = graph.product_at(self.evidence.antecedent);
        let orders = antecedent.and_then(|product| product.orders);
        // One count without the other says nothing that a shopper could judge.
        let counts = self.evidence.together.zip(orders);
        Reason::OftenBoughtWith {
            sku: antecedent.map(|product| product.sku.clone()).unwrap_or_default(),
            title: antecedent.map(|product| product.title.clone()).unwrap_or_default(),
            together: counts.map(|(together, _)| together),
            orders: counts.map(|(_, orders)| orders),
        }
    }
}

/// What may not be offered (any more) on this page.
#[derive(Clone, Debug, Default)]
pub(super) struct Withheld {
    products: Vec<ProductId>,
    groups: Vec<u32>,
}

impl Withheld {
    /// Withholds a product and every variant of it.
    pub(super) fn add(&mut self, product: &Product) {
        self.products.push(product.id);
        self.groups.extend(product.group);
    }

    fn has(&self, product: &Product) -> bool {
        self.products.contains(&product.id) || product.group.is_some_and(|group| self.groups.contains(&group))
    }
}

/// Ranks everything that the antecedents' edges lead to and that may be offered, the most relevant first.
///
/// An antecedent counts as often as it is named, so that a caller can stress one.
pub(super) fn rank<'a>(
    graph: &'a Graph,
    antecedents: &[ProductId],
    is_sellable: &dyn Fn(&Product) -> bool,
    withheld: &Withheld,
) -> Vec<Candidate<'a>> {
    let mut links: Vec<(ProductId, Evidence)> = Vec::new();
    for antecedent in antecedents {
        for edge in graph.neighbours(*antecedent) {
            let strength = u64::from(edge.weight).pow(2);
            links.push((edge.to, Evidence { strength, antecedent: *antecedent, together: edge.together }));
        }
    }
    // The links to one product come together, the strongest first.
    links.sort_unstable_by_key(|(to, evidence)| (*to, Reverse(evidence.strength), evidence.antecedent));
    let mut ranked: Vec<Candidate<'a>> = Vec::new();
    for links in links.chunk_by(|(one, _), (other, _)| one == other) {
        let Some((to, evidence)) = links.first().copied() else { continue };
        let Some(product) = graph.product_at(to).filter(|product| is_sellable(product) && !withheld.has(product)) else {
            continue;
        };
        let relevance = links.iter().fold(0_u64, |sum, (_, evidence)| sum.saturating_add(evidence.strength));
        ranked.push(Candidate { product, relevance, evidence });
    }
    ranked.sort_unstable_by_key(|candidate| (Reverse(candidate.relevance), candidate.product.id));
    ranked
}

/// Takes candidates in their order, leaving out those that `withheld` came to hold on the way.
pub(super) fn pick<'a>(ranked: Vec<Candidate<'a>>, most: usize, withheld: &mut Withheld) -> Vec<Candidate<'a>> {
    let mut picked = Vec::new();
    for candidate in ranked {
        if picked.len() < most && !withheld.has(candidate.product) {
            withheld.add(candidate.product);
            picked.push(candidate);
        }
    }
    picked
}
