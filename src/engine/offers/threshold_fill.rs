//! Threshold fill: the one to three products that close the gap to a threshold.
//!
//! *Invariants*: exact integers. No product of a set triggers a quantity break, so its prices add
//! up. The result is the best of all sets of up to three candidates.
//! Every product of a set is needed: without it, the gap stays open. A variant is listed if it counts
//! at least as much as the offered one. Every tie is decided.
//!
//! # Example
//!
//! 10.00 are missing. A holder for 11.00 has relevance 300; a candle for 4.00 and matches for 6.00
//! have 500 and 400. The holder's worth is 300 x (10 / 11)^2 = 248, that of the pair (500 + 400) /
//! 2 x (10 / 10)^2 = 450, so the pair is offered.

use std::cmp::{Ordering, Reverse};

use crate::engine::decisions::Outcome;
use crate::engine::offer_context::OfferContext;
use crate::engine::rank::Candidate;
use crate::engine::recency::RecencyWeight;
use crate::engine::tiers::{CartAfter, counts, is_never_free};
use crate::model::{Limits, MOST_MINOR, Product, ThresholdFill, Tier, total};

/// Number of candidates that are searched: 60 singles, 1,770 pairs and 34,220 triples, most of
/// which are pruned.
const CANDIDATES: usize = 60;

/// Maximum number of products in a set.
const PRODUCTS: usize = 3;

/// The set of candidates that closes the gap best; `None` if there is no gap, if no set closes it,
/// or if the cart is empty.
///
/// The score of a set is its mean relevance times `(gap / price)^2`: a set that costs twice the gap
/// must be four times as relevant as one that fits exactly. Ties go to the smaller overshoot, then
/// to fewer products, then to the more popular ones.
pub(super) fn threshold_fill<'a>(
    cx: &mut OfferContext<'_, 'a>,
    tier: &Tier,
) -> Option<ThresholdFill> {
    let input = cx.input;
    let cart = CartAfter::unchanged(input);
    let remaining = cart.gap(tier);
    if remaining <= 0 || input.lines.is_empty() {
        return None;
    }
    let counting = cart.counting(tier);
    // Viewed products matter as much as those in the cart, but are not offered: the page shows
    // them.
    let subjects: Vec<_> = input
        .cart()
        .chain(&input.viewed)
        .map(|product| (product.id, RecencyWeight::ONE))
        .collect();
    let mut candidates = cx.candidates_with_history(&subjects);
    candidates.retain(|candidate| {
        // One button adds all products.
        let is_chosen_on_page = candidate.product.is_chosen_on_page;
        if is_chosen_on_page {
            cx.record(&candidate.product, Outcome::ChosenOnPage);
        }
        let mut viewed = input.viewed.iter();
        !is_chosen_on_page && !viewed.any(|viewed| viewed.id == candidate.product.id)
    });
    if tier.threshold.is_in_items() {
        // No price fits such a gap better than another, so the price has a limit.
        let most = Limits::share(input.policy.limits.cart_percent, input.subtotal_minor);
        cx.keep_cheap(&mut candidates, most);
    }
    let counted = |product: &Product<&'a str>| {
        let price = input.prices.price(product)?;
        let line = input.added_line(product, 1, price);
        // A product that excludes free delivery cannot help to reach it.
        if !counts(input, tier, &line)
            || is_never_free(tier, &line.key, Some(product))
            || !input.adds_its_price(product, price)
        {
            return None;
        }
        Some(counting.added_line(&line)).filter(|counted| *counted > 0)
    };
    let pieces: Vec<Piece<'_>> = candidates
        .iter()
        .take(CANDIDATES)
        .filter_map(|candidate| {
            Some(Piece {
                candidate,
                counted: counted(&candidate.product)?,
                shares: input.breaks.shared(&input.prices, &candidate.product),
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
            cx.record(&candidate.product, Outcome::Outranked);
        }
    }
    let mut items = Vec::new();
    for Piece {
        candidate,
        counted: least,
        shares,
    } in &best.pieces
    {
        cx.claim(&candidate.product);
        let mut item = input.suggestion(candidate);
        // Whichever variants are chosen, the set closes the gap.
        input.keep_variants(&mut item, &|variant| {
            counted(variant) >= Some(*least)
                && input.breaks.shared(&input.prices, variant) == *shares
        });
        items.push(item);
    }
    let total_minor = total(items.iter().map(|item| item.price_minor.unwrap_or(0)));
    Some(ThresholdFill {
        items,
        total_minor,
        overshoot_minor: best.counted.saturating_sub(remaining).min(MOST_MINOR),
    })
}

/// A candidate with the part of its price that counts; `1` for a threshold in items.
#[derive(Clone, Copy)]
struct Piece<'a> {
    candidate: &'a Candidate<'a>,
    counted: i64,
    /// The quantity break that it shares: two of its products might trigger it together.
    shares: Option<usize>,
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
    counted: i64,
    relevance: u64,
}

impl<'a> Set<'a> {
    fn with(&self, piece: Piece<'a>) -> Self {
        let mut pieces = self.pieces.clone();
        pieces.push(piece);
        Self {
            pieces,
            counted: self.counted.saturating_add(piece.counted),
            relevance: self.relevance.saturating_add(piece.relevance()),
        }
    }

    fn size(&self) -> u64 {
        self.pieces.len() as u64
    }

    /// Compares scores, `relevance / size x (remaining / counted)^2`. The gap is the same on both
    /// sides, so cross-multiplication eliminates it.
    fn compare(&self, other: &Self) -> Ordering {
        let ids = |set: &Self| {
            set.pieces
                .iter()
                .map(|piece| piece.candidate.product.id)
                .collect::<Vec<_>>()
        };
        let worth = compare_worth(
            (self.relevance, self.counted, self.size()),
            (other.relevance, other.counted, other.size()),
        );
        let tie = |set: &Self| Reverse((set.counted, set.size(), ids(set)));
        worth.then_with(|| tie(self).cmp(&tie(other)))
    }
}

/// Compares the scores of two sets, each given by its summed relevance, its counted amount and its
/// size.
fn compare_worth(one: (u64, i64, u64), other: (u64, i64, u64)) -> Ordering {
    let cost = |(_, counted, size): (u64, i64, u64)| {
        u128::from(counted.unsigned_abs())
            .saturating_pow(2)
            .saturating_mul(size.into())
    };
    u128::from(one.0)
        .saturating_mul(cost(other))
        .cmp(&u128::from(other.0).saturating_mul(cost(one)))
}

struct Search<'a> {
    /// By descending relevance.
    pieces: Vec<Piece<'a>>,
    remaining: i64,
    best: Option<Set<'a>>,
}

impl<'a> Search<'a> {
    fn new(mut pieces: Vec<Piece<'a>>, remaining: i64) -> Self {
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

    /// Tries all sets that extend a set that does not close the gap.
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
            let is_with =
                |other: &Piece<'_>| other.shares.is_some() && other.shares == piece.shares;
            let excludes = |other: &Piece<'_>| is_variant(other) || is_with(other);
            if set.pieces.iter().any(excludes) {
                continue;
            }
            let larger = set.with(piece);
            if larger.counted < self.remaining {
                if larger.pieces.len() < PRODUCTS {
                    self.extend(&larger, place.saturating_add(1));
                }
                continue;
            }
            let is_idle =
                |piece: &Piece<'_>| larger.counted.saturating_sub(piece.counted) >= self.remaining;
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

    /// Whether no extension of `set` by `next` or less relevant pieces can beat the best set, even
    /// if it fitted exactly.
    fn is_hopeless(&self, set: &Set<'a>, next: Piece<'a>) -> bool {
        let Some(best) = &self.best else { return false };
        let bar = (best.relevance, best.counted, best.size());
        let missing = PRODUCTS.saturating_sub(set.pieces.len()) as u64;
        // The mean changes monotonically with the number of added pieces.
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
