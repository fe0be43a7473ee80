//! The price of several pieces: the only place that computes what lines cost with quantity breaks.
//!
//! The price that a page sets for a line may already contain the break (Shopify and the discount
//! plugins of WooCommerce report it so) or not (a page that reports its list prices). The lines of
//! a break therefore cost the lower of two amounts: what the prices of the page add up to, and what
//! the break makes of the products' own prices. Both kinds of pages get the right amount.
//!
//! *Invariants*: exact integers. Lines never cost more with a break than without. A further piece
//! never adds more than its own price. The deal of the day has its own discount and takes no part;
//! nor do free and measured lines.
//!
//! # Example
//!
//! Any three candles cost 25.00. A cart contains two candles for 9.00 and two for 12.00. The most
//! expensive pieces form the set: 12.00 + 12.00 + 9.00 = 33.00, which saves 8.00; the other candle
//! costs 9.00. Each line gets its share of the saving by price: 8.00 x 24 / 33 = 5.82 for the
//! candles for 12.00, so that they cost 18.18, and 2.18 for the others, which cost 15.82.

use super::Context;
use super::input::ResolvedLine;
use super::prices::Prices;
use super::tiers::{is_in_country, times_over};
use crate::model::{BreakKind, Minor, Policy, Product, ProductId, QuantityBreak};

/// The products that count together: the number of the break, and the product if it counts alone.
type Group = (usize, Option<ProductId>);

/// The breaks of the page's currency and the shopper's country.
pub(super) struct QuantityBreaks<'a> {
    here: Vec<&'a QuantityBreak>,
}

impl<'a> QuantityBreaks<'a> {
    pub(super) fn new(policy: &'a Policy, context: &Context) -> Self {
        let breaks = policy.quantity_breaks.iter();
        let here = breaks.filter(|rule| {
            rule.currency == context.currency && is_in_country(&rule.countries, context)
        });
        Self {
            here: here.collect(),
        }
    }

    /// The group of a product; `None` if no break applies to it.
    pub(super) fn group(&self, prices: &Prices<'_>, product: &Product<&str>) -> Option<Group> {
        let place = self
            .here
            .iter()
            .position(|rule| product.is_in(rule.products))
            .filter(|_| !prices.is_deal(product))?;
        let is_mixed = self.here.get(place)?.mix.is_some();
        Some((place, (!is_mixed).then_some(product.id)))
    }

    /// The number of the break that a product shares with others: two of its products may trigger
    /// it together.
    pub(super) fn shared(&self, prices: &Prices<'_>, product: &Product<&str>) -> Option<usize> {
        let (place, alone) = self.group(prices, product)?;
        alone.is_none().then_some(place)
    }

    /// Whether no break applies on this page.
    pub(super) fn is_empty(&self) -> bool {
        self.here.is_empty()
    }

    /// The break of a group.
    pub(super) fn rule(&self, (place, _): Group) -> Option<&'a QuantityBreak> {
        self.here.get(place).copied()
    }

    /// The group of a line; `None` if it does not count.
    fn group_of_line(&self, prices: &Prices<'_>, line: &ResolvedLine<'_>) -> Option<Group> {
        let product = line.product.as_ref()?;
        let counts = !line.is_measured && line.worth_minor > 0;
        self.group(prices, product).filter(|_| counts)
    }

    /// Number of pieces of a group in some lines.
    pub(super) fn pieces(
        &self,
        prices: &Prices<'_>,
        lines: &[ResolvedLine<'_>],
        group: Group,
    ) -> i64 {
        let of_group = lines
            .iter()
            .filter(|line| self.group_of_line(prices, line) == Some(group));
        of_group.map(|line| i64::from(line.quantity)).sum()
    }

    /// Reduces the prices of lines by the breaks.
    pub(super) fn apply(&self, prices: &Prices<'_>, lines: &mut [ResolvedLine<'_>]) {
        if self.here.is_empty() {
            return;
        }
        // The most expensive pieces first, and those of one price in the order of the lines.
        let mut groups: Vec<(Group, Vec<Run>)> = Vec::new();
        for (line, resolved) in lines.iter().enumerate() {
            let Some(group) = self.group_of_line(prices, resolved) else {
                continue;
            };
            let run = Run::of(line, resolved, prices);
            match groups.iter_mut().find(|(known, _)| *known == group) {
                Some((_, runs)) => {
                    let place = runs.partition_point(|it| it.piece_minor >= run.piece_minor);
                    runs.insert(place, run);
                }
                None => groups.push((group, vec![run])),
            }
        }
        for (group, mut runs) in groups {
            let Some(rule) = self.rule(group) else {
                continue;
            };
            let is_set = rule.kind == BreakKind::Set;
            if is_set {
                form_sets(rule, &mut runs);
            } else {
                reduce_pieces(rule, &mut runs);
            }
            let sum = |price: fn(&Run) -> Minor| runs.iter().map(price).fold(0, saturating_add);
            if sum(|run| run.reduced_minor) >= sum(|run| run.told_minor) {
                continue;
            }
            for run in runs {
                if let Some(line) = lines.get_mut(run.line) {
                    line.reduce(run.reduced_minor, is_set);
                }
            }
        }
    }
}

fn saturating_add(sum: Minor, amount: Minor) -> Minor {
    sum.saturating_add(amount)
}

/// The pieces of one line.
struct Run {
    /// The number of the line.
    line: usize,
    pieces: i64,
    /// The price of one piece without the break.
    piece_minor: Minor,
    /// The price of all pieces by the page's prices.
    told_minor: Minor,
    /// The price of all pieces with the break.
    reduced_minor: Minor,
}

impl Run {
    fn of(line: usize, resolved: &ResolvedLine<'_>, prices: &Prices<'_>) -> Self {
        let pieces = i64::from(resolved.quantity);
        let told_minor = resolved.worth_minor;
        let told = told_minor.checked_div(pieces).unwrap_or(0);
        let own = resolved.product.as_ref().and_then(|it| prices.price(it));
        let piece_minor = own.unwrap_or(0).max(told);
        Self {
            line,
            pieces,
            piece_minor,
            told_minor,
            reduced_minor: piece_minor.saturating_mul(pieces),
        }
    }
}

/// Every piece has the price of the highest tier that the pieces reach.
fn reduce_pieces(rule: &QuantityBreak, runs: &mut [Run]) {
    let pieces = runs.iter().map(|run| run.pieces).fold(0, saturating_add);
    let mut reached = rule.tiers.iter().rev();
    let tier = reached.find(|tier| i64::from(tier.from) <= pieces);
    for run in runs {
        let piece = tier.map_or(run.piece_minor, |tier| {
            rule.piece_minor(*tier, run.piece_minor)
        });
        run.reduced_minor = piece.saturating_mul(run.pieces).min(run.told_minor);
    }
}

/// The first pieces form sets, first the largest ones. A set that costs no less than its
/// pieces is not formed.
fn form_sets(rule: &QuantityBreak, runs: &mut [Run]) {
    // The pieces from the start that are in sets: whole runs, and some of the next one.
    let (mut whole, mut some) = (0_usize, 0_i64);
    for tier in rule.tiers.iter().rev() {
        let size = i64::from(tier.from);
        while let Some(run) = runs.get_mut(whole) {
            // All sets that lie within one run are formed at once.
            let left = run.pieces.saturating_sub(some);
            let sets = left.checked_div(size).unwrap_or(0);
            let saving = run
                .piece_minor
                .saturating_mul(size)
                .saturating_sub(tier.value);
            if sets > 0 {
                if saving <= 0 {
                    break;
                }
                let saving = saving.saturating_mul(sets);
                run.reduced_minor = run.reduced_minor.saturating_sub(saving);
                some = some.saturating_add(sets.saturating_mul(size));
            } else {
                let Some(end) = form_set(runs.get_mut(whole..), (size, some), tier.value) else {
                    break;
                };
                (whole, some) = (whole.saturating_add(end.0), end.1);
            }
            if runs.get(whole).is_some_and(|run| run.pieces <= some) {
                (whole, some) = (whole.saturating_add(1), 0);
            }
        }
    }
}

/// Forms one set of pieces of several runs, of which the first `taken` pieces of the first run are
/// in other sets. Returns where the set ends: the number of whole runs, and of pieces of the next
/// one; `None` if the pieces are too few or too cheap.
fn form_set(
    runs: Option<&mut [Run]>,
    (size, taken): (i64, i64),
    price_minor: Minor,
) -> Option<(usize, i64)> {
    let runs = runs?;
    let mut parts: Vec<i64> = Vec::new();
    let (mut missing, mut full) = (size, 0_i64);
    for run in runs.iter() {
        let before = if parts.is_empty() { taken } else { 0 };
        let part = run.pieces.saturating_sub(before).min(missing);
        parts.push(part);
        full = full.saturating_add(run.piece_minor.saturating_mul(part));
        missing = missing.saturating_sub(part);
        if missing == 0 {
            break;
        }
    }
    let saving = full.saturating_sub(price_minor);
    if missing > 0 || saving <= 0 {
        return None;
    }
    // By sums from the start, so that the shares add up to the saving.
    let (mut worth, mut shared) = (0_i64, 0_i64);
    for (run, part) in runs.iter_mut().zip(&parts) {
        worth = worth.saturating_add(run.piece_minor.saturating_mul(*part));
        let share = times_over(saving, worth, full).saturating_sub(shared);
        shared = shared.saturating_add(share);
        run.reduced_minor = run.reduced_minor.saturating_sub(share);
    }
    let last = parts.len().saturating_sub(1);
    let before = if last == 0 { taken } else { 0 };
    Some((last, before.saturating_add(parts.last().copied()?)))
}
