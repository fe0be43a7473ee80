//! Builds the edges of a graph from learned, inferred and manual links.
//!
//! *Invariants*: manual links take precedence over links from orders, and those over inferred
//! links; blocked pairs have no edge.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::disclosure::Disclosure;
use super::graph::PairSummary;
use crate::build::content_links::{CategoryIndex, InferredLink, companions, substitutes};
use crate::build::products::CountedProduct;
use crate::build::title_comparison::{Comparison, compare};
use crate::dataset::index;
use crate::graph::{Edge, GraphContents, WEIGHT_MAX, quantize, quantize_base};
use crate::model::{ManualLink, ManualRule, Product, ProductId, Relation, RepeatModel, SkuKey};
use crate::train::co_occurrence::Counts;
use crate::train::ridge::{LearnedLinks, Method};
use crate::train::similarity::Link;
use crate::train::title_similarity::TitleSimilarity;

/// Maximum number of variants of a product that are considered as its substitutes, the most popular
/// first.
const MOST_VARIANTS: usize = 12;

/// Number of strongest pairs in the summary of a build.
const PAIRS: usize = 10;

/// Two products are collected, and not alternatives, if at least one in this many orders of the
/// rarer one contains the other.
const COLLECTED_SHARE: u32 = 5;

pub(crate) struct BuiltEdges {
    pub(crate) contents: GraphContents,
    pub(crate) pairs: Vec<PairSummary>,
    pub(crate) unknown_manual_links: usize,
    /// The strength at the end of the scale.
    pub(crate) strongest: f64,
}

/// The sources of edges.
pub(crate) struct EdgeBuilder<'a> {
    pub(crate) counts: &'a Counts,
    /// The relation of learned links.
    pub(crate) relation: Relation,
    pub(crate) similarity: &'a TitleSimilarity,
    /// Co-viewed products, by product: [`co_viewed`](crate::build::content_links::co_viewed).
    pub(crate) co_viewed: &'a [Vec<Link>],
    pub(crate) manual_links: &'a [ManualLink],
    pub(crate) method: Method,
    pub(crate) disclosure: Disclosure,
}

impl EdgeBuilder<'_> {
    /// Builds the edges.
    ///
    /// Edges to products that can never be offered, and edges between variants that are not bought
    /// together, would waste bytes.
    pub(crate) fn connect(&self, numbered: Vec<CountedProduct>) -> BuiltEdges {
        let places = GraphIndexes::new(&numbered, self.counts.products.len());
        let blocked = self.blocked(&places);
        let shelves = CategoryIndex::new(&numbered);
        let variants = variants(&numbered);
        let has_prices = numbered
            .iter()
            .any(|numbered| numbered.product.price_minor.is_some());
        let is_offered = |product: &Product| {
            product.is_available && (product.price_minor.is_some() || !has_prices)
        };
        let may_link = |from: u32, to: u32| match (places.product(from), places.product(to)) {
            (Some(one), Some(other)) => {
                let are_variants = one.group.is_some() && one.group == other.group;
                is_offered(other)
                    && !blocked.contains(&(from, to))
                    && (!are_variants || self.are_collected(from, to))
            }
            _ => false,
        };
        let links = LearnedLinks::learn(self.counts, self.method, self.similarity, may_link);
        let most = match self.method {
            Method::Ridge(model) => model.reached(),
            // Textbook measures are compared without inferred and manual links.
            Method::Popularity | Method::Measured { .. } => 0,
        };
        let scale = Scale {
            strongest: links.strongest(),
            relation: self.relation,
            disclosure: self.disclosure,
        };
        let edges_of = |numbered: &CountedProduct| {
            let from = numbered.counted;
            let learned = links.rows.get(index(from)).map_or(&[][..], Vec::as_slice);
            let mut edges: Vec<Edge> = learned
                .iter()
                .filter_map(|link| Some(scale.learned(link, places.product(link.to)?)))
                .collect();
            if most > 0 {
                let is_new =
                    |to: u32| may_link(from, to) && learned.iter().all(|link| link.to != to);
                let missing = most.saturating_sub(learned.len());
                let inferred = if missing > 0 {
                    companions(
                        self.similarity, &shelves, &links.rows, from, missing, is_new,
                    )
                } else {
                    Vec::new()
                };
                let keeps = |to: u32| self.are_collected(from, to) || blocked.contains(&(from, to));
                let group = numbered
                    .product
                    .group
                    .and_then(|group| variants.get(&group))
                    .map_or(&[][..], Vec::as_slice);
                let alternatives = self.alternatives(from, group, &links);
                let substitutes = substitutes(
                    self.similarity,
                    &alternatives,
                    (from, &numbered.product),
                    |number| places.product(number),
                    keeps,
                );
                edges.extend(
                    inferred
                        .iter()
                        .chain(&substitutes)
                        .filter_map(|one| Some(scale.inferred(one, places.product(one.to)?))),
                );
            }
            edges
        };
        let mut edges: Vec<Vec<Edge>> = numbered.par_iter().map(edges_of).collect();
        let unknown_manual_links = self.add_manual_links(&mut edges, &places);
        let notes = self.notes(&edges, &places);
        let pairs = strongest_pairs(&links, &places, self.disclosure.min_support);
        let base: Vec<u32> = numbered
            .iter()
            .map(|numbered| scale.popularity_prior(&links, numbered.counted))
            .collect();
        let products = numbered
            .into_iter()
            .zip(base)
            .map(|(numbered, base)| Product {
                base,
                ..numbered.product
            })
            .collect();
        BuiltEdges {
            contents: GraphContents {
                products,
                edges,
                notes,
                parents: BTreeMap::new(),
                repeat: RepeatModel::default(),
            },
            pairs,
            unknown_manual_links,
            strongest: scale.strongest,
        }
    }

    /// Alternatives to a product: first its variants, then co-viewed products that are not bought
    /// together with it.
    fn alternatives(&self, from: u32, group: &[u32], links: &LearnedLinks) -> Vec<Link> {
        let are_bought = |one: u32, other: u32| {
            links
                .rows
                .get(index(one))
                .is_some_and(|row| row.iter().any(|link| link.to == other && link.together > 0))
        };
        let variants = group
            .iter()
            .filter(|other| **other != from)
            .take(MOST_VARIANTS);
        let variants = variants.map(|other| Link {
            to: *other,
            strength: 1.0,
            together: 0,
        });
        let seen = self.co_viewed.get(index(from)).into_iter().flatten();
        let seen = seen
            .filter(|link| !are_bought(from, link.to) && !are_bought(link.to, from))
            .copied();
        variants.chain(seen).collect()
    }

    fn are_collected(&self, one: u32, other: u32) -> bool {
        let rarer = self
            .counts
            .product(one)
            .orders
            .min(self.counts.product(other).orders);
        let together = self.counts.pair(one, other).map_or(0, |pair| pair.orders);
        together > 0 && together.saturating_mul(COLLECTED_SHARE) >= rarer
    }

    fn blocked(&self, places: &GraphIndexes<'_>) -> BTreeSet<(u32, u32)> {
        let blocks = self
            .manual_links
            .iter()
            .filter(|link| link.wish == ManualRule::Block);
        let pairs = blocks.filter_map(|link| {
            Some((
                places.find(&link.from)?.counted,
                places.find(&link.to)?.counted,
            ))
        });
        pairs
            .flat_map(|(one, other)| [(one, other), (other, one)])
            .collect()
    }

    /// Replaces learned links by manual ones; returns the number of links with unknown products.
    fn add_manual_links(&self, edges: &mut [Vec<Edge>], places: &GraphIndexes<'_>) -> usize {
        let mut unknown = 0_usize;
        for link in self.manual_links {
            let ManualRule::Link(relation) = link.wish else {
                continue;
            };
            let (Some(from), Some(to)) = (places.find(&link.from), places.find(&link.to)) else {
                unknown = unknown.saturating_add(1);
                continue;
            };
            let (from, to) = (from.product.id, to.product.id);
            if let Some(edges) = usize::try_from(from.0)
                .ok()
                .and_then(|from| edges.get_mut(from))
                .filter(|_| from != to)
            {
                let learned = edges
                    .iter()
                    .find(|edge| edge.to == to)
                    .and_then(|edge| edge.together);
                edges.retain(|edge| edge.to != to || edge.is_manual);
                let edge = Edge {
                    to,
                    relation,
                    is_manual: true,
                    weight: WEIGHT_MAX,
                    together: learned,
                };
                // The catalog and shop.toml may contain the same link, one of them with a note.
                if !edges.contains(&edge) {
                    edges.push(edge);
                }
            }
        }
        unknown
    }

    /// Notes on upgrades from titles, and the merchant's notes, which replace them.
    fn notes(
        &self,
        edges: &[Vec<Edge>],
        places: &GraphIndexes<'_>,
    ) -> BTreeMap<(ProductId, ProductId), String> {
        let mut notes = BTreeMap::new();
        for (CountedProduct { product: from, .. }, edges) in places.numbered.iter().zip(edges) {
            for edge in edges
                .iter()
                .filter(|edge| edge.relation == Relation::Upgrade)
            {
                if let Some(to) = places.at(edge.to)
                    && let Comparison::More(note) = compare(&from.title, &to.title)
                {
                    notes.insert((from.id, to.id), note);
                }
            }
        }
        for ManualLink {
            from,
            to,
            wish,
            note,
        } in self.manual_links
        {
            let note = note
                .as_deref()
                .map(str::trim)
                .filter(|note| !note.is_empty() && *wish != ManualRule::Block);
            if let (Some(from), Some(to), Some(note)) = (places.find(from), places.find(to), note) {
                notes.insert((from.product.id, to.product.id), note.to_owned());
            }
        }
        notes
    }
}

/// Indexes of counted products in the graph.
struct GraphIndexes<'a> {
    numbered: &'a [CountedProduct],
    of_counted: Vec<Option<usize>>,
    by_sku: Vec<(SkuKey, usize)>,
}

impl<'a> GraphIndexes<'a> {
    fn new(numbered: &'a [CountedProduct], counted: usize) -> Self {
        let mut of_counted = vec![None; counted];
        let mut by_sku = Vec::with_capacity(numbered.len());
        for (place, numbered) in numbered.iter().enumerate() {
            if let Some(slot) = of_counted.get_mut(index(numbered.counted)) {
                *slot = Some(place);
            }
            by_sku.push((SkuKey::new(&numbered.product.sku), place));
        }
        by_sku.sort_unstable();
        Self {
            numbered,
            of_counted,
            by_sku,
        }
    }

    fn product(&self, counted: u32) -> Option<&'a Product> {
        let place = self.of_counted.get(index(counted)).copied().flatten()?;
        self.numbered.get(place).map(|numbered| &numbered.product)
    }

    fn at(&self, id: ProductId) -> Option<&'a Product> {
        self.numbered
            .get(usize::try_from(id.0).ok()?)
            .map(|numbered| &numbered.product)
    }

    fn find(&self, sku: &SkuKey) -> Option<&'a CountedProduct> {
        let found = self
            .by_sku
            .binary_search_by(|(known, _)| known.cmp(sku))
            .ok();
        found
            .and_then(|found| self.by_sku.get(found))
            .and_then(|(_, place)| self.numbered.get(*place))
    }
}

/// Converts strengths to the scale of the graph.
struct Scale {
    strongest: f64,
    relation: Relation,
    disclosure: Disclosure,
}

impl Scale {
    fn learned(&self, link: &Link, to: &Product) -> Edge {
        let together = self.disclosure.together(link.together);
        let weight = quantize(link.strength, self.strongest);
        Edge {
            to: to.id,
            relation: self.relation,
            is_manual: false,
            weight,
            together,
        }
    }

    fn inferred(&self, link: &InferredLink, to: &Product) -> Edge {
        let weight = if link.relation.is_companion() {
            quantize(link.strength, self.strongest).max(1)
        } else {
            quantize(link.strength, 1.0)
        };
        Edge {
            to: to.id,
            relation: link.relation,
            is_manual: false,
            weight,
            together: None,
        }
    }

    fn popularity_prior(&self, links: &LearnedLinks, counted: u32) -> u32 {
        quantize_base(
            links.base.get(index(counted)).copied().unwrap_or(0.0),
            self.strongest,
        )
    }
}

/// The ranks of each group's products, the most popular first.
fn variants(numbered: &[CountedProduct]) -> BTreeMap<u32, Vec<u32>> {
    let mut groups: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for CountedProduct {
        counted, product, ..
    } in numbered
    {
        if let Some(group) = product.group {
            groups.entry(group).or_default().push(*counted);
        }
    }
    groups
}

fn strongest_pairs(
    links: &LearnedLinks,
    places: &GraphIndexes<'_>,
    min_support: u32,
) -> Vec<PairSummary> {
    let mut pairs: Vec<(f64, [ProductId; 2], PairSummary)> = (0_u32..)
        .zip(&links.rows)
        .flat_map(|(from, row)| row.iter().map(move |link| (from, link)))
        .filter(|(_, link)| link.together >= min_support)
        .filter_map(|(from, link)| {
            let (one, other) = (places.product(from)?, places.product(link.to)?);
            let (one, other) = if one.id < other.id {
                (one, other)
            } else {
                (other, one)
            };
            let titles = [one.title.clone(), other.title.clone()];
            Some((
                link.strength,
                [one.id, other.id],
                PairSummary {
                    titles,
                    orders: link.together,
                },
            ))
        })
        .collect();
    pairs.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let mut named: Vec<[ProductId; 2]> = Vec::new();
    pairs.retain(|(_, ids, _)| {
        let is_new = named.len() < PAIRS && !named.contains(ids);
        if is_new {
            named.push(*ids);
        }
        is_new
    });
    pairs.into_iter().map(|(_, _, pair)| pair).collect()
}
