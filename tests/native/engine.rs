//! Plans of the small shop in `tests/data/shop`, checked by hand.

use tillside::engine::{Context, Slot, plan};
use tillside::graph::{Graph, Manifest};
use tillside::model::{
    Cart, Currency, Limits, LineItem, Offer, OfferKind, Plan, Policy, Reason, Relation, SkuKey,
};

use crate::golden_plans::small_shop;

pub fn lines(cart: &[(&str, u32)]) -> Cart {
    let line = |(sku, quantity): &(&str, u32)| LineItem {
        sku: (*sku).into(),
        quantity: *quantity,
        ..LineItem::default()
    };
    Cart::new(cart.iter().map(line).collect())
}

/// A page with a bundle for each viewed product, the shipping bar, and slots for also bought and
/// memberships.
pub fn context(cart: &[(&str, u32)], viewed: &[&str]) -> Context {
    let mut slots: Vec<Slot> = (0..)
        .zip(viewed)
        .map(|(id, sku)| Slot::of(id, OfferKind::Bundle, Some(SkuKey::new(sku))))
        .collect();
    let kinds = [
        OfferKind::Shipping,
        OfferKind::AlsoBought,
        OfferKind::Memberships,
    ];
    slots.extend(
        (100..)
            .zip(kinds)
            .map(|(id, kind)| Slot::of(id, kind, None)),
    );
    Context {
        cart: lines(cart),
        slots,
        ..Context::new(Currency::new("GBP").unwrap())
    }
}

/// A page with slots for these kinds only.
pub fn asking(kinds: &[OfferKind], cart: &[(&str, u32)]) -> Context {
    let slots = (0..)
        .zip(kinds)
        .map(|(id, kind)| Slot::of(id, *kind, None))
        .collect();
    Context {
        cart: lines(cart),
        slots,
        ..Context::new(Currency::new("GBP").unwrap())
    }
}

pub fn unit(plan: &Plan, kind: OfferKind) -> Option<&Offer> {
    plan.offers.iter().find(|unit| unit.kind == kind)
}

pub fn items(plan: &Plan, kind: OfferKind) -> Vec<&str> {
    unit(plan, kind)
        .into_iter()
        .flat_map(|unit| &unit.items)
        .map(|item| item.sku.as_str())
        .collect()
}

fn planned(context: &Context) -> Plan {
    let (manifest, graph): (Manifest, Graph) = small_shop();
    plan(&graph, &manifest.policy, context)
}

fn skus(plan: &Plan) -> Vec<&str> {
    items(plan, OfferKind::Bundle)
}

#[test]
fn a_bundle_is_the_viewed_product_with_its_companions() {
    let plan = planned(&context(&[], &["lantern"]));
    assert_eq!(skus(&plan), ["LANTERN", "CANDLE", "HOLDER", "MATCHES"]);
    assert_eq!(plan.offers[0].total_minor, 1299 + 349 + 500 + 120);
    assert_eq!(plan.offers[0].items[0].reason, Reason::Viewed);
    let evidence = Reason::OftenBoughtWith {
        sku: "LANTERN".into(),
        title: "White metal lantern".into(),
        together: 14,
        orders: 25,
    };
    assert_eq!(plan.offers[0].items[1].reason, evidence);
    assert_eq!(
        plan.offers[0].items[1].url.as_deref(),
        Some("/products/CANDLE")
    );
}

#[test]
fn products_in_the_cart_sold_out_or_of_another_color_are_not_offered() {
    let mut context = context(&[("candle", 1)], &["LANTERN"]);
    // The candle is in the cart, so the next two products replace it.
    assert_eq!(skus(&planned(&context)), ["LANTERN", "MATCHES", "HOLDER"]);
    context.unavailable = vec![SkuKey::new("holder")];
    assert_eq!(skus(&planned(&context)), ["LANTERN", "MATCHES"]);
    let mugs = planned(&self::context(&[], &["MUG-RED"]));
    assert_eq!(skus(&mugs), ["MUG-RED", "TRAY"]);
}

#[test]
fn a_sold_out_product_is_replaced_by_similar_ones() {
    let sold_out = |cart: &[(&str, u32)], skus: &[&str]| {
        let unavailable = skus.iter().map(|sku| SkuKey::new(sku)).collect();
        planned(&Context {
            unavailable,
            ..context(cart, &["MUG-RED"])
        })
    };
    let plan = sold_out(&[], &["mug-red"]);
    assert_eq!(plan.offers.len(), 1, "nothing else");
    let rescue = unit(&plan, OfferKind::SoldOutAlternatives).unwrap();
    assert_eq!(
        (
            rescue.sku.as_deref(),
            rescue.items.len(),
            rescue.items[0].sku.as_str()
        ),
        (Some("MUG-RED"), 1, "MUG-BLUE")
    );
    let reason = Reason::Instead {
        sku: "MUG-RED".into(),
        title: "Mug red".into(),
        relation: Relation::Substitute,
    };
    assert_eq!(rescue.items[0].reason, reason);
    assert!(
        unit(&sold_out(&[], &[]), OfferKind::SoldOutAlternatives).is_none(),
        "what can be had needs no rescue"
    );
    assert!(
        unit(
            &sold_out(&[], &["MUG-RED", "MUG-BLUE"]),
            OfferKind::SoldOutAlternatives
        )
        .is_none()
    );
    assert!(
        unit(
            &sold_out(&[("MUG-BLUE", 1)], &["MUG-RED"]),
            OfferKind::SoldOutAlternatives
        )
        .is_none(),
        "the shopper found it already"
    );
}

#[test]
fn companions_cost_no_more_than_the_limits_permit() {
    let (manifest, graph): (Manifest, Graph) = small_shop();
    let bundle = |bundle_percent, sku| {
        let policy = Policy {
            limits: Limits {
                bundle_percent,
                ..Limits::default()
            },
            ..manifest.policy.clone()
        };
        skus(&plan(&graph, &policy, &context(&[], &[sku])))
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        bundle(200, "LANTERN"),
        ["LANTERN", "CANDLE", "HOLDER", "MATCHES"],
        "9.69 beside 12.99"
    );
    assert_eq!(
        bundle(40, "LANTERN"),
        ["LANTERN", "CANDLE", "MATCHES"],
        "5.19 are left: the holder is too dear, the matches are not"
    );
    assert_eq!(bundle(500, "MUG-RED"), ["MUG-RED", "TRAY"]);
    assert!(
        bundle(200, "MUG-RED").is_empty(),
        "a tray of 18.50 is not company for a mug of 4.25"
    );
}

#[test]
fn suggestions_for_the_cart_are_inexpensive() {
    let also = |cart: &[(&str, u32)], viewed: &[&str]| -> Vec<String> {
        let plan = planned(&context(cart, viewed));
        items(&plan, OfferKind::AlsoBought)
            .into_iter()
            .map(str::to_owned)
            .collect()
    };
    assert!(also(&[], &[]).is_empty());
    assert!(
        also(&[("MATCHES", 1)], &[]).is_empty(),
        "nothing costs as little as half of it"
    );
    assert_eq!(
        also(&[("LANTERN", 3)], &[]),
        ["CANDLE", "HOLDER", "MATCHES"]
    );
    assert!(
        also(&[("LANTERN", 3)], &["CANDLE"]).is_empty(),
        "the bundle of what is looked at has them all"
    );
}

#[test]
fn an_unknown_or_sold_out_product_has_no_bundle() {
    assert!(skus(&planned(&context(&[], &["NOPE"]))).is_empty());
    assert!(skus(&planned(&context(&[], &["SOLDOUT"]))).is_empty());
}

#[test]
fn the_gap_is_exact_and_closed_by_the_closest_relevant_products() {
    let plan = planned(&context(&[("LANTERN", 1), ("CANDLE", 1)], &[]));
    let shipping = plan.shipping.unwrap();
    assert_eq!(
        (
            plan.subtotal_minor,
            shipping.progress.goal.remaining(),
            shipping.progress_percent
        ),
        (1648, 852, 65)
    );
    let fill = shipping.fill.unwrap();
    // The tray alone closes the gap; holder and matches together do not (6.20).
    assert_eq!(
        fill.items
            .iter()
            .map(|item| item.sku.as_str())
            .collect::<Vec<_>>(),
        ["TRAY"]
    );
    assert_eq!((fill.total_minor, fill.overshoot_minor), (1850, 998));
}

#[test]
fn a_reached_threshold_is_followed_by_the_next_and_the_last_stays_earned() {
    let next = planned(&context(&[("TRAY", 2)], &[])).shipping.unwrap();
    assert_eq!(
        (
            next.progress.name.as_str(),
            next.progress.goal.remaining(),
            next.is_earned
        ),
        ("Express delivery", 2300, false)
    );
    let earned = planned(&context(&[("TRAY", 4)], &[])).shipping.unwrap();
    assert_eq!(
        (
            earned.progress.goal.remaining(),
            earned.progress_percent,
            earned.is_earned,
            earned.fill
        ),
        (0, 100, true, None)
    );
}

#[test]
fn rules_do_not_apply_in_another_currency() {
    let plan = planned(&Context {
        currency: Currency::new("EUR").unwrap(),
        ..context(&[("LANTERN", 1)], &[])
    });
    assert!(plan.shipping.is_none() && unit(&plan, OfferKind::Memberships).is_none());
}

#[test]
fn the_page_sets_the_price_that_it_charges() {
    let mut context = context(&[("LANTERN", 2), ("UNKNOWN", 1)], &[]);
    context.cart = Cart::new(vec![
        LineItem {
            sku: "LANTERN".into(),
            quantity: 2,
            price_minor: Some(1000),
            ..LineItem::default()
        },
        LineItem {
            sku: "UNKNOWN".into(),
            quantity: 3,
            price_minor: Some(150),
            ..LineItem::default()
        },
        LineItem {
            sku: "CANDLE".into(),
            quantity: 0,
            ..LineItem::default()
        },
    ]);
    assert_eq!(planned(&context).subtotal_minor, 2450);
}
