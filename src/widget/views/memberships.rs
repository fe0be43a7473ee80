//! `<tillside-memberships>`: the memberships on sale, with a badge on the best one for this
//! shopper.

use std::sync::Arc;

use super::dom::{Element, element};
use super::parts::{asking_button, section};
use super::{State, View};
use crate::model::{BillingPeriod, MembershipCard, MembershipPrice, Offer};
use crate::widget::platform::Update;
use crate::widget::safe_address;

pub(super) fn memberships(view: &Arc<View>, offer: &Offer, state: &State) -> Element {
    let first = offer
        .memberships
        .first()
        .and_then(|plan| plan.prices.first())
        .map(|price| price.period);
    let shown = state.period.or(first);
    let cards = element("UL", "cards").children(
        offer
            .memberships
            .iter()
            .map(|plan| card(view, offer, plan, shown, state)),
    );
    let has_choice = offer.memberships.iter().any(|plan| plan.prices.len() > 1);
    section(view, offer)
        .maybe(has_choice.then(|| switch(view, shown)))
        .child(cards)
}

/// The switch between monthly and yearly prices.
fn switch(view: &Arc<View>, shown: Option<BillingPeriod>) -> Element {
    let buttons = [BillingPeriod::Month, BillingPeriod::Year]
        .into_iter()
        .map(|period| {
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
                .text(&view.message(
                    key(period, "memberships.by.month", "memberships.by.year"),
                    &[],
                ))
                .on("click", move |_| {
                    state.update(|state| state.period = Some(period));
                })
        });
    element("DIV", "switch")
        .attribute("role", "group")
        .attribute("aria-label", &view.message("memberships.by", &[]))
        .children(buttons)
}

fn key(period: BillingPeriod, month: &'static str, year: &'static str) -> &'static str {
    match period {
        BillingPeriod::Month => month,
        BillingPeriod::Year => year,
    }
}

fn card(
    view: &Arc<View>,
    offer: &Offer,
    card: &MembershipCard,
    shown: Option<BillingPeriod>,
    state: &State,
) -> Element {
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
    let named = |key| view.message(key, &[("name", name)]);
    let wanted = prices
        .iter()
        .find(|price| Some(price.period) == shown)
        .or_else(|| prices.first());
    let MembershipPrice {
        period,
        price_minor,
        pays_after_orders,
    } = wanted.cloned().unwrap_or(MembershipPrice {
        period: BillingPeriod::Month,
        price_minor: 0,
        pays_after_orders: None,
    });
    let price = view.message(
        key(period, "memberships.month", "memberships.year"),
        &[("price", &view.money(price_minor))],
    );
    let badge = if yearly_saving_minor.is_some() {
        "memberships.best.yearly"
    } else {
        "memberships.best"
    };
    let badge = is_best.then(|| element("P", "badge").text(&view.message(badge, &[])));
    let line = |class, key, amount| {
        element("P", class).text(&view.message(key, &[("saving", &view.money(amount))]))
    };
    let saving = (*saving_minor > 0).then(|| line("saving", "memberships.saving", *saving_minor));
    let yearly = yearly_saving_minor
        .filter(|saving| *saving > 0)
        .map(|saving| line("yearly", "memberships.saving.yearly", saving));
    let pays = pays_after_orders.and_then(|orders| usize::try_from(orders).ok());
    let pays =
        pays.map(|orders| element("P", "pays").text(&view.count("memberships.pays", orders, &[])));
    let benefits = benefits
        .iter()
        .map(|benefit| element("LI", "benefit").text(benefit));
    let (view_to_join, list_id, id) = (Arc::clone(view), offer.list_id.clone(), id.clone());
    let join = asking_button(state.awaited.contains(&id))
        .text(&named("memberships.join"))
        .on("click", move |_| {
            // The page handles joining, and calls `setMembership`.
            let _ = view_to_join.ask(id.clone(), || {
                let plan = view_to_join.plan();
                let currency = plan.currency.code();
                view_to_join.emit.join(&list_id, currency, &id, period)
            });
        });
    let more = url.as_deref().and_then(safe_address);
    let more = more.map(|address| {
        element("A", "more")
            .attribute("href", address)
            .text(&named("memberships.more"))
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
