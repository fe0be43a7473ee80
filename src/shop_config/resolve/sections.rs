//! Resolves memberships, services, samples, loyalty points, deals and bundles.

use toml::Spanned;

use super::reader::{Reader, read_url};
use crate::model::{
    Applies, BillingPeriod, DealRule, LoyaltyReward, LoyaltyRule, MOST_MINOR, Membership, Minor,
    Service, ServicePrice, SkuKey, Trial,
};
use crate::shop_config::schema::{
    ChoiceTable, DealStrategyTable, DealTable, LoyaltyRewardTable, LoyaltyTable, MembershipTable,
    ServiceTable, TrialTable,
};
use crate::shop_config::{DealSettings, DealStrategy};

/// Default number of products in the rotation: one month of days.
const DEALS: usize = 31;

impl Reader<'_> {
    pub(super) fn memberships(
        &mut self,
        tables: Vec<Spanned<MembershipTable>>,
    ) -> Vec<(MembershipTable, Membership)> {
        let plans = self.section(tables, Self::membership);
        self.refuse_duplicate_ids(
            "memberships",
            plans
                .iter()
                .map(|(table, _)| (&table.id, table.id.get_ref())),
        );
        plans
    }

    /// Refuses an id that an earlier table already has.
    pub(super) fn refuse_duplicate_ids<'a, K: PartialEq>(
        &mut self,
        what: &str,
        ids: impl Iterator<Item = (&'a Spanned<String>, K)>,
    ) {
        let mut known: Vec<K> = Vec::new();
        for (id, key) in ids {
            if known.contains(&key) {
                self.refuse(
                    id,
                    format!(
                        "two {what} have the id \"{}\". Give each its own.",
                        id.get_ref()
                    ),
                );
            }
            known.push(key);
        }
    }

    fn membership(&mut self, table: &Spanned<MembershipTable>) -> Option<Membership> {
        let MembershipTable {
            id,
            name,
            currency,
            month,
            year,
            free_shipping,
            discount_percent,
            benefits,
            url,
        } = table.get_ref();
        let discount_percent = discount_percent
            .as_ref()
            .map_or(Some(0), |percent| self.discount(percent));
        let url = url.clone().map(|url| self.keep(read_url(url)));
        let stated = [(BillingPeriod::Month, month), (BillingPeriod::Year, year)];
        let stated: Vec<_> = stated
            .into_iter()
            .filter_map(|(period, price)| Some((period, price.as_ref()?)))
            .collect();
        let Some((_, first)) = stated.first() else {
            let remedy =
                "Add month = \"3.99\" or year = \"39.00\", or both; \"0\" for a free club.";
            self.refuse_lack(table, format!("[[memberships]] lacks a price. {remedy}"));
            return None;
        };
        let currency = self.currency(currency.as_ref(), first)?;
        let prices: Vec<(BillingPeriod, Option<Minor>)> = stated
            .iter()
            .map(|(period, price)| (*period, self.money(price, &currency)))
            .collect();
        Some(Membership {
            id: id.get_ref().clone(),
            name: name.clone(),
            currency,
            prices: prices
                .into_iter()
                .map(|(period, price)| Some((period, price?)))
                .collect::<Option<_>>()?,
            free_shipping: free_shipping.as_ref().is_some_and(|free| *free.get_ref()),
            discount_percent: discount_percent?,
            benefits: benefits.clone(),
            url: url.flatten(),
        })
    }

    fn discount(&mut self, percent: &Spanned<i64>) -> Option<u8> {
        let given = *percent.get_ref();
        let discount = u8::try_from(given).ok().filter(|percent| *percent <= 100);
        if discount.is_none() {
            self.refuse(
                percent,
                format!("a discount of {given} % is impossible. Use a whole number from 0 to 100."),
            );
        }
        discount
    }

    pub(super) fn services(
        &mut self,
        tables: Vec<Spanned<ServiceTable>>,
    ) -> Vec<(ServiceTable, Service)> {
        let services = self.section(tables, Self::service);
        // Carts contain a service by its id, as they contain products by their SKUs.
        self.refuse_duplicate_ids(
            "services",
            services
                .iter()
                .map(|(table, _)| (&table.id, SkuKey::new(table.id.get_ref()))),
        );
        services
    }

    fn service(&mut self, table: &Spanned<ServiceTable>) -> Option<Service> {
        let ServiceTable {
            id,
            name,
            currency,
            price,
            percent,
            skus,
            categories,
            from,
            to,
            note,
            url,
        } = table.get_ref();
        let url = url.clone().and_then(|url| self.keep(read_url(url)));
        let selection = self.choice(&ChoiceTable::of(skus, categories));
        let currency = self.currency(currency.as_ref(), id)?;
        let price = match (price, percent) {
            (Some(price), None) => self.money(price, &currency).map(ServicePrice::Fixed),
            (None, Some(percent)) => self
                .whole(Some(percent), 1..=100)
                .map(ServicePrice::Percent),
            (None, None) => {
                let remedy = "Add price = \"3.50\" or percent = 8; price = \"0\" for a free one.";
                self.refuse_lack(table, format!("[[services]] lacks a price. {remedy}"));
                None
            }
            (Some(price), Some(_)) => {
                self.refuse(
                    price,
                    "a service has either a price or a percentage. Remove price or percent.",
                );
                None
            }
        };
        let from_minor = from
            .as_ref()
            .map_or(Some(0), |from| self.money(from, &currency));
        let to_minor = to.as_ref().map(|to| self.money(to, &currency));
        if let (Some(to), Some(from_minor), Some(Some(to_minor))) = (to, from_minor, to_minor)
            && to_minor < from_minor
        {
            self.refuse(
                to,
                "this is below `from`, so no product is in the range. Raise it, or lower `from`.",
            );
        }
        let to_minor = match to_minor {
            Some(to_minor) => Some(to_minor?),
            None => None,
        };
        let applies = Applies {
            to: selection,
            from_minor: from_minor?,
            to_minor,
        };
        Some(Service {
            id: id.get_ref().clone(),
            name: name.clone(),
            currency,
            price: price?,
            applies,
            note: note.clone(),
            url,
        })
    }

    pub(super) fn trials(&mut self, tables: Vec<Spanned<TrialTable>>) -> Vec<(TrialTable, Trial)> {
        self.section(tables, Self::trial)
    }

    fn trial(&mut self, table: &Spanned<TrialTable>) -> Option<Trial> {
        let TrialTable {
            sku,
            name,
            of,
            currency,
            price,
        } = table.get_ref();
        if SkuKey::new(sku.get_ref()) == SkuKey::new(of.get_ref()) {
            self.refuse(
                of,
                "a sample needs a SKU of its own. Set `of` to the product that is sold.",
            );
        }
        let currency = self.currency(currency.as_ref(), sku)?;
        let price_minor = price
            .as_ref()
            .map_or(Some(0), |price| self.money(price, &currency))?;
        Some(Trial {
            sku: sku.get_ref().clone(),
            name: name.clone(),
            of: of.get_ref().clone(),
            currency,
            price_minor,
        })
    }

    pub(super) fn loyalty(&mut self, table: LoyaltyTable) -> Option<(LoyaltyTable, LoyaltyRule)> {
        let currency = self.currency(table.currency.as_ref(), &table.per_unit);
        let per_major = self.whole(Some(&table.per_unit), 1..=10_000);
        let mut rewards: Vec<LoyaltyReward> = Vec::new();
        for LoyaltyRewardTable { points, name } in &table.rewards {
            let Some(number) = self.whole(Some(points), 1..=MOST_MINOR) else {
                continue;
            };
            if rewards.iter().any(|other| other.points == number) {
                self.refuse(
                    points,
                    "another reward has the same number of points. Give each its own.",
                );
            } else {
                rewards.push(LoyaltyReward {
                    points: number,
                    name: name.clone(),
                });
            }
        }
        rewards.sort_by_key(|reward| reward.points);
        Some((
            table,
            LoyaltyRule {
                currency: currency?,
                per_major: per_major?,
                rewards,
            },
        ))
    }

    /// The rule for pages; the builder adds the products.
    pub(super) fn deal(&mut self, table: DealTable) -> Option<(DealTable, DealRule, DealSettings)> {
        let percent = self.whole(Some(&table.percent), 1..=90);
        let products = table
            .products
            .as_ref()
            .map_or(Some(DEALS), |products| self.whole(Some(products), 1..=366));
        let pick = match table.pick {
            DealStrategyTable::Fast => DealStrategy::Fast,
            DealStrategyTable::Slow => DealStrategy::Slow,
        };
        let of = self.choice(&ChoiceTable::of(&table.skus, &table.categories));
        let rule = DealRule {
            percent: percent?,
            pool: Vec::new(),
        };
        Some((
            table,
            rule,
            DealSettings {
                pick,
                of,
                never: None,
                products: products?,
            },
        ))
    }
}
