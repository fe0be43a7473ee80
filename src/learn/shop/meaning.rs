//! From the tables of `shop.toml` to what they mean: amounts, currencies, addresses, links.
//!
//! *Invariants*: what can be understood is kept beside the table that says it, so that a later check finds its place in the file;
//! what cannot is a fault, and is left out.

use toml::Spanned;

use super::Shop;
use super::fault::{Fault, fault};
use super::file::{BlockTable, LinksTable, PlanTable, RelatedTable, ShippingTable, TactTable};
use super::form::Form;
use crate::learn::TitleCase;
use crate::learn::hand::{HandLink, Wish, relation};
use crate::model::{Currency, Links, Membership, Minor, Policy, Relation, ShippingRule, SkuKey, Tact};

/// What `shop.toml` means, with the places.
#[derive(Debug, Default)]
pub(crate) struct Meaning {
    pub(crate) currency: Option<(Spanned<String>, Currency)>,
    title_case: TitleCase,
    links: Links,
    pub(crate) shipping: Vec<(ShippingTable, ShippingRule)>,
    pub(crate) plans: Vec<(PlanTable, Membership)>,
    tact: Tact,
    /// First the forbidden ones, then the others, each in the file's order.
    pub(crate) hand: Vec<StatedLink>,
}

/// A link as the file states it.
#[derive(Debug)]
pub(crate) struct StatedLink {
    pub(crate) from: Spanned<String>,
    pub(crate) to: Spanned<String>,
    pub(crate) link: HandLink,
}

impl From<Meaning> for Shop {
    fn from(Meaning { currency, title_case, links, shipping, plans, tact, hand }: Meaning) -> Self {
        let shipping = shipping.into_iter().map(|(_, rule)| rule).collect();
        let plans = plans.into_iter().map(|(_, plan)| plan).collect();
        Self {
            currency: currency.map(|(_, currency)| currency),
            title_case,
            policy: Policy { links, shipping, plans, tact },
            hand: hand.into_iter().map(|stated| stated.link).collect(),
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
    let mut reader = Reader { shop, faults: &mut faults };
    let LinksTable { product, image } = file.links;
    let links = Links {
        product: product.and_then(|template| reader.keep(read_template(template))),
        image: image.and_then(|template| reader.keep(read_template(template))),
    };
    let shipping = reader.shipping(file.shipping);
    let plans = reader.plans(file.plans);
    let TactTable { bundle_percent, basket_percent } = file.tact;
    let usual = Tact::default();
    let tact = Tact {
        bundle_percent: reader.percent(bundle_percent).unwrap_or(usual.bundle_percent),
        basket_percent: reader.percent(basket_percent).unwrap_or(usual.basket_percent),
    };
    let hand = reader.hand(file.related, file.block);
    let currency = match reader.shop {
        ShopCurrency::Known(currency) => file.currency.map(|code| (code, currency)),
        ShopCurrency::None | ShopCurrency::Mistaken => None,
    };
    (Meaning { currency, title_case: file.title_case, links, shipping, plans, tact, hand }, faults)
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
}

impl Reader<'_> {
    fn keep<T>(&mut self, read: Result<T, Fault>) -> Option<T> {
        read.map_err(|fault| self.faults.push(fault)).ok()
    }

    /// The currency of a table: its own, else the shop's.
    fn currency(&mut self, own: Option<&Spanned<String>>, beside: &Spanned<String>) -> Option<Currency> {
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

    /// A share that makes sense of a price.
    fn percent(&mut self, given: Option<Spanned<i64>>) -> Option<u16> {
        let given = given?;
        let percent = u16::try_from(*given.get_ref()).ok().filter(|percent| (1..=10_000).contains(percent));
        let message = || format!("{} is no share of a price. Write whole percent, from 1 to 10000.", given.get_ref());
        self.keep(percent.ok_or_else(|| fault(&given, message())))
    }

    fn shipping(&mut self, tables: Vec<ShippingTable>) -> Vec<(ShippingTable, ShippingRule)> {
        let mut rules: Vec<(ShippingTable, ShippingRule)> = Vec::new();
        for table in tables {
            let Some(rule) = self.rule(&table) else { continue };
            let is_twin = |other: &ShippingRule| other.currency == rule.currency && other.free_from_minor == rule.free_from_minor;
            if rules.iter().any(|(_, other)| is_twin(other)) {
                let remedy = "Remove one of them.";
                self.faults
                    .push(fault(&table.free_from, format!("another rule in this currency has the same free_from. {remedy}")));
            } else {
                rules.push((table, rule));
            }
        }
        rules
    }

    fn rule(&mut self, table: &ShippingTable) -> Option<ShippingRule> {
        let currency = self.currency(table.currency.as_ref(), &table.price)?;
        let (price, free_from) = (self.money(&table.price, &currency), self.money(&table.free_from, &currency));
        if free_from == Some(0) {
            let remedy = "Name the subtotal that earns it, or remove the rule.";
            self.faults.push(fault(&table.free_from, format!("free from nothing is free always. {remedy}")));
            return None;
        }
        Some(ShippingRule { name: table.name.clone(), price_minor: price?, free_from_minor: free_from?, currency })
    }

    fn plans(&mut self, tables: Vec<PlanTable>) -> Vec<(PlanTable, Membership)> {
        let mut plans: Vec<(PlanTable, Membership)> = Vec::new();
        for table in tables {
            if plans.iter().any(|(_, plan)| plan.id == *table.id.get_ref()) {
                let message = format!("two plans have the id \"{}\". Give each its own.", table.id.get_ref());
                self.faults.push(fault(&table.id, message));
            }
            if let Some(plan) = self.plan(&table) {
                plans.push((table, plan));
            }
        }
        plans
    }

    fn plan(&mut self, table: &PlanTable) -> Option<Membership> {
        let currency = self.currency(table.currency.as_ref(), &table.price);
        let price_minor = currency.as_ref().and_then(|currency| self.money(&table.price, currency));
        let discount_percent = table.discount_percent.as_ref().map(|percent| {
            u8::try_from(*percent.get_ref()).ok().filter(|percent| *percent <= 100).ok_or_else(|| {
                let remedy = "Use a whole number from 0 to 100.";
                fault(percent, format!("a discount of {} % is impossible. {remedy}", percent.get_ref()))
            })
        });
        let discount_percent = discount_percent.map_or(Some(0), |percent| self.keep(percent));
        let url = table.url.clone().map(|url| self.keep(read_url(url)));
        Some(Membership {
            id: table.id.get_ref().clone(),
            name: table.name.clone(),
            currency: currency?,
            price_minor: price_minor?,
            period: table.period,
            free_shipping: table.free_shipping.as_ref().is_some_and(|free| *free.get_ref()),
            discount_percent: discount_percent?,
            benefits: table.benefits.clone(),
            url: url.flatten(),
        })
    }

    fn hand(&mut self, related: Vec<RelatedTable>, block: Vec<BlockTable>) -> Vec<StatedLink> {
        let mut hand: Vec<StatedLink> = Vec::new();
        for BlockTable { sku, with } in block {
            self.refuse_empty(&with);
            hand.extend(with.into_inner().into_iter().map(|to| StatedLink::new(&sku, to, Wish::Block)));
        }
        let blocks = hand.len();
        for RelatedTable { sku, relation: word, with } in related {
            let found = relation(word.get_ref()).ok_or_else(|| {
                let words = Relation::ALL.map(Relation::word).join(", ");
                fault(&word, format!("\"{}\" is no relation. Use one of {words}.", word.get_ref()))
            });
            self.refuse_empty(&with);
            let Some(relation) = self.keep(found) else { continue };
            for to in with.into_inner() {
                let stated = StatedLink::new(&sku, to, Wish::Link(relation));
                if hand.iter().take(blocks).any(|block| block.is_about_the_pair_of(&stated)) {
                    let (from, to) = (stated.link.from.as_str(), stated.to.get_ref());
                    let message = format!("{from} is linked to {to} here, and [[block]] forbids it. Remove one.");
                    self.faults.push(fault(&stated.to, message));
                } else {
                    hand.push(stated);
                }
            }
        }
        hand
    }

    fn refuse_empty(&mut self, with: &Spanned<Vec<Spanned<String>>>) {
        if with.get_ref().is_empty() {
            self.faults.push(fault(with, "this names no product. Add the SKU of one, or remove the section."));
        }
    }
}

impl StatedLink {
    fn new(from: &Spanned<String>, to: Spanned<String>, wish: Wish) -> Self {
        let link = HandLink { from: SkuKey::new(from.get_ref()), to: SkuKey::new(to.get_ref()), wish };
        Self { from: from.clone(), to, link }
    }

    /// Whether both name the same two products, in either direction.
    pub(crate) fn is_about_the_pair_of(&self, other: &Self) -> bool {
        let pair = (&self.link.from, &self.link.to);
        pair == (&other.link.from, &other.link.to) || pair == (&other.link.to, &other.link.from)
    }
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
