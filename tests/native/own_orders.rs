//! The shopper's own orders as evidence, in a small shop whose numbers are checked by hand.

use tillside::engine::{Context, Outcome, PastOrder, PastPurchase, Shopper, explain, plan};
use tillside::graph::{Edge, Graph, GraphContents, Manifest, encode};
use tillside::model::{
    Currency, Limits, OfferKind, Plan, Policy, Product, ProductId, Reason, Relation, RepeatModel,
    Repurchase, SkuKey, Stage,
};

use crate::build::{learn, line, options};
use crate::engine::{asking, items, unit};

/// A lantern that leads to matches; tea is bought again every thirty days; a tray is linked to nothing.
const SKUS: [&str; 4] = ["LANTERN", "MATCHES", "TEA", "TRAY"];

fn shop() -> Graph {
    let product = |(id, sku): (u32, &&str)| Product {
        id: ProductId(id),
        sku: (*sku).to_owned(),
        title: format!("The {sku}"),
        price_minor: Some(if id == 0 { 5000 } else { 500 }),
        orders: Some(100 - id),
        repurchase: (id == 2).then_some(Repurchase {
            days: 30,
            customers: 9,
        }),
        is_available: true,
        ..Product::default()
    };
    let edge = Edge {
        to: ProductId(1),
        relation: Relation::OftenBoughtWith,
        is_manual: false,
        weight: 7,
        together: Some(40),
    };
    let contents = GraphContents {
        products: (0..).zip(&SKUS).map(product).collect(),
        edges: vec![vec![edge], vec![], vec![], vec![]],
        repeat: RepeatModel {
            bought: 720,
            recent: 360,
            share: 720,
            chances: vec![1000; 30],
            lines: 1000,
        },
        ..GraphContents::default()
    };
    loaded(&contents)
}

/// The graph as a page reads it.
fn loaded(contents: &GraphContents) -> Graph {
    let encoded = encode(contents);
    let manifest = Manifest::new(
        &encoded,
        contents,
        Currency::new("GBP").unwrap(),
        100,
        Policy::default(),
    );
    let mut graph = Graph::new(&manifest).unwrap();
    for file in &encoded.files {
        graph.add_shard(&file.bytes).unwrap();
    }
    graph
}

fn policy() -> Policy {
    Policy {
        limits: Limits {
            owned_days: 20,
            ..Limits::default()
        },
        ..Policy::default()
    }
}

fn bought(sku: &str, orders: u32, days_ago: Option<u32>) -> PastPurchase {
    PastPurchase {
        sku: SkuKey::new(sku),
        orders,
        days_ago,
    }
}

fn cart_page(history: Vec<PastPurchase>) -> Context {
    Context {
        shopper: Shopper {
            history,
            ..Shopper::default()
        },
        stage: Some(Stage::Checkout),
        ..asking(&[OfferKind::AlsoBought], &[("LANTERN", 1)])
    }
}

fn planned(history: Vec<PastPurchase>) -> Plan {
    plan(&shop(), &policy(), &cart_page(history))
}

fn reason(plan: &Plan, sku: &str) -> Reason {
    let offer = unit(plan, OfferKind::AlsoBought).unwrap();
    offer
        .items
        .iter()
        .find(|item| item.sku == sku)
        .unwrap()
        .reason
        .clone()
}

#[test]
fn an_earlier_purchase_is_evidence_for_the_cart() {
    assert_eq!(items(&planned(vec![]), OfferKind::AlsoBought), ["MATCHES"]);
    let with_tray = planned(vec![bought("TRAY", 2, Some(60))]);
    // The tray has 720 + 360 / 2 + 720 x 2 / 3 = 1380, the matches 7 x 7 x 16 = 784.
    assert_eq!(
        items(&with_tray, OfferKind::AlsoBought),
        ["TRAY", "MATCHES"]
    );
    assert_eq!(
        reason(&with_tray, "TRAY"),
        Reason::BoughtBefore { days_ago: Some(60) }
    );
    assert!(matches!(
        reason(&with_tray, "MATCHES"),
        Reason::OftenBoughtWith { together: 40, .. }
    ));
}

#[test]
fn the_decision_contains_both_parts_of_the_evidence() {
    let decisions = explain(
        &shop(),
        &policy(),
        &cart_page(vec![bought("MATCHES", 1, Some(120))]),
    );
    let matches = decisions
        .iter()
        .find(|decision| decision.sku.as_deref() == Some("MATCHES"))
        .unwrap();
    let evidence = matches.evidence.unwrap();
    // 784 of 3600; 720 + 360 / 4 + 720 / 3 = 1050 of 3600.
    assert_eq!((evidence.links, evidence.own_orders), (21, 29));
}

#[test]
fn recently_bought_products_stay_away_unless_they_are_due_again() {
    let history = vec![
        bought("TRAY", 1, Some(19)),
        bought("TEA", 3, Some(10)),
        bought("MATCHES", 1, Some(20)),
    ];
    assert_eq!(items(&planned(history), OfferKind::AlsoBought), ["MATCHES"]);
    let mut policy = policy();
    policy.limits.owned_days = 90;
    let due = cart_page(vec![
        bought("TRAY", 1, Some(60)),
        bought("TEA", 3, Some(24)),
    ]);
    let found = plan(&shop(), &policy, &due);
    assert_eq!(items(&found, OfferKind::AlsoBought), ["TEA", "MATCHES"]);
    let decisions = explain(&shop(), &policy, &due);
    let tray = decisions
        .iter()
        .find(|decision| decision.sku.as_deref() == Some("TRAY"));
    assert_eq!(tray.unwrap().outcome, Outcome::Owned);
}

#[test]
fn a_history_without_dates_counts_what_it_knows() {
    let undated = planned(vec![bought("TRAY", 3, None), bought("MATCHES", 0, None)]);
    assert_eq!(items(&undated, OfferKind::AlsoBought), ["MATCHES", "TRAY"]);
    assert_eq!(
        reason(&undated, "TRAY"),
        Reason::BoughtBefore { days_ago: None }
    );
}

#[test]
fn unknown_products_and_ten_thousand_purchases_change_no_other_offer() {
    let unknown = |place: u32| bought(&format!("GONE-{place}"), u32::MAX, Some(5000 + place));
    let mut history: Vec<PastPurchase> = (0..10_000).map(unknown).collect();
    assert_eq!(planned(history.clone()), planned(vec![]));
    history.push(bought("TRAY", 2, Some(60)));
    let found = planned(history);
    assert_eq!(
        items(&found, OfferKind::AlsoBought)[0],
        "TRAY",
        "the latest entries of a long history are read"
    );
}

#[test]
fn past_orders_are_used_with_consent_only() {
    let mut context = cart_page(vec![bought("TRAY", 2, Some(60))]);
    context.shopper.orders = (0..40)
        .map(|order| PastOrder {
            subtotal_minor: 900,
            days_ago: 60 + order,
        })
        .collect();
    let first = |context: &Context| {
        items(&plan(&shop(), &policy(), context), OfferKind::AlsoBought)[0].to_owned()
    };
    assert_eq!(first(&context), "TRAY");
    let evidence = |context: &Context| {
        let decisions = explain(&shop(), &policy(), context);
        decisions
            .iter()
            .find(|decision| decision.sku.as_deref() == Some("TRAY"))
            .unwrap()
            .evidence
            .unwrap()
            .own_orders
    };
    let without = evidence(&context);
    context.shopper.has_consent = true;
    assert!(
        evidence(&context) < without,
        "two of forty orders are less than two of two"
    );
}

#[test]
fn buying_again_ranks_by_the_chance_of_the_next_order() {
    let contents = |factor: f64| {
        let product = |id: u32| Product {
            id: ProductId(id),
            sku: format!("P{id}"),
            title: format!("P{id}"),
            price_minor: Some(100),
            orders: Some(10),
            repeat: tillside::model::RepeatFactor::new(if id == 1 { factor } else { 1.0 }),
            is_available: true,
            ..Product::default()
        };
        GraphContents {
            products: (0..2).map(product).collect(),
            edges: vec![vec![]; 2],
            repeat: RepeatModel {
                chances: (0..30).map(|cell| 100 + cell * 10).collect(),
                lines: 1000,
                ..RepeatModel::default()
            },
            ..GraphContents::default()
        }
    };
    let first = |factor: f64| {
        let graph = loaded(&contents(factor));
        let history = vec![bought("P0", 3, Some(95)), bought("P1", 2, Some(95))];
        let context = Context {
            shopper: Shopper {
                history,
                ..Shopper::default()
            },
            stage: Some(Stage::Browse),
            ..asking(&[OfferKind::BuyAgain], &[])
        };
        items(&plan(&graph, &policy(), &context), OfferKind::BuyAgain)[0].to_owned()
    };
    assert_eq!(first(1.0), "P0", "three orders are more than two");
    assert_eq!(first(4.0), "P1", "it is bought again four times as often");
}

/// Customers buy tea every week, with a product that nobody else buys. With `company`, one account has placed a third of all
/// orders and never bought tea twice.
fn export(has_customers: bool, company: bool) -> RepeatModel {
    const DAY: i64 = 86_400;
    let orders: Vec<(String, String, String, i64)> = (0..60_i64)
        .flat_map(|customer| (0..20_i64).map(move |week| (customer, week)))
        .map(|(customer, week)| {
            (
                format!("{customer}-{week}"),
                format!("c{customer}"),
                format!("own-{customer}"),
                week * 7 * DAY,
            )
        })
        .collect();
    let bulk: Vec<(String, String, i64)> = (0..600_i64)
        .map(|day| (format!("b{day}"), format!("bulk-{day}"), day * DAY * 7 / 30))
        .collect();
    let customer_of = |customer| Some(customer).filter(|_| has_customers);
    let mut lines = Vec::new();
    for (id, customer, own, time) in &orders {
        for sku in ["TEA", own.as_str()] {
            lines.push(tillside::import::OrderLine {
                time: Some(*time),
                customer: customer_of(customer.as_str()),
                ..line(id, sku)
            });
        }
    }
    for (id, sku, time) in bulk.iter().filter(|_| company) {
        for sku in ["CUP", sku.as_str()] {
            lines.push(tillside::import::OrderLine {
                time: Some(*time),
                customer: customer_of("company"),
                ..line(id, sku)
            });
        }
    }
    learn(&lines, &options()).unwrap().contents.repeat
}

#[test]
fn weights_are_learned_where_orders_name_customers_and_are_zero_elsewhere() {
    let known = export(true, false);
    assert!(known.bought + known.recent + known.share > 0, "{known:?}");
    assert!(
        known.chance(3, 1) > 9_000,
        "every customer buys the same again: {known:?}"
    );
    assert_eq!(export(false, false), RepeatModel::default());
}

#[test]
fn an_account_that_a_whole_company_shares_does_not_outvote_the_customers() {
    let shared = export(true, true);
    assert!(
        shared.bought + shared.recent + shared.share > 0,
        "{shared:?}"
    );
    assert!(shared.chance(3, 1) > 9_000, "{shared:?}");
}
