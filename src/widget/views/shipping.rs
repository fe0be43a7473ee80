//! `<tillside-shipping>`: progress to the next reward, and products that close the gap.

use std::sync::Arc;

use super::dom::{Element, element};
use super::parts::{asking_button, picture, product_text};
use super::{State, View};
use crate::model::{
    Goal, OfferItem, OfferKind, Plan, RewardProgress, ShippingOffer, ThresholdFill, total,
};
use crate::widget::platform::ReadUntracked;

const LIST_ID: &str = "shipping";

pub(super) fn shipping(
    view: &Arc<View>,
    plan: &Plan,
    offer: &ShippingOffer,
    state: &State,
) -> Element {
    let progress = &offer.progress;
    let message = if offer.is_earned {
        reward_text(view, "earned", progress)
    } else if plan.subtotal_minor == 0 {
        reward_text(view, "empty", progress)
    } else {
        reward_text(view, "remaining", progress)
    };
    let percent = offer.progress_percent.to_string();
    let (counted, threshold) = match progress.goal {
        Goal::Amount {
            threshold_minor,
            counted_minor,
            ..
        } => (view.money(counted_minor), view.money(threshold_minor)),
        Goal::Items {
            threshold, counted, ..
        } => (view.number(counted), view.number(threshold)),
    };
    let amounts = [("subtotal", &*counted), ("threshold", &*threshold)];
    let track = element("DIV", "track")
        .attribute("role", "progressbar")
        .attribute("aria-label", &reward_text(view, "empty", progress))
        .attribute("aria-valuemin", "0")
        .attribute("aria-valuemax", "100")
        .attribute("aria-valuenow", &percent)
        .attribute(
            "aria-valuetext",
            &view.message("shipping.progress", &amounts),
        )
        .child(element("DIV", "bar").style("inline-size", &(percent + "%")));
    element("SECTION", "shipping")
        .attribute(
            "data-earned",
            if offer.is_earned { "true" } else { "false" },
        )
        // The polite live region exists before its text changes, because screen readers only
        // announce changes.
        .child(
            element("P", "message")
                .attribute("role", "status")
                .text(&message),
        )
        .child(track)
        .maybe(view.error_message(state))
        .maybe(offer.fill.as_ref().map(|fill| closing(view, fill, state)))
}

/// The message about a reward: `shipping.remaining`, for other rewards `gift.remaining` and
/// `percent.remaining`, and for a goal in items `shipping.items.remaining`.
pub(super) fn reward_text(view: &View, what: &str, progress: &RewardProgress) -> String {
    let RewardProgress {
        reward,
        name,
        percent,
        goal,
        earned,
    } = progress;
    // One delivery method is free, and the next threshold belongs to another one.
    let further = if earned.is_some() { "further." } else { "" };
    let percent = view.number(u32::from(*percent));
    let mut values = vec![
        ("name", name.as_str()),
        ("earned", earned.as_deref().unwrap_or_default()),
        ("percent", &percent),
    ];
    match *goal {
        Goal::Amount {
            threshold_minor, ..
        } => {
            let threshold = view.money(threshold_minor);
            let remaining = view.money(goal.to_add());
            values.extend([("threshold", &*threshold), ("remaining", &*remaining)]);
            view.message(&[*reward, ".", further, what].concat(), &values)
        }
        Goal::Items {
            threshold,
            remaining,
            ..
        } => {
            let key = |items: &str| [*reward, ".", items, further, what].concat();
            match what {
                // Sentences without a number.
                "earned" | "restored" => view.message(&key(""), &values),
                "empty" => view.count(&key("items."), threshold as usize, &values),
                _ => view.count(&key("items."), remaining as usize, &values),
            }
        }
    }
}

/// The products that close the gap, and the button that adds them.
fn closing(view: &Arc<View>, fill: &ThresholdFill, state: &State) -> Element {
    let count = fill.items.len();
    let chosen = chosen_products(state, fill);
    let rows = fill.items.iter().zip(&chosen).map(|(offered, product)| {
        element("LI", "filler")
            .child(picture(view, product))
            .child(product_text(view, offered, product))
    });
    let total = total(
        chosen
            .iter()
            .map(|product| product.price_minor.unwrap_or(0)),
    );
    let total = view.money(total);
    let view_to_add = Arc::clone(view);
    let button = asking_button(state.awaits(LIST_ID, chosen.iter()));
    let button = button
        .text(&view.count("shipping.add", count, &[("total", &total)]))
        .on("click", move |_| add(&view_to_add));
    element("DIV", "fill")
        .child(element("P", "hint").text(&view.count("shipping.fill", count, &[])))
        .child(element("UL", "fillers").children(rows))
        .child(button)
}

/// The page sets the cart in response, which changes the message; after a refusal the message
/// stays.
fn add(view: &View) {
    let plan = view.plan();
    if let Some(fill) = plan.shipping.as_ref().and_then(|offer| offer.fill.as_ref()) {
        let chosen = chosen_products(&view.state.read_untracked(), fill);
        let _ = view.ask_for(
            OfferKind::Shipping,
            LIST_ID,
            &chosen.iter().collect::<Vec<_>>(),
        );
    }
}

/// The products of a fill in their chosen variants.
fn chosen_products(state: &State, fill: &ThresholdFill) -> Vec<OfferItem> {
    let items = fill.items.iter();
    items.map(|item| state.chosen(item).into_owned()).collect()
}
