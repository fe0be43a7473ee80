//! `<tillside-plans>`: the memberships on sale, the best one for this basket marked.

use std::sync::Arc;

use super::View;
use super::dom::{Element, element};
use super::parts::section;
use crate::model::{MembershipCard, MembershipOffer, Period};
use crate::widget::safe_address;

pub(super) fn plans(view: &Arc<View>, offer: &MembershipOffer) -> Element {
    let cards = element("UL", "cards").children(offer.plans.iter().map(|plan| card(view, plan)));
    section(view, "plans", "plans.title").child(cards)
}

fn card(view: &Arc<View>, card: &MembershipCard) -> Element {
    let MembershipCard { id, name, price_minor, period, url, benefits, saving_minor, pays_after_orders, is_best, .. } = card;
    let named = |key| view.say(key, &[("name", name)]);
    let per_period = match period {
        Period::Month => "plans.month",
        Period::Year => "plans.year",
    };
    let price = view.say(per_period, &[("price", &view.money(*price_minor))]);
    let badge = is_best.then(|| element("P", "badge").text(&view.say("plans.best", &[])));
    let saving = (*saving_minor > 0).then(|| {
        let saving = view.money(*saving_minor);
        element("P", "saving").text(&view.say("plans.saving", &[("saving", &saving)]))
    });
    let pays = pays_after_orders.and_then(|orders| usize::try_from(orders).ok());
    let pays = pays.map(|orders| element("P", "pays").text(&view.count("plans.pays", orders, &[])));
    let benefits = benefits.iter().map(|benefit| element("LI", "benefit").text(benefit));
    let (view_to_join, id) = (Arc::clone(view), id.clone());
    let join = element("BUTTON", "button").attribute("type", "button").text(&named("plans.join")).on("click", move |_| {
        // Joining is the page's business altogether: it answers with `setPlan`.
        view_to_join.join(&id);
    });
    let more = url.as_deref().and_then(safe_address);
    let more = more.map(|address| element("A", "more").attribute("href", address).text(&named("plans.more")));
    element("LI", "card")
        .attribute("data-best", if *is_best { "true" } else { "false" })
        .maybe(badge)
        .child(element("H3", "name").text(name))
        .child(element("P", "price").text(&price))
        .maybe(saving)
        .maybe(pays)
        .child(element("UL", "benefits").children(benefits))
        .child(join)
        .maybe(more)
}
