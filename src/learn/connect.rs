//! From links between counted products to the edges of a graph.

use super::catalogue::Numbered;
use super::count::{Counts, index};
use super::learner::Together;
use super::measure::Link;
use super::model::{Links, quantise};
use super::Options;
use crate::graph::{Catalogue, Edge, STRENGTH_MAX};
use crate::model::{Product, ProductId, Relation};

/// Number of strongest pairs that a build names.
const PAIRS: usize = 10;

/// Variants that this share of the rarer one's orders hold together are collected, not chosen between.
const COLLECTED_SHARE: u32 = 5;

pub(super) struct Connected {
    pub(super) catalogue: Catalogue,
    pub(super) pairs: Vec<Together>,
}

/// Which counted product stands where in the graph.
struct Places<'a> {
    numbered: &'a [Numbered],
    of_counted: Vec<Option<usize>>,
}

impl<'a> Places<'a> {
    fn new(numbered: &'a [Numbered], counted: usize) -> Self {
        let mut of_counted = vec![None; counted];
        for (place, numbered) in numbered.iter().enumerate() {
            if let Some(slot) = of_counted.get_mut(index(numbered.counted)) {
                *slot = Some(place);
            }
        }
        Self { numbered, of_counted }
    }

    fn product(&self, counted: u32) -> Option<&'a Product> {
        let place = self.of_counted.get(index(counted)).copied().flatten()?;
        self.numbered.get(place).map(|numbered| &numbered.product)
    }
}

/// Learns links between the products that may be linked, and quantises them.
///
/// An edge to what can never be offered would be wasted, and so would one between variants that nobody buys together.
pub(super) fn connect(
    counts: &Counts,
    numbered: Vec<Numbered>,
    options: &Options,
    learn: impl FnOnce(&(dyn Fn(u32, u32) -> bool + Sync)) -> Links,
) -> Connected {
    let places = Places::new(&numbered, counts.products.len());
    let has_prices = numbered.iter().any(|numbered| numbered.product.price_minor.is_some());
    let is_offered = |product: &Product| product.is_available && (product.price_minor.is_some() || !has_prices);
    let may_link = |from: u32, to: u32| match (places.product(from), places.product(to)) {
        (Some(one), Some(other)) => is_offered(other) && (one.group.is_none() || one.group != other.group || are_collected(counts, from, to)),
        _ => false,
    };
    let links = learn(&may_link);
    let strongest = links.strongest();

    let edge = |link: &Link| {
        let to = places.product(link.to)?.id;
        let together = Some(link.together).filter(|together| *together >= options.min_support);
        Some(Edge { to, relation: Relation::OftenBoughtWith, is_by_hand: false, weight: quantise(link.strength, strongest), together })
    };
    let row = |numbered: &Numbered| links.rows.get(index(numbered.counted)).map_or(&[][..], Vec::as_slice);
    let edges = numbered.iter().map(|numbered| row(numbered).iter().filter_map(edge).collect()).collect();
    let pairs = strongest_pairs(&links, &places, options.min_support);
    let base: Vec<u32> = numbered.iter().map(|numbered| base_level(&links, numbered.counted, strongest)).collect();
    let products = numbered.into_iter().zip(base).map(|(numbered, base)| Product { base, ..numbered.product }).collect();
    Connected { catalogue: Catalogue { products, edges }, pairs }
}

fn are_collected(counts: &Counts, one: u32, other: u32) -> bool {
    let rarer = counts.product(one).orders.min(counts.product(other).orders);
    counts.pair(one, other).orders.saturating_mul(COLLECTED_SHARE) >= rarer
}

fn base_level(links: &Links, counted: u32, strongest: f64) -> u32 {
    let base = links.base.get(index(counted)).copied().unwrap_or(0.0);
    if strongest <= 0.0 {
        return 0;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the strongest link")]
    let level = (base / strongest * f64::from(STRENGTH_MAX)).round() as u32;
    level
}

fn strongest_pairs(links: &Links, places: &Places<'_>, min_support: u32) -> Vec<Together> {
    let mut pairs: Vec<(f64, [ProductId; 2], Together)> = (0_u32..)
        .zip(&links.rows)
        .flat_map(|(from, row)| row.iter().map(move |link| (from, link)))
        .filter(|(_, link)| link.together >= min_support)
        .filter_map(|(from, link)| {
            let (one, other) = (places.product(from)?, places.product(link.to)?);
            let (one, other) = if one.id < other.id { (one, other) } else { (other, one) };
            let titles = [one.title.clone(), other.title.clone()];
            Some((link.strength, [one.id, other.id], Together { titles, orders: link.together }))
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
