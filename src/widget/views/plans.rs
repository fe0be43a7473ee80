//! `<tillside-plans>`: the memberships on sale, the best one for this basket marked.

use leptos::prelude::*;

use super::Shared;
use super::dom::{attribute, element, keyed, live_attribute, live_text, maybe, on_click, text};
use crate::model::{MembershipCard, Period};
use crate::widget::safe_address;

fn cards(shared: Shared) -> Vec<MembershipCard> {
    shared.plan.read().memberships.as_ref().map(|offer| offer.plans.clone()).unwrap_or_default()
}

pub(super) fn plans(shared: Shared) -> AnyView {
    let is_shown = Memo::new(move |_| !cards(shared).is_empty());
    maybe(move || is_shown.get().then(|| filled(shared)))
}

fn filled(shared: Shared) -> AnyView {
    let ids = move || cards(shared).into_iter().map(|card| card.id).collect();
    let card = move |id: String| {
        let card = untrack(|| cards(shared)).into_iter().find(|card| card.id == id);
        card.map(|card| view(shared, card)).into_any()
    };
    let title = live_text(move || shared.say("plans.title", &[]));
    let heading = element("h2", "heading", vec![attribute("id", "heading")], vec![title]);
    let list = element("ul", "cards", Vec::new(), vec![keyed(ids, card)]);
    element("section", "plans", vec![attribute("aria-labelledby", "heading")], vec![heading, list])
}

/// A card keeps its nodes while what it saves changes with the basket.
fn view(shared: Shared, card: MembershipCard) -> AnyView {
    let MembershipCard { id, name, price_minor, period, url, benefits, .. } = card;
    let price = move || {
        let key = match period {
            Period::Month => "plans.month",
            Period::Year => "plans.year",
        };
        shared.say(key, &[("price", &shared.money(price_minor))])
    };
    let worth = {
        let id = id.clone();
        Memo::new(move |_| {
            let card = cards(shared).into_iter().find(|card| card.id == id);
            card.map(|card| (card.is_best, card.saving_minor, card.pays_after_orders)).unwrap_or_default()
        })
    };
    let badge = maybe(move || {
        let badge = || element("p", "badge", Vec::new(), vec![live_text(move || shared.say("plans.best", &[]))]);
        worth.get().0.then(badge)
    });
    let saving = maybe(move || {
        let (_, saving_minor, _) = worth.get();
        let saves = move || shared.say("plans.saving", &[("saving", &shared.money(saving_minor))]);
        (saving_minor > 0).then(|| element("p", "saving", Vec::new(), vec![live_text(saves)]))
    });
    let pays = maybe(move || {
        let orders = usize::try_from(worth.get().2?).ok()?;
        let pays = move || shared.count("plans.pays", orders, &[]);
        Some(element("p", "pays", Vec::new(), vec![live_text(pays)]))
    });
    let benefits = benefits.iter().map(|benefit| element("li", "benefit", Vec::new(), vec![text(benefit)])).collect();
    let more = url.as_deref().and_then(safe_address).map(|address| {
        let name = name.clone();
        let more = live_text(move || shared.say("plans.more", &[("name", &name)]));
        element("a", "more", vec![attribute("href", address)], vec![more])
    });
    let title = element("h3", "name", Vec::new(), vec![text(&name)]);
    let join = on_click(move || {
        // Joining is the page's business altogether: it answers with `setPlan`.
        shared.join(&id);
    });
    let join_text = live_text(move || shared.say("plans.join", &[("name", &name)]));
    let mut children = vec![
        badge,
        title,
        element("p", "price", Vec::new(), vec![live_text(price)]),
        saving,
        pays,
        element("ul", "benefits", Vec::new(), benefits),
        element("button", "button", vec![attribute("type", "button"), join], vec![join_text]),
    ];
    children.extend(more);
    let best = live_attribute("data-best", move || worth.get().0.to_string());
    element("li", "card", vec![best], children)
}
