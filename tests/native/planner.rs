//! The planner's rules hold for any graph, any policy and any page.

use std::collections::BTreeSet;

use proptest::prelude::*;
use tillside::engine::{Context, Live, PastOrder, PastPurchase, Shopper, Slot, Today, plan};
use tillside::graph::{Graph, GraphContents};
use tillside::model::{
    Applies, BillingPeriod, BreakKind, BreakTier, Cart, Currency, DealProduct, DealRule, Limits,
    LineItem, LoyaltyReward, LoyaltyRule, MOST_MINOR, Membership, OfferKind, Policy, Product,
    QuantityBreak, Reward, Selection, Service, ServicePrice, SkuKey, Stage, Threshold, Tier, Trial,
};

use crate::fuzz::bodies::graphs::load;
use crate::fuzz::bodies::rules::{hold, largest};
use crate::graph::catalogues;

fn sku(place: usize) -> String {
    format!("Sku {place}")
}

/// A policy with everything enabled, in the currency of the page.
fn policy(limits: Limits, percent: u8, amounts: (i64, i64)) -> Policy {
    let currency = Currency::new("GBP").unwrap();
    let tier = |name: &str, from_minor, reward| Tier {
        name: name.into(),
        currency: currency.clone(),
        threshold: Threshold::Amount(from_minor),
        reward,
        countries: Vec::new(),
        excluded: Some(Selection(3)),
        is_after_coupons: true,
        is_before_tax: true,
        excluded_skus: Vec::new(),
        excludes_services: false,
        highest_tax_percent: 0,
        never_free: None,
        never_free_skus: Vec::new(),
    };
    Policy {
        tiers: vec![
            tier("Post", amounts.0, Reward::Shipping(495)),
            tier("a bag", amounts.0.saturating_mul(2), Reward::Gift(sku(1))),
            tier("ten", amounts.0.saturating_mul(3), Reward::Percent(10)),
        ],
        quantity_breaks: vec![
            QuantityBreak {
                products: Selection(4),
                mix: Some("these".into()),
                currency: currency.clone(),
                countries: Vec::new(),
                kind: BreakKind::Percent,
                tiers: vec![BreakTier {
                    from: 2,
                    value: i64::from(percent).max(1),
                }],
            },
            QuantityBreak {
                products: Selection(5),
                mix: None,
                currency: currency.clone(),
                countries: Vec::new(),
                kind: BreakKind::Set,
                tiers: vec![BreakTier {
                    from: 3,
                    value: amounts.1.max(1),
                }],
            },
        ],
        memberships: vec![Membership {
            id: "plus".into(),
            name: "Plus".into(),
            currency: currency.clone(),
            prices: vec![(BillingPeriod::Month, 399), (BillingPeriod::Year, 3900)],
            free_shipping: true,
            discount_percent: 5,
            benefits: Vec::new(),
            url: None,
        }],
        services: vec![
            Service {
                id: "wrap".into(),
                name: "Wrap".into(),
                currency: currency.clone(),
                price: ServicePrice::Fixed(amounts.1),
                applies: Applies::default(),
                note: None,
                url: None,
            },
            Service {
                id: "warranty".into(),
                name: "Warranty".into(),
                currency: currency.clone(),
                price: ServicePrice::Percent(percent),
                applies: Applies {
                    to: Some(Selection(1)),
                    from_minor: 100,
                    to_minor: Some(90_000),
                },
                note: None,
                url: None,
            },
        ],
        trials: (0..9)
            .map(|place| Trial {
                sku: format!("sample {place}"),
                name: "A sample".into(),
                of: sku(place),
                currency: currency.clone(),
                price_minor: 0,
            })
            .collect(),
        loyalty: Some(LoyaltyRule {
            currency: currency.clone(),
            per_major: 3,
            rewards: vec![LoyaltyReward {
                points: 500,
                name: "a cake".into(),
            }],
        }),
        deal: Some(DealRule {
            percent,
            pool: (0..5)
                .map(|place| DealProduct {
                    sku: sku(place),
                    lowest_minor: Some(9_000),
                })
                .collect(),
        }),
        bundle_discount_percent: percent,
        never: Some(Selection(0)),
        limits,
        ..Policy::default()
    }
}

fn tacts() -> impl Strategy<Value = Limits> {
    (
        1..400_u16,
        1..100_u16,
        1..60_u16,
        1..5_u8,
        0..20_u8,
        proptest::option::of(1..80_000_i64),
    )
        .prop_map(
            |(
                bundle_percent,
                cart_percent,
                line_percent,
                offers_per_page,
                relevance_percent,
                big_ticket_minor,
            )| Limits {
                bundle_percent,
                cart_percent,
                line_percent,
                offers_per_page,
                relevance_percent,
                big_ticket_minor,
                ..Limits::default()
            },
        )
}

/// A page of a shop with up to forty products; half of its slots are for one kind, the others for
/// any.
fn contexts() -> impl Strategy<Value = Context> {
    let line = (0..45_usize, 0..4_u32, proptest::option::of(-5..20_000_i64)).prop_map(
        |(place, quantity, price_minor)| LineItem {
            sku: sku(place),
            quantity,
            price_minor,
            ..LineItem::default()
        },
    );
    let lines = || proptest::collection::vec(line.clone(), 0..8).prop_map(Cart::new);
    let slot = (
        proptest::option::of(0..OfferKind::ALL.len()),
        proptest::option::of(0..45_usize),
    )
        .prop_map(|(kind, place)| {
            (
                kind.map(|kind| OfferKind::ALL[kind]),
                place.map(|place| SkuKey::new(&sku(place))),
            )
        });
    let live = (
        0..45_usize,
        proptest::option::of(1..30_000_i64),
        proptest::option::of(any::<bool>()),
        proptest::option::of(0..8_u32),
    )
        .prop_map(
            |(place, price_minor, is_available, minimum_quantity)| Live {
                sku: SkuKey::new(&sku(place)),
                price_minor,
                tax_minor: None,
                is_available,
                minimum_quantity,
            },
        );
    let bought =
        (0..45_usize, 1..5_u32, 0..500_u32).prop_map(|(place, orders, days_ago)| PastPurchase {
            sku: SkuKey::new(&sku(place)),
            orders,
            days_ago: Some(days_ago),
        });
    let order = (0..50_000_i64, 0..500_u32).prop_map(|(subtotal_minor, days_ago)| PastOrder {
        subtotal_minor,
        days_ago,
    });
    let shopper = (
        any::<bool>(),
        proptest::option::of(0..1_000_000_u64),
        proptest::collection::vec(bought, 0..6),
        proptest::collection::vec(order, 0..4),
    )
        .prop_map(|(has_consent, points, history, orders)| Shopper {
            has_consent,
            points,
            history,
            orders,
            ..Shopper::default()
        });
    let stage = prop_oneof![
        Just(None),
        Just(Some(Stage::Browse)),
        Just(Some(Stage::Checkout)),
        Just(Some(Stage::PostPurchase))
    ];
    let page = (
        proptest::collection::vec(slot, 0..7),
        stage,
        0..3000_i64,
        0..3000_i64,
        proptest::option::of(0..9_i64),
    );
    (
        page,
        lines(),
        lines(),
        lines(),
        proptest::collection::vec(live, 0..6),
        proptest::collection::vec(0..45_usize, 0..4),
        shopper,
    )
        .prop_map(
            |(
                (slots, stage, coupon_minor, tax_minor, day),
                cart,
                purchased,
                left,
                live,
                unavailable,
                shopper,
            )| {
                Context {
                    slots: (0..)
                        .zip(slots)
                        .map(|(id, (kind, sku))| Slot { id, kind, sku })
                        .collect(),
                    stage,
                    cart,
                    coupon_minor,
                    tax_minor,
                    // Most pages are not thank-you pages.
                    purchased: if stage == Some(Stage::PostPurchase) {
                        purchased
                    } else {
                        Cart::default()
                    },
                    left,
                    live,
                    unavailable: unavailable
                        .into_iter()
                        .map(|place| SkuKey::new(&sku(place)))
                        .collect(),
                    shopper,
                    today: day.map(|day| Today {
                        day,
                        ends_at_ms: 86_400_000,
                    }),
                    ..Context::new(Currency::new("GBP").unwrap())
                }
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 256 } else { 2000 }))]

    #[test]
    fn every_plan_obeys_the_rules(
        contents in catalogues(40),
        limits in tacts(),
        percent in 1..90_u8,
        amounts in (1..60_000_i64, 0..2_000_i64),
        pages in proptest::collection::vec(contexts(), 4),
    ) {
        let graph = load(&contents);
        let policy = policy(limits, percent, amounts);
        for context in &pages {
            hold(&graph, &policy, context);
        }
    }

    #[test]
    fn the_gap_is_closed_by_the_best_set_there_is(contents in catalogues(14), from in 500..60_000_i64) {
        let graph = load(&contents);
        let mut policy = Policy { tiers: policy(Limits::default(), 1, (from, 1)).tiers, ..Policy::default() };
        policy.tiers.truncate(1);
        policy.tiers[0].excluded = None;
        policy.limits.relevance_percent = 0;
        let slots = vec![Slot::of(0, OfferKind::Shipping, None)];
        let cart = Cart::new(vec![LineItem { sku: sku(0), quantity: 1, price_minor: Some(100) , ..LineItem::default()}]);
        let context = Context { slots, cart, ..Context::new(Currency::new("GBP").unwrap()) };
        let found = plan(&graph, &policy, &context).shipping.unwrap();
        let gap = found.progress.goal.remaining();
        let best = by_hand(&contents, &graph, gap);
        match (&found.fill, best) {
            (None, None) => {}
            (Some(fill), Some(best)) => {
                let pieces = relevances(&graph);
                let relevance = fill.items.iter().map(|item| pieces.iter().find(|(known, ..)| *known == item.sku).unwrap().1).sum();
                let found = worth((relevance, fill.total_minor, fill.items.len()), gap);
                prop_assert!(found >= worth(best, gap) * (1.0 - 1e-9), "{found} is worse than {:?}", best);
            }
            (found, best) => prop_assert!(false, "{found:?} against {best:?}"),
        }
    }

    #[test]
    fn amounts_never_overflow_in_any_currency(
        code in prop_oneof![Just("JPY"), Just("GBP"), Just("KWD")],
        price in any::<i64>(),
        quantity in any::<u32>(),
        coupon in any::<i64>(),
        points in any::<u64>(),
        percent in 0..=90_u8,
    ) {
        let currency = Currency::new(code).unwrap();
        let contents = GraphContents {
            products: vec![Product {
                sku: sku(0),
                price_minor: Some(price).filter(|price| *price > 0),
                orders: Some(1),
                is_available: true,
                ..Product::default()
            }],
            edges: vec![Vec::new()],
            ..GraphContents::default()
        };
        let graph = load(&contents);
        let mut policy = policy(Limits::default(), percent.max(1), ((1 << 53) / 4, 5));
        policy.tiers.iter_mut().for_each(|tier| tier.currency = currency.clone());
        policy.memberships.iter_mut().for_each(|plan| plan.currency = currency.clone());
        policy.loyalty.iter_mut().for_each(|points| points.currency = currency.clone());
        let kinds = [OfferKind::Memberships, OfferKind::Loyalty, OfferKind::Shipping];
        let slots = (0..).zip(kinds).map(|(id, kind)| Slot::of(id, kind, None)).collect();
        let cart = Cart::new(vec![LineItem { sku: sku(0), quantity, price_minor: Some(price) , ..LineItem::default()}; 3]);
        let shopper = Shopper { points: Some(points), ..Shopper::default() };
        let context = Context { slots, cart, coupon_minor: coupon, shopper, ..Context::new(currency.clone()) };
        let plan = plan(&graph, &policy, &context);
        prop_assert!(plan.subtotal_minor >= 0);
        let worth = i128::from(price.max(0)) * i128::from(quantity) * 3;
        prop_assert_eq!(i128::from(plan.subtotal_minor), worth.min(i128::from(MOST_MINOR)));
        let json = serde_json::to_value(&plan).unwrap();
        prop_assert!(largest(&json) <= i128::from(MOST_MINOR), "a page cannot count this: {json}");
        if let Some(offer) = plan.offers.iter().find(|offer| offer.kind == OfferKind::Memberships) {
            for card in &offer.memberships {
                prop_assert!(card.saving_minor >= 0 && card.saving_minor <= plan.subtotal_minor.saturating_add(495));
            }
        }
    }
}

/// The companions of the first product with their relevance and price.
fn relevances(graph: &Graph) -> Vec<(String, u64, i64, Option<u32>)> {
    let first = graph.product(&SkuKey::new(&sku(0))).unwrap();
    let mut pieces: Vec<(String, u64, i64, Option<u32>)> = Vec::new();
    for edge in graph
        .neighbors(first.id)
        .filter(|edge| edge.relation.is_companion())
    {
        let product = graph.product_at(edge.to).unwrap();
        let is_variant =
            product.id == first.id || (first.group.is_some() && first.group == product.group);
        let (Some(price), true) = (product.price_minor, product.is_available && !is_variant) else {
            continue;
        };
        pieces.push((
            product.sku.to_owned(),
            (u64::from(edge.strength()) + u64::from(product.base)) << 12,
            price,
            product.group,
        ));
    }
    pieces
}

/// The score of a set: its mean relevance times the square of the gap's share of its price.
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn worth((relevance, total, size): (u64, i64, usize), gap: i64) -> f64 {
    relevance as f64 / size as f64 * (gap as f64 / total as f64).powi(2)
}

/// The best set of up to three products by exhaustive search: its relevance, price and size.
fn by_hand(_: &GraphContents, graph: &Graph, gap: i64) -> Option<(u64, i64, usize)> {
    if gap == 0 {
        return None;
    }
    let pieces = relevances(graph);
    let mut best: Option<(u64, i64, usize)> = None;
    for mask in 1_u32..1 << pieces.len() {
        if mask.count_ones() > 3 {
            continue;
        }
        let set: Vec<_> = pieces
            .iter()
            .enumerate()
            .filter(|(place, _)| mask >> place & 1 == 1)
            .map(|(_, piece)| piece)
            .collect();
        let total: i64 = set.iter().map(|piece| piece.2).sum();
        let is_idle = set.iter().any(|piece| total - piece.2 >= gap);
        let groups: Vec<u32> = set.iter().filter_map(|piece| piece.3).collect();
        let has_variants = groups.iter().collect::<BTreeSet<_>>().len() < groups.len();
        if total < gap || is_idle || has_variants {
            continue;
        }
        let found = (set.iter().map(|piece| piece.1).sum(), total, set.len());
        if best.is_none_or(|best| worth(found, gap) > worth(best, gap)) {
            best = Some(found);
        }
    }
    best
}
