//! What a catalog says about how a product is sold is obeyed: minimum quantities and steps, one piece
//! for each order, and orders beyond the stock.

use std::fs;

use tillside::dataset::DatasetBuilder;
use tillside::engine::{Context, Outcome, Slot, explain, plan};
use tillside::graph::Graph;
use tillside::import::{CatalogRow, ImportOptions, RowLayout, read_catalog};
use tillside::model::{Offer, OfferKind, Policy, SkuKey};

use crate::build::{line, options};
use crate::engine::{asking, unit};
use crate::fuzz::bodies::graphs::load;
use crate::import::Unwatched;

/// The rows of a catalog with these columns, in which a lamp costs 10.00 and a bulb 2.00.
fn rows(columns: &str, lamp: &str, bulb: &str) -> Vec<CatalogRow> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("catalog.csv");
    let content =
        format!("sku,title,price,{columns}\nLAMP,Lamp,10.00,{lamp}\nBULB,Bulb,2.00,{bulb}\n");
    fs::write(&path, content).unwrap();
    let options = ImportOptions {
        rows: RowLayout::Catalog,
        ..ImportOptions::default()
    };
    read_catalog(&path, &options, &mut Unwatched).unwrap()
}

/// A graph of ten orders that contain both products.
fn graph(rows: &[CatalogRow]) -> Graph {
    let mut builder = DatasetBuilder::default();
    for order in 0..10 {
        let order = order.to_string();
        builder.push(&line(&order, "LAMP")).unwrap();
        builder.push(&line(&order, "BULB")).unwrap();
    }
    let options = options();
    let dataset = builder
        .gather(Some(rows), options.currency.as_ref())
        .unwrap();
    load(&dataset.learn(Some(rows), &options).unwrap().contents)
}

fn page(sku: &str, cart: &[(&str, u32)]) -> Context {
    let slots = vec![Slot::of(0, OfferKind::Bundle, Some(SkuKey::new(sku)))];
    Context {
        slots,
        ..asking(&[], cart)
    }
}

fn bundle(graph: &Graph, context: &Context) -> Option<Offer> {
    unit(&plan(graph, &Policy::default(), context), OfferKind::Bundle).cloned()
}

fn outcome(graph: &Graph, context: &Context, sku: &str) -> Outcome {
    let decisions = explain(graph, &Policy::default(), context);
    let found = decisions
        .iter()
        .find(|decision| decision.sku.as_deref() == Some(sku));
    found.unwrap().outcome
}

#[test]
fn a_product_that_is_sold_by_six_is_not_offered_by_one() {
    for (columns, cell) in [
        ("Minimum quantity", "6"),
        ("min_cart_qty", "6.0000"),
        ("qty_increments", "6"),
        ("minPurchase", "2"),
        ("Mindestabnahme", "12"),
        ("Group of", "3"),
    ] {
        let graph = graph(&rows(columns, "1", cell));
        assert_eq!(bundle(&graph, &page("LAMP", &[])), None, "{columns}");
        assert_eq!(
            outcome(&graph, &page("LAMP", &[]), "BULB"),
            Outcome::InSets,
            "{columns}"
        );
        assert_eq!(
            bundle(&graph, &page("BULB", &[])),
            None,
            "nor sold on its own page, {columns}"
        );
    }
    for (columns, cell) in [
        ("Minimum quantity", "1"),
        ("min_cart_qty", "1.0000"),
        ("qty_increments", ""),
        ("minPurchase", "0"),
    ] {
        let graph = graph(&rows(columns, "1", cell));
        assert!(bundle(&graph, &page("LAMP", &[])).is_some(), "{columns}");
    }
}

#[test]
fn a_product_that_is_sold_individually_is_added_once() {
    let graph = graph(&rows("Sold individually?", "1", "0"));
    assert!(bundle(&graph, &page("LAMP", &[])).is_some());
    assert_eq!(bundle(&graph, &page("LAMP", &[("LAMP", 1)])), None);
    let graph = self::graph(&rows("Sold individually?", "0", "0"));
    assert!(bundle(&graph, &page("LAMP", &[("LAMP", 1)])).is_some());
}

#[test]
fn a_product_without_stock_is_offered_if_the_shop_accepts_the_order() {
    for (columns, cells, is_offered) in [
        ("Stock,Backorders allowed?", "0,1", true),
        ("Stock,Backorders allowed?", "0,notify", true),
        ("Stock,Backorders allowed?", "0,0", false),
        ("qty,allow_backorders", "0,2", true),
        (
            "Variant Inventory Qty,Variant Inventory Policy",
            "0,continue",
            true,
        ),
        (
            "Variant Inventory Qty,Variant Inventory Policy",
            "0,deny",
            false,
        ),
        (
            "Variant Inventory Qty,Variant Inventory Policy",
            "-3,continue",
            true,
        ),
        ("Stock", "0", false),
        ("Stock", "4", true),
    ] {
        let in_stock = cells.replace(['0', '-', '3'], "4");
        let graph = graph(&rows(columns, &in_stock, cells));
        assert_eq!(
            bundle(&graph, &page("LAMP", &[])).is_some(),
            is_offered,
            "{columns}: {cells}"
        );
    }
}
