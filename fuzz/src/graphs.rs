//! Targets that read and write graphs, and plan with them.

use std::cmp::Reverse;
use std::path::Path;
use std::sync::OnceLock;

use arbitrary::Unstructured;
use tillside::engine::{self, Context, Slot};
use tillside::graph::{Encoded, Graph, GraphContents, Manifest, ReadError, encode, read_directory};
use tillside::model::{
    Basket, Currency, LineItem, MOST_MINOR, OfferKind, Policy, Product, ProductId, SkuKey,
};

use super::{given, rules};

/// Bytes of a checksum, and where a data file names its graph.
const CHECKSUM: usize = 4;
const GRAPH: std::ops::Range<usize> = 4..12;

/// A manifest, a zero byte, and a data file.
pub fn read_graph(data: &[u8]) {
    let (manifest, file) = data.split_at(
        data.iter()
            .position(|byte| *byte == 0)
            .unwrap_or(data.len()),
    );
    let file = file.get(1..).unwrap_or_default();
    let Ok(manifest) = serde_json::from_slice::<Manifest>(manifest) else {
        return;
    };
    let Ok(mut graph) = Graph::new(&manifest) else {
        return;
    };
    // As it is, and as it would be with a true head and a true checksum, so that the decoder goes all the way in.
    for file in [file.to_vec(), mended(&manifest, file)] {
        match graph.add_shard(&file) {
            Ok(()) => use_all(&graph, &manifest),
            Err(error) => refused(&error),
        }
    }
}

fn mended(manifest: &Manifest, file: &[u8]) -> Vec<u8> {
    let mut file = file[..file.len().saturating_sub(CHECKSUM)].to_vec();
    let id = u64::from_str_radix(&manifest.graph, 16).unwrap_or_default();
    if let Some(place) = file.get_mut(GRAPH) {
        place.copy_from_slice(&id.to_be_bytes());
    }
    file.extend(
        crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC)
            .checksum(&file)
            .to_le_bytes(),
    );
    file
}

fn refused(error: &ReadError) {
    assert!(
        ["graph-corrupt", "graph-version", "graph-mismatch"].contains(&error.code())
            && !error.to_string().is_empty()
    );
}

/// Asks a graph that nobody vouches for everything: it may know nonsense, but it answers.
fn use_all(graph: &Graph, manifest: &Manifest) {
    let products: Vec<Product<&str>> = graph.products().collect();
    for product in &products {
        for edge in graph.neighbors(product.id) {
            assert!(graph.product_at(edge.to).is_some(), "an edge leads nowhere");
            let _ = graph.note(product.id, edge.to);
        }
    }
    let first = products.first().map(|product| SkuKey::new(product.sku));
    let slots = (0..)
        .zip(OfferKind::ALL)
        .map(|(id, kind)| Slot::of(id, kind, first.clone()))
        .collect();
    let lines = products.iter().skip(1).take(2).map(|product| LineItem {
        sku: product.sku.to_owned(),
        quantity: 1,
        price_minor: None,
    });
    let context = Context {
        slots,
        basket: Basket::new(lines.collect()),
        ..Context::new(manifest.currency.clone())
    };
    let plan = engine::plan(graph, &manifest.policy, &context);
    assert!((0..=MOST_MINOR).contains(&plan.subtotal_minor));
    let _ = engine::explain(graph, &manifest.policy, &context);
}

/// Any contents of a graph: what is encoded is decoded again.
pub fn round_trip(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let Ok(contents) = given::catalogue(&mut bytes, 90) else {
        return;
    };
    survives_bytes(&contents);
}

/// Any graph, policy and pages: the planner's rules hold.
pub fn plan(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let Ok(contents) = given::catalogue(&mut bytes, 30) else {
        return;
    };
    let Ok(policy) = given::policy(&mut bytes) else {
        return;
    };
    let graph = load(&contents);
    for _ in 0..4 {
        let Ok(context) = given::page(&mut bytes) else {
            return;
        };
        rules::hold(&graph, &policy, &context);
    }
}

/// The manifest of the contents of a graph without a policy.
pub fn manifest(encoded: &Encoded, contents: &GraphContents) -> Manifest {
    Manifest::new(
        encoded,
        contents,
        Currency::new("GBP").expect("a code"),
        1000,
        Policy::default(),
    )
}

/// All of the contents of a graph as a page has it; each file comes twice, which changes nothing.
pub fn load(contents: &GraphContents) -> Graph {
    let encoded = encode(contents);
    let mut graph =
        Graph::new(&manifest(&encoded, contents)).expect("a manifest that was just written");
    for file in encoded.files.iter().chain(&encoded.files) {
        graph
            .add_shard(&file.bytes)
            .expect("a file that was just written");
    }
    graph
}

/// What was written is read, edges in the reader's order.
pub fn survives_bytes(contents: &GraphContents) {
    let graph = load(contents);
    for (product, edges) in contents.products.iter().zip(&contents.edges) {
        assert_eq!(
            graph.product(&SkuKey::new(&product.sku)),
            Some(product.lent())
        );
        let mut edges = edges.clone();
        edges.sort_by_key(|edge| {
            (
                !edge.is_manual,
                Reverse(edge.weight),
                Reverse(edge.together),
                edge.to,
            )
        });
        assert!(
            graph.neighbors(product.id).eq(edges),
            "the edges of {}",
            product.sku
        );
    }
    assert_eq!(graph.products().count(), contents.products.len());
    for (from, edges) in (0..).map(ProductId).zip(&contents.edges) {
        for edge in edges {
            assert_eq!(
                graph.note(from, edge.to),
                contents.notes.get(&(from, edge.to)).map(String::as_str)
            );
        }
    }
}

/// The shop of `tests/data/shop/`.
pub fn small_shop() -> &'static (Manifest, Graph) {
    static SHOP: OnceLock<(Manifest, Graph)> = OnceLock::new();
    SHOP.get_or_init(|| {
        // From the package that this is built in: Tillside itself, or the fuzzer's, one folder down.
        let places = ["tests/data/shop/graph", "../tests/data/shop/graph"]
            .map(|place| Path::new(env!("CARGO_MANIFEST_DIR")).join(place));
        let directory = places
            .iter()
            .find(|place| place.exists())
            .expect("the small shop's graph");
        read_directory(directory).expect("the small shop's graph")
    })
}
