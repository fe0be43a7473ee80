//! The graph's bytes: encoding, decoding, and all kinds of damage.

use std::num::{NonZeroI64, NonZeroU32};

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use tillside::graph::{
    BuildRecord, Edge, Graph, GraphContents, GraphId, Manifest, encode, read_directory,
};
use tillside::model::{
    PriceChange, Product, ProductId, Rating, Relation, RepeatFactor, Repurchase, SkuKey, Variant,
};

use crate::fuzz::bodies::graphs::{manifest, survives_bytes};

/// Any contents of a graph with up to `most` products.
pub fn catalogues(most: usize) -> impl Strategy<Value = GraphContents> {
    let meta = (
        "[a-zé ]{1,12}",
        0..100_000_i64,
        proptest::option::of(0..5_u32),
        any::<u16>(),
        any::<bool>(),
        proptest::option::of("/[a-z]{1,8}"),
    );
    proptest::collection::vec(meta, 1..most).prop_flat_map(|facts| {
        let count = facts.len();
        let products: Vec<Product> = facts
            .into_iter()
            .enumerate()
            .map(
                |(id, (title, price, group, orders, is_available, url))| Product {
                    id: ProductId(id as u32),
                    sku: format!("Sku {id}"),
                    title,
                    price_minor: Some(price).filter(|price| *price > 0),
                    price_change: Some(PriceChange {
                        last_day: NonZeroU32::MIN.saturating_add(20_000 + u32::from(orders) % 300),
                        next_minor: NonZeroI64::new(price / 2),
                    })
                    .filter(|_| orders % 3 == 0),
                    group,
                    variant: group.map(|group| Variant {
                        name: Some("Size".to_owned()).filter(|_| group % 2 == 0),
                        option: format!("{orders}"),
                        place: u32::from(orders) % 50,
                    }),
                    is_chosen_on_page: false,
                    base: u32::from(orders) / 9,
                    orders: Some(orders.into()),
                    repeat: RepeatFactor::from_level((id % 128) as u8),
                    repurchase: Some(Repurchase {
                        days: u32::from(orders) % 400,
                        customers: 7,
                    })
                    .filter(|again| again.days > 0),
                    is_available,
                    testimonial: url.clone().map(|url| format!("“{url}”")),
                    url,
                    image: None,
                    selection_bits: u64::from(orders) << (id % 48),
                    rating: Some(Rating {
                        hundredths: 1 + orders % 500,
                        reviews: 9,
                    })
                    .filter(|_| is_available),
                },
            )
            .collect();
        let kind = (0..Relation::ALL.len(), any::<bool>());
        let edge = (
            0..count as u32,
            kind,
            0..=15_u8,
            proptest::option::of(1..1000_u32),
        )
            .prop_map(|(to, (relation, is_manual), weight, together)| Edge {
                to: ProductId(to),
                relation: Relation::ALL[relation],
                is_manual,
                weight,
                together,
            });
        proptest::collection::vec(proptest::collection::vec(edge, 0..6), count).prop_map(
            move |mut edges| {
                for edges in &mut edges {
                    edges.sort_by_key(|edge| edge.to);
                    edges.dedup_by_key(|edge| edge.to);
                    let strength = |edge: &Edge| {
                        (
                            !edge.is_manual,
                            Reverse(edge.weight),
                            Reverse(edge.together),
                            edge.to,
                        )
                    };
                    edges.sort_by_key(strength);
                }
                let mut notes = BTreeMap::new();
                for (from, edges) in (0..).zip(&edges) {
                    for edge in edges.iter().filter(|edge| edge.weight % 3 == 0) {
                        notes.insert(
                            (ProductId(from), edge.to),
                            format!("better by {}", edge.weight),
                        );
                    }
                }
                GraphContents {
                    products: products.clone(),
                    edges,
                    notes,
                    ..GraphContents::default()
                }
            },
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn encoded_contents_are_decoded(contents in catalogues(200)) {
        survives_bytes(&contents);
    }

    #[test]
    fn one_neighborhood_needs_one_file(contents in catalogues(200), place in any::<prop::sample::Index>()) {
        let product = place.get(&contents.products);
        let encoded = encode(&contents);
        let manifest = manifest(&encoded, &contents);
        let mut graph = Graph::new(&manifest).unwrap();
        let sku = SkuKey::new(&product.sku);
        let shard = sku.shard(manifest.shards) as usize;
        prop_assert_eq!(&encoded.files[shard].name, &manifest.file_name(shard as u32));
        graph.add_shard(&encoded.files[shard].bytes).unwrap();
        prop_assert!(graph.neighbors(product.id).eq(contents.edges[product.id.0 as usize].iter().copied()));
        for edge in graph.neighbors(product.id) {
            let neighbour = &contents.products[edge.to.0 as usize];
            prop_assert_eq!(graph.product_at(edge.to).unwrap().title, &neighbour.title);
        }
    }

    #[test]
    fn a_flipped_bit_or_a_truncation_is_detected(contents in catalogues(30), at in any::<prop::sample::Index>(), bit in 0..8_u32) {
        let encoded = encode(&contents);
        let mut graph = Graph::new(&manifest(&encoded, &contents)).unwrap();
        let mut bytes = encoded.files[0].bytes.clone();
        let at = at.index(bytes.len());
        prop_assert!(graph.add_shard(&bytes[..at]).is_err());
        bytes[at] ^= 1 << bit;
        prop_assert!(graph.add_shard(&bytes).is_err());
        prop_assert_eq!(graph.products().count(), 0);
    }

    #[test]
    fn no_bytes_make_the_decoder_panic(body in proptest::collection::vec(any::<u8>(), 0..300)) {
        let contents = GraphContents::default();
        let encoded = encode(&contents);
        let mut graph = Graph::new(&manifest(&encoded, &contents)).unwrap();
        // Between a valid header and a valid checksum, so that the decoder reaches the bytes.
        let mut file = encoded.files[0].bytes[..12].to_vec();
        file.extend(body);
        let sum = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(&file);
        file.extend(sum.to_le_bytes());
        let _ = graph.add_shard(&file);
    }
}

#[test]
fn refused_products_are_listed_with_a_remedy() {
    let contents = GraphContents::default();
    let encoded = encode(&contents);
    let manifest = manifest(&encoded, &contents);
    let mut graph = Graph::new(&manifest).unwrap();
    let mut refuse = |bytes: &[u8]| {
        graph
            .add_shard(bytes)
            .map_err(|error| (error.code(), error.to_string()))
            .unwrap_err()
    };
    let page = refuse(b"<!doctype html>");
    assert_eq!(page.0, "graph-corrupt");
    assert_eq!(
        page.1,
        "This is not a Tillside graph file. Check the graph's address: the server may have answered with an HTML page."
    );
    let mut newer = encoded.files[0].bytes.clone();
    newer[3] = 9;
    let newer = refuse(&newer);
    assert_eq!(newer.0, "graph-version");
    assert!(newer.1.starts_with(
        "The graph has format 9, but this release reads format 5. Build the graph again"
    ));
    let other = Manifest {
        graph: GraphId([7; 8]),
        ..manifest.clone()
    };
    let mut other = Graph::new(&other).unwrap();
    assert_eq!(
        other.add_shard(&encoded.files[0].bytes).unwrap_err().code(),
        "graph-mismatch"
    );
    assert_eq!(
        Graph::new(&Manifest {
            shards: 0,
            ..manifest
        })
        .unwrap_err()
        .code(),
        "graph-corrupt"
    );
}

/// Two products, the first with the highest rating and a note about the second.
fn rated() -> GraphContents {
    let product = |id: u32, rating| Product {
        id: ProductId(id),
        sku: format!("{id}"),
        orders: Some(9),
        rating,
        ..Product::default()
    };
    let edge = Edge {
        to: ProductId(1),
        relation: Relation::Upgrade,
        is_manual: false,
        weight: 9,
        together: None,
    };
    GraphContents {
        products: vec![
            product(
                0,
                Some(Rating {
                    hundredths: 500,
                    reviews: 7,
                }),
            ),
            product(1, None),
        ],
        edges: vec![vec![edge], vec![]],
        notes: BTreeMap::from([((ProductId(0), ProductId(1)), "better".to_owned())]),
        ..GraphContents::default()
    }
}

/// The result of reading the file after some bytes are replaced and the checksum is updated.
fn read_with(contents: &GraphContents, from: &[u8], to: &[u8]) -> Result<(), String> {
    let encoded = encode(contents);
    let bytes = &encoded.files[0].bytes;
    let at = bytes
        .windows(from.len())
        .rposition(|found| found == from)
        .unwrap();
    let mut file = bytes[..bytes.len() - 4].to_vec();
    file[at..at + to.len()].copy_from_slice(to);
    let sum = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(&file);
    file.extend(sum.to_le_bytes());
    let mut graph = Graph::new(&manifest(&encoded, contents)).unwrap();
    graph.add_shard(&file).map_err(|error| error.to_string())
}

#[test]
fn impossible_ratings_and_notes_are_refused() {
    let refused = |from: &[u8], to: &[u8]| read_with(&rated(), from, to).unwrap_err();
    // Both columns: a byte that marks them as present, then 500 or 7 for the first product and 0
    // for the second.
    let columns = [1, 0xf4, 3, 0, 1, 7, 0];
    assert_eq!(read_with(&rated(), &columns, &columns), Ok(()));
    assert!(
        refused(&columns, &[1, 0xf5, 3, 0, 1, 7, 0]).contains("a rating is impossible"),
        "over five stars"
    );
    assert!(
        refused(&columns, &[1, 0xf4, 3, 0, 1, 0, 0]).contains("a rating is impossible"),
        "nobody said so"
    );
    assert!(
        refused(&columns, &[1, 0xf4, 3, 0, 1, 7, 1]).contains("a rating is impossible"),
        "reviews of no stars"
    );
    // One note, from index 0 to index 1, six bytes long.
    let note = b"\x01\x00\x01\x06better";
    assert_eq!(read_with(&rated(), note, note), Ok(()));
    assert!(refused(note, b"\x01\x00\x02\x06").contains("a note has no product"));
    assert!(refused(note, b"\x01\x09\x01\x06").contains("a note has no product"));
    assert!(refused(note, b"\x01\x00\x01\x08").contains("a count is too large"));
    assert!(refused(note, b"\x01\x00\x01\x06\xff").contains("a text is not UTF-8"));
    assert!(refused(note, b"\x00").contains("bytes follow the end"));
}

#[test]
fn impossible_products_and_edges_are_refused() {
    let mut contents = rated();
    let learned = Edge {
        relation: Relation::OftenBoughtWith,
        ..contents.edges[0][0]
    };
    contents.edges[0].push(learned);
    let refused = |from: &[u8], to: &[u8]| read_with(&contents, from, to).unwrap_err();
    // SKUs and titles of two products: two lengths, two letters; a product without a title has its
    // SKU as title.
    let names = b"\x01\x0101\x01\x0101";
    assert_eq!(read_with(&contents, names, names), Ok(()));
    assert!(refused(names, b"\x00\x0201\x01\x0101").contains("a product has no title"));
    assert!(refused(names, b"\x01\x0101\x02\x0001").contains("a product has no title"));
    // Upgrades: the kind, the number of edges per product, the target of the only edge, its weight
    // and count.
    let upgrades = [5, 1, 0, 1, 9, 0];
    assert_eq!(read_with(&contents, &upgrades, &upgrades), Ok(()));
    assert!(refused(&upgrades, &[5, 1, 0, 1, 16, 0]).contains("a weight is impossible"));
    assert!(refused(&upgrades, &[5, 1, 0, 2, 9, 0]).contains("an edge leads to no product"));
    assert!(refused(&upgrades, &[0, 1, 0, 1, 9, 0]).contains("kinds of edges do not ascend"));
    assert!(refused(&upgrades, &[7, 1, 0, 1, 9, 0]).contains("a kind of edge is unknown"));
}

#[test]
fn a_product_without_a_title_has_its_sku_as_title() {
    let contents = rated();
    let encoded = encode(&contents);
    let mut graph = Graph::new(&manifest(&encoded, &contents)).unwrap();
    graph.add_shard(&encoded.files[0].bytes).unwrap();
    assert_eq!(
        graph
            .products()
            .map(|product| product.title)
            .collect::<Vec<_>>(),
        ["0", "1"]
    );
}

#[test]
fn an_empty_column_of_ratings_costs_one_byte() {
    let mut contents = rated();
    contents.notes.clear();
    contents.products[0].rating = None;
    let plain = encode(&contents).files[0].bytes.len();
    contents.products[1].rating = Some(Rating {
        hundredths: 100,
        reviews: 1,
    });
    assert_eq!(
        encode(&contents).files[0].bytes.len(),
        plain + 4,
        "two columns of two numbers"
    );
    contents.products[1].selection_bits = 1;
    assert_eq!(encode(&contents).files[0].bytes.len(), plain + 6);
}

const SMALL_SHOP: &str = "tests/data/shop/graph";

/// The names of the small shop's manifest, policy file and data file.
fn small_shop() -> [String; 3] {
    let mut names: Vec<String> = fs::read_dir(SMALL_SHOP)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort_by_key(|name| (name != "manifest.json", Reverse(name.len())));
    names.try_into().unwrap()
}

/// The small shop's directory with other bytes in one of its files.
fn with(name: &str, bytes: &[u8]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for known in small_shop() {
        fs::copy(
            Path::new(SMALL_SHOP).join(&known),
            directory.path().join(&known),
        )
        .unwrap();
    }
    fs::write(directory.path().join(name), bytes).unwrap();
    directory
}

fn bytes_of(name: &str) -> Vec<u8> {
    fs::read(Path::new(SMALL_SHOP).join(name)).unwrap()
}

/// All variants of a file that is cut at a byte or has a bit flipped.
fn damaged(whole: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let cut = (0..whole.len()).map(|end| whole[..end].to_vec());
    let flipped = (0..whole.len() * 8).map(|place| {
        let mut bytes = whole.to_vec();
        bytes[place / 8] ^= 1 << (place % 8);
        bytes
    });
    cut.chain(flipped)
}

#[test]
fn a_damaged_data_file_is_refused() {
    let [_, _, name] = small_shop();
    let (manifest, graph) = read_directory(Path::new(SMALL_SHOP)).unwrap();
    assert!(graph.products().count() > 0);
    let refusals: Vec<&str> = damaged(&bytes_of(&name))
        .map(|data| Graph::new(&manifest).unwrap().add_shard(&data))
        .map(|refused| refused.unwrap_err().code())
        .collect();
    assert_eq!(refusals.len(), bytes_of(&name).len() * 9);
    // The header identifies another version; the checksum is checked before everything else.
    let codes = ["graph-corrupt", "graph-version"];
    assert!(refusals.iter().all(|code| codes.contains(code)));
}

#[test]
fn a_damaged_policy_file_is_refused() {
    let [_, name, _] = small_shop();
    let whole = bytes_of(&name);
    let read = Manifest::read_policy_file(&whole).unwrap();
    assert_eq!(read.policy_file(), whole);
    let codes = ["graph-corrupt", "graph-version"];
    for damaged in damaged(&whole) {
        let refused = Manifest::read_policy_file(&damaged).unwrap_err();
        assert!(codes.contains(&refused.code()), "{refused}");
    }
}

#[test]
fn the_policy_file_holds_all_that_a_page_needs() {
    let (whole, _) = read_directory(Path::new(SMALL_SHOP)).unwrap();
    let [_, name, _] = small_shop();
    let read = Manifest::read_policy_file(&bytes_of(&name)).unwrap();
    // The record of the build is information for people, which the page does not read.
    let record = BuildRecord::default();
    assert_ne!(whole.record, record);
    assert_eq!(read, Manifest { record, ..whole });
}

#[test]
fn terms_of_another_layout_are_those_of_another_release() {
    let [_, name, _] = small_shop();
    let mut file = bytes_of(&name);
    file.truncate(file.len() - 4);
    let layout = 4..12;
    file[layout][0] ^= 1;
    file.extend(crc(&file).to_le_bytes());
    let refused = Manifest::read_policy_file(&file).unwrap_err();
    assert_eq!(refused.code(), "graph-version");
    assert!(
        refused.to_string().contains("Build the graph again"),
        "{refused}"
    );
}

#[test]
fn terms_with_missing_or_further_bytes_are_refused() {
    let [_, name, _] = small_shop();
    let whole = bytes_of(&name);
    let body = &whole[..whole.len() - 4];
    let mended = |body: &[u8]| [body, &crc(body).to_le_bytes()].concat();
    assert!(Manifest::read_policy_file(&mended(body)).is_ok());
    for other in [[body, &[0]].concat(), body[..body.len() - 1].to_vec()] {
        let refused = Manifest::read_policy_file(&mended(&other)).unwrap_err();
        assert_eq!(refused.code(), "graph-corrupt");
    }
}

fn crc(bytes: &[u8]) -> u32 {
    crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(bytes)
}

#[test]
fn the_files_of_two_builds_are_not_mixed() {
    let [_, name, _] = small_shop();
    let (whole, _) = read_directory(Path::new(SMALL_SHOP)).unwrap();
    let graph = whole.graph;
    let other = Manifest {
        graph: GraphId([7; 8]),
        ..whole
    };
    let error = read_directory(with(&name, &other.policy_file()).path()).unwrap_err();
    assert!(
        error.to_string().ends_with(&format!(
            "The file belongs to graph 0707070707070707, but the manifest to graph {graph}. \
             Upload the whole directory of one build."
        )),
        "{error}"
    );
}

#[test]
fn a_damaged_manifest_is_refused_or_has_the_same_contents() {
    let whole = bytes_of("manifest.json");
    let (manifest, _) = read_directory(Path::new(SMALL_SHOP)).unwrap();
    let page = |manifest: Manifest| Manifest {
        record: BuildRecord::default(),
        ..manifest
    };
    let directory = with("manifest.json", &whole);
    let read = damaged(&whole).filter_map(|text| {
        fs::write(directory.path().join("manifest.json"), text).unwrap();
        read_directory(directory.path()).ok()
    });
    let mut accepted = 0;
    for (read, _) in read {
        assert_eq!(page(read), page(manifest.clone()));
        accepted += 1;
    }
    // White space, and the record of the build.
    assert!(accepted > 0);
}

#[test]
fn a_damaged_graph_is_refused_from_disk_with_its_file_and_a_remedy() {
    let text = String::from_utf8(bytes_of("manifest.json")).unwrap();
    let damaged = text.replace("\"shards\": 1", "\"shards\": 3");
    let error = read_directory(with("manifest.json", damaged.as_bytes()).path()).unwrap_err();
    let error = error.to_string();
    assert!(
        error.contains("manifest.json: The graph file is damaged at byte"),
        "{error}"
    );
    assert!(
        error
            .ends_with("the manifest's checksum does not match. Upload the graph directory again."),
        "{error}"
    );
}

#[test]
fn a_manifest_may_be_reformatted_but_not_changed() {
    let text = String::from_utf8(bytes_of("manifest.json")).unwrap();
    let read = |text: &str| read_directory(with("manifest.json", text.as_bytes()).path());
    for same in [text.replace('\n', "\r\n"), text.replace([' ', '\n'], "")] {
        assert!(read(&same).is_ok());
    }
    let other = text.replace("\"checksum\": ", "\"checksum\": 1");
    assert!(read(&other).is_err());
}
