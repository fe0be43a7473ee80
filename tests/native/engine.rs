//! Plans of the small shop in `tests/data/shop`, checked by hand.

use std::collections::BTreeSet;

use proptest::prelude::*;
use tillside::engine::{Context, plan};
use tillside::graph::{Graph, Manifest};
use tillside::model::{Basket, Currency, LineItem, Plan, Policy, Reason, Relation, SkuKey, Tact};

use crate::plans::small_shop;

pub fn context(basket: &[(&str, u32)], viewed: &[&str]) -> Context {
    let line = |(sku, quantity): &(&str, u32)| LineItem { sku: (*sku).into(), quantity: *quantity, price_minor: None };
    Context {
        basket: Basket::new(basket.iter().map(line).collect()),
        viewed: viewed.iter().map(|sku| SkuKey::new(sku)).collect(),
        ..Context::new(Currency::new("GBP").unwrap())
    }
}

fn planned(context: &Context) -> Plan {
    let (manifest, graph): (Manifest, Graph) = small_shop();
    plan(&graph, &manifest.policy, context)
}

fn skus(plan: &Plan) -> Vec<&str> {
    plan.bundles.first().map(|bundle| bundle.items.iter().map(|item| item.sku.as_str()).collect()).unwrap_or_default()
}

#[test]
fn a_bundle_is_the_viewed_product_and_what_goes_with_it() {
    let plan = planned(&context(&[], &["lantern"]));
    assert_eq!(skus(&plan), ["LANTERN", "CANDLE", "HOLDER", "MATCHES"]);
    assert_eq!(plan.bundles[0].total_minor, 1299 + 349 + 500 + 120);
    assert_eq!(plan.bundles[0].items[0].reason, Reason::Viewed);
    let evidence =
        Reason::OftenBoughtWith { sku: "LANTERN".into(), title: "White metal lantern".into(), together: 14, orders: 25 };
    assert_eq!(plan.bundles[0].items[1].reason, evidence);
    assert_eq!(plan.bundles[0].items[1].url.as_deref(), Some("/products/CANDLE"));
}

#[test]
fn nothing_in_the_basket_sold_out_or_of_another_colour_is_offered() {
    let mut context = context(&[("candle", 1)], &["LANTERN"]);
    // The candle is in the basket, so the next two take its place.
    assert_eq!(skus(&planned(&context)), ["LANTERN", "HOLDER", "MATCHES"]);
    context.unavailable = vec![SkuKey::new("holder")];
    assert_eq!(skus(&planned(&context)), ["LANTERN", "MATCHES"]);
    let mugs = planned(&self::context(&[], &["MUG-RED"]));
    assert_eq!(skus(&mugs), ["MUG-RED", "TRAY"]);
}

#[test]
fn a_sold_out_product_gives_way_to_what_comes_closest() {
    let sold_out = |basket: &[(&str, u32)], skus: &[&str]| {
        let unavailable = skus.iter().map(|sku| SkuKey::new(sku)).collect();
        planned(&Context { unavailable, ..context(basket, &["MUG-RED"]) })
    };
    let plan = sold_out(&[], &["mug-red"]);
    assert!(plan.bundles.is_empty());
    let rescue = &plan.rescues[0];
    assert_eq!((rescue.sku.as_str(), rescue.items.len(), rescue.items[0].sku.as_str()), ("MUG-RED", 1, "MUG-BLUE"));
    let reason = Reason::Instead { sku: "MUG-RED".into(), title: "Mug red".into(), relation: Relation::Substitute };
    assert_eq!(rescue.items[0].reason, reason);
    assert!(sold_out(&[], &[]).rescues.is_empty(), "what can be had needs no rescue");
    assert!(sold_out(&[], &["MUG-RED", "MUG-BLUE"]).rescues.is_empty());
    assert!(sold_out(&[("MUG-BLUE", 1)], &["MUG-RED"]).rescues.is_empty(), "the shopper found it already");
}

#[test]
fn companions_cost_no_more_than_tact_allows() {
    let (manifest, graph): (Manifest, Graph) = small_shop();
    let bundle = |bundle_percent, sku| {
        let policy = Policy { tact: Tact { bundle_percent, ..Tact::default() }, ..manifest.policy.clone() };
        skus(&plan(&graph, &policy, &context(&[], &[sku]))).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(bundle(200, "LANTERN"), ["LANTERN", "CANDLE", "HOLDER", "MATCHES"], "9.69 beside 12.99");
    assert_eq!(
        bundle(40, "LANTERN"),
        ["LANTERN", "CANDLE", "MATCHES"],
        "5.19 are left: the holder is too dear, the matches are not"
    );
    assert_eq!(bundle(500, "MUG-RED"), ["MUG-RED", "TRAY"]);
    assert!(bundle(200, "MUG-RED").is_empty(), "a tray of 18.50 is not company for a mug of 4.25");
}

#[test]
fn what_goes_with_a_basket_is_small() {
    let also = |basket: &[(&str, u32)], viewed: &[&str]| -> Vec<String> {
        let plan = planned(&context(basket, viewed));
        plan.also.into_iter().flat_map(|also| also.items).map(|item| item.sku).collect()
    };
    assert!(also(&[], &[]).is_empty());
    assert!(also(&[("MATCHES", 1)], &[]).is_empty(), "nothing costs as little as half of it");
    assert_eq!(also(&[("LANTERN", 3)], &[]), ["CANDLE", "HOLDER", "MATCHES"]);
    assert!(also(&[("LANTERN", 3)], &["CANDLE"]).is_empty(), "the bundle of what is looked at has them all");
}

#[test]
fn an_unknown_or_sold_out_product_has_no_bundle() {
    assert!(planned(&context(&[], &["NOPE"])).bundles.is_empty());
    assert!(planned(&context(&[], &["SOLDOUT"])).bundles.is_empty());
}

#[test]
fn the_gap_is_exact_and_closed_by_the_closest_relevant_products() {
    let plan = planned(&context(&[("LANTERN", 1), ("CANDLE", 1)], &[]));
    let shipping = plan.shipping.unwrap();
    assert_eq!((plan.subtotal_minor, shipping.remaining_minor, shipping.progress_percent), (1648, 852, 65));
    let fill = shipping.fill.unwrap();
    // The tray alone closes it; holder and matches together do not (6.20).
    assert_eq!(fill.items.iter().map(|item| item.sku.as_str()).collect::<Vec<_>>(), ["TRAY"]);
    assert_eq!((fill.total_minor, fill.overshoot_minor), (1850, 998));
}

#[test]
fn a_reached_threshold_gives_way_to_the_next_and_the_last_is_earned() {
    let next = planned(&context(&[("TRAY", 2)], &[])).shipping.unwrap();
    assert_eq!((next.name.as_str(), next.remaining_minor, next.is_earned), ("Express delivery", 2300, false));
    let earned = planned(&context(&[("TRAY", 4)], &[])).shipping.unwrap();
    assert_eq!((earned.remaining_minor, earned.progress_percent, earned.is_earned, earned.fill), (0, 100, true, None));
}

#[test]
fn a_membership_is_praised_for_what_it_saves_on_this_basket() {
    let memberships = planned(&context(&[("LANTERN", 1)], &[])).memberships.unwrap();
    // Plus saves the delivery, 4.95 of 29.00 a year; club saves 5 % of 12.99, 0.64 of 36.00 a year.
    assert_eq!(memberships.best.as_deref(), Some("plus"));
    assert_eq!((memberships.plans[0].saving_minor, memberships.plans[0].pays_after_orders), (495, Some(6)));
    assert_eq!((memberships.plans[1].saving_minor, memberships.plans[1].pays_after_orders), (64, Some(5)));
    let rich = planned(&context(&[("TRAY", 2)], &[])).memberships.unwrap();
    assert_eq!((rich.best.as_deref(), rich.plans[0].saving_minor, rich.plans[1].saving_minor), (Some("club"), 0, 185));
    let empty = planned(&context(&[], &[])).memberships.unwrap();
    assert_eq!((empty.best, empty.plans.len()), (None, 2));
}

#[test]
fn a_member_sees_neither_the_nudge_nor_the_advertisement() {
    let member = Context { membership: Some("plus".into()), ..context(&[("LANTERN", 1)], &[]) };
    let plan = planned(&member);
    assert_eq!((plan.shipping, plan.memberships), (None, None));
}

#[test]
fn another_currency_has_no_rules() {
    let plan = planned(&Context { currency: Currency::new("EUR").unwrap(), ..context(&[("LANTERN", 1)], &[]) });
    assert_eq!((plan.shipping, plan.memberships), (None, None));
}

#[test]
fn the_page_names_the_price_that_it_charges() {
    let mut context = context(&[("LANTERN", 2), ("UNKNOWN", 1)], &[]);
    context.basket = Basket::new(vec![
        LineItem { sku: "LANTERN".into(), quantity: 2, price_minor: Some(1000) },
        LineItem { sku: "UNKNOWN".into(), quantity: 3, price_minor: Some(150) },
        LineItem { sku: "CANDLE".into(), quantity: 0, price_minor: None },
    ]);
    assert_eq!(planned(&context).subtotal_minor, 2450);
}

const SKUS: [&str; 9] = ["LANTERN", "CANDLE", "MATCHES", "HOLDER", "MUG-RED", "MUG-BLUE", "TRAY", "SOLDOUT", "NOPE"];

proptest! {
    #[test]
    fn a_plan_keeps_its_promises(
        basket in proptest::collection::vec((0..9_usize, any::<u32>(), proptest::option::of(any::<i64>())), 0..6),
        viewed in proptest::collection::vec(0..9_usize, 0..4),
        unavailable in proptest::collection::btree_set(0..9_usize, 0..4),
    ) {
        let mut context = context(&[], &viewed.iter().map(|place| SKUS[*place]).collect::<Vec<_>>());
        context.basket = Basket::new(basket.iter().map(|(place, quantity, price_minor)| LineItem { sku: SKUS[*place].into(), quantity: *quantity, price_minor: *price_minor }).collect());
        context.unavailable = unavailable.iter().map(|place| SkuKey::new(SKUS[*place])).collect();
        let plan = planned(&context);

        let companions = plan.bundles.iter().flat_map(|bundle| bundle.items.iter().skip(1));
        let fillers = plan.shipping.iter().filter_map(|offer| offer.fill.as_ref()).flat_map(|fill| &fill.items);
        let also = plan.also.iter().flat_map(|also| &also.items);
        prop_assert!(also.clone().all(|item| item.price_minor <= plan.subtotal_minor / 2));
        let rescues = plan.rescues.iter().flat_map(|rescue| &rescue.items);
        let offered: Vec<SkuKey> = companions.chain(fillers).chain(rescues).chain(also).map(|item| SkuKey::new(&item.sku)).collect();
        let held: BTreeSet<SkuKey> = context.basket.keys().collect();
        let sold_out = |sku: &SkuKey| context.unavailable.contains(sku) || sku.as_str() == "SOLDOUT";
        prop_assert!(offered.iter().all(|sku| !held.contains(sku) && !sold_out(sku)));
        prop_assert_eq!(offered.iter().collect::<BTreeSet<_>>().len(), offered.len());
        for bundle in &plan.bundles {
            prop_assert!((2..=4).contains(&bundle.items.len()));
            prop_assert!(bundle.items.iter().filter(|item| item.sku.starts_with("MUG")).count() <= 1);
        }
        if let Some(shipping) = &plan.shipping {
            prop_assert!(shipping.remaining_minor >= 0 && shipping.is_earned == (shipping.remaining_minor == 0));
            prop_assert!(shipping.is_earned == (shipping.progress_percent == 100));
            if let Some(fill) = &shipping.fill {
                prop_assert_eq!(fill.total_minor - fill.overshoot_minor, shipping.remaining_minor);
                prop_assert!(fill.items.iter().all(|item| fill.total_minor - item.price_minor < shipping.remaining_minor));
            }
        }
    }
}
