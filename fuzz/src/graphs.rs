//! Targets that read and write graphs, and plan with them.

use std::cmp::Reverse;
use std::path::Path;
use std::sync::OnceLock;

use arbitrary::Unstructured;
use tillside::engine::{self, Context, Slot};
use tillside::graph::{Encoded, Graph, GraphContents, Manifest, ReadError, encode, read_directory};
use tillside::model::{
    Cart, Currency, LineItem, MOST_MINOR, OfferKind, Policy, Product, ProductId, SkuKey,
};

use super::{given, rules};

/// Size of a checksum, and the offset of the graph's id in a data file, which is also the offset of
/// the layout in a policy file.
const CHECKSUM: usize = 4;
const GRAPH: std::ops::Range<usize> = 4..12;

/// The length of a policy file in two bytes, the policy file, and a data file.
pub fn read_graph(data: &[u8]) {
    let Some((length, files)) = data.split_first_chunk() else {
        return;
    };
    let length = usize::from(u16::from_le_bytes(*length)).min(files.len());
    let (policy, file) = files.split_at(length);
    // Unchanged, and with a valid header and checksum, so that the decoders reach the rest.
    for policy in [policy.to_vec(), mended(policy, &policy_head())] {
        let manifest = match Manifest::read_policy_file(&policy) {
            Ok(manifest) => manifest,
            Err(error) => {
                refused(&error);
                continue;
            }
        };
        let Ok(mut graph) = Graph::new(&manifest) else {
            continue;
        };
        for file in [file.to_vec(), mended(file, &manifest.graph.0)] {
            match graph.add_shard(&file) {
                Ok(()) => use_all(&graph, &manifest),
                Err(error) => refused(&error),
            }
        }
    }
}

/// The layout of the terms, which a fuzzer cannot guess.
fn policy_head() -> Vec<u8> {
    let contents = GraphContents::default();
    manifest(&encode(&contents), &contents).policy_file()[GRAPH].to_vec()
}

/// A file with the right bytes after the version, and the right checksum.
fn mended(file: &[u8], head: &[u8]) -> Vec<u8> {
    let mut file = file[..file.len().saturating_sub(CHECKSUM)].to_vec();
    if let Some(place) = file.get_mut(GRAPH) {
        place.copy_from_slice(head);
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

/// Calls every function of an untrusted graph: the results may be meaningless, but no call panics.
fn use_all(graph: &Graph, manifest: &Manifest) {
    let products: Vec<Product<&str>> = graph.products().collect();
    for product in &products {
        for edge in graph.neighbors(product.id) {
            assert!(
                graph.product_at(edge.to).is_some(),
                "an edge leads to no product"
            );
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
        ..LineItem::default()
    });
    let context = Context {
        slots,
        cart: Cart::new(lines.collect()),
        ..Context::new(manifest.currency.clone())
    };
    let plan = engine::plan(graph, &manifest.policy, &context);
    assert!((0..=MOST_MINOR).contains(&plan.subtotal_minor));
    let _ = engine::explain(graph, &manifest.policy, &context);
}

/// Any contents of a graph survive encoding and decoding.
pub fn round_trip(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let Ok(contents) = given::catalogue(&mut bytes, 90) else {
        return;
    };
    survives_bytes(&contents);
}

/// The planner's rules hold for any graph, policy and context.
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

/// The manifest of a graph without a policy.
pub fn manifest(encoded: &Encoded, contents: &GraphContents) -> Manifest {
    Manifest::new(
        encoded,
        contents,
        Currency::new("GBP").expect("a code"),
        1000,
        Policy::default(),
    )
}

/// A page reads the same policy that was written.
pub fn survives_policy_file(policy: &Policy) {
    let contents = GraphContents::default();
    let written = Manifest {
        policy: policy.clone(),
        ..manifest(&encode(&contents), &contents)
    };
    let read = Manifest::read_policy_file(&written.policy_file()).expect("a written file");
    assert_eq!(read.policy, written.policy);
}

/// A graph with all its data files. Each file is added twice, and the second time must have no
/// effect.
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

/// Decoding gives the encoded contents, with edges in the reader's order.
pub fn survives_bytes(contents: &GraphContents) {
    let graph = load(contents);
    for (product, edges) in contents.products.iter().zip(&contents.edges) {
        assert_eq!(
            graph.product(&SkuKey::new(&product.sku)),
            Some(product.as_borrowed())
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
    for (sku, id) in &contents.parents {
        let product = contents.products.iter().find(|product| product.id == *id);
        assert_eq!(
            graph.product(sku),
            product.map(Product::as_borrowed),
            "{sku:?}"
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
        // Relative to the package that this is compiled in: Tillside itself, or the fuzzer's, one
        // folder down.
        let places = ["tests/data/shop/graph", "../tests/data/shop/graph"]
            .map(|place| Path::new(env!("CARGO_MANIFEST_DIR")).join(place));
        let directory = places
            .iter()
            .find(|place| place.exists())
            .expect("the small shop's graph");
        read_directory(directory).expect("the small shop's graph")
    })
}
