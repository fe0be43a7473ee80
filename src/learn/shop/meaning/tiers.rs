//! What large baskets earn.

use toml::Spanned;

use super::Reader;
use crate::learn::shop::fault::fault;
use crate::learn::shop::file::{ChoiceTable, Coupons, RewardTable, ShippingTable, Tax};
use crate::model::{Minor, Reward, Selection, Tier};

/// What both kinds of sections say in the same words.
struct Terms {
    countries: Vec<String>,
    excluded: Option<Selection>,
    is_after_coupons: bool,
    is_before_tax: bool,
}

impl Reader<'_> {
    pub(super) fn shipping(&mut self, tables: Vec<ShippingTable>) -> Vec<(ShippingTable, Tier)> {
        let mut tiers: Vec<(ShippingTable, Tier)> = Vec::new();
        for table in tables {
            let Some(tier) = self.delivery(&table) else { continue };
            if tiers.iter().any(|(_, other)| overlap(other, &tier)) {
                self.refuse(&table.free_from, "another rule in this currency has the same free_from. Remove one of them.");
            } else {
                tiers.push((table, tier));
            }
        }
        tiers
    }

    fn delivery(&mut self, table: &ShippingTable) -> Option<Tier> {
        let terms = self.terms(&table.countries, &table.excluding, table.coupons, table.tax);
        let currency = self.currency(table.currency.as_ref(), &table.price)?;
        let (price, from) = (self.money(&table.price, &currency), self.money(&table.free_from, &currency));
        if from == Some(0) {
            self.refuse(
                &table.free_from,
                "free from nothing is free always. Name the subtotal that earns it, or remove the rule.",
            );
            return None;
        }
        Some(tier(table.name.clone(), currency, from?, Reward::Shipping(price?), terms))
    }

    /// Rewards besides free delivery.
    pub(super) fn rewards(&mut self, tables: Vec<RewardTable>, shipping: &[(ShippingTable, Tier)]) -> Vec<(RewardTable, Tier)> {
        let mut tiers: Vec<(RewardTable, Tier)> = Vec::new();
        for table in tables {
            let Some(tier) = self.reward(&table) else { continue };
            let mut others = shipping.iter().map(|(_, other)| other).chain(tiers.iter().map(|(_, other)| other));
            if others.any(|other| overlap(other, &tier)) {
                self.refuse(&table.from, "another reward is earned at the same subtotal. Give each a subtotal of its own.");
            } else {
                tiers.push((table, tier));
            }
        }
        tiers
    }

    fn reward(&mut self, table: &RewardTable) -> Option<Tier> {
        let terms = self.terms(&table.countries, &table.excluding, table.coupons, table.tax);
        let currency = self.currency(table.currency.as_ref(), &table.from)?;
        let from = self.money(&table.from, &currency);
        if from == Some(0) {
            self.refuse(&table.from, "earned from nothing is earned always. Name the subtotal that earns it.");
            return None;
        }
        let reward = match (&table.gift, &table.percent) {
            (Some(sku), None) => Reward::Gift(sku.get_ref().clone()),
            (None, Some(percent)) => Reward::Percent(self.whole(Some(percent), 1..=90)?),
            (None, None) => {
                self.refuse(&table.from, "this earns nothing. Write gift = \"SKU\" or percent = 10.");
                return None;
            }
            (Some(gift), Some(_)) => {
                self.refuse(gift, "a reward is a gift or a discount. Remove gift or percent, or write two sections.");
                return None;
            }
        };
        Some(tier(table.name.clone(), currency, from?, reward, terms))
    }

    fn terms(&mut self, countries: &[Spanned<String>], excluding: &ChoiceTable, coupons: Coupons, tax: Tax) -> Terms {
        let countries = countries.iter().filter_map(|code| {
            let text = code.get_ref().trim();
            let is_code = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
            let message = || format!("\"{text}\" is no country. Use the two letters of ISO 3166, such as \"GB\".");
            self.keep(if is_code { Ok(text.to_ascii_uppercase()) } else { Err(fault(code, message())) })
        });
        let countries = countries.collect();
        Terms {
            countries,
            excluded: self.choice(excluding),
            is_after_coupons: coupons == Coupons::After,
            is_before_tax: tax == Tax::Excluded,
        }
    }
}

fn tier(name: String, currency: crate::model::Currency, from_minor: Minor, reward: Reward, terms: Terms) -> Tier {
    let Terms { countries, excluded, is_after_coupons, is_before_tax } = terms;
    Tier { name, currency, from_minor, reward, countries, excluded, is_after_coupons, is_before_tax }
}

/// Whether some basket earns both at the same moment, so that nobody can say which comes next.
fn overlap(one: &Tier, other: &Tier) -> bool {
    let share_country = one.countries.is_empty()
        || other.countries.is_empty()
        || one.countries.iter().any(|country| other.countries.contains(country));
    one.currency == other.currency && one.from_minor == other.from_minor && share_country
}
