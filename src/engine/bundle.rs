//! "Frequently bought together": the viewed product and up to three companions.

use super::planner::Page;
use super::recency::Recency;
use super::recommend::{self, Candidate, Withheld};
use crate::model::{BundleOffer, Product, Reason, Tact};

/// Four products fit one row on a desk and one thumb on a phone.
const COMPANIONS: usize = 3;

/// How much more the viewed product says than a product in the basket. The companions always come from the viewed
/// product's own neighbourhood; the basket only reorders them.
const VIEWED: u32 = 3 * Recency::WHOLE;

/// The bundle of one viewed product; `None` when it cannot be sold or has no companion left.
///
/// The companions together cost no more than the shop's tact allows beside the product, required parts not counted. What is
/// offered here is withheld from the rest of the page.
pub(super) fn bundle(page: &Page<'_>, viewed: &Product, withheld: &mut Withheld) -> Option<BundleOffer> {
    if !page.is_sellable(viewed) {
        return None;
    }
    withheld.add(viewed);
    let basket = page.basket.iter().map(|product| product.id).filter(|id| *id != viewed.id);
    let antecedents: Vec<_> = std::iter::once((viewed.id, VIEWED)).chain(basket.map(|id| (id, Recency::WHOLE))).collect();
    let mut ranked = recommend::rank(page.graph, &antecedents, &|product| page.is_sellable(product), withheld);
    let neighbours = page.graph.neighbours(viewed.id);
    ranked.retain(|candidate| neighbours.iter().any(|edge| edge.to == candidate.product.id && edge.relation.is_companion()));
    let mut left = Tact::share(page.policy.tact.bundle_percent, viewed.price_minor.unwrap_or(0));
    let fits = |candidate: &Candidate<'_>| {
        let cost = if candidate.is_needed() { 0 } else { candidate.price_minor() };
        let fits = cost <= left;
        if fits {
            left = left.saturating_sub(cost);
        }
        fits
    };
    let companions = recommend::pick(ranked, COMPANIONS, withheld, fits);
    if companions.is_empty() {
        return None;
    }
    let mut items = vec![page.offered(viewed, Reason::Viewed)];
    items.extend(companions.iter().map(|companion| page.offered(companion.product, companion.reason(page.graph))));
    let total_minor = items.iter().fold(0_i64, |total, item| total.saturating_add(item.price_minor));
    let is_in_basket = page.basket.iter().any(|product| product.id == viewed.id);
    Some(BundleOffer { sku: viewed.sku.clone(), is_in_basket, items, total_minor })
}
