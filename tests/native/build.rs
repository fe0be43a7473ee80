//! The contents of built graphs, and their independence of the order of rows.

use std::path::Path;

use proptest::prelude::*;
use tillside::build::{BuiltGraph, Disclosure, Options, VariantRule};
use tillside::dataset::{DatasetBuilder, DatasetError};
use tillside::graph::{Encoded, encode};
use tillside::import::{ImportOptions, OrderLine, read_catalog};
use tillside::model::{Currency, ManualLink, ManualRule, Relation, SkuKey};
use tillside::shop_config::TitleCase;
use tillside::train::Tuning;

use crate::import::Unwatched;

pub fn options() -> Options {
    Options {
        currency: Some(Currency::new("GBP").unwrap()),
        tuning: Tuning {
            neighbors: Some(10),
            coverage: 0.95,
        },
        disclosure: Disclosure {
            min_support: 5,
            is_rounded: false,
        },
        title_case: TitleCase::AsIs,
        variants: VariantRule::None,
        manual_links: Vec::new(),
        selections: Vec::new(),
        deal: None,
    }
}

pub fn line<'a>(order: &'a str, sku: &'a str) -> OrderLine<'a> {
    OrderLine {
        order,
        sku,
        title: None,
        price_micros: Some(1_000_000),
        quantity: 1,
        time: None,
        customer: None,
        country: None,
        currency: None,
        is_cancelled: false,
        group: None,
    }
}

pub fn learn(lines: &[OrderLine<'_>], options: &Options) -> Result<BuiltGraph, DatasetError> {
    let mut builder = DatasetBuilder::default();
    lines.iter().try_for_each(|line| builder.push(line))?;
    builder
        .gather(None, options.currency.as_ref())?
        .learn(None, options)
}

#[test]
fn case_variants_of_a_sku_are_one_product_with_the_usual_spelling() {
    let told = Options {
        disclosure: Disclosure {
            min_support: 1,
            is_rounded: false,
        },
        ..options()
    };
    let learned = learn(
        &[
            line("1", "85123a"),
            line("2", "85123A"),
            line("3", "85123A"),
        ],
        &told,
    )
    .unwrap();
    assert_eq!(learned.contents.products.len(), 1);
    assert_eq!(learned.contents.products[0].sku, "85123A");
    assert_eq!(learned.contents.products[0].orders, Some(3));
}

#[test]
fn the_latest_price_counts() {
    let at = |order, time, price_micros| OrderLine {
        time: Some(time),
        price_micros: Some(price_micros),
        ..line(order, "A")
    };
    let learned = learn(
        &[
            at("2", 200, 4_250_000),
            at("1", 100, 9_990_000),
            at("3", 150, 1_000_000),
        ],
        &options(),
    )
    .unwrap();
    assert_eq!(learned.contents.products[0].price_minor, Some(425));
}

#[test]
fn a_cancelled_order_is_dropped_whichever_row_says_so() {
    let cancelled = OrderLine {
        is_cancelled: true,
        ..line("1", "A")
    };
    let learned = learn(&[line("1", "B"), cancelled, line("2", "C")], &options()).unwrap();
    assert_eq!((learned.orders, learned.warnings.cancelled_orders), (1, 1));
    assert_eq!(learned.contents.products[0].sku, "C");
}

#[test]
fn several_currencies_require_a_choice() {
    let in_currency = |order, code| OrderLine {
        currency: Some(code),
        ..line(order, "A")
    };
    let unsure = Options {
        currency: None,
        ..options()
    };
    let error = learn(
        &[
            in_currency("1", "USD"),
            in_currency("2", "EUR"),
            in_currency("3", "EUR"),
        ],
        &unsure,
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "The orders contain several currencies: EUR (2 rows) USD (1 rows). Select the shop's currency, for example --currency EUR; \
         prices in the others are then ignored."
    );
    let error = learn(&[line("1", "A")], &unsure).unwrap_err().to_string();
    assert!(
        error.starts_with("The orders contain no currency."),
        "{error}"
    );
    let learned = learn(
        &[in_currency("1", "USD"), in_currency("2", "GBP")],
        &options(),
    )
    .unwrap();
    assert_eq!(learned.warnings.foreign_prices, 1);
}

#[test]
fn counts_below_the_minimum_support_are_not_published() {
    let orders: Vec<String> = (0..4).map(|order| order.to_string()).collect();
    let lines: Vec<_> = orders
        .iter()
        .flat_map(|order| [line(order, "A"), line(order, "B")])
        .collect();
    let edge = |options: &Options| learn(&lines, options).unwrap().contents.edges[0][0].together;
    assert_eq!(edge(&options()), None);
    assert_eq!(
        edge(&Options {
            disclosure: Disclosure {
                min_support: 4,
                is_rounded: false
            },
            ..options()
        }),
        Some(4)
    );
}

/// The SKUs that a product is linked to with a relation.
fn leads_to<'a>(learned: &'a BuiltGraph, sku: &str, relation: Relation) -> Vec<&'a str> {
    let products = &learned.contents.products;
    let from = products
        .iter()
        .position(|product| product.sku == sku)
        .unwrap();
    let edges = learned.contents.edges[from]
        .iter()
        .filter(|edge| edge.relation == relation);
    edges
        .map(|edge| products[edge.to.0 as usize].sku.as_str())
        .collect()
}

#[test]
fn variants_are_substitutes_unless_people_collect_them() {
    let variants = Options {
        variants: VariantRule::NumericStem,
        ..options()
    };
    let orders: Vec<String> = (0..12).map(|order| order.to_string()).collect();
    let mut lines: Vec<_> = orders
        .iter()
        .zip(["10000A", "10000B"].iter().cycle())
        .flat_map(|(order, sku)| [line(order, sku), line(order, "20000")])
        .collect();
    lines.push(line("0", "10000B"));
    let chosen = learn(&lines, &variants).unwrap();
    assert_eq!(
        leads_to(&chosen, "10000A", Relation::OftenBoughtWith),
        ["20000"]
    );
    lines.extend(
        orders
            .iter()
            .flat_map(|order| [line(order, "10000A"), line(order, "10000B")]),
    );
    let collected = learn(&lines, &variants).unwrap();
    assert!(leads_to(&collected, "10000A", Relation::OftenBoughtWith).contains(&"10000B"));
}

#[test]
fn manual_links_take_precedence() {
    let orders: Vec<String> = (0..9).map(|order| order.to_string()).collect();
    let mut lines: Vec<_> = orders
        .iter()
        .flat_map(|order| [line(order, "A"), line(order, "B")])
        .collect();
    lines.push(line("x", "C"));
    let link = |from: &str, to: &str, wish| ManualLink {
        from: SkuKey::new(from),
        to: SkuKey::new(to),
        wish,
        note: None,
    };
    let hand = vec![
        link("A", "B", ManualRule::Block),
        link("a", "c", ManualRule::Link(Relation::RequiredPart)),
        link("A", "NONE", ManualRule::Block),
    ];
    let learned = learn(
        &lines,
        &Options {
            manual_links: hand,
            ..options()
        },
    )
    .unwrap();
    assert_eq!(leads_to(&learned, "A", Relation::RequiredPart), ["C"]);
    assert!(
        leads_to(&learned, "A", Relation::OftenBoughtWith).is_empty()
            && leads_to(&learned, "B", Relation::OftenBoughtWith).is_empty()
    );
    let hand = vec![
        link("A", "C", ManualRule::Link(Relation::Accessory)),
        link("Z", "A", ManualRule::Link(Relation::Accessory)),
    ];
    let learned = learn(
        &lines,
        &Options {
            manual_links: hand,
            ..options()
        },
    )
    .unwrap();
    assert_eq!(learned.unknown_manual_links, 1);
    let hand = vec![
        link("A", "C", ManualRule::Link(Relation::Accessory)),
        link("C", "A", ManualRule::Block),
    ];
    let error = learn(
        &lines,
        &Options {
            manual_links: hand,
            ..options()
        },
    )
    .unwrap_err()
    .to_string();
    assert!(
        error.starts_with("A is linked to C by hand, and the same pair is blocked."),
        "{error}"
    );
}

#[test]
fn unusual_exports_give_a_useful_graph() {
    let ids: Vec<String> = (0..300).map(|order| order.to_string()).collect();
    let unique: Vec<_> = ids.iter().map(|id| line(id, id)).collect();
    assert_eq!(
        learn(&unique, &options()).unwrap().contents.products.len(),
        300
    );
    let one: Vec<_> = ids.iter().map(|id| line(id, "ONLY")).collect();
    let learned = learn(&one, &options()).unwrap();
    assert_eq!(
        (
            learned.contents.products.len(),
            learned.contents.edges[0].len()
        ),
        (1, 0)
    );
    let copies: Vec<_> = ids
        .iter()
        .flat_map(|id| [line(id, "A"), line(id, "B"), line(id, "C")])
        .collect();
    let learned = learn(&copies, &options()).unwrap();
    assert_eq!(
        learned
            .contents
            .edges
            .iter()
            .map(Vec::len)
            .collect::<Vec<_>>(),
        [2, 2, 2]
    );
    let skus: Vec<String> = (0..100_000).map(|sku| sku.to_string()).collect();
    let mut huge: Vec<_> = skus.iter().map(|sku| line("huge", sku)).collect();
    huge.extend(copies.iter().copied());
    let learned = learn(&huge, &options()).unwrap();
    assert_eq!(
        (learned.oversized_orders, learned.contents.products.len()),
        (1, 100_003)
    );
    let future: Vec<_> = copies
        .iter()
        .map(|line| OrderLine {
            time: Some(i64::MAX),
            ..*line
        })
        .collect();
    assert!(learn(&future, &options()).is_ok());
}

#[test]
fn products_missing_from_the_catalog_are_not_offered() {
    let path = Path::new("tests/data/shop/catalog.csv");
    let catalog = read_catalog(path, &ImportOptions::default(), &mut Unwatched).unwrap();
    let mut builder = DatasetBuilder::default();
    for order in ["1", "2"] {
        builder.push(&line(order, "lantern")).unwrap();
        builder.push(&line(order, "OLD")).unwrap();
    }
    let dataset = builder
        .gather(Some(&catalog), options().currency.as_ref())
        .unwrap();
    let learned = dataset.learn(Some(&catalog), &options()).unwrap();
    assert_eq!(learned.missing_from_catalog, 1);
    let find = |sku: &str| {
        learned
            .contents
            .products
            .iter()
            .find(|product| SkuKey::new(&product.sku) == SkuKey::new(sku))
            .unwrap()
    };
    assert!(!find("OLD").is_available);
    assert_eq!(
        (find("LANTERN").title.as_str(), find("LANTERN").price_minor),
        ("White metal lantern", Some(1299))
    );
    assert_eq!(find("TRAY").orders, Some(0));
    assert!(
        learned
            .contents
            .edges
            .iter()
            .flatten()
            .all(|edge| learned.contents.products[edge.to.0 as usize].is_available)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn rows_in_any_order_give_the_same_bytes(
        (rows, shuffled) in proptest::collection::vec((0..12_u8, 0..9_u8, 1..5_i64, 0..3_i64), 1..80)
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
    ) {
        let build = |rows: &[(u8, u8, i64, i64)]| -> Option<Encoded> {
            let texts: Vec<_> = rows.iter().map(|(order, sku, ..)| (format!("o{order}"), format!("s{sku}"), format!("Title {}", order % 3))).collect();
            let lines: Vec<_> = rows
                .iter()
                .zip(&texts)
                .map(|((_, _, price, time), (order, sku, title))| OrderLine {
                    title: Some(title), price_micros: Some(price * 1_000_000), time: Some(*time), ..line(order, sku)
                })
                .collect();
            learn(&lines, &options()).ok().map(|learned| encode(&learned.contents))
        };
        prop_assert_eq!(build(&rows), build(&shuffled));
    }

    #[test]
    fn views_in_any_order_give_the_same_bytes(
        (looks, shuffled) in proptest::collection::vec((0..12_u8, 0..9_u8, 0..20_i64, any::<bool>()), 1..80)
            .prop_flat_map(|looks| (Just(looks.clone()), Just(looks).prop_shuffle()))
    ) {
        let build = |looks: &[(u8, u8, i64, bool)]| -> Encoded {
            let mut builder = DatasetBuilder::default();
            for (visit, sku, time, is_bought) in looks {
                let (visit, sku) = (visit.to_string(), sku.to_string());
                let look = OrderLine { time: Some(*time), ..line(&visit, &sku) };
                builder.push_view(&look).unwrap();
                if *is_bought {
                    builder.push(&look).unwrap();
                }
            }
            encode(&builder.gather(None, options().currency.as_ref()).unwrap().learn(None, &options()).unwrap().contents)
        };
        prop_assert_eq!(build(&looks), build(&shuffled));
    }
}
