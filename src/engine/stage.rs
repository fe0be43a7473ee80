//! Selects the kinds of offers that fit the stage and the viewed products of a page.

use super::decisions::Outcome;
use super::eligibility::refusal;
use super::input::PlanInput;
use crate::graph::Edge;
use crate::model::{OfferKind, Product, Relation};

/// The kinds of offers for this page, the most important first: the shop's order for the stage.
/// Add-ons come first while a product lacks a required part.
pub(super) fn order(input: &PlanInput<'_>) -> Vec<OfferKind> {
    let mut kinds = input.policy.stages.at(input.context.stage()).to_vec();
    let mut subjects = input.viewed.iter().chain(input.cart());
    if let Some(place) = kinds.iter().position(|kind| *kind == OfferKind::Addons)
        && subjects.any(|product| lacks_part(input, product))
        && let Some(head) = kinds.get_mut(..=place)
    {
        head.rotate_right(1);
    }
    kinds
}

/// Whether a product needs a part that is not in the cart and may be offered.
fn lacks_part(input: &PlanInput<'_>, product: &Product<&str>) -> bool {
    let is_missing = |edge: Edge| {
        let part = || input.graph.product_at(edge.to);
        let is_held = || input.cart().any(|held| held.id == edge.to);
        edge.relation == Relation::RequiredPart
            && !is_held()
            && part().is_some_and(|part| refusal(input, &part).is_none())
    };
    input.graph.neighbors(product.id).any(is_missing)
}

/// The reason why no offer of a kind fits this page; `None` if the kind fits.
///
/// For a sold-out product only its alternatives are offered; for an expensive product only
/// upgrades, services and missing required parts.
pub(super) fn objection(input: &PlanInput<'_>, kind: OfferKind) -> Option<Outcome> {
    let is_sold_out = |product: &Product<&str>| !input.prices.is_in_stock(product);
    let big_ticket = input.policy.limits.big_ticket_minor;
    let is_big = |product: &Product<&str>| {
        input
            .prices
            .price(product)
            .zip(big_ticket)
            .is_some_and(|(price, big)| price >= big)
    };
    let lacks_part = |product: &Product<&str>| lacks_part(input, product);
    match kind {
        OfferKind::SoldOutAlternatives => None,
        _ if input.viewed.iter().any(is_sold_out) => Some(Outcome::SoldOutAlternatives),
        OfferKind::Upgrade | OfferKind::Services => None,
        OfferKind::Addons if input.viewed.iter().any(lacks_part) => None,
        _ => input
            .viewed
            .iter()
            .any(is_big)
            .then_some(Outcome::BigTicket),
    }
}
