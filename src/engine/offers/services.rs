//! Services: warranty, installation, insurance, gift wrap, each for a product that it applies to.
//!
//! *Invariants*: a service adds no more to the price of its product than the shop's tact allows; what is in the basket already is
//! not offered again.

use std::cmp::Reverse;

use crate::engine::input::PlanInput;
use crate::engine::offer_context::OfferContext;
use crate::model::{
    Limits, Minor, Offer, OfferItem, Product, Reason, Service, ServicePrice, SkuKey,
};

/// Three can be compared at a glance.
const ITEMS: usize = 3;

/// The services for a viewed product, for what is in the basket, or for what was bought just now.
pub(super) fn services(
    maker: &mut OfferContext<'_, '_>,
    beside: Option<&Product<&str>>,
) -> Option<Offer> {
    let page = maker.page;
    let mut products: Vec<(Minor, &Product<&str>)> = Vec::new();
    let subjects = beside.into_iter();
    let others: &[Product<&str>] = if beside.is_some() {
        &[]
    } else if page.purchased.is_empty() {
        &page.basket
    } else {
        &page.purchased
    };
    for product in subjects.chain(others) {
        products.extend(
            page.price(product)
                .filter(|_| page.is_in_stock(product))
                .map(|price| (price, product)),
        );
    }
    // The dearest product is the one that a warranty is for.
    products.sort_by_key(|(price, product)| (Reverse(*price), product.id));
    let mut items = Vec::new();
    for service in page
        .policy
        .services
        .iter()
        .filter(|service| service.currency == page.context.currency)
    {
        if items.len() < ITEMS && !is_held(page, service) {
            items.extend(
                products
                    .iter()
                    .find_map(|(price, product)| offered(page, service, *price, product)),
            );
        }
    }
    page.unit(maker.kind, beside, items)
}

fn is_held(page: &PlanInput<'_>, service: &Service) -> bool {
    let id = SkuKey::new(&service.id);
    page.context
        .basket
        .keys()
        .chain(page.context.purchased.keys())
        .any(|key| key == id)
}

/// The service for one product; `None` when it is not for it, or too dear beside it.
fn offered(
    page: &PlanInput<'_>,
    service: &Service,
    price: Minor,
    product: &Product<&str>,
) -> Option<OfferItem> {
    let applies = &service.applies;
    let is_for = applies.to.is_none_or(|selection| product.is_in(selection))
        && price >= applies.from_minor
        && applies.to_minor.is_none_or(|most| price <= most);
    let cost = cost(service.price, price);
    if !is_for || cost > Limits::share(page.policy.tact.line_percent, price) {
        return None;
    }
    let reason = Reason::Serves {
        sku: product.sku.to_owned(),
        title: product.title.to_owned(),
    };
    Some(OfferItem {
        sku: service.id.clone(),
        title: service.name.clone(),
        quantity: 1,
        price_minor: Some(cost),
        was_minor: None,
        extra_minor: None,
        replaces: None,
        belongs_to: Some(product.sku.to_owned()),
        note: service.note.clone(),
        url: service.url.clone(),
        image: None,
        rating: None,
        testimonial: None,
        reason,
    })
}

/// What a service costs for a product of this price. A share is rounded up: the shop gives no part of a penny away.
fn cost(price: ServicePrice, product_minor: Minor) -> Minor {
    match price {
        ServicePrice::Fixed(amount) => amount,
        ServicePrice::Percent(percent) => {
            let parts = i128::from(product_minor)
                .saturating_mul(percent.into())
                .saturating_add(99);
            parts
                .checked_div(100)
                .and_then(|cost| cost.try_into().ok())
                .unwrap_or(Minor::MAX)
        }
    }
}
