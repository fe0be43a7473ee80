//! The golden plans: the same graph and context give the same plan here and in every browser
//! (`tests/browser` reads the same files). `TILLSIDE_BLESS=1 cargo test` rewrites them; review the
//! difference before you commit it.

use std::fs;
use std::path::Path;

use tillside::build::Options;
use tillside::dataset::DatasetBuilder;
use tillside::engine::{Context, Slot, plan};
use tillside::graph::{Graph, Manifest, encode, read_directory, write_directory};
use tillside::import::{ImportError, ImportOptions, read_catalog, read_orders};
use tillside::model::{OfferKind, SkuKey};
use tillside::shop_config::read_shop;

use crate::build::options;
use crate::engine::context;
use crate::import::Unwatched;

const SHOP: &str = "tests/data/shop";

/// The graph of the small shop in the repository.
pub fn small_shop() -> (Manifest, Graph) {
    read_directory(&Path::new(SHOP).join("graph")).unwrap()
}

pub fn is_blessed() -> bool {
    std::env::var_os("TILLSIDE_BLESS").is_some()
}

#[test]
fn the_small_shop_gives_the_graph_in_the_repository() {
    let shop = read_shop(&Path::new(SHOP).join("shop.toml")).unwrap();
    let options = Options {
        manual_links: shop.hand,
        selections: shop.selections,
        deal: shop.deal,
        ..options()
    };
    let import = ImportOptions::default();
    let catalog = read_catalog(
        &Path::new(SHOP).join("catalog.csv"),
        &import,
        &mut Unwatched,
    )
    .unwrap();
    let mut learner = DatasetBuilder::default();
    read_orders::<ImportError>(
        &Path::new(SHOP).join("orders.csv"),
        &import,
        &mut Unwatched,
        |line| {
            learner.push(&line).unwrap();
            Ok(())
        },
    )
    .unwrap();
    let dataset = learner
        .gather(Some(&catalog), options.currency.as_ref())
        .unwrap();
    let learned = dataset.learn(Some(&catalog), &options).unwrap();
    let encoded = encode(&learned.contents);
    let manifest = learned.manifest(&encoded, shop.policy, None);
    let golden = Path::new(SHOP).join("graph");
    if is_blessed() {
        write_directory(&golden, &manifest, &encoded).unwrap();
    }
    assert_eq!(read_directory(&golden).unwrap().0, manifest);
    for file in &encoded.files {
        assert_eq!(fs::read(golden.join(&file.name)).unwrap(), file.bytes);
    }
}

#[test]
fn plans_are_the_ones_in_the_repository() {
    let (manifest, graph) = small_shop();
    let (bundle, any) = (Some(OfferKind::Bundle), None);
    let cases: [(&[(&str, u32)], &[(Option<OfferKind>, &str)]); 12] = [
        (&[], &[]),
        (&[], &[(bundle, "LANTERN")]),
        (&[("CANDLE", 1)], &[(bundle, "LANTERN")]),
        (&[("LANTERN", 1), ("CANDLE", 1)], &[]),
        (
            &[("LANTERN", 1), ("HOLDER", 1)],
            &[(bundle, "MUG-RED"), (bundle, "TRAY")],
        ),
        (&[("tray", 2)], &[(bundle, "candle")]),
        (&[("TRAY", 4)], &[(bundle, "LANTERN"), (bundle, "LANTERN")]),
        (&[("NOPE", 1)], &[(bundle, "NOPE")]),
        (&[], &[(any, "LAMP"), (any, "LAMP"), (any, "LAMP")]),
        (
            &[],
            &[
                (Some(OfferKind::Upgrade), "LAMP"),
                (Some(OfferKind::Services), "LAMP"),
            ],
        ),
        (&[("LAMP", 1)], &[(any, ""), (any, ""), (any, "")]),
        (
            &[("LANTERN", 1)],
            &[
                (Some(OfferKind::Loyalty), ""),
                (Some(OfferKind::Trial), ""),
                (any, ""),
            ],
        ),
    ];
    let plans: Vec<serde_json::Value> = cases
        .iter()
        .map(|(cart, places)| {
            let mut slots: Vec<(Option<OfferKind>, Option<&str>)> =
                places.iter().map(|(kind, sku)| (*kind, Some(*sku).filter(|sku| !sku.is_empty()))).collect();
            slots.extend([OfferKind::Shipping, OfferKind::AlsoBought, OfferKind::Memberships].map(|kind| (Some(kind), None)));
            let slot =
                |(id, (kind, sku)): (u32, &(Option<OfferKind>, Option<&str>))| Slot { id, kind: *kind, sku: sku.map(SkuKey::new) };
            let context = Context { slots: (0..).zip(&slots).map(slot).collect(), ..context(cart, &[]) };
            let plan = plan(&graph, &manifest.policy, &context);
            let lines: Vec<_> =
                cart.iter().map(|(sku, quantity)| serde_json::json!({ "sku": sku, "quantity": quantity })).collect();
            serde_json::json!({ "cart": lines, "slots": slots, "plan": serde_json::to_string(&plan).unwrap() })
        })
        .collect();
    let text = serde_json::to_string_pretty(&plans).unwrap() + "\n";
    let golden = Path::new(SHOP).join("plans.json");
    if is_blessed() {
        fs::write(&golden, &text).unwrap();
    }
    assert_eq!(fs::read_to_string(golden).unwrap(), text);
}
