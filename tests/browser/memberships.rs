//! The same graph and context give the same plan as on the host, byte for byte.

use js_sys::JSON;
use tillside::engine::{Context, Slot, plan};
use tillside::graph::{Graph, Manifest, Settings};
use tillside::model::{Basket, Currency, OfferKind, SkuKey};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{MANIFEST, graph_file};

#[derive(serde::Deserialize)]
struct Case {
    basket: Basket,
    /// Each place's kind and SKU.
    slots: Vec<(Option<OfferKind>, Option<String>)>,
    plan: String,
}

#[wasm_bindgen_test]
fn plans_are_the_ones_that_the_host_made() {
    let manifest: Manifest = serde_json::from_str(MANIFEST).unwrap();
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
            basket: case.basket,
            slots,
            ..Context::new(Currency::new("GBP").unwrap())
        };
        let planned = plan(&graph, &manifest.policy, &context);
        assert_eq!(serde_json::to_string(&planned).unwrap(), case.plan);
    }
}

#[wasm_bindgen_test]
fn a_page_reads_the_manifest_that_the_host_wrote() {
    let written: Manifest = serde_json::from_str(MANIFEST).unwrap();
    let read = tillside::widget::manifest(JSON::parse(MANIFEST).unwrap()).unwrap();
    // How the graph was learned is for people.
    assert_eq!(
        read,
        Manifest {
            settings: Settings::default(),
            ..written
        }
    );
}

#[wasm_bindgen_test]
fn what_cannot_be_read_is_named_by_its_path() {
    let refuse = |good: &str, bad: &str| {
        assert!(MANIFEST.contains(good));
        tillside::widget::manifest(JSON::parse(&MANIFEST.replace(good, bad)).unwrap())
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refuse(r#""shards": 1"#, r#""shards": 1.5"#),
        "manifest.shards is not a whole number"
    );
    assert_eq!(
        refuse(r#""shards": 1"#, r#""shards": -1"#),
        "manifest.shards is not in the range of its kind"
    );
    assert_eq!(
        refuse(r#""name": "Club""#, r#""name": null"#),
        "manifest.policy.plans.1.name is not a text"
    );
    assert_eq!(
        refuse(r#""year""#, r#""week""#),
        "manifest.policy.plans.0.prices.0.0 is not \"month\" or \"year\""
    );
}
