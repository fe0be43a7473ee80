//! Basket completion: what goes with a whole basket, as a list of any length.
//!
//! *Invariants*: first what edges lead to and what sells best anyway, by relevance; then everything else that is loaded, the more
//! popular first, so that the list is as long as was asked for while there are products. Variants of a product count as
//! products of their own: some shoppers collect.

use std::cmp::Reverse;

use super::rank::rank;
use super::recency::RecencyWeight;
use crate::graph::Graph;
use crate::model::{Product, ProductId, Reason};

/// A product that goes with a basket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion<'a> {
    /// The product.
    pub product: Product<&'a str>,
    /// How much speaks for it, in units of [`Edge::strength`](crate::graph::Edge::strength) / [`RecencyWeight::ONE`]; `0` for mere
    /// popularity.
    pub relevance: u64,
    /// Why.
    pub reason: Reason,
}

/// A graph with all of its products at hand: whoever asks for many lists reads them once.
#[derive(Clone, Debug)]
pub struct Shelf<'a> {
    graph: &'a Graph,
    /// The most popular first.
    products: Vec<Product<&'a str>>,
}

impl<'a> Shelf<'a> {
    /// Everything that is loaded of a graph.
    #[must_use]
    pub fn new(graph: &'a Graph) -> Self {
        Self {
            graph,
            products: graph.products().collect(),
        }
    }

    /// The `limit` products that go best with different products, the latest last, and are none of them.
    #[must_use]
    pub fn complete(
        &self,
        basket: &[ProductId],
        recency: RecencyWeight,
        limit: usize,
    ) -> Vec<Completion<'a>> {
        let antecedents: Vec<(ProductId, u32)> = basket
            .iter()
            .rev()
            .copied()
            .zip(recency.weights())
            .collect();
        let mut found: Vec<(bool, Completion<'a>)> = rank(self.graph, &antecedents)
            .into_iter()
            .filter(|candidate| !basket.contains(&candidate.product.id))
            .map(|candidate| {
                let reason = candidate.reason(self.graph);
                (
                    candidate.is_manual,
                    Completion {
                        product: candidate.product,
                        relevance: candidate.relevance,
                        reason,
                    },
                )
            })
            .collect();
        let mut known: Vec<ProductId> = found
            .iter()
            .map(|(_, completion)| completion.product.id)
            .chain(basket.iter().copied())
            .collect();
        known.sort_unstable();
        // A list that links leave short is filled with what sells best; the few best-sellers that need no link are in it anyway.
        let missing = limit.saturating_sub(found.len());
        let is_wanted =
            |product: &&Product<&str>| product.is_available && (missing > 0 || product.base > 0);
        let rest = self
            .products
            .iter()
            .filter(is_wanted)
            .filter(|product| known.binary_search(&product.id).is_err());
        let rest = rest
            .enumerate()
            .filter(|(place, product)| *place < missing || product.base > 0);
        found.extend(rest.map(|(_, product)| {
            let reason = Reason::Popular {
                orders: product.orders.filter(|orders| *orders > 0),
            };
            let relevance = RecencyWeight::weigh(product.base, RecencyWeight::ONE);
            (
                false,
                Completion {
                    product: *product,
                    relevance,
                    reason,
                },
            )
        }));
        found.sort_by_key(|(is_manual, completion)| (!*is_manual, Reverse(completion.relevance)));
        found.truncate(limit);
        found
            .into_iter()
            .map(|(_, completion)| completion)
            .collect()
    }
}
