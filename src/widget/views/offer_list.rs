//! The offers that are lists: products or services that are added one by one, or put back all at once.

use std::sync::Arc;

use super::dom::{Element, element};
use super::parts::{picture, section, words};
use super::shipping::said;
use super::{State, View};
use crate::model::{Offer, OfferItem, OfferKind, Reason};

pub(super) fn offer_list(view: &Arc<View>, offer: &Offer, state: &State) -> Element {
    let rows = offer.items.iter().map(|item| row(view, offer, item));
    let lead = lead(view, offer).map(|lead| element("P", "lead").text(&lead));
    section(view, offer)
        .maybe(lead)
        .maybe((!offer.items.is_empty()).then(|| element("UL", "singles").children(rows)))
        .maybe((offer.kind == OfferKind::Recovery).then(|| restore(view, offer)))
        .maybe(view.refusal(state))
        .child(view.thanks(state))
}

/// What is said of the offer as a whole.
fn lead(view: &View, offer: &Offer) -> Option<String> {
    let Offer {
        points,
        ends_at_ms,
        way,
        ..
    } = offer;
    if let Some(points) = points {
        let earned = view.points(points.earned);
        return Some(match &points.reward {
            Some(reward) => view.say(
                "points.next",
                &[
                    ("earned", &earned),
                    ("missing", &view.points(points.missing)),
                    ("reward", reward),
                ],
            ),
            None => view.say("points.earned", &[("earned", &earned)]),
        });
    }
    if let Some(ends_at_ms) = ends_at_ms {
        return Some(view.say("deal.until", &[("time", &view.time(*ends_at_ms))]));
    }
    way.as_ref().map(|way| {
        said(
            view,
            if way.remaining_minor == 0 {
                "restored"
            } else {
                "nearer"
            },
            way,
        )
    })
}

fn row(view: &Arc<View>, offer: &Offer, item: &OfferItem) -> Element {
    // What comes back with all the rest, or is due later, has no button of its own.
    let is_told = matches!(item.reason, Reason::Left | Reason::Due { days_ago: 0, .. });
    // A service has nothing to show.
    let picture = item.belongs_to.is_none().then(|| picture(view, item));
    let class = if picture.is_some() {
        "single"
    } else {
        "single plain"
    };
    element("LI", class)
        .maybe(picture)
        .child(words(view, item))
        .maybe((!is_told).then(|| button(view, offer, item)))
}

fn button(view: &Arc<View>, offer: &Offer, item: &OfferItem) -> Element {
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
    let add = view.say(key, &[]);
    element("BUTTON", "button")
        .attribute("type", "button")
        .attribute(
            "aria-label",
            &view.say("single.add.named", &[("add", &add), ("title", &item.title)]),
        )
        .text(&add)
        .on("click", move |_| {
            view_to_add.add(kind, &list_id, &[&item_to_add]);
        })
}

/// Puts back what was left, all at once.
fn restore(view: &Arc<View>, offer: &Offer) -> Element {
    let (kind, list_id, view_to_add) = (offer.kind, offer.list_id.clone(), Arc::clone(view));
    let left: Vec<OfferItem> = offer
        .items
        .iter()
        .filter(|item| item.reason == Reason::Left)
        .cloned()
        .collect();
    let restore = view.say("recovery.add", &[("total", &view.money(offer.total_minor))]);
    element("BUTTON", "button")
        .attribute("type", "button")
        .text(&restore)
        .on("click", move |_| {
            view_to_add.add(kind, &list_id, &left.iter().collect::<Vec<_>>());
        })
}
