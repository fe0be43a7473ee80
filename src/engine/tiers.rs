//! The arithmetic of thresholds: the amount that counts for a tier, the missing amount, and the
//! price of delivery.
//!
//! A promise is about the cart after the click, so every function takes the lines that would be
//! added. The till's own rounding is unknown, so amounts are rounded up: the bar may ask for a
//! penny too much, never for a penny too little.
//!
//! *Invariants*: exact integers. Every price is that with quantity breaks. The counted amount
//! follows the shop's terms: without excluded products and services, before or after coupons, with
//! or without tax. A threshold in items counts the pieces of the same lines; those that cost
//! nothing or are sold by measure do not count, because shops count those differently.
//!
//! # Example
//!
//! A tier gives free delivery from 50.00, after coupons, and excludes gift cards. The cart contains
//! a gift card for 25.00 and lanterns for 40.00; a coupon takes 20 % off. The counted amount is
//! 40.00 - 8.00 = 32.00, so 18.00 is missing. Only 8.00 of a product for 10.00 counts, so the
//! shopper must add products for 18.00 / 0.8 = 22.50.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::Context;
use super::input::{PlanInput, ResolvedLine};
use crate::model::{
    Goal, MOST_MINOR, Minor, Product, Reward, RewardProgress, SkuKey, Threshold, Tier,
};

/// The tiers for the page's currency and the shopper's country.
pub(super) fn tiers<'a>(input: &PlanInput<'a>) -> impl Iterator<Item = &'a Tier> {
    let context = input.context;
    let is_here =
        |tier: &&Tier| tier.currency == context.currency && is_in_country(&tier.countries, context);
    input.policy.tiers.iter().filter(is_here)
}

/// Whether the shopper is in one of the countries of a rule; an empty list means all countries.
pub(super) fn is_in_country(countries: &[String], context: &Context) -> bool {
    let is_here = |here: &String| countries.iter().any(|code| code.eq_ignore_ascii_case(here));
    countries.is_empty() || context.shopper.country.as_ref().is_some_and(is_here)
}

/// The cart after a click: the lines of the page and those that the click adds.
pub(super) struct CartAfter<'c, 'a> {
    input: &'c PlanInput<'a>,
    /// All lines with quantity breaks, first those of the page.
    lines: Cow<'c, [ResolvedLine<'a>]>,
}

impl<'c, 'a> CartAfter<'c, 'a> {
    /// The cart of the page.
    pub(super) fn unchanged(input: &'c PlanInput<'a>) -> Self {
        Self {
            input,
            lines: Cow::Borrowed(&input.lines),
        }
    }

    /// The cart with these additional lines.
    pub(super) fn with(input: &'c PlanInput<'a>, added: &[ResolvedLine<'a>]) -> Self {
        Self {
            input,
            lines: Cow::Owned(input.lines_after(None, added)),
        }
    }

    /// The lines of the page, and the added ones.
    fn parts(&self) -> (&[ResolvedLine<'a>], &[ResolvedLine<'a>]) {
        let of_page = self.input.lines.len().min(self.lines.len());
        self.lines.split_at(of_page)
    }

    /// The progress to the next reward; `None` if no tier applies.
    ///
    /// The next reward is the nearest one that is not reached; if all are reached, the highest. Of
    /// the nearest in items and the nearest by amount it is the one that is further along, and the
    /// first in the shop's terms if both are equal.
    pub(super) fn progress(&self) -> Option<(&'a Tier, RewardProgress)> {
        let nearest = |is_in_items: bool| {
            let ahead = self.open_tiers().enumerate().filter(move |(_, tier)| {
                tier.threshold.is_in_items() == is_in_items && self.gap(tier) > 0
            });
            ahead.min_by_key(|(_, tier)| self.gap(tier))
        };
        let done = |tier: &Tier| {
            let counted = self.counted(tier).saturating_mul(100);
            counted.checked_div(tier.threshold.number())
        };
        let next = [nearest(true), nearest(false)].into_iter().flatten();
        let next = next.max_by_key(|(place, tier)| (done(tier), Reverse(*place)));
        let tier = match next {
            Some((_, tier)) => tier,
            None => self.open_tiers().max_by_key(|tier| tier.threshold)?,
        };
        Some((tier, self.progress_to(tier)))
    }

    /// The rules by which the cart counts for a tier.
    pub(super) fn counting<'t>(&'t self, tier: &'t Tier) -> Counting<'t, 'a> {
        Counting::of(self.input, self.parts().0, tier)
    }

    /// What is missing to a threshold, not above 0 if it is reached.
    pub(super) fn gap(&self, tier: &Tier) -> i64 {
        tier.threshold.number().saturating_sub(self.counted(tier))
    }

    /// The tiers that apply to this shopper. Tiers of delivery are left out if delivery is free
    /// anyway, or if a line excludes free delivery; so are tiers that no addition can reach.
    fn open_tiers(&self) -> impl Iterator<Item = &'a Tier> + '_ {
        let input = self.input;
        let (cart, added) = self.parts();
        let is_delivered_free = input.context.is_shipping_free
            || input.membership().is_some_and(|plan| plan.free_shipping);
        tiers(input).filter(move |tier| {
            let is_open = match tier.reward {
                Reward::Shipping(_) => !is_delivered_free && !self.is_never_free(tier),
                Reward::Gift(_) | Reward::Percent(_) => true,
            };
            // The tax of a product that is added to an empty cart is unknown, unless the page sets
            // it.
            let is_in_items = tier.threshold.is_in_items();
            let is_tax_known = is_in_items
                || !tier.is_before_tax
                || tier.highest_tax_percent > 0
                || !cart.is_empty()
                || added.iter().all(|line| line.tax_minor.is_some());
            let can_grow = || is_in_items || Counting::of(input, cart, tier).price(MOST_MINOR) > 0;
            is_open && is_tax_known && (self.gap(tier) <= 0 || can_grow())
        })
    }

    fn progress_to(&self, tier: &Tier) -> RewardProgress {
        let (reward, percent) = match tier.reward {
            Reward::Shipping(_) => ("shipping", 0),
            Reward::Gift(_) => ("gift", 0),
            Reward::Percent(percent) => ("percent", percent),
        };
        let counted = self.counted(tier);
        let gap = tier.threshold.number().saturating_sub(counted);
        let goal = match tier.threshold {
            Threshold::Items(threshold) => {
                let counted = u32::try_from(counted).unwrap_or(u32::MAX);
                Goal::Items {
                    threshold,
                    counted,
                    remaining: threshold.saturating_sub(counted),
                }
            }
            Threshold::Amount(threshold_minor) => {
                let counted_minor = counted.clamp(0, MOST_MINOR);
                let remaining_minor = threshold_minor.saturating_sub(counted_minor).max(0);
                let add = self.counting(tier).price_that_counts(gap);
                Goal::Amount {
                    threshold_minor,
                    counted_minor,
                    remaining_minor,
                    add_minor: Some(add).filter(|add| *add > remaining_minor),
                }
            }
        };
        RewardProgress {
            reward,
            name: tier.name.clone(),
            percent,
            goal,
            earned: (reward == "shipping" && gap > 0)
                .then(|| self.earned_delivery())
                .flatten(),
        }
    }

    /// The name of the most expensive delivery method that is free.
    fn earned_delivery(&self) -> Option<String> {
        let earned =
            |tier: &&Tier| matches!(tier.reward, Reward::Shipping(_)) && self.gap(tier) <= 0;
        let earned = self.open_tiers().filter(earned);
        earned
            .max_by_key(|tier| tier.threshold)
            .map(|tier| tier.name.clone())
    }

    /// The amount or number of pieces that counts for a tier; below 0 if coupons exceed it.
    fn counted(&self, tier: &Tier) -> i64 {
        let counting = self.counting(tier);
        let cart = counting.cart();
        let (_, added) = self.parts();
        let added = added
            .iter()
            .filter(|line| counts(self.input, tier, line))
            .map(|line| counting.added_line(line));
        added.fold(cart, Minor::saturating_add)
    }

    /// Whether a line excludes free delivery.
    pub(super) fn is_never_free(&self, tier: &Tier) -> bool {
        self.lines
            .iter()
            .any(|line| is_never_free(tier, &line.key, line.product.as_ref()))
    }

    /// The price of delivery without a membership: that of the cheapest method, `0` if one is free,
    /// if the cart is empty, or if the shop has no delivery tiers.
    pub(super) fn delivery_minor(&self) -> Minor {
        if self.lines.is_empty() || self.input.context.is_shipping_free {
            return 0;
        }
        let is_free = |tier: &Tier| {
            let counted = self.counted(tier);
            // A saving is promised only if delivery certainly has a price.
            let at_most = counted.saturating_add(self.counting(tier).slack());
            at_most >= tier.threshold.number() && !self.is_never_free(tier)
        };
        cheapest_delivery(self.input, is_free)
    }

    /// The price of delivery with a membership that makes it free.
    pub(super) fn member_delivery_minor(&self) -> Minor {
        if self.lines.is_empty() || self.input.context.is_shipping_free {
            return 0;
        }
        cheapest_delivery(self.input, |tier| !self.is_never_free(tier))
    }

    /// The price of the cart's products after coupons, never below 0.
    pub(super) fn discounted_minor(&self) -> Minor {
        let percent = self.input.context.coupon_percent;
        let lines = self
            .lines
            .iter()
            .map(|line| line_after_coupons(line, percent));
        let sum = lines.fold(0, Minor::saturating_add);
        sum.saturating_sub(self.input.coupon_minor)
            .clamp(0, MOST_MINOR)
    }
}

/// The price of delivery for an order with this subtotal, without a membership. The number of its
/// items is unknown, so they may have reached any threshold in items.
pub(super) fn past_delivery_minor(input: &PlanInput<'_>, subtotal_minor: Minor) -> Minor {
    cheapest_delivery(input, |tier| match tier.threshold {
        Threshold::Items(_) => true,
        Threshold::Amount(from_minor) => subtotal_minor >= from_minor,
    })
}

fn cheapest_delivery(input: &PlanInput<'_>, is_free: impl Fn(&Tier) -> bool) -> Minor {
    let cost = |tier: &Tier| match tier.reward {
        Reward::Shipping(price) => Some(if is_free(tier) { 0 } else { price }),
        Reward::Gift(_) | Reward::Percent(_) => None,
    };
    tiers(input).filter_map(cost).min().unwrap_or(0)
}

/// Whether a SKU is in a list of SKUs in the shop's spelling.
fn lists(skus: &[String], key: &SkuKey) -> bool {
    skus.iter().any(|sku| SkuKey::new(sku) == *key)
}

/// Whether a product is never delivered free.
pub(super) fn is_never_free(tier: &Tier, key: &SkuKey, product: Option<&Product<&str>>) -> bool {
    matches!(tier.reward, Reward::Shipping(_))
        && (lists(&tier.never_free_skus, key)
            || tier
                .never_free
                .zip(product)
                .is_some_and(|(never, product)| product.is_in(never)))
}

/// Whether a line counts for a tier.
pub(super) fn counts(input: &PlanInput<'_>, tier: &Tier, line: &ResolvedLine<'_>) -> bool {
    let is_excluded = tier
        .excluded
        .zip(line.product)
        .is_some_and(|(excluded, product)| product.is_in(excluded));
    let is_excluded = is_excluded
        || lists(&tier.excluded_skus, &line.key)
        || tier.excludes_services && input.is_service(&line.key);
    !is_excluded
}

/// The pieces of a line that certainly count as items.
fn pieces(line: &ResolvedLine<'_>) -> i64 {
    if line.is_measured || line.worth_minor <= 0 {
        return 0;
    }
    line.quantity.into()
}

/// The rules by which a line counts for one tier.
pub(super) struct Counting<'c, 'a> {
    input: &'c PlanInput<'a>,
    /// The lines of the page, with the quantity breaks of the cart after the click.
    cart: &'c [ResolvedLine<'a>],
    tier: &'c Tier,
    /// The percentage coupons, in percent of each price.
    off_percent: u8,
    /// The highest tax rate that a product with unknown tax may have, as tax and price.
    tax_rate: (Minor, Minor),
}

impl<'c, 'a> Counting<'c, 'a> {
    fn of(input: &'c PlanInput<'a>, cart: &'c [ResolvedLine<'a>], tier: &'c Tier) -> Self {
        let off_percent = if tier.is_after_coupons {
            input.context.coupon_percent.min(100)
        } else {
            0
        };
        Self {
            input,
            cart,
            tier,
            off_percent,
            tax_rate: if tier.is_before_tax {
                highest_tax_rate(input, cart, tier)
            } else {
                (0, 1)
            },
        }
    }

    /// The part of the cart that counts.
    fn cart(&self) -> i64 {
        let Self {
            input, cart, tier, ..
        } = self;
        let counting = || cart.iter().filter(|line| counts(input, tier, line));
        if tier.threshold.is_in_items() {
            return counting().map(pieces).fold(0, i64::saturating_add);
        }
        let prices = counting().map(|line| line_after_coupons(line, self.off_percent));
        let gross = prices.fold(0, Minor::saturating_add);
        let coupon = if tier.is_after_coupons {
            input.coupon_minor
        } else {
            0
        };
        let tax = if tier.is_before_tax {
            let known = counting().filter_map(|line| line.tax_minor);
            let known = known.map(|tax| self.tax_after_coupons(tax, 1));
            known.fold(self.shared_tax(), Minor::saturating_add)
        } else {
            0
        };
        gross
            .saturating_sub(coupon)
            .saturating_sub(tax)
            .saturating_sub(self.doubt())
    }

    /// The tax on the counting lines without their own tax: their share of the rest of the cart's
    /// tax, because such lines are assumed to have the same rate.
    fn shared_tax(&self) -> Minor {
        let Unnamed { tax, worth, lines } = Unnamed::of(self.input, self.cart);
        let counting = self
            .cart
            .iter()
            .filter(|line| line.tax_minor.is_none() && counts(self.input, self.tier, line));
        let worths = counting.map(|line| line.worth_minor);
        let counted = worths.fold(0, Minor::saturating_add);
        let share = if counted == worth {
            tax
        } else {
            // Each line's tax may have been rounded up by half a unit.
            tax.min(times_over(tax, counted, worth).saturating_add(lines))
        };
        self.tax_after_coupons(share, lines)
    }

    /// How much more the till may count than [`Self::cart`]: because of different rounding, and of
    /// lines that shops count differently.
    fn slack(&self) -> i64 {
        if self.tier.threshold.is_in_items() {
            let lines = self.cart.iter().filter(|line| pieces(line) == 0);
            return lines
                .map(|line| line.quantity.into())
                .fold(0, i64::saturating_add);
        }
        let is_taxed = self.tier.is_before_tax && self.input.context.tax_minor > 0;
        let doubt = self.doubt().saturating_mul(2);
        if self.off_percent == 0 && !is_taxed {
            return doubt;
        }
        let pieces = self.cart.iter().map(|line| Minor::from(line.quantity));
        pieces.fold(doubt, |sum: Minor, pieces| {
            sum.saturating_add(pieces).saturating_add(3)
        })
    }

    /// How much less the till may count of the lines that share sets of quantity breaks: a unit for
    /// each piece, if their shares matter and not only their sum.
    fn doubt(&self) -> Minor {
        let Self {
            input, cart, tier, ..
        } = self;
        let is_split = tier.is_before_tax || cart.iter().any(|line| !counts(input, tier, line));
        let uneven = cart.iter().filter(|line| is_split && !line.is_even);
        uneven
            .map(|line| Minor::from(line.quantity))
            .fold(0, Minor::saturating_add)
    }

    /// The tax of some lines after percentage coupons, rounded up. Each line's tax may have been
    /// rounded down by half a unit.
    fn tax_after_coupons(&self, tax: Minor, lines: Minor) -> Minor {
        if self.off_percent == 0 {
            return tax;
        }
        let doubled = tax.saturating_mul(2).saturating_add(lines);
        times_over(doubled, self.left_percent(), 200)
    }

    /// The part of an added line's price that counts, or the number of its pieces.
    pub(super) fn added_line(&self, line: &ResolvedLine<'_>) -> i64 {
        if self.tier.threshold.is_in_items() {
            return pieces(line);
        }
        let price = line_after_coupons(line, self.off_percent);
        let tax = match line.tax_minor {
            _ if !self.tier.is_before_tax => 0,
            Some(tax) => self.tax_after_coupons(tax, 1),
            None => {
                let quantity = Minor::from(line.quantity);
                let piece = line.worth_minor.checked_div(quantity).unwrap_or(0);
                self.unknown_tax(piece).saturating_mul(quantity)
            }
        };
        price.saturating_sub(tax).max(0)
    }

    /// The part of the price that counts, for one piece with unknown tax.
    fn price(&self, price: Minor) -> Minor {
        let tax = if self.tier.is_before_tax {
            self.unknown_tax(price)
        } else {
            0
        };
        after_coupons(price, self.off_percent)
            .saturating_sub(tax)
            .max(0)
    }

    /// The highest possible tax in the price of one piece, after coupons.
    fn unknown_tax(&self, price: Minor) -> Minor {
        let (rate, per) = self.tax_rate;
        times_over(times_over(price, rate, per), self.left_percent(), 100)
    }

    /// The percentage of a price that remains after coupons.
    fn left_percent(&self) -> Minor {
        Minor::from(100_u8.saturating_sub(self.off_percent))
    }

    /// The lowest price of one piece of which at least `gap` counts, at most [`MOST_MINOR`]; `0` if
    /// there is no gap.
    fn price_that_counts(&self, gap: Minor) -> Minor {
        if gap <= 0 {
            return 0;
        }
        let (mut low, mut high) = (gap.min(MOST_MINOR), MOST_MINOR);
        while low < high {
            let middle = low.midpoint(high);
            if self.price(middle) >= gap {
                high = middle;
            } else {
                low = middle.saturating_add(1);
            }
        }
        low
    }
}

/// The lines without their own tax: their part of the cart's tax, their price and their number.
struct Unnamed {
    tax: Minor,
    worth: Minor,
    lines: Minor,
}

impl Unnamed {
    fn of(input: &PlanInput<'_>, cart: &[ResolvedLine<'_>]) -> Self {
        let mut unnamed = Self {
            tax: input.context.tax_minor.max(0),
            worth: 0,
            lines: 0,
        };
        let mut told_minor: Minor = 0;
        for (line, told) in cart.iter().zip(&input.told) {
            if let Some(tax) = told.tax_minor {
                unnamed.tax = unnamed.tax.saturating_sub(tax).max(0);
            } else {
                told_minor = told_minor.saturating_add(told.worth_minor);
                unnamed.worth = unnamed.worth.saturating_add(line.worth_minor);
                unnamed.lines = unnamed.lines.saturating_add(1);
            }
        }
        if unnamed.lines == 0 {
            unnamed.tax = 0;
        }
        // The page's tax is that in the page's prices.
        if unnamed.worth < told_minor {
            let most = unnamed.tax.saturating_add(unnamed.lines);
            unnamed.tax = times_over(most, unnamed.worth, told_minor);
        }
        unnamed
    }
}

/// The highest tax rate in the cart or of the shop, as tax and price. A tax is a rounded number, so
/// the rate behind it may be half a unit higher.
fn highest_tax_rate(
    input: &PlanInput<'_>,
    cart: &[ResolvedLine<'_>],
    tier: &Tier,
) -> (Minor, Minor) {
    let highest = Minor::from(tier.highest_tax_percent);
    let mut rate = (highest, highest.saturating_add(100));
    let mut raise = |tax: Minor, price: Minor, lines: Minor| {
        let other = (
            tax.saturating_mul(2).saturating_add(lines),
            price.saturating_mul(2),
        );
        if tax > 0 && price > 0 && times_over(other.0, rate.1, other.1) > rate.0 {
            rate = (other.0.min(other.1), other.1);
        }
    };
    for line in cart {
        raise(line.tax_minor.unwrap_or(0), line.worth_minor, 1);
    }
    let Unnamed { tax, worth, lines } = Unnamed::of(input, cart);
    raise(tax, worth, lines);
    rate
}

/// The price of one piece minus a percentage, which is rounded up.
pub(super) fn after_coupons(price: Minor, percent: u8) -> Minor {
    price.saturating_sub(times_over(price, percent.into(), 100))
}

/// A line's price minus a percentage. Tills round per piece, per line or per cart; rounding the
/// discount up per piece gives the lowest of the three results. For pieces with different prices
/// that is at most a unit more for each.
fn line_after_coupons(line: &ResolvedLine<'_>, percent: u8) -> Minor {
    let quantity = Minor::from(line.quantity);
    if !line.is_even && percent > 0 {
        let off = times_over(line.worth_minor, percent.into(), 100).saturating_add(quantity);
        return line.worth_minor.saturating_sub(off).max(0);
    }
    let off = times_over(
        line.worth_minor,
        percent.into(),
        quantity.saturating_mul(100),
    );
    line.worth_minor
        .saturating_sub(off.saturating_mul(quantity))
        .max(0)
}

/// `amount * factor / divisor`, rounded up; `0` for a division by 0. None of the three is negative.
///
/// Not inlined, because arithmetic with 128 bits takes many bytes of wasm.
#[inline(never)]
pub(super) fn times_over(amount: Minor, factor: Minor, divisor: Minor) -> Minor {
    let product = u128::from(amount.unsigned_abs()).saturating_mul(factor.unsigned_abs().into());
    let divisor = u128::from(divisor.unsigned_abs());
    product
        .saturating_add(divisor.saturating_sub(1))
        .checked_div(divisor)
        .map_or(0, |quotient| {
            Minor::try_from(quotient).unwrap_or(Minor::MAX)
        })
}
