//! The one to three products that close the gap to a threshold.
//!
//! *Invariants*: exact integers; no set of up to three candidates is better than the one that is found; no product of a set is idle:
//! without any of them the gap stays open; ties are decided.

use std::cmp::{Ordering, Reverse};

use super::shipping::{counted_price, counts};
use crate::engine::decision::Outcome;
use crate::engine::offer_context::OfferContext;
use crate::engine::rank::Candidate;
use crate::engine::recency::RecencyWeight;
use crate::model::{MOST_MINOR, Minor, ThresholdFill, Tier, total};

/// The most relevant candidates that are looked at: 60 singles, 1,770 pairs and 34,220 triples, of which few are tried.
const CANDIDATES: usize = 60;

/// More would be shopping for the shop.
const PRODUCTS: usize = 3;

/// The set of candidates that closes the gap best; `None` when it is closed, when none can close it, or when the basket is empty:
/// who holds nothing is not on the way yet.
///
/// A set's worth is its mean relevance times the square of the share of its price that the gap takes: a set that costs twice the
/// gap must be four times as relevant as one that fits exactly. Equal worth: the smaller overshoot, then fewer products, then the
/// more popular ones.
pub(super) fn threshold_fill(
    maker: &mut OfferContext<'_, '_>,
    tier: &Tier,
    remaining: Minor,
) -> Option<ThresholdFill> {
    let page = maker.page;
    if remaining == 0 || page.lines.is_empty() {
        return None;
    }
    // What the shopper looks at says as much about the next purchase as what is in the basket, and needs no second presentation.
    let subjects: Vec<_> = page
        .basket
        .iter()
        .chain(&page.viewed)
        .map(|product| (product.id, RecencyWeight::ONE))
        .collect();
    let mut candidates = maker.candidates(&subjects);
    candidates.retain(|candidate| {
        !page
            .viewed
            .iter()
            .any(|viewed| viewed.id == candidate.product.id)
    });
    let pieces: Vec<Piece<'_>> = candidates
        .iter()
        .take(CANDIDATES)
        .filter(|candidate| counts(tier, &candidate.product))
        .filter_map(|candidate| {
            let counted_minor = counted_price(page, tier, page.price(&candidate.product)?);
            (counted_minor > 0).then_some(Piece {
                candidate,
                counted_minor,
            })
        })
        .collect();
    let best = Search::new(pieces, remaining).best()?;
    let members: Vec<&Candidate<'_>> = best.pieces.iter().map(|piece| piece.candidate).collect();
    for candidate in &candidates {
        if !members
            .iter()
            .any(|member| member.product.id == candidate.product.id)
        {
            maker.tell(&candidate.product, Outcome::Outranked);
        }
    }
    let mut items = Vec::new();
    for candidate in members {
        maker.offer(&candidate.product);
        items.push(page.suggested(candidate));
    }
    let total_minor = total(items.iter().map(|item| item.price_minor.unwrap_or(0)));
    Some(ThresholdFill {
        items,
        total_minor,
        overshoot_minor: best.counted_minor.saturating_sub(remaining).min(MOST_MINOR),
    })
}

/// A candidate with what it brings.
#[derive(Clone, Copy)]
struct Piece<'a> {
    candidate: &'a Candidate<'a>,
    counted_minor: Minor,
}

impl Piece<'_> {
    fn relevance(&self) -> u64 {
        self.candidate.relevance
    }
}

/// One to three pieces, the more relevant first.
#[derive(Clone, Default)]
struct Set<'a> {
    pieces: Vec<Piece<'a>>,
    counted_minor: Minor,
    relevance: u64,
}

impl<'a> Set<'a> {
    fn with(&self, piece: Piece<'a>) -> Self {
        let mut pieces = self.pieces.clone();
        pieces.push(piece);
        Self {
            pieces,
            counted_minor: self.counted_minor.saturating_add(piece.counted_minor),
            relevance: self.relevance.saturating_add(piece.relevance()),
        }
    }

    fn size(&self) -> u64 {
        self.pieces.len() as u64
    }

    /// Orders by worth, `relevance / size x (remaining / counted)^2`, as a cross product: the gap is the same on both sides.
    fn compare(&self, other: &Self) -> Ordering {
        let ids = |set: &Self| {
            set.pieces
                .iter()
                .map(|piece| piece.candidate.product.id)
                .collect::<Vec<_>>()
        };
        let worth = compare_worth(
            (self.relevance, self.counted_minor, self.size()),
            (other.relevance, other.counted_minor, other.size()),
        );
        let tie = |set: &Self| Reverse((set.counted_minor, set.size(), ids(set)));
        worth.then_with(|| tie(self).cmp(&tie(other)))
    }
}

/// Compares the worth of two sets, each by the sum of its relevance, what it counts, and its size.
fn compare_worth(one: (u64, Minor, u64), other: (u64, Minor, u64)) -> Ordering {
    let cost = |(_, counted, size): (u64, Minor, u64)| {
        u128::from(counted.unsigned_abs())
            .saturating_pow(2)
            .saturating_mul(size.into())
    };
    u128::from(one.0)
        .saturating_mul(cost(other))
        .cmp(&u128::from(other.0).saturating_mul(cost(one)))
}

struct Search<'a> {
    /// By falling relevance.
    pieces: Vec<Piece<'a>>,
    remaining: Minor,
    best: Option<Set<'a>>,
}

impl<'a> Search<'a> {
    fn new(mut pieces: Vec<Piece<'a>>, remaining: Minor) -> Self {
        pieces.sort_by_key(|piece| (Reverse(piece.relevance()), piece.candidate.product.id));
        Self {
            pieces,
            remaining,
            best: None,
        }
    }

    fn best(mut self) -> Option<Set<'a>> {
        self.extend(&Set::default(), 0);
        self.best
    }

    /// Tries all sets that begin with one that is too small.
    fn extend(&mut self, set: &Set<'a>, from: usize) {
        for place in from..self.pieces.len() {
            let Some(piece) = self.pieces.get(place).copied() else {
                break;
            };
            if self.is_hopeless(set, piece) {
                break;
            }
            let is_variant = |other: &Piece<'_>| {
                let group = other.candidate.product.group;
                group.is_some() && group == piece.candidate.product.group
            };
            if set.pieces.iter().any(is_variant) {
                continue;
            }
            let larger = set.with(piece);
            if larger.counted_minor < self.remaining {
                if larger.pieces.len() < PRODUCTS {
                    self.extend(&larger, place.saturating_add(1));
                }
                continue;
            }
            let is_idle = |piece: &Piece<'_>| {
                larger.counted_minor.saturating_sub(piece.counted_minor) >= self.remaining
            };
            if !larger.pieces.iter().any(is_idle)
                && self
                    .best
                    .as_ref()
                    .is_none_or(|best| larger.compare(best).is_gt())
            {
                self.best = Some(larger);
            }
        }
    }

    /// Whether no set that begins so and goes on with this piece or less relevant ones can be better, even if it fitted exactly.
    fn is_hopeless(&self, set: &Set<'a>, next: Piece<'a>) -> bool {
        let Some(best) = &self.best else { return false };
        let bar = (best.relevance, best.counted_minor, best.size());
        let missing = PRODUCTS.saturating_sub(set.pieces.len()) as u64;
        // The mean is highest with one more, or falls no further than with all that may come.
        (1..=missing).all(|more| {
            let relevance = set
                .relevance
                .saturating_add(next.relevance().saturating_mul(more));
            compare_worth(
                (relevance, self.remaining, set.size().saturating_add(more)),
                bar,
            )
            .is_lt()
        })
    }
}
