//! The encoder of data files; `format.rs` describes the format.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroI64;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::bytes::{price_code, push_text, push_varint};
use super::columns::place_code;
use super::format::{MAGIC, MANUAL, WEIGHT_MAX, checksum};
use super::manifest::file_name;
use super::{BuildRecord, Edge, FORMAT, GraphId, Manifest};
use crate::model::{
    Currency, Policy, Product, ProductId, Relation, RepeatModel, Repurchase, SkuKey,
};

/// A shop of up to this many products gets one data file.
const ONE_FILE_PRODUCTS: usize = 64;

/// Average number of home products per data file in a larger shop. A smaller number makes pages
/// smaller and files more numerous. With 16, the demo shop's 237 files have a median of 2,957 bytes
/// brotli (`benches/file-sizes.mjs`).
const HOME_PRODUCTS: usize = 16;

/// Average number of groups of variants per file.
const GROUPS: usize = 16;

/// The contents of a graph before encoding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GraphContents {
    /// All products; the one at index `i` has the id `i` and a number of orders.
    pub products: Vec<Product>,
    /// The edges of each product, in any order.
    pub edges: Vec<Vec<Edge>>,
    /// Notes on edges, by source and target.
    pub notes: BTreeMap<(ProductId, ProductId), String>,
    /// The products that represent groups of variants, by the SKU of the group.
    pub parents: BTreeMap<SkuKey, ProductId>,
    /// How customers repeat purchases; it goes into the manifest.
    pub repeat: RepeatModel,
}

/// A named data file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFile {
    /// File name inside the graph's directory.
    pub name: String,
    /// Contents of the file.
    pub bytes: Vec<u8>,
}

/// A graph as data files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// Hash of the graph's contents.
    pub id: GraphId,
    /// One file per shard, in order, then the files with the variants of groups; never empty.
    pub files: Vec<DataFile>,
    /// Number of files with the variants of groups.
    pub variant_files: u32,
}

impl Manifest {
    /// The manifest of an encoded graph.
    #[must_use]
    pub fn new(
        encoded: &Encoded,
        contents: &GraphContents,
        currency: Currency,
        orders: u32,
        policy: Policy,
    ) -> Self {
        Self {
            graph: encoded.id,
            shards: u32::try_from(encoded.files.len())
                .unwrap_or(u32::MAX)
                .saturating_sub(encoded.variant_files),
            variant_files: encoded.variant_files,
            currency,
            as_of: None,
            repeat: contents.repeat.clone(),
            policy,
            record: BuildRecord {
                products: u32::try_from(contents.products.len()).unwrap_or(u32::MAX),
                orders,
                ..BuildRecord::default()
            },
        }
    }
}

/// Encodes the contents of a graph as data files.
///
/// The graph's id covers all products and edges, so two graphs share file names only if they share
/// every byte.
#[must_use]
pub fn encode(contents: &GraphContents) -> Encoded {
    let shards = shard_count(contents.products.len());
    let mut homes: Vec<Vec<ProductId>> = vec![Vec::new(); shards.try_into().unwrap_or(1)];
    for product in &contents.products {
        let shard = usize::try_from(SkuKey::new(&product.sku).shard(shards)).unwrap_or(0);
        if let Some(home) = homes.get_mut(shard) {
            home.push(product.id);
        }
    }
    // A page of the group itself needs the edges of its product.
    for (sku, product) in &contents.parents {
        let shard = usize::try_from(sku.shard(shards)).unwrap_or(0);
        if let Some(home) = homes.get_mut(shard)
            && !home.contains(product)
        {
            home.push(*product);
        }
    }
    let parents = |shard: u32| {
        let parents = contents.parents.iter();
        parents.filter(move |(sku, _)| sku.shard(shards) == shard)
    };
    let mut bodies: Vec<Vec<u8>> = (0..shards)
        .into_par_iter()
        .zip(&homes)
        .map(|(shard, home)| body(contents, home, &[], parents(shard)))
        .collect();
    let variants = variant_files(contents, shards);
    let variant_files = u32::try_from(variants.len()).unwrap_or(u32::MAX);
    let of_variants = |variants: &Vec<ProductId>| body(contents, &[], variants, std::iter::empty());
    bodies.extend(variants.iter().map(of_variants));

    let mut hash = Sha256::new();
    for body in &bodies {
        hash.update(u64::try_from(body.len()).unwrap_or(u64::MAX).to_le_bytes());
        hash.update(body);
    }
    let mut id = GraphId([0; 8]);
    id.0.iter_mut()
        .zip(hash.finalize())
        .for_each(|(to, from)| *to = from);

    let files = (0..shards.saturating_add(variant_files))
        .into_par_iter()
        .zip(bodies)
        .map(|(shard, body)| file(id, shard, &body))
        .collect();
    Encoded {
        id,
        files,
        variant_files,
    }
}

/// The variants of each file of variants; no files if there is one shard, which has all products.
fn variant_files(contents: &GraphContents, shards: u32) -> Vec<Vec<ProductId>> {
    let variants = contents.products.iter();
    let variants = variants.filter(|product| product.variant.is_some() && shards > 1);
    let variants: Vec<(u32, ProductId)> = variants
        .filter_map(|product| Some((product.group?, product.id)))
        .collect();
    let groups: BTreeSet<u32> = variants.iter().map(|(group, _)| *group).collect();
    let mut files = vec![Vec::new(); groups.len().div_ceil(GROUPS)];
    let count = u32::try_from(files.len()).unwrap_or(u32::MAX);
    for (group, product) in variants {
        let file = group.checked_rem(count).unwrap_or(0);
        if let Some(file) = usize::try_from(file)
            .ok()
            .and_then(|file| files.get_mut(file))
        {
            file.push(product);
        }
    }
    files
}

fn shard_count(products: usize) -> u32 {
    if products <= ONE_FILE_PRODUCTS {
        1
    } else {
        u32::try_from(products.div_ceil(HOME_PRODUCTS)).unwrap_or(u32::MAX)
    }
}

fn file(id: GraphId, shard: u32, body: &[u8]) -> DataFile {
    let mut bytes = Vec::from(MAGIC);
    bytes.push(FORMAT);
    bytes.extend(id.0);
    push_varint(&mut bytes, shard.into());
    bytes.extend(body);
    bytes.extend(checksum(&bytes).to_le_bytes());
    DataFile {
        name: file_name(id, shard),
        bytes,
    }
}

/// A file after its number: some home products with their neighbors, or some variants, and the SKUs
/// of groups.
fn body<'a>(
    contents: &GraphContents,
    homes: &[ProductId],
    variants: &[ProductId],
    parents: impl Iterator<Item = (&'a SkuKey, &'a ProductId)>,
) -> Vec<u8> {
    // The table of products in this file, with whether each is at home here.
    let mut table: BTreeMap<ProductId, bool> = BTreeMap::new();
    for home in homes {
        for edge in contents.edges_of(*home) {
            table.entry(edge.to).or_insert(false);
        }
    }
    table.extend(variants.iter().map(|variant| (*variant, false)));
    table.extend(homes.iter().map(|home| (*home, true)));
    let places: BTreeMap<ProductId, u64> = table.keys().copied().zip(0..).collect();
    let products: Vec<&Product> = table
        .keys()
        .filter_map(|id| contents.product(*id))
        .collect();

    let mut out = Vec::new();
    push_varint(&mut out, products.len() as u64);
    push_ascending(
        &mut out,
        products.iter().map(|product| u64::from(product.id.0)),
    );
    push_bits(&mut out, table.values().copied());
    let at_home = || {
        products
            .iter()
            .zip(table.values())
            .filter(|(_, is_home)| **is_home)
            .map(|(product, _)| product)
    };
    for product in at_home() {
        push_varint(&mut out, product.orders.unwrap_or(0).into());
    }
    let days = |again: &Repurchase| again.days;
    let customers = |again: &Repurchase| again.customers;
    for number in at_home().map(|product| product.repurchase.as_ref().map_or(0, days)) {
        push_varint(&mut out, number.into());
    }
    for number in at_home().map(|product| product.repurchase.as_ref().map_or(0, customers)) {
        push_varint(&mut out, number.into());
    }
    for product in at_home() {
        push_varint(&mut out, product.repeat.level().into());
    }
    for product in &products {
        push_varint(&mut out, product.base.into());
    }
    let group = |group: u32| u64::from(group).saturating_add(1);
    for product in &products {
        push_varint(&mut out, product.group.map_or(0, group));
    }
    for product in &products {
        push_varint(&mut out, price_code(product.price_minor));
    }
    push_price_changes(&mut out, &products);
    push_bits(
        &mut out,
        products.iter().map(|product| product.is_available),
    );
    push_texts(
        &mut out,
        products.iter().map(|product| product.sku.as_str()),
    );
    // The decoder refuses products without a title.
    push_texts(
        &mut out,
        products.iter().map(|product| {
            if product.title.is_empty() {
                &product.sku
            } else {
                &product.title
            }
            .as_str()
        }),
    );
    push_optional_texts(
        &mut out,
        products.iter().map(|product| product.url.as_deref()),
    );
    push_optional_texts(
        &mut out,
        products.iter().map(|product| product.image.as_deref()),
    );
    push_optional_texts(
        &mut out,
        products
            .iter()
            .map(|product| product.testimonial.as_deref()),
    );
    push_variants(&mut out, &products);
    push_optional_numbers(
        &mut out,
        products.iter().map(|product| product.selection_bits),
    );
    push_optional_numbers(
        &mut out,
        products
            .iter()
            .map(|product| product.rating.map_or(0, |rating| rating.hundredths.into())),
    );
    push_optional_numbers(
        &mut out,
        products
            .iter()
            .map(|product| product.rating.map_or(0, |rating| rating.reviews.into())),
    );

    let homes = || {
        table
            .iter()
            .filter(|(_, is_home)| **is_home)
            .map(|(home, _)| contents.edges_of(*home))
    };
    push_edges(&mut out, &homes().collect::<Vec<_>>(), &places);
    push_notes(&mut out, contents, &table, &places);
    push_parents(&mut out, parents, &places);
    out
}

/// The `parents` of the grammar.
fn push_parents<'a>(
    out: &mut Vec<u8>,
    parents: impl Iterator<Item = (&'a SkuKey, &'a ProductId)>,
    places: &BTreeMap<ProductId, u64>,
) {
    let parents = parents.filter_map(|(sku, product)| Some((sku, *places.get(product)?)));
    let parents: Vec<(&SkuKey, u64)> = parents.collect();
    push_varint(out, parents.len() as u64);
    for (sku, place) in parents {
        push_text(out, sku.as_str());
        push_varint(out, place);
    }
}

/// The options of variants, their names, and their places.
fn push_variants(out: &mut Vec<u8>, products: &[&Product]) {
    let variants = || products.iter().map(|product| product.variant.as_ref());
    push_optional_texts(
        out,
        variants().map(|variant| variant.map(|variant| variant.option.as_str())),
    );
    push_optional_texts(
        out,
        variants().map(|variant| variant.and_then(|variant| variant.name.as_deref())),
    );
    push_optional_numbers(
        out,
        products
            .iter()
            .map(|product| place_code(&product.as_borrowed())),
    );
}

/// The `notes` of the grammar: notes on the edges of the home products.
fn push_notes(
    out: &mut Vec<u8>,
    contents: &GraphContents,
    table: &BTreeMap<ProductId, bool>,
    places: &BTreeMap<ProductId, u64>,
) {
    let is_home = |product: &ProductId| table.get(product).copied().unwrap_or(false);
    let stated = contents.notes.iter().filter(|((from, _), _)| is_home(from));
    let notes: Vec<(u64, u64, &String)> = stated
        .filter_map(|((from, to), text)| Some((*places.get(from)?, *places.get(to)?, text)))
        .collect();
    push_varint(out, notes.len() as u64);
    for (from, to, text) in notes {
        push_varint(out, from);
        push_varint(out, to);
        push_text(out, text);
    }
}

/// The `edges` of the grammar for all products, with or without counts. It measures the size of the
/// links alone, without the texts, which every data file that needs them repeats.
#[must_use]
pub fn encode_edges(contents: &GraphContents, with_counts: bool) -> Vec<u8> {
    let places: BTreeMap<ProductId, u64> = contents
        .products
        .iter()
        .map(|product| product.id)
        .zip(0..)
        .collect();
    let homes: Vec<Vec<Edge>> = contents
        .edges
        .iter()
        .map(|edges| {
            edges
                .iter()
                .map(|edge| Edge {
                    together: edge.together.filter(|_| with_counts),
                    ..*edge
                })
                .collect()
        })
        .collect();
    let mut out = Vec::new();
    push_edges(
        &mut out,
        &homes.iter().map(Vec::as_slice).collect::<Vec<_>>(),
        &places,
    );
    out
}

/// The `edges` of the grammar for home products, in their order.
fn push_edges(out: &mut Vec<u8>, homes: &[&[Edge]], places: &BTreeMap<ProductId, u64>) {
    let kind = |edge: &Edge| {
        let code = Relation::ALL
            .iter()
            .position(|relation| *relation == edge.relation);
        code.and_then(|code| u8::try_from(code).ok()).unwrap_or(0)
            | if edge.is_manual { MANUAL } else { 0 }
    };
    let kinds: BTreeSet<u8> = homes.iter().copied().flatten().map(kind).collect();
    push_varint(out, kinds.len() as u64);
    for section in kinds {
        out.push(section);
        let home_edges: Vec<Vec<Edge>> = homes
            .iter()
            .map(|edges| {
                let mut edges: Vec<Edge> = edges
                    .iter()
                    .filter(|edge| kind(edge) == section)
                    .copied()
                    .collect();
                edges.sort_by_key(|edge| edge.to);
                edges.dedup_by_key(|edge| edge.to);
                edges
            })
            .collect();
        for edges in &home_edges {
            push_varint(out, edges.len() as u64);
        }
        for edges in &home_edges {
            push_ascending(
                out,
                edges
                    .iter()
                    .filter_map(|edge| places.get(&edge.to).copied()),
            );
        }
        let edges: Vec<Edge> = home_edges.concat();
        out.extend(edges.iter().map(|edge| edge.weight.min(WEIGHT_MAX)));
        for edge in &edges {
            push_varint(out, edge.together.unwrap_or(0).into());
        }
    }
}

impl GraphContents {
    fn product(&self, id: ProductId) -> Option<&Product> {
        self.products.get(usize::try_from(id.0).ok()?)
    }

    /// The edges of a product; empty for an unknown id.
    #[must_use]
    pub fn edges_of(&self, id: ProductId) -> &[Edge] {
        usize::try_from(id.0)
            .ok()
            .and_then(|place| self.edges.get(place))
            .map_or(&[], Vec::as_slice)
    }
}

/// The ends of prices, as far as the catalog announces them.
fn push_price_changes(out: &mut Vec<u8>, products: &[&Product]) {
    let changes = || products.iter().map(|product| product.price_change);
    let is_announced = changes().any(|change| change.is_some());
    out.push(is_announced.into());
    if !is_announced {
        return;
    }
    for change in changes() {
        push_varint(out, change.map_or(0, |change| change.last_day.get().into()));
    }
    for next in changes().map(|change| change.and_then(|change| change.next_minor)) {
        push_varint(out, price_code(next.map(NonZeroI64::get)));
    }
}

fn push_ascending(out: &mut Vec<u8>, values: impl Iterator<Item = u64>) {
    let mut before = 0;
    for value in values {
        push_varint(out, value.saturating_sub(before));
        before = value;
    }
}

fn push_bits(out: &mut Vec<u8>, bits: impl Iterator<Item = bool>) {
    let bits: Vec<bool> = bits.collect();
    out.extend(bits.chunks(8).map(|eight| {
        eight
            .iter()
            .rev()
            .fold(0_u8, |byte, bit| byte << 1 | u8::from(*bit))
    }));
}

fn push_texts<'a>(out: &mut Vec<u8>, texts: impl Iterator<Item = &'a str> + Clone) {
    for text in texts.clone() {
        push_varint(out, text.len() as u64);
    }
    for text in texts {
        out.extend(text.bytes());
    }
}

fn push_optional_numbers(out: &mut Vec<u8>, numbers: impl Iterator<Item = u64> + Clone) {
    let is_empty = numbers.clone().all(|number| number == 0);
    out.push(u8::from(!is_empty));
    if !is_empty {
        numbers.for_each(|number| push_varint(out, number));
    }
}

fn push_optional_texts<'a>(
    out: &mut Vec<u8>,
    texts: impl Iterator<Item = Option<&'a str>> + Clone,
) {
    let is_empty = texts.clone().all(|text| text.is_none());
    out.push(u8::from(!is_empty));
    if !is_empty {
        push_texts(out, texts.map(Option::unwrap_or_default));
    }
}
