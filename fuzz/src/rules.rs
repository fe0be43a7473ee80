//! The planner's rules: whatever it offers on whatever page, it breaks none of them.

use std::collections::BTreeSet;

use tillside::engine::{Context, Outcome, explain, plan};
use tillside::graph::Graph;
use tillside::model::{
    Limits, MOST_MINOR, Minor, OfferItem, OfferKind, Policy, Product, Reason, Relation, SkuKey,
    total,
};

/// What the page says one costs, else the graph, unless its prices are too old.
fn price(policy: &Policy, context: &Context, product: Product<&str>) -> Option<Minor> {
    let key = SkuKey::new(product.sku);
    let live = context
        .live
        .iter()
        .rev()
        .find(|live| live.sku == key)
        .and_then(|live| live.price_minor);
    let age = context.graph_age_days.zip(policy.freshness.max_age_days);
    let learned = product
        .price_minor
        .filter(|_| age.is_none_or(|(days, most)| days <= most.into()));
    live.or(learned)
        .filter(|price| *price > 0)
        .map(|price| price.min(MOST_MINOR))
}

fn is_in_stock(context: &Context, product: Product<&str>) -> bool {
    let key = SkuKey::new(product.sku);
    let live = context
        .live
        .iter()
        .rev()
        .find(|live| live.sku == key)
        .and_then(|live| live.is_available);
    live.unwrap_or(product.is_available) && !context.unavailable.contains(&key)
}

fn is_needed(item: &OfferItem) -> bool {
    matches!(
        item.reason,
        Reason::GoesWith {
            relation: Relation::RequiredPart,
            ..
        }
    )
}

/// The rules of every plan.
#[expect(clippy::too_many_lines, reason = "one rule after the other")]
pub fn hold(graph: &Graph, policy: &Policy, context: &Context) {
    let plan = plan(graph, policy, context);
    let price = |product: Product<&str>| price(policy, context, product);
    let product = |sku: &str| graph.product(&SkuKey::new(sku));
    let json = serde_json::to_value(&plan).unwrap();
    assert!(
        largest(&json) <= i128::from(MOST_MINOR),
        "a page cannot count this: {json}"
    );
    assert!(plan.units.len() <= policy.tact.units.into());
    let slots: BTreeSet<u32> = plan.units.iter().map(|unit| unit.slot).collect();
    assert_eq!(slots.len(), plan.units.len(), "one offer a place");
    let lists: BTreeSet<&str> = plan
        .units
        .iter()
        .map(|unit| unit.list_id.as_str())
        .collect();
    assert_eq!(lists.len(), plan.units.len(), "no offer twice");

    let held: Vec<Product<&str>> = context
        .basket
        .keys()
        .filter_map(|key| graph.product(&key))
        .collect();
    let groups: BTreeSet<u32> = held.iter().filter_map(|product| product.group).collect();
    let mut offered: Vec<&str> = Vec::new();
    for unit in &plan.units {
        let slot = context
            .slots
            .iter()
            .find(|slot| slot.id == unit.slot)
            .unwrap();
        assert!(slot.kind.is_none_or(|kind| kind == unit.kind
            || (kind == OfferKind::Bundle && unit.kind == OfferKind::Rescue)));
        let beside = unit.sku.as_deref().and_then(product);
        for item in &unit.items {
            assert!(item.price_minor.is_none_or(|price| price >= 0) && item.quantity > 0);
            let is_service = item.belongs_to.is_some();
            let (Some(product), false) = (
                product(&item.sku),
                is_service || unit.kind == OfferKind::Trial,
            ) else {
                continue;
            };
            let is_viewed = item.reason == Reason::Viewed;
            let is_told = matches!(item.reason, Reason::Due { days_ago: 0, .. });
            if is_viewed || is_told {
                continue;
            }
            offered.push(&item.sku);
            assert!(is_in_stock(context, product), "{} is sold out", item.sku);
            assert!(
                policy.never.is_none_or(|never| !product.is_in(never)),
                "{} is never offered",
                item.sku
            );
            assert!(
                !held.iter().any(|held| held.id == product.id),
                "{} is in the basket",
                item.sku
            );
            if unit.kind != OfferKind::Upgrade {
                assert!(
                    product.group.is_none_or(|group| !groups.contains(&group)),
                    "{} is a variant",
                    item.sku
                );
            }
            let owned = context.shopper.history.iter().any(|bought| {
                bought.sku == SkuKey::new(&item.sku)
                    && bought.days_ago < policy.tact.owned_days.into()
            });
            assert!(
                !owned || unit.kind == OfferKind::Again,
                "{} is owned",
                item.sku
            );
            assert!(
                !context
                    .purchased
                    .keys()
                    .any(|key| key == SkuKey::new(&item.sku)),
                "{} was bought just now: {unit:?} {:?}",
                item.sku,
                context.stage
            );
        }
        let costs = |item: &OfferItem| item.price_minor.unwrap_or(0);
        match unit.kind {
            OfferKind::Bundle => {
                let full = |item: &OfferItem| item.was_minor.or(item.price_minor).unwrap_or(0);
                let companions: i64 = unit
                    .items
                    .iter()
                    .skip(1)
                    .filter(|item| !is_needed(item))
                    .map(full)
                    .fold(0, i64::saturating_add);
                assert!(
                    companions <= Limits::share(policy.tact.bundle_percent, full(&unit.items[0]))
                );
                assert_eq!(unit.total_minor, total(unit.items.iter().map(costs)));
                assert!((2..=4).contains(&unit.items.len()));
            }
            OfferKind::Also => assert!(unit.items.iter().all(|item| is_needed(item)
                || costs(item) <= Limits::share(policy.tact.basket_percent, plan.subtotal_minor))),
            OfferKind::Upgrade => {
                let item = &unit.items[0];
                let from = product(item.replaces.as_deref().unwrap())
                    .and_then(price)
                    .unwrap();
                let extra = item.extra_minor.unwrap();
                assert!(extra > 0 && extra <= Limits::share(policy.tact.line_percent, from));
                assert_eq!(from.saturating_add(extra), costs(item));
            }
            OfferKind::Services => {
                for item in &unit.items {
                    let whole = product(item.belongs_to.as_deref().unwrap())
                        .and_then(price)
                        .unwrap();
                    assert!(costs(item) <= Limits::share(policy.tact.line_percent, whole));
                }
            }
            OfferKind::Trial => assert_eq!(unit.items.len(), 1),
            OfferKind::Recovery => assert!(context.shopper.has_consent),
            OfferKind::Deal => {
                let item = &unit.items[0];
                let pool = policy.deal.iter().flat_map(|deal| &deal.pool);
                let mut same = pool.filter(|turn| SkuKey::new(&turn.sku) == SkuKey::new(&item.sku));
                assert!(
                    same.any(|turn| turn.lowest_minor == item.was_minor),
                    "no order shows this price"
                );
                let now = product(&item.sku).and_then(price).unwrap();
                assert!(costs(item) < now && unit.ends_at_ms.is_some());
            }
            _ => {}
        }
        let is_big = |product: Product<&str>| {
            policy
                .tact
                .big_ticket_minor
                .is_some_and(|big| price(product) >= Some(big))
        };
        if beside.is_some_and(is_big) {
            assert!(matches!(
                unit.kind,
                OfferKind::Upgrade | OfferKind::Services | OfferKind::Rescue | OfferKind::Addons
            ));
        }
        let best = unit
            .plans
            .iter()
            .filter(|plan| plan.is_best)
            .collect::<Vec<_>>();
        assert!(best.len() <= 1);
        for plan in best {
            let cheapest = plan
                .prices
                .iter()
                .map(|price| price.price_minor)
                .min()
                .unwrap();
            let yearly = plan
                .prices
                .iter()
                .map(|price| price.price_minor.saturating_mul(price.period.per_year()))
                .min()
                .unwrap();
            match plan.yearly_saving_minor {
                Some(saving) => assert!(saving > yearly, "marked and costs more"),
                None => assert!(plan.saving_minor > cheapest, "marked and costs more"),
            }
        }
    }
    if let Some(shipping) = &plan.shipping {
        let way = &shipping.way;
        assert!(way.remaining_minor >= 0 && way.counted_minor >= 0);
        assert!(
            shipping.is_earned == (way.remaining_minor == 0)
                && shipping.is_earned == (shipping.progress_percent == 100)
        );
        if let Some(fill) = &shipping.fill {
            offered.extend(fill.items.iter().map(|item| item.sku.as_str()));
            assert!((1..=3).contains(&fill.items.len()) && fill.overshoot_minor >= 0);
            assert_eq!(
                fill.total_minor,
                total(fill.items.iter().map(|item| item.price_minor.unwrap()))
            );
        }
    }
    let different: BTreeSet<SkuKey> = offered.iter().map(|sku| SkuKey::new(sku)).collect();
    assert_eq!(different.len(), offered.len(), "no product twice");

    // Whoever asks learns of everything that is shown.
    let told = explain(graph, policy, context);
    let shown = |kind: OfferKind| {
        told.iter()
            .any(|one| one.kind == kind && one.sku.is_none() && one.verdict == Outcome::Shown)
    };
    assert!(plan.units.iter().all(|unit| shown(unit.kind)));
    for sku in &offered {
        assert!(
            told.iter()
                .any(|one| one.sku.as_deref() == Some(sku) && one.verdict == Outcome::Shown),
            "{sku} is shown and not told of"
        );
    }
}

/// The largest number of a plan, or of anything else that is JSON.
pub fn largest(json: &serde_json::Value) -> i128 {
    match json {
        serde_json::Value::Number(number) => number.as_i128().unwrap_or_default(),
        serde_json::Value::Array(items) => items.iter().map(largest).max().unwrap_or(0),
        serde_json::Value::Object(fields) => fields.values().map(largest).max().unwrap_or(0),
        _ => 0,
    }
}
