//! Where the shopper stands, and which offers fit there.

use super::Context;
use super::page::Page;
use super::verdict::Verdict;
use crate::graph::Edge;
use crate::model::{Kind, Product, Relation, Stage};

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
pub(super) fn order(page: &Page<'_>) -> Vec<Kind> {
    let mut kinds = page.policy.stages.at(page.stage).to_vec();
    let mut subjects = page.viewed.iter().chain(&page.basket);
    if let Some(place) = kinds.iter().position(|kind| *kind == Kind::Addons)
        && subjects.any(|product| lacks_part(page, product))
        && let Some(head) = kinds.get_mut(..=place)
    {
        head.rotate_right(1);
    }
    kinds
}

/// Whether a product does not work without something that the shopper can have and has not.
fn lacks_part(page: &Page<'_>, product: &Product<&str>) -> bool {
    let is_missing = |edge: Edge| {
        let part = || page.graph.product_at(edge.to);
        let is_held = || page.basket.iter().any(|held| held.id == edge.to);
        edge.relation == Relation::RequiredPart && !is_held() && part().is_some_and(|part| page.refusal(&part).is_none())
    };
    page.graph.neighbours(product.id).any(is_missing)
}

/// Why no offer of a kind fits this page; `None` when one does.
pub(super) fn objection(page: &Page<'_>, kind: Kind) -> Option<Verdict> {
    let is_sold_out = page.viewed.iter().any(|product| !page.is_in_stock(product));
    let big_ticket = page.policy.tact.big_ticket_minor;
    let is_big = |product: &Product<&str>| page.price(product).zip(big_ticket).is_some_and(|(price, big)| price >= big);
    // What is missing to a product is no temptation.
    let is_left_alone = || page.viewed.iter().any(is_big) && !page.viewed.iter().any(|product| lacks_part(page, product));
    if is_sold_out && kind != Kind::Rescue {
        Some(Verdict::Rescue)
    } else if !matches!(kind, Kind::Rescue | Kind::Upgrade | Kind::Services) && page.viewed.iter().any(is_big) {
        (kind != Kind::Addons || is_left_alone()).then_some(Verdict::BigTicket)
    } else {
        None
    }
}
