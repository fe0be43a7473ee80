//! Sold-out rescue: what comes closest to a product that the shopper looks at and cannot have.
//!
//! *Invariants*: only what can be bought instead and other variants, never a companion; nothing of what the shopper holds.

use std::cmp::Reverse;

use crate::engine::decision::Outcome;
use crate::engine::offer_context::OfferContext;
use crate::graph::Edge;
use crate::model::{Offer, Product, Reason, Relation};

/// Who cannot have one thing wants to compare a few, not many.
const ITEMS: usize = 3;

/// What stands in for a viewed product that is sold out; `None` when it is not, or when nothing comes close.
pub(super) fn sold_out_alternatives(
    maker: &mut OfferContext<'_, '_>,
    viewed: &Product<&str>,
) -> Option<Offer> {
    let page = maker.page;
    if page.is_in_stock(viewed) {
        return None;
    }
    let mut near: Vec<(Edge, Product<&str>, bool)> = Vec::new();
    for edge in page.graph.neighbors(viewed.id) {
        let Some(product) = page.graph.product_at(edge.to) else {
            continue;
        };
        // Another colour stands in, even where people buy both.
        let is_variant = viewed.group.is_some() && product.group == viewed.group;
        if (is_variant || !edge.relation.is_companion()) && maker.admits(&product) {
            near.push((edge, product, is_variant));
        }
    }
    // A substitute costs about the same, so it comes before a dearer one as close.
    near.sort_by_key(|(edge, product, is_variant)| {
        (
            !edge.is_manual,
            !is_variant,
            edge.relation == Relation::Upgrade,
            Reverse(edge.weight),
            product.id,
        )
    });
    let mut items = Vec::new();
    for (edge, product, _) in near {
        if items.len() >= ITEMS {
            maker.tell(&product, Outcome::Outranked);
            continue;
        }
        let relation = if edge.relation == Relation::Upgrade {
            Relation::Upgrade
        } else {
            Relation::Substitute
        };
        let reason = Reason::Instead {
            sku: viewed.sku.to_owned(),
            title: viewed.title.to_owned(),
            relation,
        };
        items.push(page.offered(&product, reason));
        maker.offer(&product);
    }
    page.unit(maker.kind, Some(viewed), items)
}
