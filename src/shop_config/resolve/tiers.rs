//! Resolves `[[shipping]]` and `[[rewards]]`.

use toml::Spanned;

use super::reader::Reader;
use crate::model::{Currency, Reward, Threshold, Tier};
use crate::shop_config::diagnostic::{SpannedDiagnostic, error_at};
use crate::shop_config::schema::{
    Coupons, Names, RewardTable, Services, ShippingTable, Tax, ThresholdKeys, TierKeys,
};

/// The highest threshold in items, beyond which it is a mistake.
const MOST_ITEMS: i64 = 999;

/// The messages about a missing threshold and about a threshold of 0.
struct ThresholdMessages {
    lack: &'static str,
    zero: &'static str,
}

impl Reader<'_> {
    pub(super) fn shipping(
        &mut self,
        tables: Vec<Spanned<ShippingTable>>,
    ) -> Vec<(ShippingTable, Tier)> {
        let tiers = self.section(tables, Self::delivery);
        for (place, (table, tier)) in tiers.iter().enumerate() {
            if tiers
                .iter()
                .take(place)
                .any(|(_, other)| can_coincide(other, tier))
            {
                self.refuse_threshold(
                    table.tier_keys().threshold,
                    "another rule in this currency has the same threshold. Remove one of them.",
                );
            }
        }
        tiers
    }

    fn delivery(&mut self, table: &Spanned<ShippingTable>) -> Option<Tier> {
        let ShippingTable {
            name,
            currency,
            price,
            never_free,
            ..
        } = table.get_ref();
        let keys = table.get_ref().tier_keys();
        let currency = self.currency(currency.as_ref(), price)?;
        let price = self.money(price, &currency);
        let messages = ThresholdMessages {
            lack: "[[shipping]] lacks a threshold. Add free_from = \"50.00\" or free_from_items = 3.",
            zero: "a threshold of 0 makes delivery free for every cart. Set a subtotal above 0, or remove the section.",
        };
        let threshold = self.threshold(table, keys.threshold, &currency, &messages)?;
        let tier = self.tier(name, (currency, threshold), Reward::Shipping(price?), keys);
        Some(Tier {
            never_free: self.choice(never_free),
            never_free_skus: names(never_free.skus()),
            ..tier
        })
    }

    /// Resolves the rewards other than free shipping.
    pub(super) fn rewards(
        &mut self,
        tables: Vec<Spanned<RewardTable>>,
        shipping: &[(ShippingTable, Tier)],
    ) -> Vec<(RewardTable, Tier)> {
        let tiers = self.section(tables, Self::reward);
        for (place, (table, tier)) in tiers.iter().enumerate() {
            let before = tiers.iter().take(place).map(|(_, other)| other);
            if shipping
                .iter()
                .map(|(_, other)| other)
                .chain(before)
                .any(|other| can_coincide(other, tier))
            {
                self.refuse_threshold(
                    table.tier_keys().threshold,
                    "another reward has the same threshold. Give each its own.",
                );
            }
        }
        tiers
    }

    fn reward(&mut self, table: &Spanned<RewardTable>) -> Option<Tier> {
        let RewardTable {
            name,
            currency,
            gift,
            percent,
            ..
        } = table.get_ref();
        let keys = table.get_ref().tier_keys();
        let reward = match (gift, percent) {
            (Some(sku), None) => Some(Reward::Gift(sku.get_ref().clone())),
            (None, Some(percent)) => self.whole(Some(percent), 1..=90).map(Reward::Percent),
            (None, None) => {
                self.refuse_lack(
                    table,
                    "[[rewards]] lacks a reward. Add gift = \"SKU\" or percent = 10.",
                );
                None
            }
            (Some(gift), Some(_)) => {
                self.refuse(gift, "a reward is either a gift or a discount. Remove gift or percent, or write two sections.");
                None
            }
        };
        let currency = match keys.threshold.amount {
            Some(from) => self.currency(currency.as_ref(), from)?,
            None => self.currency(currency.as_ref(), table)?,
        };
        let messages = ThresholdMessages {
            lack: "[[rewards]] lacks a threshold. Add from = \"80.00\" or from_items = 3.",
            zero: "a threshold of 0 gives the reward to every cart. Set a subtotal above 0, or remove the reward.",
        };
        let threshold = self.threshold(table, keys.threshold, &currency, &messages)?;
        Some(self.tier(name, (currency, threshold), reward?, keys))
    }

    /// The threshold of a table; `None` if it has none, two, or a wrong one.
    fn threshold<T>(
        &mut self,
        table: &Spanned<T>,
        keys: ThresholdKeys<'_>,
        currency: &Currency,
        messages: &ThresholdMessages,
    ) -> Option<Threshold> {
        match (keys.amount, keys.items) {
            (Some(amount), None) => {
                let minor = self.money(amount, currency)?;
                if minor == 0 {
                    self.refuse(amount, messages.zero);
                }
                Some(Threshold::Amount(minor)).filter(|_| minor > 0)
            }
            (None, Some(_)) => self.whole(keys.items, 1..=MOST_ITEMS).map(Threshold::Items),
            (Some(_), Some(items)) => {
                self.refuse(items, "a threshold is either an amount or a number of items. Remove one of them, or write two sections.");
                None
            }
            (None, None) => {
                self.refuse_lack(table, messages.lack);
                None
            }
        }
    }

    fn refuse_threshold(&mut self, keys: ThresholdKeys<'_>, message: &str) {
        self.keep::<()>(Err(SpannedDiagnostic::error(keys.span(), message)));
    }

    fn tier(
        &mut self,
        name: &str,
        (currency, threshold): (Currency, Threshold),
        reward: Reward,
        keys: TierKeys<'_>,
    ) -> Tier {
        let highest_tax = self.whole(keys.highest_tax, 0..=100);
        Tier {
            name: name.to_owned(),
            currency,
            threshold,
            reward,
            countries: self.countries(keys.countries),
            excluded: self.choice(keys.excluding),
            is_after_coupons: keys.coupons == Coupons::After,
            is_before_tax: keys.tax == Tax::Excluded,
            excluded_skus: names(keys.excluding.skus()),
            excludes_services: keys.services == Services::Excluded,
            highest_tax_percent: highest_tax.unwrap_or(0),
            never_free: None,
            never_free_skus: Vec::new(),
        }
    }

    pub(super) fn countries(&mut self, countries: &Names) -> Vec<String> {
        let countries = self.listed(countries).iter().filter_map(|code| {
            let text = code.get_ref().trim();
            let is_code = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
            // A common mistake: the code of the United Kingdom is GB.
            let is_code = is_code && !text.eq_ignore_ascii_case("UK");
            let message = || {
                format!(
                    "\"{text}\" is not a country code. Use the two letters of ISO 3166, such as \"GB\"."
                )
            };
            self.keep(if is_code {
                Ok(text.to_ascii_uppercase())
            } else {
                Err(error_at(code, message()))
            })
        });
        countries.collect()
    }
}

/// The names of a list, without their positions in the file.
fn names(list: &[Spanned<String>]) -> Vec<String> {
    list.iter().map(|name| name.get_ref().clone()).collect()
}

/// Whether some cart reaches both thresholds at the same subtotal, so that their order is
/// undefined.
fn can_coincide(one: &Tier, other: &Tier) -> bool {
    one.currency == other.currency
        && one.threshold == other.threshold
        && share_country(&one.countries, &other.countries)
}

/// Whether two lists of countries have one in common; an empty list means all countries.
pub(super) fn share_country(one: &[String], other: &[String]) -> bool {
    one.is_empty() || other.is_empty() || one.iter().any(|country| other.contains(country))
}
