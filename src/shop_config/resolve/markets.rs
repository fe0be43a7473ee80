//! Resolves `[[markets]]`: each market is the shop with some sections of its own.
//!
//! *Invariants*: a section of a market replaces the shop's section of the same name; amounts of the
//! shop's sections stay in their currency, so a market in another currency does not inherit them.

use std::mem;

use toml::Spanned;

use super::ResolvedShop;
use super::reader::{Reader, ShopCurrency, read_currency};
use crate::model::{Currency, Limits};
use crate::shop_config::has_own_prices;
use crate::shop_config::schema::{BlockTable, MarketTable, Names};

/// The highest number of markets. Each one holds the sections that it inherits, so the memory of a
/// file grows with their number.
const MOST: usize = 64;

/// A resolved market.
#[derive(Clone, Debug)]
pub(crate) struct ResolvedMarket {
    pub(crate) id: String,
    pub(crate) languages: Vec<String>,
    pub(crate) countries: Vec<String>,
    pub(crate) catalog: Option<String>,
    pub(crate) columns: Vec<String>,
    /// The whole shop as this market has it.
    pub(crate) shop: ResolvedShop,
}

impl Reader<'_> {
    /// The markets of a shop; `block` are its blocked pairs.
    pub(super) fn markets(
        &mut self,
        mut tables: Vec<Spanned<MarketTable>>,
        shop: &ResolvedShop,
        block: &[BlockTable],
    ) -> Vec<ResolvedMarket> {
        if let Some(first) = tables.get(MOST) {
            let message =
                format!("a shop has at most {MOST} markets. Build a graph for the others.");
            self.refuse(first, message);
        }
        tables.truncate(MOST);
        let home = self.shop.clone();
        let choices = mem::take(&mut self.choices);
        let markets = self.section(tables, |reader, table| {
            reader.choices.clone_from(&choices);
            let market = reader.market(table, (shop, &home), block);
            reader.shop = home.clone();
            market
        });
        self.choices = choices;
        self.refuse_duplicate_ids(
            "markets",
            markets
                .iter()
                .map(|(table, _)| (&table.id, table.id.get_ref())),
        );
        markets.into_iter().map(|(_, market)| market).collect()
    }

    fn market(
        &mut self,
        table: &Spanned<MarketTable>,
        (shop, home): (&ResolvedShop, &ShopCurrency),
        block: &[BlockTable],
    ) -> Option<ResolvedMarket> {
        let market = table.get_ref();
        let id = self.market_id(&market.id);
        let languages = self.languages(&market.languages);
        let countries = self.countries(&market.countries);
        let columns = self.listed(&market.columns);
        let columns: Vec<String> = columns.iter().map(|text| text.get_ref().clone()).collect();
        let currency = self.market_currency(market, home);
        // An invalid currency has been reported; without one, no amount of the market is valid.
        self.shop = currency
            .clone()
            .map_or(ShopCurrency::Mistaken, ShopCurrency::Known);
        let own = self.own_sections(market, shop, block);
        let currency = currency?;
        let catalog = market.catalog.as_ref().map(|path| path.get_ref().clone());
        if let ShopCurrency::Known(home) = home
            && *home != currency
            && !has_own_prices(catalog.as_deref(), &columns)
        {
            let code = currency.code();
            let remedy = "Add catalog = \"FILE\" with its products, or \
                          columns = [\"price=HEADER\"] with the column of its prices in --catalog.";
            let message = format!("this market has no prices in {code}. {remedy}");
            self.refuse(&market.id, message);
        }
        Some(ResolvedMarket {
            id: id?,
            languages,
            countries,
            catalog,
            columns,
            shop: in_currency(own, &currency, market.currency.as_ref()),
        })
    }

    /// The shop with the sections of a market in place of its own.
    fn own_sections(
        &mut self,
        market: &MarketTable,
        shop: &ResolvedShop,
        block: &[BlockTable],
    ) -> ResolvedShop {
        let mut own = shop.clone();
        if !market.shipping.is_empty() {
            own.shipping = self.shipping(market.shipping.clone());
        }
        if !market.rewards.is_empty() {
            own.rewards = self.rewards(market.rewards.clone(), &own.shipping);
        }
        if !market.quantity_breaks.is_empty() {
            own.quantity_breaks = self.quantity_breaks(market.quantity_breaks.clone());
        }
        if !market.memberships.is_empty() {
            own.memberships = self.memberships(market.memberships.clone());
        }
        if !market.services.is_empty() {
            own.services = self.services(market.services.clone());
        }
        if !market.trials.is_empty() {
            own.trials = self.trials(market.trials.clone());
        }
        if let Some(table) = market.loyalty.clone() {
            own.loyalty = self.loyalty(table);
        }
        if !market.related.is_empty() {
            own.hand = self.hand(market.related.clone(), block.to_vec());
        }
        if let Some(links) = market.links.clone() {
            own.policy.links = self.links(links);
        }
        let is_home = |reader: &Self| match (&reader.shop, &shop.currency) {
            (ShopCurrency::Known(own), Some((_, home))) => own == home,
            _ => false,
        };
        own.policy.limits = match &market.limits {
            Some(limits) => self.limits(limits),
            None if is_home(self) => own.policy.limits,
            None => Limits {
                big_ticket_minor: None,
                ..own.policy.limits
            },
        };
        own.choices.clone_from(&self.choices);
        own
    }

    fn market_id(&mut self, id: &Spanned<String>) -> Option<String> {
        let text = id.get_ref();
        let is_name = text.len() <= 32
            && text.starts_with(|first: char| first.is_ascii_lowercase() || first.is_ascii_digit())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !is_name {
            let remedy = "Use up to 32 lower-case letters, digits and dashes, such as \"de\".";
            self.refuse(id, format!("\"{text}\" is not an id of a market. {remedy}"));
        }
        is_name.then(|| text.clone())
    }

    fn market_currency(&mut self, market: &MarketTable, home: &ShopCurrency) -> Option<Currency> {
        match (&market.currency, home) {
            (Some(code), _) => self.keep(read_currency(code)),
            (None, ShopCurrency::Known(home)) => Some(home.clone()),
            (None, ShopCurrency::Mistaken) => None,
            (None, ShopCurrency::None) => {
                let remedy = "Add currency = \"EUR\", or the shop's at the top of the file.";
                self.refuse(&market.id, format!("a market needs a currency. {remedy}"));
                None
            }
        }
    }

    fn languages(&mut self, names: &Names) -> Vec<String> {
        let is_tag = |tag: &str| {
            let mut parts = tag.split('-');
            let is_word = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric());
            let first = parts.next().unwrap_or_default();
            (2..=3).contains(&first.len())
                && first.bytes().all(|byte| byte.is_ascii_alphabetic())
                && parts.all(|part| !part.is_empty() && is_word(part))
        };
        let mut tags = Vec::new();
        for tag in self.listed(names) {
            let text = tag.get_ref().trim();
            if is_tag(text) {
                tags.push(text.to_owned());
            } else {
                let remedy = "Use the value of the pages' attribute lang, such as \"de\".";
                self.refuse(tag, format!("\"{text}\" is not a language tag. {remedy}"));
            }
        }
        tags
    }
}

/// The terms of a market without the amounts in other currencies, which no page of it shows.
fn in_currency(
    mut own: ResolvedShop,
    currency: &Currency,
    code: Option<&Spanned<String>>,
) -> ResolvedShop {
    own.shipping.retain(|(_, tier)| tier.currency == *currency);
    own.rewards.retain(|(_, tier)| tier.currency == *currency);
    own.quantity_breaks
        .retain(|(_, rule)| rule.currency == *currency);
    own.memberships
        .retain(|(_, plan)| plan.currency == *currency);
    own.services
        .retain(|(_, service)| service.currency == *currency);
    own.trials.retain(|(_, trial)| trial.currency == *currency);
    own.loyalty = own.loyalty.filter(|(_, rule)| rule.currency == *currency);
    let code = code.cloned();
    let code = code.or_else(|| own.currency.map(|(code, _)| code));
    own.currency = code.map(|code| (code, currency.clone()));
    own
}
