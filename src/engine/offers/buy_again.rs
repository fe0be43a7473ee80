//! Buy again: what the shopper is about to need again, and after a purchase, when that will be.
//!
//! *Invariants*: only what the shopper bought; before its usual interval is nearly over, nothing is due.

use crate::engine::decision::Outcome;
use crate::engine::input::PlanInput;
use crate::engine::offer_context::OfferContext;
use crate::engine::repeat_purchases::{self as ranking, Purchase};
use crate::model::{Offer, Product, Reason, Stage};

/// Three can be compared at a glance.
const ITEMS: usize = 3;

/// More of a history is not looked at.
pub(crate) const HISTORY: usize = 50;

/// What nobody has an interval for was bought this often if it is bought again.
const OFTEN: u32 = 2;

pub(super) fn buy_again(maker: &mut OfferContext<'_, '_>) -> Option<Offer> {
    let page = maker.page;
    let due = if page.stage == Stage::After {
        bought_now(page)
    } else {
        due(maker)
    };
    let mut items = Vec::new();
    for (product, days_ago) in due.into_iter().take(ITEMS) {
        if page.stage != Stage::After {
            maker.offer(&product);
        }
        let interval_days = product.repurchase.map(|again| again.days);
        items.push(page.offered(
            &product,
            Reason::Due {
                days_ago,
                interval_days,
            },
        ));
    }
    page.unit(maker.kind, None, items)
}

/// What was bought just now and customers come back for, the soonest first.
fn bought_now<'a>(page: &PlanInput<'a>) -> Vec<(Product<&'a str>, u32)> {
    let mut due: Vec<_> = page
        .purchased
        .iter()
        .filter(|product| product.repurchase.is_some())
        .map(|product| (*product, 0))
        .collect();
    due.sort_by_key(|(product, _)| (product.repurchase.map(|again| again.days), product.id));
    due.dedup_by_key(|(product, _)| product.id);
    due
}

/// What was bought before and is due.
fn due<'a>(maker: &OfferContext<'_, 'a>) -> Vec<(Product<&'a str>, u32)> {
    let page = maker.page;
    let mut history: Vec<Purchase> = Vec::new();
    for bought in page.context.shopper.history.iter().take(HISTORY) {
        let Some(product) = page.graph.product(&bought.sku).map(|product| product.id) else {
            continue;
        };
        match history
            .iter_mut()
            .find(|purchase| purchase.product == product)
        {
            // A page may tell each purchase by itself.
            Some(known) => {
                known.orders = known.orders.saturating_add(bought.orders);
                known.days_ago = known.days_ago.min(bought.days_ago);
            }
            None => history.push(Purchase {
                product,
                orders: bought.orders,
                days_ago: bought.days_ago,
            }),
        }
    }
    let mut due = Vec::new();
    for next in ranking::again(page.graph, &history, history.len()) {
        let product = next.product;
        let known = history
            .iter()
            .find(|purchase| purchase.product == product.id);
        // Four fifths of the interval: who comes by now will not come by once more before it is over.
        let is_due = product.repurchase.map_or_else(
            || known.is_some_and(|purchase| purchase.orders >= OFTEN),
            |again| {
                next.due_in_days
                    .is_some_and(|days| days.saturating_mul(5) <= again.days.into())
            },
        );
        // A page that says thank you at one moment may be another one at the next, and know of the purchase still.
        let is_due = is_due && !page.purchased.iter().any(|bought| bought.id == product.id);
        // Having it is the point, so it is no objection.
        let refusal = maker
            .refusal(&product)
            .filter(|verdict| *verdict != Outcome::Owned);
        match refusal.or((!is_due).then_some(Outcome::Owned)) {
            Some(verdict) => maker.tell(&product, verdict),
            None => due.push((product, known.map_or(0, |purchase| purchase.days_ago))),
        }
    }
    due
}
