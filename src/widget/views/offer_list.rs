//! Offers that are lists: products or services with a button each, or with one button for all.

use std::iter;
use std::sync::Arc;

use super::dom::{Element, element};
use super::parts::{asking_button, picture, product_text, section};
use super::shipping::reward_text;
use super::{State, View};
use crate::model::{Offer, OfferItem, OfferKind, QuantityPrices, QuantityTier, Reason};
use crate::widget::safe_address;

pub(super) fn offer_list(view: &Arc<View>, offer: &Offer, state: &State) -> Element {
    let rows = offer.items.iter().map(|item| row(view, offer, item, state));
    let lead = lead(view, offer).map(|lead| element("P", "lead").text(&lead));
    let tiers = offer.quantity_break.as_ref().map(|it| tiers(view, it));
    section(view, offer)
        .maybe(lead)
        .maybe(tiers)
        .maybe((!offer.items.is_empty()).then(|| element("UL", "singles").children(rows)))
        .maybe((offer.kind == OfferKind::AbandonedCart).then(|| restore(view, offer, state)))
        .maybe(view.error_message(state))
        .child(view.status_message(state))
}

/// The introductory line of an offer.
fn lead(view: &View, offer: &Offer) -> Option<String> {
    let Offer {
        loyalty,
        ends_at_ms,
        progress,
        quantity_break,
        ..
    } = offer;
    if let Some(mix) = quantity_break.as_ref().and_then(|it| it.mix.as_ref()) {
        return Some(view.message("quantity_break.mix", &[("name", mix)]));
    }
    if let Some(loyalty) = loyalty {
        let earned = view.points(loyalty.earned);
        return Some(match &loyalty.reward {
            Some(reward) => view.message(
                "loyalty.next",
                &[
                    ("earned", &earned),
                    ("missing", &view.points(loyalty.missing)),
                    ("reward", reward),
                ],
            ),
            None => view.message("loyalty.earned", &[("earned", &earned)]),
        });
    }
    if let Some(ends_at_ms) = ends_at_ms {
        return Some(view.message("deal.until", &[("time", &view.time(*ends_at_ms))]));
    }
    progress.as_ref().map(|progress| {
        reward_text(
            view,
            if progress.goal.remaining() == 0 {
                "restored"
            } else {
                "nearer"
            },
            progress,
        )
    })
}

/// The prices of several pieces, a line each.
fn tiers(view: &View, prices: &QuantityPrices) -> Element {
    let row = |tier: &QuantityTier| {
        let count = view.number(tier.quantity);
        let (key, price) = match tier.price_minor {
            Some(price) => ("quantity_break.each", price),
            None => ("quantity_break.set", tier.total_minor),
        };
        let values = [("count", &*count), ("price", &*view.money(price))];
        let saving = view.money(tier.saving_minor);
        let saving = view.message("bundle.saving", &[("saving", &saving)]);
        element("LI", "tier")
            .child(element("SPAN", "label").text(&view.message(key, &values)))
            .child(element("SPAN", "saving").text(&saving))
    };
    element("UL", "tiers").children(prices.tiers.iter().map(row))
}

fn row(view: &Arc<View>, offer: &Offer, offered: &OfferItem, state: &State) -> Element {
    let item = &state.chosen(offered);
    // Items that are restored together, or are due later, have no separate button.
    let is_told = matches!(item.reason, Reason::Left | Reason::Due { days_ago: 0, .. });
    // A service has no picture.
    let picture = item.belongs_to.is_none().then(|| picture(view, item));
    let class = if picture.is_some() {
        "single"
    } else {
        "single plain"
    };
    element("LI", class)
        .maybe(picture)
        .child(product_text(view, offered, item))
        .maybe(
            (!is_told)
                .then(|| page_link(view, item).unwrap_or_else(|| button(view, offer, item, state))),
        )
}

/// The link to a product whose variants are too many to choose from here.
fn page_link(view: &View, item: &OfferItem) -> Option<Element> {
    let address = item.url.as_deref().and_then(safe_address);
    let address = address.filter(|_| item.is_chosen_on_page)?;
    let choose = view.message("variant.choose", &[]);
    let values = [("add", &*choose), ("title", &*item.title)];
    Some(
        element("A", "choose")
            .attribute("href", address)
            .attribute("aria-label", &view.message("single.add.named", &values))
            .text(&choose),
    )
}

fn button(view: &Arc<View>, offer: &Offer, item: &OfferItem, state: &State) -> Element {
    let key = match offer.kind {
        _ if item.replaces.is_some() => "upgrade.add",
        OfferKind::Services => "services.add",
        OfferKind::Trial => "trial.add",
        _ => "single.add",
    };
    let (kind, list_id, view_to_add, item_to_add) = (
        offer.kind,
        offer.list_id.clone(),
        Arc::clone(view),
        item.clone(),
    );
    let add = match &offer.quantity_break {
        Some(prices) => {
            let saving = view.money(prices.saving_minor);
            let values = [
                ("count", &*view.number(item.quantity)),
                ("saving", &*saving),
            ];
            view.message("quantity_break.add", &values)
        }
        None => view.message(key, &[]),
    };
    asking_button(state.awaits(&offer.list_id, iter::once(item)))
        .attribute(
            "aria-label",
            &view.message("single.add.named", &[("add", &add), ("title", &item.title)]),
        )
        .text(&add)
        .on("click", move |_| {
            view_to_add.add(kind, &list_id, &[&item_to_add]);
        })
}

/// The button that restores the whole abandoned cart.
fn restore(view: &Arc<View>, offer: &Offer, state: &State) -> Element {
    let (kind, list_id, view_to_add) = (offer.kind, offer.list_id.clone(), Arc::clone(view));
    let left: Vec<OfferItem> = offer
        .items
        .iter()
        .filter(|item| item.reason == Reason::Left)
        .cloned()
        .collect();
    let restore = view.message(
        "abandoned_cart.add",
        &[("total", &view.money(offer.total_minor))],
    );
    asking_button(state.awaits(&offer.list_id, left.iter()))
        .text(&restore)
        .on("click", move |_| {
            view_to_add.add(kind, &list_id, &left.iter().collect::<Vec<_>>());
        })
}
