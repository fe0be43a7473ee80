//! The same graph and context give the same plan as on the host, byte for byte.

use tillside::engine::{Context, plan};
use tillside::graph::{Graph, Manifest};
use tillside::model::{Basket, Currency, SkuKey};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{MANIFEST, graph_file};

#[derive(serde::Deserialize)]
struct Case {
    basket: Basket,
    viewed: Vec<String>,
    plan: String,
}

#[wasm_bindgen_test]
fn plans_are_the_ones_that_the_host_made() {
    let manifest: Manifest = serde_json::from_str(MANIFEST).unwrap();
    let mut graph = Graph::new(&manifest).unwrap();
    graph.absorb(graph_file()).unwrap();
    let cases: Vec<Case> = serde_json::from_str(include_str!("../data/shop/plans.json")).unwrap();
    assert!(cases.len() >= 8);
    for case in cases {
        let context = Context {
            basket: case.basket,
            viewed: case.viewed.iter().map(|sku| SkuKey::new(sku)).collect(),
            unavailable: Vec::new(),
            ..Context::new(Currency::new("GBP").unwrap())
        };
        let planned = plan(&graph, &manifest.policy, &context);
        assert_eq!(serde_json::to_string(&planned).unwrap(), case.plan);
    }
}
