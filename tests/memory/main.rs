//! The memory that reading takes is bounded by the size of the untrusted file.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::panic
)]
#![cfg(not(target_arch = "wasm32"))]

mod counted;
#[path = "../native/parquet.rs"]
mod files;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use counted::peak;
use tillside::dataset::DatasetBuilder;
use tillside::engine::{Context, Slot, explain, plan};
use tillside::graph::{Edge, Graph, GraphContents, Manifest, encode, read_directory};
use tillside::import::{
    ImportError, ImportOptions, ImportReport, Interrupted, OrderLine, Watch, read_orders,
};
use tillside::model::{
    Cart, Currency, LineItem, OfferKind, Policy, Product, ProductId, Relation, SkuKey,
};
use tillside::shop_config::read_shop;

struct Unwatched;

impl Watch for Unwatched {
    fn start(&mut self, _: &Path, _: Option<u64>) {}

    fn advance(&mut self, _: u64) -> Result<(), Interrupted> {
        Ok(())
    }
}

/// The bound for everything that reads a graph.
fn bound(input: usize) -> usize {
    4 * input + (64 << 10)
}

/// A shop with ten links per product and realistic titles.
fn catalogue(count: u32) -> GraphContents {
    let product = |id: u32| Product {
        id: ProductId(id),
        sku: format!("{}", 10_000 + id),
        title: format!("White hanging lantern number {id}"),
        price_minor: Some(1_295),
        orders: Some(100),
        is_available: true,
        url: Some(format!("/products/white-hanging-lantern-{id}")),
        ..Product::default()
    };
    let edge = |from: u32, step: u32| Edge {
        to: ProductId((from * 31 + step * 97) % count),
        relation: Relation::OftenBoughtWith,
        is_manual: false,
        weight: 9,
        together: Some(12),
    };
    let edges = |from: u32| (1..=10).map(|step| edge(from, step)).collect();
    GraphContents {
        products: (0..count).map(product).collect(),
        edges: (0..count).map(edges).collect(),
        ..GraphContents::default()
    }
}

/// The files of a graph, and the graph that they are added to.
fn encoded(contents: &GraphContents) -> (Vec<Vec<u8>>, Manifest) {
    let encoded = encode(contents);
    let manifest = Manifest::new(
        &encoded,
        contents,
        Currency::new("GBP").unwrap(),
        1000,
        Policy::default(),
    );
    (
        encoded.files.into_iter().map(|file| file.bytes).collect(),
        manifest,
    )
}

#[test]
fn reading_a_graph_takes_at_most_four_times_its_size() {
    for count in [64, 5_000] {
        let (files, manifest) = encoded(&catalogue(count));
        for file in files {
            let mut graph = Graph::new(&manifest).unwrap();
            let (read, bytes) = peak(|| graph.add_shard(&file));
            read.unwrap();
            assert!(
                bytes <= bound(file.len()),
                "{bytes} bytes for {} of {count} products",
                file.len()
            );
        }
    }
    let (manifest, _) = read_directory(Path::new("tests/data/shop/graph")).unwrap();
    let file = manifest.policy_file();
    let (read, bytes) = peak(|| Manifest::read_policy_file(&file));
    read.unwrap();
    assert!(
        bytes <= bound(file.len()),
        "{bytes} bytes for a policy file of {}",
        file.len()
    );
}

/// A file with a valid checksum.
fn mended(mut file: Vec<u8>) -> Vec<u8> {
    file.extend(
        crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC)
            .checksum(&file)
            .to_le_bytes(),
    );
    file
}

#[test]
fn a_number_in_a_graph_never_allocates_for_missing_data() {
    let (files, manifest) = encoded(&catalogue(20));
    let whole = &files[0][..files[0].len() - 4];
    let long = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
    let mut refused = 0;
    // After the header, every byte is replaced by the longest possible number, by 4 billion, and by
    // 30,000.
    for place in 12..whole.len() {
        for number in [
            &long[..],
            &[0xff, 0xff, 0xff, 0xff, 0x0f],
            &[0xb0, 0xea, 0x01],
        ] {
            let file = mended([&whole[..place], number, &whole[place + 1..]].concat());
            let mut graph = Graph::new(&manifest).unwrap();
            let (read, bytes) = peak(|| graph.add_shard(&file));
            refused += usize::from(read.is_err());
            assert!(
                bytes <= bound(file.len()),
                "{bytes} bytes for {} with a number at {place}",
                file.len()
            );
        }
    }
    assert!(refused > whole.len(), "{refused}");
}

/// The smallest file with `count` products. The first `homes` are at home and lead to all others
/// with `ways` kinds of edges, `notes` of them with a note.
fn smallest(count: usize, homes: usize, ways: u8, notes: usize) -> Vec<u8> {
    smallest_with((count, homes, ways, notes), (false, 0))
}

/// The same; all products may be variants of one group, and the first product may represent
/// `parents` groups.
fn smallest_with(
    (count, homes, ways, notes): (usize, usize, u8, usize),
    (are_variants, parents): (bool, u32),
) -> Vec<u8> {
    let (empty, _) = encoded(&GraphContents::default());
    // The header of shard 0 of the same graph.
    let mut file = empty[0][..13].to_vec();
    let number = |file: &mut Vec<u8>, mut number: usize| {
        while number >= 0x80 {
            file.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        file.push(number as u8);
    };
    number(&mut file, count);
    file.extend((0..count).map(|id| u8::from(id > 0)));
    let bits = |is_set: &dyn Fn(usize) -> bool| {
        let byte = |start: usize| (0..8).map(|bit| u8::from(is_set(start + bit)) << bit).sum();
        (0..count).step_by(8).map(byte).collect::<Vec<u8>>()
    };
    file.extend(bits(&|place| place < homes));
    file.extend(vec![0; 4 * homes + count]);
    file.extend(vec![u8::from(are_variants); count]);
    file.extend(vec![0; count]);
    // No price has an end.
    file.push(0);
    file.extend(bits(&|_| true));
    // One letter is the SKU of all products, and their title.
    for _ in 0..2 {
        file.extend(vec![1; count]);
        file.extend(vec![b'A'; count]);
    }
    // Addresses, pictures and sentences; then the options, without names and places.
    file.extend([0; 3]);
    if are_variants {
        file.push(1);
        file.extend(vec![1; count]);
        file.extend(vec![b'A'; count]);
    } else {
        file.push(0);
    }
    file.extend([0; 2]);
    file.extend([0; 3]);
    file.push(ways);
    for way in 0..ways {
        file.push(way);
        (0..homes).for_each(|_| number(&mut file, count));
        for _ in 0..homes {
            file.extend((0..count).map(|place| u8::from(place > 0)));
        }
        file.extend(vec![0; 2 * homes * count]);
    }
    number(&mut file, notes);
    for to in 0..notes {
        file.push(0);
        number(&mut file, to);
        file.push(0);
    }
    number(&mut file, parents as usize);
    // Four characters that ascend.
    for parent in 0..parents {
        file.push(4);
        file.extend(format!("{parent:04x}").bytes());
        file.push(0);
    }
    mended(file)
}

#[test]
fn a_file_of_variants_takes_at_most_four_times_its_size() {
    let (_, manifest) = encoded(&GraphContents::default());
    let behind_full = (1 << 15) / 8 * 7 + 1;
    for (count, homes, parents) in [(behind_full, 0, 0), (1, 1, 60_000)] {
        let file = smallest_with((count, homes, 0, 0), (homes == 0, parents));
        let mut graph = Graph::new(&manifest).unwrap();
        let (read, bytes) = peak(|| graph.add_shard(&file));
        read.unwrap();
        assert_eq!(graph.products().count(), count);
        assert_eq!(graph.product(&SkuKey::new("ea5f")).is_some(), parents > 0);
        assert!(
            bytes <= bound(file.len()),
            "{bytes} bytes for {} of {count} products and {parents} groups",
            file.len()
        );
        let (read, again) = peak(|| graph.add_shard(&file));
        read.unwrap();
        assert!(again <= bound(file.len()));
    }
}

#[test]
fn a_data_file_takes_at_most_four_times_its_size() {
    let (_, manifest) = encoded(&GraphContents::default());
    // Just above the capacity of a hash table, where tables are largest relative to their contents.
    let behind_full = (1 << 15) / 8 * 7 + 1;
    for (count, homes, ways, notes) in [
        (behind_full, behind_full, 0, 0),
        (behind_full, 1, 1, 0),
        (behind_full, 1, 7, 0),
        (300, 300, 7, 0),
        (20_000, 1, 1, 20_000),
        (1, 1, 1, 0),
    ] {
        let file = smallest(count, homes, ways, notes);
        let mut graph = Graph::new(&manifest).unwrap();
        let (read, bytes) = peak(|| graph.add_shard(&file));
        read.unwrap();
        assert_eq!(graph.products().count(), count);
        assert_eq!(
            graph.neighbors(ProductId(0)).count(),
            count * usize::from(ways)
        );
        assert!(
            bytes <= bound(file.len()),
            "{bytes} bytes for {} of {count} products, {homes} at home",
            file.len()
        );
        // Adding the file again changes nothing.
        let times = if file.len() < 100_000 { 100 } else { 2 };
        let (read, again) = peak(|| (0..times).try_for_each(|_| graph.add_shard(&file)));
        read.unwrap();
        assert_eq!(graph.products().count(), count);
        assert!(
            again <= bound(file.len()),
            "{again} bytes for {} that are known",
            file.len()
        );
    }
}

/// Otherwise a file could contain products, at eight bytes each, that no page ever requests.
#[test]
fn a_product_without_home_or_incoming_edge_is_refused() {
    let (_, manifest) = encoded(&GraphContents::default());
    let mut graph = Graph::new(&manifest).unwrap();
    let error = graph
        .add_shard(&smallest(3, 1, 0, 0))
        .unwrap_err()
        .to_string();
    assert!(
        error.contains(
            "no edge leads to a product that is not at home. Upload the graph directory again."
        ),
        "{error}"
    );
    assert_eq!(graph.products().count(), 0);
    graph.add_shard(&smallest(3, 1, 1, 0)).unwrap();
}

#[test]
fn a_plan_takes_at_most_four_times_the_size_of_its_graph() {
    let (shop, _) = read_directory(Path::new("tests/data/shop/graph")).unwrap();
    for count in [20, 60, 200, 1_000] {
        let (files, manifest) = encoded(&catalogue(count));
        let mut graph = Graph::new(&manifest).unwrap();
        for file in &files {
            graph.add_shard(file).unwrap();
        }
        let input = files.iter().map(Vec::len).sum();
        // A slot for each kind of offer, and all products in the cart.
        let slots = (0..)
            .zip(OfferKind::ALL)
            .map(|(id, kind)| Slot::of(id, kind, Some(SkuKey::new("10000"))))
            .collect();
        let line = |id: u32| LineItem {
            sku: format!("{}", 10_000 + id),
            quantity: 1,
            ..LineItem::default()
        };
        for lines in [0, 1, 20, count] {
            let cart = Cart::new((1..=lines).map(line).collect());
            let context = Context {
                slots: Vec::clone(&slots),
                cart,
                ..Context::new(shop.currency.clone())
            };
            let (plan, bytes) = peak(|| plan(&graph, &shop.policy, &context));
            assert!(
                bytes <= bound(input),
                "{bytes} bytes for a plan of {lines} of {count} products"
            );
            let (told, bytes) = peak(|| explain(&graph, &shop.policy, &context));
            assert!(
                bytes <= bound(input),
                "{bytes} of {} bytes to explain {lines} of {count} products",
                bound(input)
            );
            assert!(plan.shipping.is_some() && told.len() >= OfferKind::ALL.len());
        }
    }
}

fn written(directory: &tempfile::TempDir, content: &[u8]) -> PathBuf {
    let path = directory.path().join("file");
    fs::write(&path, content).unwrap();
    path
}

/// Rows of orders with three products each.
fn orders(rows: usize, products: usize) -> String {
    let row = |mut csv: String, row: usize| {
        writeln!(
            csv,
            "{},A{},White hanging lantern,2.50,2024-01-05",
            row / 3,
            row % products
        )
        .unwrap();
        csv
    };
    (0..rows).fold("order,sku,title,price,date\n".to_owned(), row)
}

fn import(path: &Path, mut sink: impl FnMut(OrderLine<'_>)) -> Result<ImportReport, ImportError> {
    read_orders(path, &ImportOptions::default(), &mut Unwatched, |line| {
        sink(line);
        Ok(())
    })
}

/// A thousand rows are examined before the first is passed on; after them memory does not grow.
#[test]
fn the_memory_of_an_import_does_not_depend_on_its_length() {
    let directory = tempfile::tempdir().unwrap();
    // The words of headers are sorted once, by the first reader.
    import(&written(&directory, orders(3, 3).as_bytes()), |_| {}).unwrap();
    let mut most = Vec::new();
    for rows in [0, 3, 300, 30_000, 120_000] {
        let csv = orders(rows, 1000);
        let path = written(&directory, csv.as_bytes());
        let (report, bytes) = peak(|| import(&path, |_| {}));
        assert_eq!(report.unwrap().rows, rows as u64);
        assert!(bytes <= 1 << 20, "{bytes} bytes for {rows} rows");
        most.push(bytes);
    }
    let [.., long, longer] = most[..] else {
        panic!("{most:?}")
    };
    assert!(longer <= long + (64 << 10), "{most:?}");
}

/// 75 bytes per row while rows are in memory, up to 16 MB, and a thousand bytes per product.
#[test]
fn the_memory_of_learning_grows_with_orders_and_products() {
    let directory = tempfile::tempdir().unwrap();
    for (rows, products) in [(3_000, 10), (30_000, 10), (30_000, 10_000)] {
        let path = written(&directory, orders(rows, products).as_bytes());
        let (dataset, bytes) = peak(|| {
            let mut builder = DatasetBuilder::default();
            import(&path, |line| builder.push(&line).unwrap()).unwrap();
            builder
                .gather(None, Some(&Currency::new("GBP").unwrap()))
                .unwrap()
        });
        drop(dataset);
        assert!(
            bytes <= 100 * rows + 1_100 * products + (256 << 10),
            "{bytes} bytes for {rows} rows of {products} products"
        );
    }
}

/// About 55 bytes per byte for a long file, and 90 if every line has an error, because each error
/// has a message. The schema takes 370 KB, once.
#[test]
fn the_memory_of_a_shop_toml_is_bounded_by_its_size() {
    let directory = tempfile::tempdir().unwrap();
    let service =
        |id: usize| format!("[[services]]\nid = \"{id}\"\nname = \"Wrap\"\nprice = \"1\"\n");
    let services: String = (0..500).map(service).collect();
    for text in [
        String::new(),
        format!("currency = \"GBP\"\n{services}"),
        "x=1\n".repeat(5_000),
        "a=[[[[[[".repeat(5_000),
    ] {
        let path = written(&directory, text.as_bytes());
        let (_, bytes) = peak(|| read_shop(&path).map(drop));
        assert!(
            bytes <= 128 * text.len() + (448 << 10),
            "{bytes} bytes for {} of {:.20}",
            text.len(),
            text
        );
    }
}

#[test]
fn a_number_in_a_parquet_file_never_allocates_for_missing_data() {
    let directory = tempfile::tempdir().unwrap();
    for (start, (kind, properties)) in files::kinds().into_iter().enumerate() {
        let whole = files::orders(&[("1", "A", 1), ("1", "B", 2), ("2", "A", 1)], properties);
        // One eighth of the bytes per kind, because their headers are similar.
        for place in (start % 8..whole.len()).step_by(8) {
            for bit in [0x01, 0x40, 0x80] {
                let mut file = whole.clone();
                file[place] ^= bit;
                let path = written(&directory, &file);
                let (_, bytes) = peak(|| import(&path, |_| {}).map(drop));
                assert!(
                    bytes <= 256 << 10,
                    "{bytes} bytes for {kind} with another bit {bit:x} at {place}"
                );
            }
        }
    }
}
