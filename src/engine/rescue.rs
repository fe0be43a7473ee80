//! Sold-out rescue: what comes closest to a product that the shopper looks at and cannot have.
//!
//! *Invariants*: only what can be bought instead and other variants, never a companion; nothing of what the shopper holds.

use std::cmp::Reverse;

use super::planner::Page;
use super::recommend::Withheld;
use crate::graph::Edge;
use crate::model::{Product, Reason, Relation, RescueOffer, SkuKey};

/// Who cannot have one thing wants to compare a few, not many.
const ITEMS: usize = 3;

/// What stands in for a viewed product that is sold out; `None` when it is not, or when nothing comes close.
///
/// What is offered here is withheld from the rest of the page.
pub(super) fn rescue(page: &Page<'_>, viewed: &Product, withheld: &mut Withheld) -> Option<RescueOffer> {
    let is_sold_out = !viewed.is_available || page.context.unavailable.contains(&SkuKey::new(&viewed.sku));
    if !is_sold_out {
        return None;
    }
    let mut near: Vec<(&Edge, &Product, bool)> = Vec::new();
    for edge in page.graph.neighbours(viewed.id) {
        let Some(product) = page.graph.product_at(edge.to) else { continue };
        // Another colour stands in, even where people buy both.
        let is_variant = viewed.group.is_some() && product.group == viewed.group;
        if (is_variant || !edge.relation.is_companion()) && page.is_sellable(product) && !withheld.has(product) {
            near.push((edge, product, is_variant));
        }
    }
    // A substitute costs about the same, so it comes before a dearer one as close.
    near.sort_by_key(|(edge, product, is_variant)| {
        (!edge.is_by_hand, !is_variant, edge.relation == Relation::Upgrade, Reverse(edge.weight), product.id)
    });
    near.truncate(ITEMS);
    let mut items = Vec::new();
    for (edge, product, _) in near {
        let relation = if edge.relation == Relation::Upgrade { Relation::Upgrade } else { Relation::Substitute };
        let reason = Reason::Instead { sku: viewed.sku.clone(), title: viewed.title.clone(), relation };
        items.push(page.offered(product, reason));
        withheld.add(product);
    }
    (!items.is_empty()).then(|| RescueOffer { sku: viewed.sku.clone(), items })
}
