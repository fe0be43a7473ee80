//! The parts of `shop.toml` that the builder uses: selections, deals and notes.

use proptest::prelude::*;
use tillside::build::{BuiltGraph, Disclosure, Options};
use tillside::dataset::DatasetBuilder;
use tillside::graph::Graph;
use tillside::import::{CatalogRow, OrderLine};
use tillside::model::{ManualLink, ManualRule, Relation, Selection, SkuKey};
use tillside::shop_config::{DealSettings, DealStrategy, Selector};

use crate::build::{line, options};
use crate::fuzz::bodies::graphs::load;

const DAY: i64 = 86_400;

/// The day of the newest order in these tests, 2024-04-09.
const TODAY: i64 = 19_822;

/// A line of one product, `days_ago` days before the newest order.
fn sold<'a>(order: &'a str, sku: &'a str, days_ago: i64, pence: i64) -> OrderLine<'a> {
    let time = Some(TODAY.saturating_sub(days_ago) * DAY);
    OrderLine {
        time,
        price_micros: Some(pence * 10_000),
        ..line(order, sku)
    }
}

fn row(sku: &str, category: &str) -> CatalogRow {
    CatalogRow {
        sku: sku.into(),
        category: Some(category.into()),
        price_micros: Some(9_000_000),
        ..CatalogRow::default()
    }
}

pub fn learn(
    lines: &[OrderLine<'_>],
    catalog: Option<&[CatalogRow]>,
    options: &Options,
) -> BuiltGraph {
    let mut learner = DatasetBuilder::default();
    for line in lines {
        learner.push(line).unwrap();
    }
    learner
        .gather(catalog, options.currency.as_ref())
        .unwrap()
        .learn(catalog, options)
        .unwrap()
}

fn wish(pick: DealStrategy, of: Option<Selection>, products: usize) -> Options {
    Options {
        deal: Some(DealSettings {
            pick,
            of,
            never: None,
            products,
        }),
        ..options()
    }
}

/// The same with a reference price from a single order.
fn with_any_support(options: Options) -> Options {
    Options {
        disclosure: Disclosure {
            min_support: 1,
            is_rounded: false,
        },
        ..options
    }
}

fn pool(learned: &BuiltGraph) -> Vec<(&str, Option<i64>)> {
    learned
        .deals
        .iter()
        .map(|deal| (deal.sku.as_str(), deal.lowest_minor))
        .collect()
}

/// A is in many new orders, B in one, C in old ones, and D in one old one.
fn season() -> Vec<OrderLine<'static>> {
    vec![
        sold("1", "A", 0, 900),
        sold("2", "A", 3, 700),
        sold("3", "A", 20, 800),
        sold("3", "B", 20, 300),
        sold("4", "A", 40, 100),
        sold("5", "C", 60, 500),
        sold("6", "C", 80, 500),
        sold("7", "D", 200, 400),
        sold("8", "E", 200, 400),
    ]
}

#[test]
fn fast_sellers_take_turns_at_the_lowest_price_of_thirty_days() {
    let learned = learn(
        &season(),
        None,
        &with_any_support(wish(DealStrategy::Fast, None, 9)),
    );
    assert_eq!(
        pool(&learned),
        [("A", Some(700)), ("B", Some(300))],
        "the price of forty days ago is none of the last thirty"
    );
    assert_eq!(
        pool(&learn(
            &season(),
            None,
            &with_any_support(wish(DealStrategy::Fast, None, 1))
        )),
        [("A", Some(700))]
    );
}

#[test]
fn a_reference_price_is_what_single_pieces_cost_in_enough_orders() {
    let orders: Vec<String> = (0..30).map(|order| order.to_string()).collect();
    let mut lines: Vec<OrderLine<'_>> = orders[..8]
        .iter()
        .map(|order| sold(order, "MUG", 2, 2000))
        .collect();
    // Five at a discount, one replacement for a penny, and a wholesale order.
    lines.extend(
        orders[8..13]
            .iter()
            .map(|order| sold(order, "MUG", 5, 1800)),
    );
    lines.push(sold(&orders[13], "MUG", 0, 1));
    lines.extend(orders[14..20].iter().map(|order| OrderLine {
        quantity: 200,
        ..sold(order, "MUG", 1, 900)
    }));
    let learned = learn(&lines, None, &wish(DealStrategy::Fast, None, 9));
    assert_eq!(pool(&learned), [("MUG", Some(1800))]);
    let price = learned.contents.products[0].price_minor;
    assert_eq!(
        price,
        Some(2000),
        "the usual price, not that of the latest row"
    );
}

#[test]
fn slow_sellers_take_turns_even_if_their_counts_are_not_published() {
    let learned = learn(&season(), None, &wish(DealStrategy::Slow, None, 3));
    assert_eq!(
        pool(&learned),
        [("D", None), ("E", None), ("B", None)],
        "none, none, one; ties by SKU"
    );
}

#[test]
fn the_date_of_an_orders_first_row_applies_to_all_its_prices() {
    let undated = OrderLine {
        time: None,
        ..sold("1", "B", 0, 250)
    };
    let lines = [sold("1", "A", 0, 900), undated, sold("2", "B", 5, 400)];
    assert_eq!(
        pool(&learn(
            &lines,
            None,
            &with_any_support(wish(DealStrategy::Fast, None, 9))
        )),
        [("B", Some(250)), ("A", Some(900))]
    );
}

#[test]
fn a_cancelled_order_is_not_the_newest_order() {
    let mut lines = season();
    lines.push(OrderLine {
        is_cancelled: true,
        ..sold("9", "A", -400, 100)
    });
    assert_eq!(
        pool(&learn(
            &lines,
            None,
            &with_any_support(wish(DealStrategy::Fast, None, 1))
        )),
        [("A", Some(700))]
    );
}

#[test]
fn orders_without_dates_give_no_deals() {
    let lines = [line("1", "A"), line("2", "A"), line("3", "B")];
    for pick in [DealStrategy::Fast, DealStrategy::Slow] {
        assert_eq!(pool(&learn(&lines, None, &wish(pick, None, 9))), []);
    }
}

#[test]
fn a_deal_is_available_and_among_the_selected_products() {
    let catalog = [
        row("A", "Home > Lamps"),
        row("B", "Garden"),
        CatalogRow {
            is_available: Some(false),
            ..row("C", "Home")
        },
    ];
    let home = Selector {
        categories: vec!["home".into()],
        ..Selector::default()
    };
    let of_home = Options {
        selections: vec![home],
        ..with_any_support(wish(DealStrategy::Slow, Some(Selection(0)), 9))
    };
    assert_eq!(
        pool(&learn(&season(), Some(&catalog), &of_home)),
        [("A", Some(700))]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn rows_in_any_order_give_the_same_turns(lines in Just(season()).prop_shuffle(), is_fast in any::<bool>()) {
        let options = wish(if is_fast { DealStrategy::Fast } else { DealStrategy::Slow }, None, 4);
        prop_assert_eq!(learn(&lines, None, &options).deals, learn(&season(), None, &options).deals);
    }
}

#[test]
fn selections_set_the_bits_of_their_products() {
    let catalog = [
        row("A", "Home > Lamps"),
        row("B", "home / Kitchen"),
        row("C", "Garden"),
    ];
    let of = |skus: &[&str], categories: &[&str]| Selector {
        skus: skus.iter().map(|sku| SkuKey::new(sku)).collect(),
        categories: categories
            .iter()
            .map(|category| (*category).to_owned())
            .collect(),
    };
    let selections = vec![
        of(&[], &["HOME"]),
        of(&["c"], &["Home > Lamps"]),
        of(&["NOBODY"], &[]),
        of(&[], &["Lamp"]),
    ];
    let learned = learn(
        &season(),
        Some(&catalog),
        &Options {
            selections,
            ..options()
        },
    );
    let graph = load(&learned.contents);
    let selection_bits = |sku: &str| graph.product(&SkuKey::new(sku)).unwrap().selection_bits;
    assert_eq!(
        [
            selection_bits("A"),
            selection_bits("B"),
            selection_bits("C"),
            selection_bits("D")
        ],
        [0b11, 0b01, 0b10, 0]
    );
    assert!(
        graph
            .product(&SkuKey::new("C"))
            .unwrap()
            .is_in(Selection(1))
    );
    assert_eq!(learned.empty_selections, ["NOBODY", "Lamp"]);
}

/// Two products that are never bought together, the second one more expensive.
fn two(titles: [&str; 2]) -> [CatalogRow; 2] {
    let row = |sku: &str, title: &str, price_micros| CatalogRow {
        title: Some(title.into()),
        price_micros: Some(price_micros),
        ..row(sku, "")
    };
    [
        row("LESS", titles[0], 10_000_000),
        row("MORE", titles[1], 13_000_000),
    ]
}

fn upgrades(graph: &Graph, from: &str) -> Vec<String> {
    let from = graph.product(&SkuKey::new(from)).unwrap();
    let edges = graph
        .neighbors(from.id)
        .filter(|edge| edge.relation == Relation::Upgrade);
    edges
        .map(|edge| graph.product_at(edge.to).unwrap().sku.to_owned())
        .collect()
}

fn note<'a>(graph: &'a Graph, from: &str, to: &str) -> Option<&'a str> {
    let id = |sku: &str| {
        graph
            .product(&SkuKey::new(sku))
            .map(|product| product.id)
            .unwrap()
    };
    graph.note(id(from), id(to))
}

#[test]
fn titles_prove_an_advantage_or_its_absence() {
    let graph = |titles| load(&learn(&[], Some(&two(titles)), &options()).contents);
    let tiers = graph(["Tin cakestand 2 tier", "Tin cakestand 3 tier"]);
    assert_eq!(upgrades(&tiers, "LESS"), ["MORE"]);
    assert_eq!(
        note(&tiers, "LESS", "MORE"),
        Some("3 tier instead of 2 tier")
    );
    let colours = graph(["Tin cakestand red", "Tin cakestand blue"]);
    assert_eq!(
        (upgrades(&colours, "LESS"), note(&colours, "LESS", "MORE")),
        (vec!["MORE".to_owned()], None)
    );
    let fewer = graph(["Tin cakestand 3 tier", "Tin cakestand 2 tier"]);
    assert_eq!(
        (upgrades(&fewer, "LESS"), note(&fewer, "LESS", "MORE")),
        (vec![], None)
    );
}

#[test]
fn the_merchants_note_replaces_that_of_the_titles() {
    let titles = ["Tin cakestand 2 tier", "Tin cakestand 3 tier"];
    let link = |relation, note: Option<&str>| ManualLink {
        from: SkuKey::new("LESS"),
        to: SkuKey::new("MORE"),
        wish: ManualRule::Link(relation),
        note: note.map(str::to_owned),
    };
    let learned = |hand| {
        learn(
            &[],
            Some(&two(titles)),
            &Options {
                manual_links: hand,
                ..options()
            },
        )
    };
    let noted = |hand| note(&load(&learned(hand).contents), "LESS", "MORE").map(str::to_owned);
    assert_eq!(
        noted(vec![link(Relation::Upgrade, Some(" Room for scones "))]).as_deref(),
        Some("Room for scones")
    );
    assert_eq!(
        noted(vec![link(Relation::Upgrade, Some(" "))]).as_deref(),
        Some("3 tier instead of 2 tier")
    );
    assert_eq!(
        noted(vec![link(Relation::Accessory, None)]),
        None,
        "an accessory is instead of nothing"
    );
    let twice = learned(vec![
        link(Relation::Accessory, None),
        link(Relation::Accessory, Some("Goes below")),
    ]);
    assert_eq!(
        twice
            .contents
            .edges
            .concat()
            .iter()
            .filter(|edge| edge.is_manual)
            .count(),
        1
    );
}
