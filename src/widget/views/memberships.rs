//! `<tillside-plans>`: the memberships on sale, the best one for this shopper marked.

use std::sync::Arc;

use leptos::prelude::Update;

use super::dom::{Element, element};
use super::parts::section;
use super::{State, View};
use crate::model::{MembershipCard, Offer, Period, PlanPrice};
use crate::widget::safe_address;

pub(super) fn memberships(view: &Arc<View>, offer: &Offer, state: &State) -> Element {
    let first = offer
        .plans
        .first()
        .and_then(|plan| plan.prices.first())
        .map(|price| price.period);
    let shown = state.period.or(first);
    let cards = element("UL", "cards").children(
        offer
            .plans
            .iter()
            .map(|plan| card(view, offer, plan, shown)),
    );
    let has_choice = offer.plans.iter().any(|plan| plan.prices.len() > 1);
    section(view, offer)
        .maybe(has_choice.then(|| switch(view, shown)))
        .child(cards)
}

/// Prices by the month or by the year.
fn switch(view: &Arc<View>, shown: Option<Period>) -> Element {
    let buttons = [Period::Month, Period::Year].into_iter().map(|period| {
        let state = view.state.clone();
        element("BUTTON", "period")
            .attribute("type", "button")
            .attribute(
                "aria-pressed",
                if shown == Some(period) {
                    "true"
                } else {
                    "false"
                },
            )
            .text(&view.say(key(period, "plans.by.month", "plans.by.year"), &[]))
            .on("click", move |_| {
                state.update(|state| state.period = Some(period));
            })
    });
    element("DIV", "switch")
        .attribute("role", "group")
        .attribute("aria-label", &view.say("plans.by", &[]))
        .children(buttons)
}

fn key(period: Period, month: &'static str, year: &'static str) -> &'static str {
    match period {
        Period::Month => month,
        Period::Year => year,
    }
}

fn card(view: &Arc<View>, offer: &Offer, card: &MembershipCard, shown: Option<Period>) -> Element {
    let MembershipCard {
        id,
        name,
        prices,
        url,
        benefits,
        saving_minor,
        yearly_saving_minor,
        is_best,
        ..
    } = card;
    let named = |key| view.say(key, &[("name", name)]);
    let wanted = prices
        .iter()
        .find(|price| Some(price.period) == shown)
        .or_else(|| prices.first());
    let PlanPrice {
        period,
        price_minor,
        pays_after_orders,
    } = wanted.cloned().unwrap_or(PlanPrice {
        period: Period::Month,
        price_minor: 0,
        pays_after_orders: None,
    });
    let price = view.say(
        key(period, "plans.month", "plans.year"),
        &[("price", &view.money(price_minor))],
    );
    let badge = if yearly_saving_minor.is_some() {
        "plans.best.yearly"
    } else {
        "plans.best"
    };
    let badge = is_best.then(|| element("P", "badge").text(&view.say(badge, &[])));
    let line = |class, key, amount| {
        element("P", class).text(&view.say(key, &[("saving", &view.money(amount))]))
    };
    let saving = (*saving_minor > 0).then(|| line("saving", "plans.saving", *saving_minor));
    let yearly = yearly_saving_minor
        .filter(|saving| *saving > 0)
        .map(|saving| line("yearly", "plans.saving.yearly", saving));
    let pays = pays_after_orders.and_then(|orders| usize::try_from(orders).ok());
    let pays = pays.map(|orders| element("P", "pays").text(&view.count("plans.pays", orders, &[])));
    let benefits = benefits
        .iter()
        .map(|benefit| element("LI", "benefit").text(benefit));
    let (view_to_join, list_id, id) = (Arc::clone(view), offer.list_id.clone(), id.clone());
    let join = element("BUTTON", "button")
        .attribute("type", "button")
        .text(&named("plans.join"))
        .on("click", move |_| {
            // Joining is the page's business altogether: it answers with `setPlan`.
            view_to_join
                .emit
                .join(&list_id, view_to_join.plan().currency.code(), &id, period);
        });
    let more = url.as_deref().and_then(safe_address);
    let more = more.map(|address| {
        element("A", "more")
            .attribute("href", address)
            .text(&named("plans.more"))
    });
    element("LI", "card")
        .attribute("data-best", if *is_best { "true" } else { "false" })
        .maybe(badge)
        .child(element("H3", "name").text(name))
        .child(element("P", "price").text(&price))
        .maybe(saving)
        .maybe(yearly)
        .maybe(pays)
        .child(element("UL", "benefits").children(benefits))
        .child(join)
        .maybe(more)
}
