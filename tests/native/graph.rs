//! The graph's bytes: there and back, and broken in every way.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use tillside::graph::{Edge, Graph, GraphContents, Manifest, check_text, encode, read_directory};
use tillside::model::{Product, ProductId, Rating, Relation, Repurchase, SkuKey};

use crate::fuzz::bodies::graphs::{manifest, survives_bytes};

/// Any contents of a graph of up to `most` products.
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
                    group,
                    base: u32::from(orders) / 9,
                    orders: Some(orders.into()),
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
                }
            },
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_was_written_is_read(contents in catalogues(200)) {
        survives_bytes(&contents);
    }

    #[test]
    fn one_neighbourhood_needs_one_file(contents in catalogues(200), place in any::<prop::sample::Index>()) {
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
    fn a_flipped_bit_or_a_cut_is_noticed(contents in catalogues(30), at in any::<prop::sample::Index>(), bit in 0..8_u32) {
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
        // Behind a true head and before a true checksum, so that the decoder goes all the way in.
        let mut file = encoded.files[0].bytes[..12].to_vec();
        file.extend(body);
        let sum = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(&file);
        file.extend(sum.to_le_bytes());
        let _ = graph.add_shard(&file);
    }
}

#[test]
fn refusals_say_what_to_do() {
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
        "This is not a Tillside graph file. Check the graph's address: the server may have answered with a page."
    );
    let mut newer = encoded.files[0].bytes.clone();
    newer[3] = 9;
    let newer = refuse(&newer);
    assert_eq!(newer.0, "graph-version");
    assert!(
        newer.1.starts_with(
            "The graph has format 9, this release reads format 3. Build the graph again"
        )
    );
    let other = Manifest {
        graph: "00000000000000aa".into(),
        ..manifest.clone()
    };
    let mut other = Graph::new(&other).unwrap();
    assert_eq!(
        other.add_shard(&encoded.files[0].bytes).unwrap_err().code(),
        "graph-mismatch"
    );
    assert_eq!(
        Graph::new(&Manifest {
            format: 1,
            ..manifest.clone()
        })
        .unwrap_err()
        .code(),
        "graph-version"
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

/// Two products, the first at the most stars and with a note about the second.
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
    }
}

/// What becomes of the file when bytes in it are others, behind a true checksum.
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
fn ratings_and_notes_that_cannot_be_are_refused() {
    let refused = |from: &[u8], to: &[u8]| read_with(&rated(), from, to).unwrap_err();
    // Both columns: a byte that says they are there, then 500 or 7 for the first product and 0 for the second.
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
    // One note, from place 0 to place 1, six bytes long.
    let note = b"\x01\x00\x01\x06better";
    assert_eq!(read_with(&rated(), note, note), Ok(()));
    assert!(refused(note, b"\x01\x00\x02\x06").contains("a note is of no product"));
    assert!(refused(note, b"\x01\x09\x01\x06").contains("a note is of no product"));
    assert!(refused(note, b"\x01\x00\x01\x07").contains("a count is too large"));
    assert!(refused(note, b"\x01\x00\x01\x06\xff").contains("a text is not UTF-8"));
    assert!(refused(note, b"\x00").contains("something stands after the end"));
}

#[test]
fn products_and_edges_that_cannot_be_are_refused() {
    let mut contents = rated();
    let learned = Edge {
        relation: Relation::OftenBoughtWith,
        ..contents.edges[0][0]
    };
    contents.edges[0].push(learned);
    let refused = |from: &[u8], to: &[u8]| read_with(&contents, from, to).unwrap_err();
    // SKUs and titles of two products: two lengths, two letters; a product that nobody named is called by its SKU.
    let names = b"\x01\x0101\x01\x0101";
    assert_eq!(read_with(&contents, names, names), Ok(()));
    assert!(refused(names, b"\x00\x0201\x01\x0101").contains("a product has no name"));
    assert!(refused(names, b"\x01\x0101\x02\x0001").contains("a product has no name"));
    // Upgrades: the kind, how many each product has, the place that the only one leads to, its weight and count.
    let upgrades = [5, 1, 0, 1, 9, 0];
    assert_eq!(read_with(&contents, &upgrades, &upgrades), Ok(()));
    assert!(refused(&upgrades, &[5, 1, 0, 1, 16, 0]).contains("a weight is impossible"));
    assert!(refused(&upgrades, &[5, 1, 0, 2, 9, 0]).contains("an edge leads nowhere"));
    assert!(refused(&upgrades, &[0, 1, 0, 1, 9, 0]).contains("kinds of edges do not ascend"));
    assert!(refused(&upgrades, &[7, 1, 0, 1, 9, 0]).contains("a kind of edge is unknown"));
}

#[test]
fn a_product_without_a_title_is_called_by_its_sku() {
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
fn a_shop_without_ratings_pays_a_byte_for_each_column() {
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

/// The small shop's manifest and data file, with their names.
fn small_shop() -> [(String, Vec<u8>); 2] {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir("tests/data/shop/graph")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (
                path.file_name().unwrap().to_str().unwrap().to_owned(),
                fs::read(path).unwrap(),
            )
        })
        .collect();
    files.sort();
    files.reverse();
    files.try_into().unwrap()
}

/// What a reader of the directory reads, without the directory.
fn read(manifest: &[u8], data: &[u8]) -> Result<(Manifest, Graph), &'static str> {
    let text = std::str::from_utf8(manifest).map_err(|_| "text")?;
    let manifest: Manifest = serde_json::from_str(text).map_err(|_| "json")?;
    let mut graph = Graph::new(&manifest).map_err(|error| error.code())?;
    check_text(text).map_err(|error| error.code())?;
    graph.add_shard(data).map_err(|error| error.code())?;
    Ok((manifest, graph))
}

/// Everything that can be done to each byte of a file: cut there, and each of its bits flipped.
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
fn no_damage_to_any_byte_of_a_graph_sells_another_one() {
    let [(name, manifest), (_, data)] = small_shop();
    assert_eq!(name, "manifest.json");
    let whole = read(&manifest, &data).unwrap();
    let from_disk = read_directory(Path::new("tests/data/shop/graph")).unwrap();
    let is_whole = |(manifest, graph): &(Manifest, Graph)| {
        *manifest == whole.0 && graph.products().eq(whole.1.products())
    };
    assert!(is_whole(&from_disk));

    let refusals: Vec<&str> = damaged(&data)
        .map(|data| read(&manifest, &data).unwrap_err())
        .collect();
    assert_eq!(refusals.len(), data.len() * 9);
    // The head tells another version apart; the checksum comes before everything else.
    assert!(
        refusals
            .iter()
            .all(|code| ["graph-corrupt", "graph-version"].contains(code))
    );

    let accepted: Vec<_> = damaged(&manifest)
        .filter_map(|manifest| read(&manifest, &data).ok())
        .collect();
    // White space, and the name and the letters of the checksum: they say nothing of the shop.
    assert!(accepted.iter().all(is_whole));
    assert!(
        accepted.len() < manifest.len() / 20,
        "{} of {} bytes",
        accepted.len(),
        manifest.len()
    );
}

#[test]
fn a_damaged_graph_is_refused_from_disk_with_its_file_and_a_remedy() {
    let directory = tempfile::tempdir().unwrap();
    let [(name, manifest), (data_name, data)] = small_shop();
    let text = String::from_utf8(manifest)
        .unwrap()
        .replace("\"from_minor\": 2500", "\"from_minor\": 2508");
    fs::write(directory.path().join(name), text).unwrap();
    fs::write(directory.path().join(data_name), data).unwrap();
    let error = read_directory(directory.path()).unwrap_err().to_string();
    assert!(
        error.contains("manifest.json: The graph file is damaged at byte"),
        "{error}"
    );
    assert!(
        error.ends_with("the manifest's checksum does not fit. Upload the graph directory again."),
        "{error}"
    );
}

#[test]
fn a_manifest_may_be_written_anew_but_not_changed() {
    let text = String::from_utf8(small_shop()[0].1.clone()).unwrap();
    assert_eq!(check_text(&text), Ok(()));
    assert_eq!(
        check_text(&text.replace('\n', "\r\n")),
        Ok(()),
        "as version control writes it on some systems"
    );
    let minified = serde_json::from_str::<Manifest>(&text)
        .unwrap()
        .text()
        .unwrap()
        .replace([' ', '\n'], "");
    assert_eq!(
        check_text(&minified.replace("Standarddelivery", "Standard delivery")),
        Ok(())
    );
    let changed = text.replace("\"from_minor\": 2500", "\"from_minor\": 2508");
    assert_ne!(changed, text);
    assert_eq!(check_text(&changed).unwrap_err().code(), "graph-corrupt");
    let by_hand: String = changed
        .lines()
        .filter(|line| !line.contains("checksum"))
        .collect();
    assert_eq!(
        check_text(&by_hand),
        Ok(()),
        "who takes the checksum out means it"
    );
}
