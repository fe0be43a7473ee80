//! Where the shopper stands, and which offers fit there.

use super::Context;
use super::decision::Outcome;
use super::input::PlanInput;
use crate::graph::Edge;
use crate::model::{OfferKind, Product, Relation, Stage};

/// The stage that the page names, else what the context suggests.
pub(super) fn stage(context: &Context) -> Stage {
    let is_viewing = context.slots.iter().any(|slot| slot.sku.is_some());
    context.stage.unwrap_or({
        if !context.purchased.is_empty() {
            Stage::After
        } else if is_viewing || context.basket.is_empty() {
            Stage::Before
        } else {
            Stage::During
        }
    })
}

/// The kinds of offers that fit, the most important first. What something does not work without outranks everything.
pub(super) fn order(page: &PlanInput<'_>) -> Vec<OfferKind> {
    let mut kinds = page.policy.stages.at(page.stage).to_vec();
    let mut subjects = page.viewed.iter().chain(&page.basket);
    if let Some(place) = kinds.iter().position(|kind| *kind == OfferKind::Addons)
        && subjects.any(|product| lacks_part(page, product))
        && let Some(head) = kinds.get_mut(..=place)
    {
        head.rotate_right(1);
    }
    kinds
}

/// Whether a product does not work without something that the shopper can have and has not.
fn lacks_part(page: &PlanInput<'_>, product: &Product<&str>) -> bool {
    let is_missing = |edge: Edge| {
        let part = || page.graph.product_at(edge.to);
        let is_held = || page.basket.iter().any(|held| held.id == edge.to);
        edge.relation == Relation::RequiredPart
            && !is_held()
            && part().is_some_and(|part| page.refusal(&part).is_none())
    };
    page.graph.neighbors(product.id).any(is_missing)
}

/// Why no offer of a kind fits this page; `None` when one does.
pub(super) fn objection(page: &PlanInput<'_>, kind: OfferKind) -> Option<Outcome> {
    let is_sold_out = page.viewed.iter().any(|product| !page.is_in_stock(product));
    let big_ticket = page.policy.tact.big_ticket_minor;
    let is_big = |product: &Product<&str>| {
        page.price(product)
            .zip(big_ticket)
            .is_some_and(|(price, big)| price >= big)
    };
    // What is missing to a product is no temptation.
    let is_left_alone = || {
        page.viewed.iter().any(is_big)
            && !page.viewed.iter().any(|product| lacks_part(page, product))
    };
    if is_sold_out && kind != OfferKind::Rescue {
        Some(Outcome::Rescue)
    } else if !matches!(
        kind,
        OfferKind::Rescue | OfferKind::Upgrade | OfferKind::Services
    ) && page.viewed.iter().any(is_big)
    {
        (kind != OfferKind::Addons || is_left_alone()).then_some(Outcome::BigTicket)
    } else {
        None
    }
}
