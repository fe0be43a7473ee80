//! Resolves `[[quantity_breaks]]`.

use toml::Spanned;

use super::reader::Reader;
use super::tiers::share_country;
use crate::model::{BreakKind, BreakTier, Currency, QuantityBreak};
use crate::shop_config::schema::{BreakTierTable, ChoiceTable, QuantityBreakTable};

/// A tier with its number of pieces in the file.
type StatedTier = (Spanned<i64>, BreakTier);

/// The largest number of pieces, beyond which it is a mistake.
const MOST_PIECES: i64 = 999;

impl Reader<'_> {
    pub(super) fn quantity_breaks(
        &mut self,
        tables: Vec<Spanned<QuantityBreakTable>>,
    ) -> Vec<(QuantityBreakTable, QuantityBreak)> {
        let breaks = self.section(tables, Self::quantity_break);
        for (place, (table, rule)) in breaks.iter().enumerate() {
            let before = breaks.iter().take(place);
            let mut before = before.filter(|(_, other)| {
                other.currency == rule.currency && share_country(&other.countries, &rule.countries)
            });
            let choice = ChoiceTable::of(&table.skus, &table.categories);
            let shares = |(other, _): &&(QuantityBreakTable, QuantityBreak)| {
                let other = ChoiceTable::of(&other.skus, &other.categories);
                let of_sku = choice.skus().iter();
                let of_category = choice.categories().iter();
                let twice = of_sku.chain(of_category).find(|name| {
                    let name = name.get_ref().trim();
                    let known = other.skus().iter().chain(other.categories());
                    let mut known = known.map(|known| known.get_ref().trim());
                    known.any(|known| known.eq_ignore_ascii_case(name))
                });
                twice.is_some()
            };
            if before.any(|other| shares(&other)) {
                self.refuse(
                    &table.tiers,
                    "an earlier quantity break has the same SKU or category, so one of the two has no effect. Put each product in one section.",
                );
            }
        }
        breaks
    }

    fn quantity_break(&mut self, table: &Spanned<QuantityBreakTable>) -> Option<QuantityBreak> {
        let QuantityBreakTable {
            tiers,
            skus,
            categories,
            mix,
            currency,
            countries,
        } = table.get_ref();
        let products = self.choice(&ChoiceTable::of(skus, categories));
        if skus.is_none() && categories.is_none() {
            self.refuse_lack(
                table,
                "[[quantity_breaks]] lacks its products. Add skus = [\"CANDLE\"] or categories = [\"Candles\"].",
            );
        }
        let countries = self.countries(countries);
        let currency = self.currency(currency.as_ref(), tiers)?;
        let mix = match mix {
            Some(mix) if mix.get_ref().trim().is_empty() => {
                self.refuse(
                    mix,
                    "the products that count together need a name for shoppers. Write, for example, mix = \"all candles\".",
                );
                None
            }
            mix => mix.as_ref().map(|mix| mix.get_ref().clone()),
        };
        let (kind, tiers) = self.break_tiers(tiers, &currency)?;
        if let (BreakKind::Set, Some(_), [_, second, ..]) = (kind, &mix, &*tiers) {
            self.refuse(
                &second.0,
                "products that count together have one kind of set. Remove this tier, or use price_each or percent.",
            );
            return None;
        }
        Some(QuantityBreak {
            products: products?,
            mix,
            currency,
            countries,
            kind,
            tiers: tiers.into_iter().map(|(_, tier)| tier).collect(),
        })
    }

    /// The tiers with the places of their numbers of pieces.
    fn break_tiers(
        &mut self,
        tables: &Spanned<Vec<Spanned<BreakTierTable>>>,
        currency: &Currency,
    ) -> Option<(BreakKind, Vec<StatedTier>)> {
        let mut kind = None;
        let mut tiers: Vec<StatedTier> = Vec::new();
        let mut is_whole = true;
        for table in tables.get_ref() {
            let tier = self.break_tier(table, currency).filter(|(other, tier)| {
                let from = &table.get_ref().from;
                if kind.is_some_and(|kind| kind != *other) {
                    self.refuse(
                        from,
                        "all tiers of a quantity break need the same key. Use total, price_each or percent in all of them.",
                    );
                    return false;
                }
                kind = Some(*other);
                let fault = tiers
                    .last()
                    .and_then(|(_, before)| fault_after(*other, *before, *tier));
                if let Some(fault) = fault {
                    self.refuse(from, fault);
                }
                fault.is_none()
            });
            is_whole &= tier.is_some();
            tiers.extend(tier.map(|(_, tier)| (table.get_ref().from.clone(), tier)));
        }
        if tables.get_ref().is_empty() {
            let remedy = "Add, for example, tiers = [{ from = 3, total = \"25.00\" }].";
            self.refuse(tables, format!("a quantity break needs a tier. {remedy}"));
        }
        kind.filter(|_| is_whole).map(|kind| (kind, tiers))
    }

    fn break_tier(
        &mut self,
        table: &Spanned<BreakTierTable>,
        currency: &Currency,
    ) -> Option<(BreakKind, BreakTier)> {
        let BreakTierTable {
            from: pieces,
            total,
            price_each,
            percent,
        } = table.get_ref();
        let from = self.whole(Some(pieces), 2..=MOST_PIECES);
        let given = [total.is_some(), price_each.is_some(), percent.is_some()];
        let (kind, value) = match given.into_iter().filter(|is_given| *is_given).count() {
            0 => {
                self.refuse_lack(
                    table,
                    "a tier lacks its price. Add total = \"25.00\", price_each = \"8.50\" or percent = 10.",
                );
                return None;
            }
            1 => match (total, price_each) {
                (Some(total), _) => (BreakKind::Set, self.break_price(total, currency)),
                (_, Some(each)) => (BreakKind::Each, self.break_price(each, currency)),
                _ => (BreakKind::Percent, self.whole(percent.as_ref(), 1..=90)),
            },
            _ => {
                self.refuse(
                    pieces,
                    "a tier has one price. Keep one of total, price_each and percent.",
                );
                return None;
            }
        };
        Some((
            kind,
            BreakTier {
                from: from?,
                value: value?,
            },
        ))
    }

    /// An amount above 0.
    fn break_price(&mut self, text: &Spanned<String>, currency: &Currency) -> Option<i64> {
        let minor = self.money(text, currency)?;
        if minor == 0 {
            self.refuse(text, "several pieces cannot be free. Set a price above 0.");
        }
        Some(minor).filter(|minor| *minor > 0)
    }
}

/// What is wrong with a tier after another one.
fn fault_after(kind: BreakKind, before: BreakTier, tier: BreakTier) -> Option<&'static str> {
    if tier.from <= before.from {
        return Some(
            "the tiers are not in the order of their numbers of pieces. Write the smallest first, and each number once.",
        );
    }
    let is_cheaper = match kind {
        BreakKind::Each => tier.value < before.value,
        BreakKind::Percent => tier.value > before.value,
        BreakKind::Set => {
            let price = |tier: BreakTier, other: BreakTier| {
                i128::from(tier.value).saturating_mul(other.from.into())
            };
            price(tier, before) < price(before, tier)
        }
    };
    let fault = "a piece of this tier is not cheaper than one of the tier before it. Lower its price, or remove it.";
    (!is_cheaper).then_some(fault)
}
