//! Services: warranty, installation, insurance, gift wrap, each for a product that it applies to.
//!
//! The price of a service follows the product's price in the cart.
//!
//! *Invariants*: a service costs at most the share of its product's price that the shop's limits
//! allow. A service in the cart is not offered again.

use std::cmp::Reverse;

use crate::engine::input::{HeldProduct, PlanInput, held, held_or_viewed};
use crate::engine::offer_context::OfferContext;
use crate::model::{
    Limits, Minor, Offer, OfferItem, Product, Reason, Service, ServicePrice, SkuKey,
};

/// Maximum number of services, so that they can be compared at a glance.
const ITEMS: usize = 3;

/// The services for a viewed product, else for the order that was just placed, else for the cart.
pub(super) fn services<'a>(
    cx: &mut OfferContext<'_, 'a>,
    beside: Option<&Product<&'a str>>,
) -> Option<Offer> {
    let input = cx.input;
    let mut products: Vec<HeldProduct<'_>> = match beside {
        Some(viewed) => vec![held_or_viewed(input, viewed)],
        // An order of products that the graph does not know is an order, too.
        None if input.purchased_lines.is_empty() => held(&input.lines),
        None => held(&input.purchased_lines),
    };
    products.retain(|held| input.prices.is_in_stock(&held.product));
    let mut items = Vec::new();
    for service in &input.policy.services {
        let is_on_sale = service.currency == input.context.currency && !is_held(input, service);
        if is_on_sale && items.len() < ITEMS {
            // The most expensive product most likely needs a warranty.
            let offered = products.iter().filter_map(|held| {
                let rank = (held.piece_minor, Reverse(held.product.id));
                Some((rank, offered(input, service, held)?))
            });
            items.extend(offered.max_by_key(|(rank, _)| *rank).map(|(_, item)| item));
        }
    }
    cx.offer(beside, items)
}

fn is_held(input: &PlanInput<'_>, service: &Service) -> bool {
    let id = SkuKey::new(&service.id);
    input
        .context
        .cart
        .keys()
        .chain(input.context.purchased.keys())
        .any(|key| key == id)
}

/// The service for one product; `None` if it does not apply, or is too expensive for the product.
fn offered(input: &PlanInput<'_>, service: &Service, held: &HeldProduct<'_>) -> Option<OfferItem> {
    let HeldProduct {
        product,
        quantity,
        piece_minor,
    } = *held;
    let price = piece_minor?;
    let applies = &service.applies;
    let is_for = applies.to.is_none_or(|selection| product.is_in(selection))
        && price >= applies.from_minor
        && applies.to_minor.is_none_or(|most| price <= most);
    let cost = cost(service.price, price);
    if !is_for || cost > Limits::share(input.policy.limits.line_percent, price) {
        return None;
    }
    let reason = Reason::Serves {
        sku: product.sku.to_owned(),
        title: product.title.to_owned(),
    };
    Some(OfferItem {
        sku: service.id.clone(),
        title: service.name.clone(),
        // A percentage applies to every piece; a fixed price may cover all pieces.
        quantity: match service.price {
            ServicePrice::Fixed(_) => 1,
            ServicePrice::Percent(_) => quantity,
        },
        price_minor: Some(cost),
        was_minor: None,
        is_deal: false,
        extra_minor: None,
        replaces: None,
        belongs_to: Some(product.sku.to_owned()),
        note: service.note.clone(),
        url: service.url.clone(),
        image: None,
        rating: None,
        testimonial: None,
        choice: None,
        is_chosen_on_page: false,
        reason,
    })
}

/// The price of a service for a product of this price. A percentage is rounded up.
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
