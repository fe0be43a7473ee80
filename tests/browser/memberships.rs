//! The same graph and context give the same plan as on the host, byte for byte.

use tillside::engine::{Context, Slot, plan};
use tillside::graph::{Graph, Manifest};
use tillside::model::{Cart, Currency, OfferKind, SkuKey};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{GRAPH, graph_file, policy_file};

#[derive(serde::Deserialize)]
struct Case {
    cart: Cart,
    /// Kind and SKU of each slot.
    slots: Vec<(Option<OfferKind>, Option<String>)>,
    plan: String,
}

#[wasm_bindgen_test]
fn plans_are_the_ones_that_the_host_made() {
    let manifest = Manifest::of_graph(GRAPH, policy_file()).unwrap();
    let mut graph = Graph::new(&manifest).unwrap();
    graph.add_shard(graph_file()).unwrap();
    let cases: Vec<Case> = serde_json::from_str(include_str!("../data/shop/plans.json")).unwrap();
    assert!(cases.len() >= 8);
    for case in cases {
        let slot = |(id, (kind, sku)): (u32, (Option<OfferKind>, Option<String>))| Slot {
            id,
            kind,
            sku: sku.as_deref().map(SkuKey::new),
        };
        let slots = (0..).zip(case.slots).map(slot).collect();
        let context = Context {
            cart: case.cart,
            slots,
            ..Context::new(Currency::new("GBP").unwrap())
        };
        let planned = plan(&graph, &manifest.policy, &context);
        assert_eq!(serde_json::to_string(&planned).unwrap(), case.plan);
    }
}
