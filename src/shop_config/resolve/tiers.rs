//! What large baskets earn.

use toml::Spanned;

use super::reader::Reader;
use crate::model::{Currency, Minor, Reward, Selection, Tier};
use crate::shop_config::diagnostic::fault;
use crate::shop_config::schema::{ChoiceTable, Coupons, Names, RewardTable, ShippingTable, Tax};

/// What both kinds of sections say in the same words.
struct Terms {
    countries: Vec<String>,
    excluded: Option<Selection>,
    is_after_coupons: bool,
    is_before_tax: bool,
}

impl Reader<'_> {
    pub(super) fn shipping(
        &mut self,
        tables: Vec<Spanned<ShippingTable>>,
    ) -> Vec<(ShippingTable, Tier)> {
        let tiers = self.section(tables, Self::delivery);
        for (place, (table, tier)) in tiers.iter().enumerate() {
            if tiers.iter().take(place).any(|(_, other)| meet(other, tier)) {
                self.refuse(
                    &table.free_from,
                    "another rule in this currency has the same free_from. Remove one of them.",
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
            free_from,
            countries,
            excluding,
            coupons,
            tax,
        } = table.get_ref();
        let terms = self.terms(countries, excluding, *coupons, *tax);
        let currency = self.currency(currency.as_ref(), price)?;
        let (price, from) = (
            self.money(price, &currency),
            self.money(free_from, &currency),
        );
        if from == Some(0) {
            let remedy = "Name the subtotal that earns it, or remove the rule.";
            self.refuse(
                free_from,
                format!("free from nothing is free always. {remedy}"),
            );
            return None;
        }
        Some(tier(
            name,
            (currency, from?),
            Reward::Shipping(price?),
            terms,
        ))
    }

    /// Rewards besides free delivery.
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
                .any(|other| meet(other, tier))
            {
                self.refuse(&table.from, "another reward is earned at the same subtotal. Give each a subtotal of its own.");
            }
        }
        tiers
    }

    fn reward(&mut self, table: &Spanned<RewardTable>) -> Option<Tier> {
        let RewardTable {
            name,
            currency,
            from,
            gift,
            percent,
            countries,
            excluding,
            coupons,
            tax,
        } = table.get_ref();
        let terms = self.terms(countries, excluding, *coupons, *tax);
        let reward = match (gift, percent) {
            (Some(sku), None) => Some(Reward::Gift(sku.get_ref().clone())),
            (None, Some(percent)) => self.whole(Some(percent), 1..=90).map(Reward::Percent),
            (None, None) => {
                self.refuse_lack(
                    table,
                    "[[rewards]] lacks what is earned. Add gift = \"SKU\" or percent = 10.",
                );
                None
            }
            (Some(gift), Some(_)) => {
                self.refuse(gift, "a reward is a gift or a discount. Remove gift or percent, or write two sections.");
                None
            }
        };
        let currency = self.currency(currency.as_ref(), from)?;
        let from_minor = self.money(from, &currency)?;
        if from_minor == 0 {
            let remedy = "Name the subtotal that earns it, or remove the reward.";
            self.refuse(
                from,
                format!("earned from nothing is earned always. {remedy}"),
            );
            return None;
        }
        Some(tier(name, (currency, from_minor), reward?, terms))
    }

    fn terms(
        &mut self,
        countries: &Names,
        excluding: &ChoiceTable,
        coupons: Coupons,
        tax: Tax,
    ) -> Terms {
        let countries = self.listed(countries).iter().filter_map(|code| {
            let text = code.get_ref().trim();
            let is_code = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
            // Two letters that everyone uses and no page has: its country is GB.
            let is_code = is_code && !text.eq_ignore_ascii_case("UK");
            let message = || {
                format!(
                    "\"{text}\" is no country. Use the two letters of ISO 3166, such as \"GB\"."
                )
            };
            self.keep(if is_code {
                Ok(text.to_ascii_uppercase())
            } else {
                Err(fault(code, message()))
            })
        });
        Terms {
            countries: countries.collect(),
            excluded: self.choice(excluding),
            is_after_coupons: coupons == Coupons::After,
            is_before_tax: tax == Tax::Excluded,
        }
    }
}

fn tier(
    name: &str,
    (currency, from_minor): (Currency, Minor),
    reward: Reward,
    terms: Terms,
) -> Tier {
    let Terms {
        countries,
        excluded,
        is_after_coupons,
        is_before_tax,
    } = terms;
    Tier {
        name: name.to_owned(),
        currency,
        from_minor,
        reward,
        countries,
        excluded,
        is_after_coupons,
        is_before_tax,
    }
}

/// Whether some basket earns both at the same moment, so that nobody can say which comes next.
fn meet(one: &Tier, other: &Tier) -> bool {
    let share_country = one.countries.is_empty()
        || other.countries.is_empty()
        || one
            .countries
            .iter()
            .any(|country| other.countries.contains(country));
    one.currency == other.currency && one.from_minor == other.from_minor && share_country
}
