//! What is sold beside products, and how: memberships, services, samples, points, deals.

use toml::Spanned;

use super::{Reader, read_url};
use crate::learn::shop::file::{
    ChoiceTable, DealTable, PickTable, PlanTable, PointsRewardTable, PointsTable, ServiceTable, TrialTable,
};
use crate::learn::{DealWish, Pick};
use crate::model::{Applies, Membership, Minor, Period, PointsReward, PointsRule, Service, ServicePrice, SkuKey, Trial};

/// So many products take turns unless the shop says otherwise: a month of days.
const DEALS: usize = 31;

impl Reader<'_> {
    pub(super) fn plans(&mut self, tables: Vec<PlanTable>) -> Vec<(PlanTable, Membership)> {
        let mut plans: Vec<(PlanTable, Membership)> = Vec::new();
        for table in tables {
            let is_known = |(_, plan): &(PlanTable, Membership)| plan.id == *table.id.get_ref();
            self.refuse_twin(&table.id, "plans", plans.iter().any(is_known));
            if let Some(plan) = self.plan(&table) {
                plans.push((table, plan));
            }
        }
        plans
    }

    fn refuse_twin(&mut self, id: &Spanned<String>, what: &str, is_known: bool) {
        if is_known {
            self.refuse(id, format!("two {what} have the id \"{}\". Give each its own.", id.get_ref()));
        }
    }

    fn plan(&mut self, table: &PlanTable) -> Option<Membership> {
        let discount_percent = table.discount_percent.as_ref().map_or(Some(0), |percent| self.discount(percent));
        let url = table.url.clone().map(|url| self.keep(read_url(url)));
        let stated = [(Period::Month, &table.month), (Period::Year, &table.year)];
        let stated: Vec<_> = stated.into_iter().filter_map(|(period, price)| Some((period, price.as_ref()?))).collect();
        let Some((_, first)) = stated.first().copied() else {
            self.refuse(
                &table.id,
                "this plan has no price. Write month = \"3.99\" or year = \"39.00\", or both; \"0\" for a free club.",
            );
            return None;
        };
        let currency = self.currency(table.currency.as_ref(), first)?;
        let mut prices: Vec<(Period, Minor)> = Vec::new();
        for (period, price) in &stated {
            prices.push((*period, self.money(price, &currency)?));
        }
        if let (Some(year), [(_, month), (_, yearly)]) = (&table.year, prices.as_slice())
            && *yearly > month.saturating_mul(12)
        {
            self.refuse(year, "a year costs more than twelve months. Write less, or leave it out.");
        }
        Some(Membership {
            id: table.id.get_ref().clone(),
            name: table.name.clone(),
            currency,
            prices,
            free_shipping: table.free_shipping.as_ref().is_some_and(|free| *free.get_ref()),
            discount_percent: discount_percent?,
            benefits: table.benefits.clone(),
            url: url.flatten(),
        })
    }

    fn discount(&mut self, percent: &Spanned<i64>) -> Option<u8> {
        let given = *percent.get_ref();
        let discount = u8::try_from(given).ok().filter(|percent| *percent <= 100);
        if discount.is_none() {
            self.refuse(percent, format!("a discount of {given} % is impossible. Use a whole number from 0 to 100."));
        }
        discount
    }

    pub(super) fn services(&mut self, tables: Vec<ServiceTable>) -> Vec<(ServiceTable, Service)> {
        let mut services: Vec<(ServiceTable, Service)> = Vec::new();
        for table in tables {
            let is_known = |(_, service): &(ServiceTable, Service)| service.id == *table.id.get_ref();
            self.refuse_twin(&table.id, "services", services.iter().any(is_known));
            if let Some(service) = self.service(&table) {
                services.push((table, service));
            }
        }
        services
    }

    fn service(&mut self, table: &ServiceTable) -> Option<Service> {
        let ServiceTable { id, name, currency, price, percent, skus, categories, from, to, note, url } = table;
        let url = url.clone().and_then(|url| self.keep(read_url(url)));
        let selection = self.choice(&ChoiceTable { skus: skus.clone(), categories: categories.clone() });
        let currency = self.currency(currency.as_ref(), id)?;
        let price = match (price, percent) {
            (Some(price), None) => ServicePrice::Fixed(self.money(price, &currency)?),
            (None, Some(percent)) => ServicePrice::Percent(self.whole(Some(percent), 1..=100)?),
            (None, None) => {
                self.refuse(id, "this service has no price. Write price = \"3.50\" or percent = 8; \"0\" for a free one.");
                return None;
            }
            (Some(price), Some(_)) => {
                self.refuse(price, "a service costs an amount or a share. Remove price or percent.");
                return None;
            }
        };
        let from_minor = from.as_ref().map_or(Some(0), |from| self.money(from, &currency))?;
        let to_minor = match to {
            Some(to) => Some(self.money(to, &currency)?),
            None => None,
        };
        if let Some(to) = to.as_ref().filter(|_| to_minor.is_some_and(|to| to < from_minor)) {
            self.refuse(to, "no product costs at least `from` and at most this. Write an amount that is not below `from`.");
        }
        let applies = Applies { to: selection, from_minor, to_minor };
        Some(Service { id: id.get_ref().clone(), name: name.clone(), currency, price, applies, note: note.clone(), url })
    }

    pub(super) fn trials(&mut self, tables: Vec<TrialTable>) -> Vec<(TrialTable, Trial)> {
        let mut trials: Vec<(TrialTable, Trial)> = Vec::new();
        for table in tables {
            let TrialTable { sku, name, of, currency, price } = &table;
            if SkuKey::new(sku.get_ref()) == SkuKey::new(of.get_ref()) {
                self.refuse(of, "a sample of itself is no sample. Name the product that shoppers may come to buy.");
            }
            let Some(currency) = self.currency(currency.as_ref(), sku) else { continue };
            let Some(price_minor) = price.as_ref().map_or(Some(0), |price| self.money(price, &currency)) else { continue };
            let trial = Trial { sku: sku.get_ref().clone(), name: name.clone(), of: of.get_ref().clone(), currency, price_minor };
            trials.push((table, trial));
        }
        trials
    }

    pub(super) fn points(&mut self, table: PointsTable) -> Option<(PointsTable, PointsRule)> {
        let currency = self.currency(table.currency.as_ref(), &table.per_unit);
        let per_major = self.whole(Some(&table.per_unit), 1..=10_000);
        let mut rewards: Vec<PointsReward> = Vec::new();
        for PointsRewardTable { points, name } in &table.rewards {
            let Some(number) = self.whole(Some(points), 1..=i64::MAX) else { continue };
            if rewards.iter().any(|other| other.points == number) {
                self.refuse(points, "another reward has the same number of points. Give each its own.");
            } else {
                rewards.push(PointsReward { points: number, name: name.clone() });
            }
        }
        rewards.sort_by_key(|reward| reward.points);
        Some((table, PointsRule { currency: currency?, per_major: per_major?, rewards }))
    }

    pub(super) fn deal(&mut self, table: DealTable) -> Option<(DealTable, DealWish)> {
        let percent: Option<u8> = self.whole(Some(&table.percent), 1..=90);
        let products = table.products.as_ref().map_or(Some(DEALS), |products| self.whole(Some(products), 1..=366));
        let pick = match table.pick {
            PickTable::Fast => Pick::Fast,
            PickTable::Slow => Pick::Slow,
        };
        let of = self.choice(&ChoiceTable { skus: table.skus.clone(), categories: table.categories.clone() });
        percent?;
        let wish = DealWish { pick, of, products: products? };
        Some((table, wish))
    }
}
