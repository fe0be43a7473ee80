//! Resolves the tables of `shop.toml` to amounts, currencies, addresses, products and links.
//!
//! *Invariants*: each resolved value is stored next to its table, so that later checks know its
//! position in the file; an invalid value is reported and left out.

mod limits;
mod manual_links;
mod markets;
mod quantity_breaks;
mod reader;
mod sections;
mod tiers;

use toml::Spanned;

use super::diagnostic::SpannedDiagnostic;
use super::parse::ParsedShop;
use super::schema::{
    ChoiceTable, DealTable, LoyaltyTable, MembershipTable, QuantityBreakTable, RewardTable,
    ServiceTable, ShippingTable, TrialTable,
};
use super::{Market, Shop};
use crate::model::{
    Currency, DealRule, LoyaltyRule, Membership, Policy, QuantityBreak, Selection, Service, Tier,
    Trial,
};
use crate::shop_config::{DealSettings, Selector, TitleCase};

pub(crate) use manual_links::StatedLink;
pub(crate) use markets::ResolvedMarket;
use reader::{Reader, ShopCurrency, read_currency, read_timezone};

/// The resolved `shop.toml`, with positions.
#[derive(Clone, Debug, Default)]
pub(crate) struct ResolvedShop {
    pub(crate) currency: Option<(Spanned<String>, Currency)>,
    title_case: TitleCase,
    pub(crate) shipping: Vec<(ShippingTable, Tier)>,
    pub(crate) rewards: Vec<(RewardTable, Tier)>,
    pub(crate) quantity_breaks: Vec<(QuantityBreakTable, QuantityBreak)>,
    pub(crate) memberships: Vec<(MembershipTable, Membership)>,
    pub(crate) services: Vec<(ServiceTable, Service)>,
    pub(crate) trials: Vec<(TrialTable, Trial)>,
    pub(crate) loyalty: Option<(LoyaltyTable, LoyaltyRule)>,
    pub(crate) deal: Option<(DealTable, DealRule, DealSettings)>,
    pub(crate) bundle_discount: Option<Spanned<i64>>,
    /// Each table that selects products, with the number of its selection.
    pub(crate) choices: Vec<(ChoiceTable, Selection)>,
    pub(crate) selections: Vec<Selector>,
    /// The rest of the policy.
    pub(crate) policy: Policy,
    /// Blocks first, then links, each in the order of the file.
    pub(crate) hand: Vec<StatedLink>,
    pub(crate) markets: Vec<ResolvedMarket>,
}

impl From<ResolvedShop> for Shop {
    fn from(meaning: ResolvedShop) -> Self {
        let tiers = meaning
            .shipping
            .into_iter()
            .map(|(_, tier)| tier)
            .chain(meaning.rewards.into_iter().map(|(_, tier)| tier));
        let (deal, wish) = meaning.deal.map(|(_, rule, wish)| (rule, wish)).unzip();
        let policy = Policy {
            tiers: tiers.collect(),
            quantity_breaks: meaning
                .quantity_breaks
                .into_iter()
                .map(|(_, rule)| rule)
                .collect(),
            memberships: meaning
                .memberships
                .into_iter()
                .map(|(_, plan)| plan)
                .collect(),
            services: meaning
                .services
                .into_iter()
                .map(|(_, service)| service)
                .collect(),
            trials: meaning.trials.into_iter().map(|(_, trial)| trial).collect(),
            loyalty: meaning.loyalty.map(|(_, rule)| rule),
            deal,
            ..meaning.policy
        };
        Self {
            currency: meaning.currency.map(|(_, currency)| currency),
            title_case: meaning.title_case,
            policy,
            hand: meaning.hand.into_iter().map(|stated| stated.link).collect(),
            selections: meaning.selections,
            deal: wish,
            markets: meaning.markets.into_iter().map(Market::from).collect(),
        }
    }
}

impl From<ResolvedMarket> for Market {
    fn from(meaning: ResolvedMarket) -> Self {
        Self {
            id: meaning.id,
            languages: meaning.languages,
            countries: meaning.countries,
            catalog: meaning.catalog,
            columns: meaning.columns,
            terms: meaning.shop.into(),
        }
    }
}

/// Resolves all sections, and adds their errors to those of the parser.
pub(super) fn read(
    ParsedShop {
        file,
        mut diagnostics,
        names_currency,
        incomplete,
    }: ParsedShop,
) -> (ResolvedShop, Vec<SpannedDiagnostic>) {
    let shop = match &file.currency {
        None if names_currency => ShopCurrency::Mistaken,
        None => ShopCurrency::None,
        Some(code) => match read_currency(code) {
            Ok(currency) => ShopCurrency::Known(currency),
            Err(fault) => {
                diagnostics.push(fault);
                ShopCurrency::Mistaken
            }
        },
    };
    let mut reader = Reader {
        shop,
        diagnostics: &mut diagnostics,
        incomplete: &incomplete,
        selections: Vec::new(),
        choices: Vec::new(),
    };
    let links = reader.links(file.links);
    let shipping = reader.shipping(file.shipping);
    let rewards = reader.rewards(file.rewards, &shipping);
    let quantity_breaks = reader.quantity_breaks(file.quantity_breaks);
    let memberships = reader.memberships(file.memberships);
    let services = reader.services(file.services);
    let trials = reader.trials(file.trials);
    let loyalty = file.loyalty.and_then(|table| reader.loyalty(table));
    let mut deal = file.deal.and_then(|table| reader.deal(table));
    let policy = Policy {
        links,
        bundle_discount_percent: reader
            .whole(file.bundle.discount_percent.as_ref(), 0..=90)
            .unwrap_or(0),
        never: reader.choice(&file.never),
        limits: reader.limits(&file.limits),
        stages: reader.stages(file.stages),
        freshness: reader.freshness(&file.freshness),
        control_group_percent: reader
            .whole(file.experiment.control_group_percent.as_ref(), 0..=90)
            .unwrap_or(0),
        timezone: file
            .timezone
            .and_then(|timezone| reader.keep(read_timezone(timezone))),
        ..Policy::default()
    };
    if let Some((.., wish)) = &mut deal {
        wish.never = policy.never;
    }
    let hand = reader.hand(file.related, file.block.clone());
    let currency = match &reader.shop {
        ShopCurrency::Known(currency) => file.currency.map(|code| (code, currency.clone())),
        ShopCurrency::None | ShopCurrency::Mistaken => None,
    };
    let mut meaning = ResolvedShop {
        currency,
        title_case: file.title_case,
        shipping,
        rewards,
        quantity_breaks,
        memberships,
        services,
        trials,
        loyalty,
        deal,
        bundle_discount: file.bundle.discount_percent,
        choices: reader.choices.clone(),
        selections: Vec::new(),
        policy,
        hand,
        markets: Vec::new(),
    };
    meaning.markets = reader.markets(file.markets, &meaning, &file.block);
    // All markets number their selections alike, so that they can inherit sections.
    for market in &mut meaning.markets {
        market.shop.selections.clone_from(&reader.selections);
    }
    meaning.selections = reader.selections;
    (meaning, diagnostics)
}
