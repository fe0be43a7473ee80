//! `<tillside-plans>`: the memberships on sale, the best one for this basket marked.

use leptos::ev;
use leptos::html::{a, button, h2, h3, li, p, section, ul};
use leptos::prelude::*;

use super::Shared;
use crate::model::{MembershipCard, Period};
use crate::widget::safe_address;

pub(super) fn plans(shared: Shared) -> impl IntoView {
    let cards = Memo::new(move |_| shared.plan.with(|plan| plan.memberships.as_ref().map(|offer| offer.plans.clone()).unwrap_or_default()));
    let ids = Memo::new(move |_| cards.with(|cards| cards.iter().map(|card| card.id.clone()).collect::<Vec<_>>()));
    let is_shown = Memo::new(move |_| !cards.with(Vec::is_empty));
    let list = move || {
        let children = move |id: String| {
            // A card keeps its nodes while its saving changes with the basket.
            let card = Memo::new(move |_| cards.with(|cards| cards.iter().find(|card| card.id == id).cloned()));
            card_view(shared, card)
        };
        let cards = For(ForProps::builder().each(move || ids.get()).key(String::clone).children(children).build());
        section().class("plans").attr("part", "plans").aria_labelledby("heading").child((
            h2().id("heading").attr("part", "heading").child(move || shared.say("plans.title", &[])),
            ul().class("cards").child(cards),
        ))
    };
    move || is_shown.get().then(list)
}

fn card_view(shared: Shared, card: Memo<Option<MembershipCard>>) -> impl IntoView {
    let Some(first) = card.get_untracked() else { return ().into_any() };
    let price = move |price_minor| {
        let key = match first.period {
            Period::Month => "plans.month",
            Period::Year => "plans.year",
        };
        shared.say(key, &[("price", &shared.money(price_minor))])
    };
    let is_best = Memo::new(move |_| card.with(|card| card.as_ref().is_some_and(|card| card.is_best)));
    let saving = Memo::new(move |_| card.with(|card| card.as_ref().map_or(0, |card| card.saving_minor)));
    let pays_after = Memo::new(move |_| card.with(|card| card.as_ref().and_then(|card| card.pays_after_orders)));
    let why = move || {
        let saves = shared.say("plans.saving", &[("saving", &shared.money(saving.get()))]);
        let pays = pays_after.get().map(|count| shared.count("plans.pays", usize::try_from(count).unwrap_or(usize::MAX), &[]));
        (
            p().class("saving").attr("part", "saving").child(saves),
            pays.map(|pays| p().class("pays").child(pays)),
        )
    };
    let benefits: Vec<_> = first.benefits.iter().map(|benefit| li().child(benefit.clone())).collect();
    let more = first.url.as_deref().and_then(safe_address).map(|address| {
        let name = first.name.clone();
        a().class("more").href(address.to_owned()).child(move || shared.say("plans.more", &[("name", &name)]))
    });
    let (id, name, title) = (first.id, first.name.clone(), first.name);
    let price_minor = first.price_minor;
    let join = move |_| {
        let currency = shared.plan.with_untracked(|plan| plan.currency.clone());
        // Joining is the page's business altogether: it answers with `setPlan`.
        let _ = shared.emit.with_value(|emit| emit.join(currency.code(), &id));
    };
    li().class("card")
        .class(("best", move || is_best.get()))
        .attr("part", move || if is_best.get() { "card best" } else { "card" })
        .child((
            move || is_best.get().then(|| p().class("badge").attr("part", "badge").child(shared.say("plans.best", &[]))),
            h3().child(title),
            p().class("price").attr("part", "price").child(move || price(price_minor)),
            move || (saving.get() > 0).then(why),
            ul().class("benefits").child(benefits),
            button().r#type("button").attr("part", "button").on(ev::click, join).child(move || shared.say("plans.join", &[("name", &name)])),
            more,
        ))
        .into_any()
}
