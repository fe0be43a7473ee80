//! Cart completion: the products that go with a whole cart, as a list of any length.
//!
//! *Invariants*: linked products and best-sellers come first, by relevance; all other loaded
//! products follow, the more popular first, until the list has the requested length. Variants of a
//! product are separate products here, because some shoppers collect them.

use std::cmp::Reverse;

use super::history::History;
use super::rank::{rank_with_history, relevance};
use super::recency::RecencyWeight;
use crate::graph::Graph;
use crate::model::{Product, ProductId, Reason};

/// A product that goes with a cart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion<'a> {
    /// The product.
    pub product: Product<&'a str>,
    /// Its relevance, in units of [`Edge::strength`](crate::graph::Edge::strength) /
    /// [`RecencyWeight::ONE`]; `0` for a product that is only popular.
    pub relevance: u64,
    /// Why it is listed.
    pub reason: Reason,
}

/// A graph with a list of all its products, read once for many completions.
#[derive(Clone, Debug)]
pub struct Shelf<'a> {
    graph: &'a Graph,
    /// The most popular first.
    products: Vec<Product<&'a str>>,
}

impl<'a> Shelf<'a> {
    /// All loaded products of a graph.
    #[must_use]
    pub fn new(graph: &'a Graph) -> Self {
        Self {
            graph,
            products: graph.products().collect(),
        }
    }

    /// The `limit` products that go best with a cart and are not in it. The cart is in the order in
    /// which it was filled, the latest product last. The history is that of the shopper, empty for an unknown one.
    #[must_use]
    pub fn complete(
        &self,
        (cart, history): (&[ProductId], &History),
        recency: RecencyWeight,
        limit: usize,
    ) -> Vec<Completion<'a>> {
        let antecedents: Vec<(ProductId, u32)> =
            cart.iter().rev().copied().zip(recency.weights()).collect();
        let mut found: Vec<(bool, Completion<'a>)> =
            rank_with_history(self.graph, &antecedents, history)
                .into_iter()
                .filter(|candidate| !cart.contains(&candidate.product.id))
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
            .chain(cart.iter().copied())
            .collect();
        known.sort_unstable();
        // Best-sellers with a popularity prior compete by relevance; other products fill the
        // remaining places.
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
            let relevance = relevance(product.base, []);
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
