//! Quantity break: the prices of several pieces of a product, and the pieces that are missing to
//! the next one.
//!
//! *Invariants*: the saving is what the till saves on the offered pieces together with those in the
//! cart. Only tiers that save something are listed. A product of which an order has at most one
//! piece, or that must not be offered, has no such offer.
//!
//! # Example
//!
//! Candles cost 9.00 each, and three of them 25.00. With two in the cart, one more is offered: the
//! subtotal rises from 18.00 to 25.00, by 7.00 in place of 9.00, so the saving is 2.00.

use crate::engine::decisions::Outcome;
use crate::engine::eligibility::refusal;
use crate::engine::input::held;
use crate::engine::offer_context::OfferContext;
use crate::model::{
    BreakKind, Limits, MOST_MINOR, Minor, Offer, OfferItem, Product, QuantityBreak, QuantityPrices,
    QuantityTier, Reason, Selection,
};

/// The break of a viewed product, or the nearest one of the cart.
pub(super) fn quantity_break<'a>(
    cx: &mut OfferContext<'_, 'a>,
    beside: Option<&Product<&'a str>>,
) -> Option<Offer> {
    let input = cx.input;
    let best = if let Some(viewed) = beside {
        // The variants of a product count alone, and which one is meant is unknown.
        if viewed.group.is_some() && input.is_any_variant(viewed) {
            cx.record(viewed, Outcome::ChosenOnPage);
            return None;
        }
        MorePieces::of(cx, viewed)?
    } else {
        let most = Limits::share(input.policy.limits.cart_percent, input.subtotal_minor);
        let held = held(&input.lines);
        let more = held
            .iter()
            .filter_map(|held| MorePieces::of(cx, &held.product));
        more.filter(|more| !more.is_highest && more.cost_minor <= most)
            .min_by_key(|more| (more.pieces, more.cost_minor, more.product.id))?
    };
    cx.record(&best.product, Outcome::Shown);
    let item = OfferItem {
        quantity: best.pieces,
        // It was chosen on this page, or is in the cart.
        choice: None,
        is_chosen_on_page: false,
        ..input.item(&best.product, Reason::QuantityBreak)
    };
    let mut offer = cx.offer(beside, vec![item])?;
    offer.total_minor = best.cost_minor;
    offer.quantity_break = Some(best.prices);
    Some(offer)
}

/// The pieces of a product that are missing to the next tier.
struct MorePieces<'a> {
    product: Product<&'a str>,
    pieces: u32,
    /// Whether the cart has reached the highest tier, so that each further piece costs the same.
    is_highest: bool,
    /// The amount by which they raise the subtotal.
    cost_minor: Minor,
    prices: QuantityPrices,
}

impl<'a> MorePieces<'a> {
    fn of(cx: &OfferContext<'_, 'a>, product: &Product<&'a str>) -> Option<Self> {
        let input = cx.input;
        let group = input.breaks.group(&input.prices, product)?;
        let rule = input.breaks.rule(group)?;
        let price = input.prices.price(product)?;
        // A product that the shopper bought before may be bought again, several times.
        let is_refused = refusal(input, product).is_some_and(|outcome| outcome != Outcome::Owned);
        let is_gift = cx.eligibility.page_refusal(product) == Some(Outcome::Gift);
        let is_single = product.is_in(Selection::SINGLY) || input.prices.is_in_sets(product);
        if is_refused || is_gift || is_single {
            return None;
        }
        let held = input.breaks.pieces(&input.prices, &input.lines, group);
        let missing = missing(rule, held);
        let pieces = missing.unwrap_or(1);
        let cost_minor = input.cost_minor(None, &[input.added_line(product, pieces, price)]);
        let full = price.saturating_mul(pieces.into()).min(MOST_MINOR);
        let saving_minor = full.saturating_sub(cost_minor);
        let tiers = rule.tiers.iter().filter_map(|tier| {
            let total_minor = rule.total_minor(*tier, price).min(MOST_MINOR);
            let full = price.saturating_mul(tier.from.into()).min(MOST_MINOR);
            let row = QuantityTier {
                quantity: tier.from,
                price_minor: (rule.kind != BreakKind::Set).then(|| rule.piece_minor(*tier, price)),
                total_minor,
                saving_minor: full.saturating_sub(total_minor),
            };
            (row.saving_minor > 0).then_some(row)
        });
        let prices = QuantityPrices {
            held: u32::try_from(held).unwrap_or(u32::MAX),
            saving_minor,
            mix: rule.mix.clone(),
            tiers: tiers.collect(),
        };
        // One piece can be too cheap for a tier, and together with others of the cart not.
        let is_worth_it = saving_minor > 0 && !prices.tiers.is_empty();
        is_worth_it.then_some(Self {
            product: *product,
            pieces,
            is_highest: missing.is_none(),
            cost_minor,
            prices,
        })
    }
}

/// The number of pieces to the next tier, or to the next set; `None` if the highest tier is
/// reached.
fn missing(rule: &QuantityBreak, held: i64) -> Option<u32> {
    let largest = rule.tiers.last()?.from;
    let counted = match rule.kind {
        BreakKind::Set => held.checked_rem(largest.into())?,
        BreakKind::Each | BreakKind::Percent => held,
    };
    let mut tiers = rule.tiers.iter().map(|tier| i64::from(tier.from));
    let next = tiers.find(|from| *from > counted)?;
    u32::try_from(next.saturating_sub(counted)).ok()
}
