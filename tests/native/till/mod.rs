//! The reference till: a second, simple implementation of the amounts that a shop charges.
//!
//! `pages` plays random pages: the till must keep every promise of a plan for the cart after the
//! click. `demo` compares the demo shop's own cart with the till.

#![allow(
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::too_many_lines
)]

mod breaks;
mod demo;
mod pages;

use std::collections::BTreeMap;

use tillside::model::{Policy, Reward, Selection, Threshold, Tier};

use breaks::Charged;

/// The rounding of percentage discounts by a till. The shop's rounding is unknown, so promises must
/// hold for all.
#[derive(Clone, Copy, Debug)]
pub enum Rounding {
    LineToNearest,
    LineDown,
    PieceUp,
}

#[derive(Clone, Debug)]
pub struct TillLine {
    pub sku: String,
    pub quantity: i64,
    /// Price of one piece; negative for a discount line.
    pub price: i64,
    pub tax_percent: i64,
}

/// A cart at the till.
#[derive(Clone, Debug)]
pub struct Till<'a> {
    pub policy: &'a Policy,
    /// The selection bits of the products in the catalog.
    pub bits: &'a BTreeMap<String, u64>,
    /// The shop's prices of one piece.
    pub prices: &'a BTreeMap<String, i64>,
    /// The deal of the day, which takes no part in quantity breaks.
    pub deal: Option<String>,
    pub rounding: Rounding,
    pub lines: Vec<TillLine>,
    pub coupon: i64,
    pub coupon_percent: i64,
    pub is_shipping_free: bool,
    pub is_member: bool,
}

fn nearest(number: i64, divisor: i64) -> i64 {
    (2 * number + divisor) / (2 * divisor)
}

impl Till<'_> {
    pub fn goods(&self) -> impl Iterator<Item = &TillLine> {
        self.lines.iter().filter(|line| line.price >= 0)
    }

    pub fn subtotal(&self) -> i64 {
        self.charged().iter().map(Charged::worth).sum()
    }

    fn fixed_coupons(&self) -> i64 {
        let discounts = self.lines.iter().filter(|line| line.price < 0);
        self.coupon
            - discounts
                .map(|line| line.price * line.quantity)
                .sum::<i64>()
    }

    fn after_percent(&self, line: &Charged<'_>) -> i64 {
        let worth = line.worth();
        let off = match self.rounding {
            Rounding::LineToNearest => nearest(worth * self.coupon_percent, 100),
            Rounding::LineDown => worth * self.coupon_percent / 100,
            Rounding::PieceUp => {
                let pieces = line.pieces.iter();
                pieces
                    .map(|price| (price * self.coupon_percent + 99) / 100)
                    .sum()
            }
        };
        worth - off
    }

    pub fn discounted(&self) -> i64 {
        let charged = self.charged();
        let goods: i64 = charged.iter().map(|line| self.after_percent(line)).sum();
        (goods - self.fixed_coupons()).max(0)
    }

    fn is_in(&self, sku: &str, selection: Option<Selection>, skus: &[String]) -> bool {
        let bits = self.bits.get(sku).copied().unwrap_or(0);
        skus.iter().any(|known| known == sku)
            || selection.is_some_and(|selection| bits & selection.mark() != 0)
    }

    /// The amount or number of pieces that counts.
    pub fn counted(&self, tier: &Tier) -> i64 {
        let mut counted = 0;
        for charged in &self.charged() {
            let line = charged.line;
            let is_service = self
                .policy
                .services
                .iter()
                .any(|service| service.id == line.sku);
            if self.is_in(&line.sku, tier.excluded, &tier.excluded_skus)
                || (tier.excludes_services && is_service)
            {
                continue;
            }
            if let Threshold::Items(_) = tier.threshold {
                counted += line.quantity;
                continue;
            }
            let price = if tier.is_after_coupons {
                self.after_percent(charged)
            } else {
                charged.worth()
            };
            counted += price;
            if tier.is_before_tax {
                counted -= tax(price, line.tax_percent);
            }
        }
        if tier.is_after_coupons && matches!(tier.threshold, Threshold::Amount(_)) {
            counted -= self.fixed_coupons();
        }
        counted
    }

    fn is_never_free(&self, tier: &Tier) -> bool {
        self.goods()
            .any(|line| self.is_in(&line.sku, tier.never_free, &tier.never_free_skus))
    }

    /// Whether a reward is earned, or delivery is free.
    pub fn keeps(&self, tier: &Tier) -> bool {
        self.counted(tier) >= tier.threshold.number()
            && !(matches!(tier.reward, Reward::Shipping(_)) && self.is_never_free(tier))
    }

    pub fn delivery(&self) -> i64 {
        let cost = |tier: &Tier| match tier.reward {
            _ if self.lines.is_empty() || self.is_shipping_free => Some(0),
            Reward::Shipping(price) => {
                let is_free = self.keeps(tier) || (self.is_member && !self.is_never_free(tier));
                Some(if is_free { 0 } else { price })
            }
            _ => None,
        };
        self.policy.tiers.iter().filter_map(cost).min().unwrap_or(0)
    }

    pub fn points(&self) -> u64 {
        let rule = self.policy.loyalty.as_ref().unwrap();
        let unit = 10_i64.pow(rule.currency.exponent());
        (self.discounted() / unit) as u64 * u64::from(rule.per_major)
    }

    pub fn with(&self, added: impl IntoIterator<Item = TillLine>) -> Self {
        let mut after = self.clone();
        after.lines.extend(added);
        after
    }
}

/// The tax in a price.
pub fn tax(price: i64, percent: i64) -> i64 {
    nearest(price * percent, 100 + percent)
}

/// Reproducible random numbers: `SplitMix64`.
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }

    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1) as u64) as i64
    }

    pub fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    pub fn one_of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u64) as usize].clone()
    }
}
