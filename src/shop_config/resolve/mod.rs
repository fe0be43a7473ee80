//! From the tables of `shop.toml` to what they mean: amounts, currencies, addresses, products, links.
//!
//! *Invariants*: what can be understood is kept beside the table that says it, so that a later check finds its place in the file;
//! what cannot is a fault, and is left out.

mod limits;
mod manual_links;
mod reader;
mod sections;
mod tiers;

use toml::Spanned;

use super::Shop;
use super::diagnostic::Fault;
use super::parse::Form;
use super::schema::{
    ChoiceTable, DealTable, LinksTable, PlanTable, PointsTable, RewardTable, ServiceTable,
    ShippingTable, TrialTable,
};
use crate::model::{
    Currency, DealRule, Links, Membership, PointsRule, Policy, Selection, Service, Tier, Trial,
};
use crate::shop_config::{DealSettings, Selector, TitleCase};

pub(crate) use manual_links::StatedLink;
use reader::{Reader, ShopCurrency, read_currency, read_template, read_timezone};

/// What `shop.toml` means, with the places.
#[derive(Debug, Default)]
pub(crate) struct Meaning {
    pub(crate) currency: Option<(Spanned<String>, Currency)>,
    title_case: TitleCase,
    pub(crate) shipping: Vec<(ShippingTable, Tier)>,
    pub(crate) rewards: Vec<(RewardTable, Tier)>,
    pub(crate) plans: Vec<(PlanTable, Membership)>,
    pub(crate) services: Vec<(ServiceTable, Service)>,
    pub(crate) trials: Vec<(TrialTable, Trial)>,
    pub(crate) points: Option<(PointsTable, PointsRule)>,
    pub(crate) deal: Option<(DealTable, DealRule, DealSettings)>,
    pub(crate) bundle_discount: Option<Spanned<i64>>,
    /// Each place where products are chosen, with the number of what it chooses.
    pub(crate) choices: Vec<(ChoiceTable, Selection)>,
    pub(crate) selections: Vec<Selector>,
    /// Everything else of the policy.
    pub(crate) policy: Policy,
    /// First the forbidden ones, then the others, each in the file's order.
    pub(crate) hand: Vec<StatedLink>,
}

impl From<Meaning> for Shop {
    fn from(meaning: Meaning) -> Self {
        let tiers = meaning
            .shipping
            .into_iter()
            .map(|(_, tier)| tier)
            .chain(meaning.rewards.into_iter().map(|(_, tier)| tier));
        let (deal, wish) = meaning.deal.map(|(_, rule, wish)| (rule, wish)).unzip();
        let policy = Policy {
            tiers: tiers.collect(),
            plans: meaning.plans.into_iter().map(|(_, plan)| plan).collect(),
            services: meaning
                .services
                .into_iter()
                .map(|(_, service)| service)
                .collect(),
            trials: meaning.trials.into_iter().map(|(_, trial)| trial).collect(),
            points: meaning.points.map(|(_, points)| points),
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
        }
    }
}

/// Reads all sections; adds to the faults of the form.
pub(super) fn read(
    Form {
        file,
        mut faults,
        names_currency,
        incomplete,
    }: Form,
) -> (Meaning, Vec<Fault>) {
    let shop = match &file.currency {
        None if names_currency => ShopCurrency::Mistaken,
        None => ShopCurrency::None,
        Some(code) => match read_currency(code) {
            Ok(currency) => ShopCurrency::Known(currency),
            Err(fault) => {
                faults.push(fault);
                ShopCurrency::Mistaken
            }
        },
    };
    let mut reader = Reader {
        shop,
        faults: &mut faults,
        incomplete: &incomplete,
        selections: Vec::new(),
        choices: Vec::new(),
    };
    let LinksTable { product, image } = file.links;
    let links = Links {
        product: product.and_then(|template| reader.keep(read_template(template))),
        image: image.and_then(|template| reader.keep(read_template(template))),
    };
    let shipping = reader.shipping(file.shipping);
    let rewards = reader.rewards(file.rewards, &shipping);
    let plans = reader.plans(file.plans);
    let services = reader.services(file.services);
    let trials = reader.trials(file.trials);
    let points = file.points.and_then(|table| reader.points(table));
    let mut deal = file.deal.and_then(|table| reader.deal(table));
    let policy = Policy {
        links,
        bundle_discount_percent: reader
            .whole(file.bundle.discount_percent.as_ref(), 0..=90)
            .unwrap_or(0),
        never: reader.choice(&file.never),
        tact: reader.tact(&file.tact),
        stages: reader.stages(file.stages),
        freshness: reader.freshness(&file.freshness),
        holdout_percent: reader
            .whole(file.measure.holdout_percent.as_ref(), 0..=90)
            .unwrap_or(0),
        timezone: file
            .timezone
            .and_then(|timezone| reader.keep(read_timezone(timezone))),
        ..Policy::default()
    };
    if let Some((.., wish)) = &mut deal {
        wish.never = policy.never;
    }
    let hand = reader.hand(file.related, file.block);
    let Reader {
        shop,
        selections,
        choices,
        ..
    } = reader;
    let currency = match shop {
        ShopCurrency::Known(currency) => file.currency.map(|code| (code, currency)),
        ShopCurrency::None | ShopCurrency::Mistaken => None,
    };
    let title_case = file.title_case;
    let meaning = Meaning {
        currency,
        title_case,
        shipping,
        rewards,
        plans,
        services,
        trials,
        points,
        deal,
        bundle_discount: file.bundle.discount_percent,
        choices,
        selections,
        policy,
        hand,
    };
    (meaning, faults)
}
