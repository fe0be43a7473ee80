//! From the tables of `shop.toml` to what they mean: amounts, currencies, addresses, products, links.
//!
//! *Invariants*: what can be understood is kept beside the table that says it, so that a later check finds its place in the file;
//! what cannot is a fault, and is left out.

mod hand;
mod manner;
mod sales;
mod tiers;

use std::ops::RangeInclusive;

use toml::Spanned;

use super::Shop;
use super::fault::{Fault, fault};
use super::file::{
    ChoiceTable, DealTable, LinksTable, PlanTable, PointsTable, RewardTable, ServiceTable, ShippingTable, TrialTable,
};
use super::form::Form;
use crate::learn::{DealWish, Selector, TitleCase};
use crate::model::{Currency, DealRule, Links, Membership, Minor, PointsRule, Policy, Selection, Service, SkuKey, Tier, Trial};

pub(crate) use hand::StatedLink;

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
    pub(crate) deal: Option<(DealTable, DealWish)>,
    /// Each place where products are chosen, with the place's span and its number.
    pub(crate) choices: Vec<(Spanned<String>, Selection)>,
    pub(crate) selections: Vec<Selector>,
    pub(crate) never: ChoiceTable,
    /// Everything else of the policy.
    pub(crate) policy: Policy,
    /// First the forbidden ones, then the others, each in the file's order.
    pub(crate) hand: Vec<StatedLink>,
}

impl From<Meaning> for Shop {
    fn from(meaning: Meaning) -> Self {
        let tiers = meaning.shipping.into_iter().map(|(_, tier)| tier).chain(meaning.rewards.into_iter().map(|(_, tier)| tier));
        let percent = |table: &DealTable| u8::try_from(*table.percent.get_ref()).unwrap_or(0);
        let deal = meaning.deal.as_ref();
        let policy = Policy {
            tiers: tiers.collect(),
            plans: meaning.plans.into_iter().map(|(_, plan)| plan).collect(),
            services: meaning.services.into_iter().map(|(_, service)| service).collect(),
            trials: meaning.trials.into_iter().map(|(_, trial)| trial).collect(),
            points: meaning.points.map(|(_, points)| points),
            deal: deal.map(|(table, _)| DealRule { percent: percent(table), pool: Vec::new() }),
            ..meaning.policy
        };
        Self {
            currency: meaning.currency.map(|(_, currency)| currency),
            title_case: meaning.title_case,
            policy,
            hand: meaning.hand.into_iter().map(|stated| stated.link).collect(),
            selections: meaning.selections,
            deal: meaning.deal.map(|(_, wish)| wish),
        }
    }
}

/// Reads all sections; adds to the faults of the form.
pub(super) fn read(Form { file, mut faults, names_currency }: Form) -> (Meaning, Vec<Fault>) {
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
    let mut reader = Reader { shop, faults: &mut faults, selections: Vec::new(), choices: Vec::new() };
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
    let deal = file.deal.and_then(|table| reader.deal(table));
    let policy = Policy {
        links,
        bundle_discount_percent: reader.whole(file.bundle.discount_percent.as_ref(), 0..=90).unwrap_or(0),
        never: reader.choice(&file.never),
        tact: reader.tact(&file.tact),
        stages: reader.stages(file.stages),
        freshness: reader.freshness(&file.freshness),
        holdout_percent: reader.whole(file.measure.holdout_percent.as_ref(), 0..=90).unwrap_or(0),
        timezone: file.timezone.and_then(|timezone| reader.keep(read_timezone(timezone))),
        ..Policy::default()
    };
    let hand = reader.hand(file.related, file.block);
    let Reader { shop, selections, choices, .. } = reader;
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
        choices,
        selections,
        never: file.never,
        policy,
        hand,
    };
    (meaning, faults)
}

/// The currency at the top of the file.
enum ShopCurrency {
    None,
    /// There is one that cannot be understood, which is said already.
    Mistaken,
    Known(Currency),
}

struct Reader<'a> {
    shop: ShopCurrency,
    faults: &'a mut Vec<Fault>,
    selections: Vec<Selector>,
    choices: Vec<(Spanned<String>, Selection)>,
}

impl Reader<'_> {
    fn keep<T>(&mut self, read: Result<T, Fault>) -> Option<T> {
        read.map_err(|fault| self.faults.push(fault)).ok()
    }

    fn refuse<T>(&mut self, at: &Spanned<T>, message: impl Into<String>) {
        self.faults.push(fault(at, message));
    }

    /// The currency of a table: its own, else the shop's.
    fn currency<T>(&mut self, own: Option<&Spanned<String>>, beside: &Spanned<T>) -> Option<Currency> {
        match (own, &self.shop) {
            (Some(own), _) => self.keep(read_currency(own)),
            (None, ShopCurrency::Known(shop)) => Some(shop.clone()),
            (None, ShopCurrency::Mistaken) => None,
            (None, ShopCurrency::None) => {
                let remedy = "Write currency = \"GBP\" at the top of the file.";
                self.keep(Err(fault(beside, format!("an amount needs a currency. {remedy}"))))
            }
        }
    }

    fn money(&mut self, text: &Spanned<String>, currency: &Currency) -> Option<Minor> {
        self.keep(currency.parse(text.get_ref()).map_err(|error| fault(text, error.to_string())))
    }

    /// A whole number of a range; `None` too where nothing is given.
    fn whole<T: TryFrom<i64>>(&mut self, given: Option<&Spanned<i64>>, range: RangeInclusive<i64>) -> Option<T> {
        let given = given?;
        let number = Some(*given.get_ref()).filter(|number| range.contains(number)).and_then(|number| T::try_from(number).ok());
        if number.is_none() {
            let (from, to) = range.into_inner();
            self.refuse(given, format!("{} is out of range. Write a whole number from {from} to {to}.", given.get_ref()));
        }
        number
    }

    /// The number under which the builder marks some products; `None` where none are named.
    fn choice(&mut self, ChoiceTable { skus, categories }: &ChoiceTable) -> Option<Selection> {
        let first = skus.iter().chain(categories).next()?.clone();
        let selector = selector(skus, categories);
        let place = self.selections.iter().position(|known| *known == selector).unwrap_or_else(|| {
            self.selections.push(selector);
            self.selections.len().saturating_sub(1)
        });
        let selection = u8::try_from(place).ok().filter(|place| *place <= Selection::MOST).map(Selection);
        let most = usize::from(Selection::MOST).saturating_add(1);
        match selection {
            Some(selection) => self.choices.push((first, selection)),
            None => self
                .refuse(&first, format!("products are chosen in more than {most} ways. Choose the same ones by the same lists.")),
        }
        selection
    }
}

fn selector(skus: &[Spanned<String>], categories: &[Spanned<String>]) -> Selector {
    Selector {
        skus: skus.iter().map(|sku| SkuKey::new(sku.get_ref())).collect(),
        categories: categories.iter().map(|category| category.get_ref().trim().to_owned()).collect(),
    }
}

/// The shape of a name of the IANA time zone database: `Europe/London`, `UTC`.
fn read_timezone(timezone: Spanned<String>) -> Result<String, Fault> {
    let is_part =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte));
    let name = timezone.get_ref();
    if name == "UTC" || (name.contains('/') && name.split('/').all(is_part)) {
        return Ok(timezone.into_inner());
    }
    Err(fault(&timezone, format!("\"{name}\" is no time zone. Use an area and a city, such as \"Europe/London\", or \"UTC\".")))
}

fn read_currency(code: &Spanned<String>) -> Result<Currency, Fault> {
    Currency::new(code.get_ref()).map_err(|error| fault(code, error.to_string()))
}

fn read_template(template: Spanned<String>) -> Result<String, Fault> {
    if !template.get_ref().contains("{sku}") {
        return Err(fault(&template, "a link template needs {sku} where the SKU goes, such as \"/products/{sku}\"."));
    }
    read_url(template)
}

fn read_url(url: Spanned<String>) -> Result<String, Fault> {
    let text = url.get_ref();
    let scheme = text.split(['/', '?', '#']).next().and_then(|start| start.split_once(':')).map(|(scheme, _)| scheme);
    if scheme.is_some_and(|scheme| !["http", "https"].iter().any(|safe| safe.eq_ignore_ascii_case(scheme.trim()))) {
        return Err(fault(&url, format!("\"{text}\" is no address of a page. Use http:, https: or an address of this site.")));
    }
    Ok(url.into_inner())
}
