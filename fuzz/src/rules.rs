//! The planner's rules, which hold for every plan.

use std::collections::BTreeSet;

use tillside::engine::{Context, Outcome, explain, plan};
use tillside::graph::Graph;
use tillside::model::{
    Cart, Limits, MOST_MINOR, Minor, OfferItem, OfferKind, Policy, Product, Reason, Relation,
    SkuKey, total,
};

/// The page's price of a product, otherwise that of the graph on this day, unless the graph's prices are too old.
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
        .price_on(context.today.map(|today| today.day))
        .filter(|_| age.is_none_or(|(days, most)| days <= most.into()));
    live.or(learned)
        .filter(|price| *price > 0)
        .map(|price| price.min(MOST_MINOR))
}

/// The keys of the products in a cart; a line with a negative price is a discount.
fn products(cart: &Cart) -> impl Iterator<Item = SkuKey> + '_ {
    cart.lines()
        .filter(|line| line.price_minor.is_none_or(|price| price >= 0))
        .map(|line| SkuKey::new(&line.sku))
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

/// Asserts the rules for the variants from which the shopper can choose.
fn holds_for_variants<'a>(
    graph: &'a Graph,
    kind: OfferKind,
    policy: &Policy,
    item: &OfferItem,
    price: &impl Fn(Product<&'a str>) -> Option<Minor>,
) {
    let Some(choice) = &item.choice else { return };
    let product = |sku: &str| graph.product(&SkuKey::new(sku)).expect("a product");
    let skus: BTreeSet<&str> = choice
        .variants
        .iter()
        .map(|variant| &*variant.sku)
        .collect();
    assert_eq!(skus.len(), choice.variants.len(), "no variant twice");
    assert!(skus.contains(&*item.sku), "the offered one is listed");
    for variant in &choice.variants {
        let of_graph = product(&variant.sku);
        assert_eq!(of_graph.group, product(&item.sku).group);
        let full = price(of_graph);
        let percent = match kind {
            OfferKind::Bundle if !variant.is_deal => policy.bundle_discount_percent,
            _ => 0,
        };
        let charged = full.map(|full| full.saturating_sub(Limits::share(percent.into(), full)));
        // A product with a quantity break has no discount in a bundle.
        assert!(
            variant.price_minor == charged
                || (variant.price_minor == full && !policy.quantity_breaks.is_empty()),
            "{} in {kind:?}",
            variant.sku
        );
        assert!(item.price_minor.is_none() || variant.price_minor.is_some());
        if kind == OfferKind::Upgrade {
            assert!(variant.extra_minor > Some(0));
        }
        let Some(chosen) = item.with_variant(&variant.sku) else {
            assert!(!variant.is_available);
            continue;
        };
        assert_eq!(chosen.price_minor, variant.price_minor);
    }
}

/// Asserts all rules for the plan of a context.
#[expect(clippy::too_many_lines, reason = "one rule after the other")]
pub fn hold(graph: &Graph, policy: &Policy, context: &Context) {
    let plan = plan(graph, policy, context);
    let usual_price = |product: Product<&str>| price(policy, context, product);
    // The deal of the day costs the same everywhere.
    let deal = policy
        .deal
        .as_ref()
        .zip(context.today)
        .and_then(|(deal, today)| {
            let place = today
                .day
                .checked_rem_euclid(i64::try_from(deal.pool.len()).ok()?)?;
            let turn = &deal.pool[usize::try_from(place).ok()?];
            let product = graph.product(&SkuKey::new(&turn.sku))?;
            let usual = usual_price(product)?;
            let full = turn.lowest_minor.unwrap_or(usual);
            let price = full - Limits::share(deal.percent.into(), full);
            let never = policy.never.is_some_and(|never| product.is_in(never));
            let is_deal = price > 0 && price < usual && is_in_stock(context, product) && !never;
            is_deal.then_some((product.id, price))
        });
    let price = |product: Product<&str>| match deal {
        Some((id, price)) if id == product.id => Some(price),
        _ => usual_price(product),
    };
    // The price of one piece in the cart or the order, else the product's price.
    let charged = |cart: &Cart, product: Product<&str>| {
        let key = SkuKey::new(product.sku);
        let line = cart.lines().find(|line| {
            SkuKey::new(&line.sku) == key && line.price_minor.is_none_or(|price| price >= 0)
        });
        let named = line.and_then(|line| line.price_minor);
        named
            .or_else(|| price(product))
            .or_else(|| product.price_on(context.today.map(|today| today.day)))
    };
    let product = |sku: &str| graph.product(&SkuKey::new(sku));
    let json = serde_json::to_value(&plan).unwrap();
    assert!(
        largest(&json) <= i128::from(MOST_MINOR),
        "a page cannot count this: {json}"
    );
    assert!(plan.offers.len() <= policy.limits.offers_per_page.into());
    let slots: BTreeSet<u32> = plan.offers.iter().map(|unit| unit.slot).collect();
    assert_eq!(slots.len(), plan.offers.len(), "one offer a place");
    let lists: BTreeSet<&str> = plan
        .offers
        .iter()
        .map(|unit| unit.list_id.as_str())
        .collect();
    assert_eq!(lists.len(), plan.offers.len(), "no offer twice");

    let held: Vec<Product<&str>> = products(&context.cart)
        .filter_map(|key| graph.product(&key))
        .collect();
    let groups: BTreeSet<u32> = held.iter().filter_map(|product| product.group).collect();
    let mut offered: Vec<&str> = Vec::new();
    for unit in &plan.offers {
        let slot = context
            .slots
            .iter()
            .find(|slot| slot.id == unit.slot)
            .unwrap();
        assert!(slot.kind.is_none_or(|kind| kind == unit.kind
            || (kind == OfferKind::Bundle && unit.kind == OfferKind::SoldOutAlternatives)));
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
            if unit.kind == OfferKind::QuantityBreak {
                assert!(is_in_stock(context, product), "{} is sold out", item.sku);
                let prices = unit.quantity_break.as_ref().unwrap();
                let full = item
                    .price_minor
                    .unwrap()
                    .saturating_mul(item.quantity.into());
                assert!(prices.saving_minor > 0 && !prices.tiers.is_empty());
                assert_eq!(unit.total_minor, full.min(MOST_MINOR) - prices.saving_minor);
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
                "{} is in the cart",
                item.sku
            );
            if unit.kind != OfferKind::Upgrade {
                assert!(
                    product.group.is_none_or(|group| !groups.contains(&group)),
                    "{} is a variant",
                    item.sku
                );
            }
            let bought = context.shopper.history.iter();
            let bought = bought.filter(|bought| bought.sku == SkuKey::new(&item.sku));
            let last = bought.filter_map(|bought| bought.days_ago).min();
            let owned = last.is_some_and(|days| days < policy.limits.owned_days.into());
            // A consumable may be offered again when four fifths of its interval are over.
            let is_due = product
                .repurchase
                .zip(last)
                .is_some_and(|(again, days)| u64::from(days) * 5 >= u64::from(again.days) * 4);
            assert!(
                !owned || is_due || unit.kind == OfferKind::BuyAgain,
                "{} is owned",
                item.sku
            );
            assert!(
                !products(&context.purchased).any(|key| key == SkuKey::new(&item.sku)),
                "{} was bought just now: {unit:?} {:?}",
                item.sku,
                context.stage
            );
        }
        for item in &unit.items {
            holds_for_variants(graph, unit.kind, policy, item, &price);
        }
        let costs = |item: &OfferItem| item.price_minor.unwrap_or(0);
        match unit.kind {
            OfferKind::Bundle => {
                let full = |item: &OfferItem| {
                    let was = item.was_minor.filter(|_| !item.is_deal);
                    was.or(item.price_minor).unwrap_or(0)
                };
                let companions: i64 = unit
                    .items
                    .iter()
                    .skip(1)
                    .filter(|item| !is_needed(item))
                    .map(full)
                    .fold(0, i64::saturating_add);
                assert!(
                    companions <= Limits::share(policy.limits.bundle_percent, full(&unit.items[0]))
                );
                assert_eq!(unit.total_minor, total(unit.items.iter().map(costs)));
                assert!((2..=4).contains(&unit.items.len()));
            }
            OfferKind::AlsoBought => assert!(unit.items.iter().all(|item| is_needed(item)
                || costs(item) <= Limits::share(policy.limits.cart_percent, plan.subtotal_minor))),
            OfferKind::Upgrade => {
                let item = &unit.items[0];
                let from = product(item.replaces.as_deref().unwrap())
                    .and_then(|from| charged(&context.cart, from))
                    .unwrap();
                let extra = item.extra_minor.unwrap();
                assert!(extra > 0 && extra <= Limits::share(policy.limits.line_percent, from));
                // With a quantity break, a piece in the cart may cost less than its line says.
                assert!(
                    from.saturating_add(extra) == costs(item) || !policy.quantity_breaks.is_empty()
                );
            }
            OfferKind::Services => {
                for item in &unit.items {
                    let is_ordered = beside.is_none() && products(&context.purchased).count() > 0;
                    let cart = if is_ordered {
                        &context.purchased
                    } else {
                        &context.cart
                    };
                    let whole = product(item.belongs_to.as_deref().unwrap())
                        .and_then(|whole| charged(cart, whole))
                        .unwrap();
                    assert!(costs(item) <= Limits::share(policy.limits.line_percent, whole));
                }
            }
            OfferKind::Trial => assert_eq!(unit.items.len(), 1),
            OfferKind::AbandonedCart => assert!(context.shopper.has_consent),
            OfferKind::Deal => {
                let item = &unit.items[0];
                let pool = policy.deal.iter().flat_map(|deal| &deal.pool);
                let mut same = pool.filter(|turn| SkuKey::new(&turn.sku) == SkuKey::new(&item.sku));
                assert!(
                    same.any(|turn| turn.lowest_minor == item.was_minor),
                    "no order shows this price"
                );
                let now = product(&item.sku).and_then(usual_price).unwrap();
                assert!(costs(item) < now && unit.ends_at_ms.is_some());
            }
            _ => {}
        }
        let is_big = |product: Product<&str>| {
            policy
                .limits
                .big_ticket_minor
                .is_some_and(|big| price(product) >= Some(big))
        };
        if beside.is_some_and(is_big) {
            assert!(matches!(
                unit.kind,
                OfferKind::Upgrade
                    | OfferKind::Services
                    | OfferKind::SoldOutAlternatives
                    | OfferKind::Addons
            ));
        }
        let best = unit
            .memberships
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
        let way = &shipping.progress.goal;
        assert!(way.remaining() >= 0 && way.counted() >= 0);
        assert!(
            shipping.is_earned == (way.remaining() == 0)
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

    // `explain` contains everything that is shown.
    let told = explain(graph, policy, context);
    let shown = |kind: OfferKind| {
        told.iter()
            .any(|one| one.kind == kind && one.sku.is_none() && one.outcome == Outcome::Shown)
    };
    assert!(plan.offers.iter().all(|unit| shown(unit.kind)));
    for sku in &offered {
        assert!(
            told.iter()
                .any(|one| one.sku.as_deref() == Some(sku) && one.outcome == Outcome::Shown),
            "{sku} is shown and not told of"
        );
    }
}

/// The largest number in a plan, or in any other JSON.
pub fn largest(json: &serde_json::Value) -> i128 {
    match json {
        serde_json::Value::Number(number) => number.as_i128().unwrap_or_default(),
        serde_json::Value::Array(items) => items.iter().map(largest).max().unwrap_or(0),
        serde_json::Value::Object(fields) => fields.values().map(largest).max().unwrap_or(0),
        _ => 0,
    }
}
