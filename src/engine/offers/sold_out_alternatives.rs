//! Sold-out alternatives: the products that are most similar to a viewed product that is sold out.
//!
//! *Invariants*: only substitutes, upgrades and other variants, never a companion; no product of
//! the cart.

use std::cmp::Reverse;

use crate::engine::decisions::Outcome;
use crate::engine::offer_context::OfferContext;
use crate::graph::Edge;
use crate::model::{Offer, Product, Reason, Relation};

/// Maximum number of products, so that they can be compared at a glance.
const ITEMS: usize = 3;

/// The alternatives to a viewed product; `None` if it is in stock, or if there are none.
pub(super) fn sold_out_alternatives(
    cx: &mut OfferContext<'_, '_>,
    viewed: &Product<&str>,
) -> Option<Offer> {
    let input = cx.input;
    if input.prices.is_in_stock(viewed) {
        return None;
    }
    let mut near: Vec<(Edge, Product<&str>, bool)> = Vec::new();
    for edge in input.graph.neighbors(viewed.id) {
        let Some(product) = input.graph.product_at(edge.to) else {
            continue;
        };
        // Another color is an alternative even if it is often bought together with this one.
        let is_variant = viewed.group.is_some() && product.group == viewed.group;
        if (is_variant || !edge.relation.is_companion()) && cx.admits(&product) {
            near.push((edge, product, is_variant));
        }
    }
    // A substitute costs about the same, so it comes before an upgrade of the same weight.
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
    for (edge, product, is_variant) in near {
        if items.len() >= ITEMS {
            cx.record(&product, Outcome::Outranked);
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
        let mut item = input.item(&product, reason);
        if is_variant {
            // The other variants are alternatives of their own.
            input.keep_variants(&mut item, &|_| false);
        }
        items.push(item);
        cx.claim(&product);
    }
    cx.offer(Some(viewed), items)
}
