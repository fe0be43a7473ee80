//! From counts to the few edges of each product that are worth their bytes.
//!
//! *Invariants*: the strength of a pair is its weighted cosine, `w(a,b) / sqrt(w(a) w(b))`, in `0..=1`; divisions and roots of
//! IEEE 754 are exact to the last bit everywhere, so every machine keeps the same edges.

use std::cmp::Ordering;

use super::count::{Counts, Tally};

/// A pair that stood in one order only may be chance.
const MIN_TOGETHER: u32 = 2;

/// A pair as one of its products sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Link {
    /// The other product.
    pub(super) to: u32,
    /// Weighted cosine.
    pub(super) strength: f64,
    /// Number of orders with both.
    pub(super) together: u32,
}

impl Link {
    /// The stronger first, ties by product.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        other.strength.total_cmp(&self.strength).then(self.to.cmp(&other.to))
    }
}

/// The strongest `neighbours` links of each product among those that `may_link` lets pass, the strongest first.
pub(super) fn links(counts: &Counts, neighbours: usize, may_link: impl Fn(u32, u32) -> bool) -> Vec<Vec<Link>> {
    let mut links: Vec<Vec<Link>> = vec![Vec::new(); counts.products.len()];
    let mut keep = |from: u32, link: Link| {
        if let Some(links) = usize::try_from(from).ok().and_then(|from| links.get_mut(from)).filter(|_| may_link(from, link.to)) {
            links.push(link);
            // Cut now and then, so that memory follows what is kept rather than what was seen.
            if links.len() >= neighbours.saturating_mul(8).max(64) {
                cut(links, neighbours);
            }
        }
    };
    for ((one, row), tally) in (0_u32..).zip(&counts.pairs).zip(&counts.products) {
        for (other, pair) in row.iter().filter(|(_, pair)| pair.orders >= MIN_TOGETHER) {
            let Some(other_tally) = usize::try_from(*other).ok().and_then(|other| counts.products.get(other)) else { continue };
            let strength = cosine(*pair, *tally, *other_tally);
            keep(one, Link { to: *other, strength, together: pair.orders });
            keep(*other, Link { to: one, strength, together: pair.orders });
        }
    }
    for links in &mut links {
        cut(links, neighbours);
    }
    links
}

fn cut(links: &mut Vec<Link>, most: usize) {
    links.sort_unstable_by(Link::order);
    links.truncate(most);
}

#[expect(clippy::cast_precision_loss, reason = "sums stay far below 2^53 units of what matters")]
fn cosine(pair: Tally, one: Tally, other: Tally) -> f64 {
    // Multiplied as roots: the product of two sums could lose what their roots do not.
    pair.weight as f64 / ((one.weight as f64).sqrt() * (other.weight as f64).sqrt())
}

/// Four bits on a square-root scale, relative to the strongest link of the graph: weak links keep their differences.
pub(super) fn quantise(strength: f64, strongest: f64) -> u8 {
    let level = (strength / strongest).sqrt() * 15.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 1..=15")]
    let level = level.round().clamp(1.0, 15.0) as u8;
    level
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cosine_of_inseparable_products_is_one() {
        let mut counts = Counts::new(3);
        counts.add(&[0, 1]);
        counts.add(&[0, 1]);
        counts.add(&[2]);
        let links = links(&counts, 10, |_, _| true);
        assert_eq!(links[0].len(), 1);
        assert!((links[0][0].strength - 1.0).abs() < 1e-9);
        assert_eq!((links[1][0].to, links[1][0].together), (0, 2));
        assert!(links[2].is_empty());
    }

    #[test]
    fn one_lucky_order_makes_no_link() {
        let mut counts = Counts::new(2);
        counts.add(&[0, 1]);
        assert!(links(&counts, 10, |_, _| true).iter().all(Vec::is_empty));
    }

    #[test]
    fn the_scale_has_both_ends() {
        assert_eq!(quantise(0.9, 0.9), 15);
        assert_eq!(quantise(0.225, 0.9), 8);
        assert_eq!(quantise(0.0001, 0.9), 1);
    }
}
