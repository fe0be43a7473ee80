//! `shop.toml`: what the merchant promises.
//!
//! *Invariants*: a file with a key that nothing reads, or with a rule that cannot be meant, is refused with line and column.

use std::fmt;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::TitleCase;
use super::hand::{HandLink, Wish, relation};
use crate::model::{Currency, Links, Membership, Minor, Period, Policy, Relation, ShippingRule, SkuKey};

/// A shop's settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shop {
    /// The currency of its prices.
    pub currency: Option<Currency>,
    /// How titles are written.
    pub title_case: TitleCase,
    /// Delivery, memberships, links.
    pub policy: Policy,
    /// Links between products that are made or forbidden by hand.
    pub hand: Vec<HandLink>,
}

/// Why `shop.toml` was refused.
#[derive(Debug)]
#[non_exhaustive]
pub enum ShopError {
    /// The file could not be read.
    Io {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// Something in it has to be mended.
    Content {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What, and how.
        message: String,
    },
}

impl fmt::Display for ShopError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, source } => write!(out, "{}: could not be read: {source}.", path.display()),
            Self::Content { path, line, column, message } => write!(out, "{}:{line}:{column}: {message}", path.display()),
        }
    }
}

impl std::error::Error for ShopError {}

/// Reads a shop's settings.
///
/// # Errors
/// [`ShopError`] with the place of the first thing to mend.
pub fn read_shop(path: &Path) -> Result<Shop, ShopError> {
    let text = fs::read_to_string(path).map_err(|source| ShopError::Io { path: path.to_owned(), source })?;
    parse(&text).map_err(|Fault { span, message }| {
        let before = text.get(..span.start).unwrap_or(&text);
        let line_start = before.rfind('\n').map_or(0, |place| place.saturating_add(1));
        ShopError::Content {
            path: path.to_owned(),
            line: before.matches('\n').count().saturating_add(1),
            column: before.get(line_start..).unwrap_or("").chars().count().saturating_add(1),
            message,
        }
    })
}

/// Something to mend, by its bytes in the file.
struct Fault {
    span: Range<usize>,
    message: String,
}

fn fault<T>(at: &Spanned<T>, message: impl Into<String>) -> Fault {
    Fault { span: at.span(), message: message.into() }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShopFile {
    currency: Option<Spanned<String>>,
    #[serde(default)]
    title_case: TitleCase,
    #[serde(default)]
    links: LinksTable,
    #[serde(default)]
    shipping: Vec<ShippingTable>,
    #[serde(default)]
    plans: Vec<PlanTable>,
    #[serde(default)]
    related: Vec<RelatedTable>,
    #[serde(default)]
    block: Vec<BlockTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RelatedTable {
    sku: Spanned<String>,
    relation: Spanned<String>,
    with: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BlockTable {
    sku: Spanned<String>,
    with: Vec<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct LinksTable {
    product: Option<Spanned<String>>,
    image: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShippingTable {
    name: String,
    currency: Option<Spanned<String>>,
    price: Spanned<String>,
    free_from: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanTable {
    id: Spanned<String>,
    name: String,
    currency: Option<Spanned<String>>,
    price: Spanned<String>,
    period: Period,
    #[serde(default)]
    free_shipping: bool,
    discount_percent: Option<Spanned<i64>>,
    #[serde(default)]
    benefits: Vec<String>,
    url: Option<Spanned<String>>,
}

fn parse(text: &str) -> Result<Shop, Fault> {
    let file: ShopFile = toml::from_str(text).map_err(|error| Fault {
        span: error.span().unwrap_or(0..0),
        message: format!("{}.", error.message().trim_end_matches('.')),
    })?;
    let currency = file.currency.as_ref().map(read_currency).transpose()?;
    let links = Links { product: read_template(file.links.product)?, image: read_template(file.links.image)? };
    let shipping = file.shipping.iter().map(|table| read_shipping(table, currency.as_ref())).collect::<Result<Vec<_>, _>>()?;
    for (place, (rule, table)) in shipping.iter().zip(&file.shipping).enumerate() {
        let is_twin = |other: &ShippingRule| other.currency == rule.currency && other.free_from_minor == rule.free_from_minor;
        if shipping.iter().take(place).any(is_twin) {
            return Err(fault(&table.free_from, "another rule in this currency has the same free_from. Remove one of them."));
        }
    }
    let mut plans: Vec<Membership> = Vec::new();
    for table in file.plans {
        if plans.iter().any(|plan| plan.id == *table.id.get_ref()) {
            return Err(fault(&table.id, format!("two plans have the id \"{}\". Give each its own.", table.id.get_ref())));
        }
        plans.push(read_plan(table, currency.as_ref())?);
    }
    let hand = read_hand(file.related, file.block)?;
    Ok(Shop { currency, title_case: file.title_case, policy: Policy { links, shipping, plans }, hand })
}

fn read_hand(related: Vec<RelatedTable>, block: Vec<BlockTable>) -> Result<Vec<HandLink>, Fault> {
    let mut hand: Vec<HandLink> = Vec::new();
    for table in block {
        let from = SkuKey::new(table.sku.get_ref());
        hand.extend(table.with.iter().map(|to| HandLink {
            from: from.clone(),
            to: SkuKey::new(to.get_ref()),
            wish: Wish::Block,
        }));
    }
    for table in related {
        let from = SkuKey::new(table.sku.get_ref());
        let relation = relation(table.relation.get_ref()).ok_or_else(|| {
            let words = Relation::ALL.map(Relation::word).join(", ");
            fault(&table.relation, format!("\"{}\" is no relation. Use one of {words}.", table.relation.get_ref()))
        })?;
        for to in &table.with {
            let link = HandLink { from: from.clone(), to: SkuKey::new(to.get_ref()), wish: Wish::Link(relation) };
            let forbids = |other: &&HandLink| {
                let pair = (&other.from, &other.to);
                other.wish == Wish::Block && (pair == (&link.from, &link.to) || pair == (&link.to, &link.from))
            };
            if hand.iter().any(|other| forbids(&other)) {
                return Err(fault(
                    to,
                    format!("{} is linked to {} here, and [[block]] forbids it. Remove one.", from.as_str(), to.get_ref()),
                ));
            }
            hand.push(link);
        }
    }
    Ok(hand)
}

fn read_currency(code: &Spanned<String>) -> Result<Currency, Fault> {
    Currency::new(code.get_ref()).map_err(|error| fault(code, error.to_string()))
}

/// The currency of a table: its own, else the shop's.
fn currency_of(own: Option<&Spanned<String>>, shop: Option<&Currency>, beside: &Spanned<String>) -> Result<Currency, Fault> {
    match (own, shop) {
        (Some(own), _) => read_currency(own),
        (None, Some(shop)) => Ok(shop.clone()),
        (None, None) => Err(fault(beside, "an amount needs a currency. Write currency = \"GBP\" at the top of the file.")),
    }
}

fn read_money(text: &Spanned<String>, currency: &Currency) -> Result<Minor, Fault> {
    currency.parse(text.get_ref()).map_err(|error| fault(text, error.to_string()))
}

fn read_template(template: Option<Spanned<String>>) -> Result<Option<String>, Fault> {
    let Some(template) = template else { return Ok(None) };
    if !template.get_ref().contains("{sku}") {
        return Err(fault(&template, "a link template needs {sku} where the SKU goes, such as \"/products/{sku}\"."));
    }
    read_url(template).map(Some)
}

fn read_url(url: Spanned<String>) -> Result<String, Fault> {
    let text = url.get_ref();
    let scheme = text.split(['/', '?', '#']).next().and_then(|start| start.split_once(':')).map(|(scheme, _)| scheme);
    if scheme.is_some_and(|scheme| !["http", "https"].iter().any(|safe| safe.eq_ignore_ascii_case(scheme.trim()))) {
        return Err(fault(&url, format!("\"{text}\" is no address of a page. Use http:, https: or an address of this site.")));
    }
    Ok(url.into_inner())
}

fn read_shipping(table: &ShippingTable, shop: Option<&Currency>) -> Result<ShippingRule, Fault> {
    let currency = currency_of(table.currency.as_ref(), shop, &table.price)?;
    let free_from_minor = read_money(&table.free_from, &currency)?;
    if free_from_minor == 0 {
        return Err(fault(
            &table.free_from,
            "free from nothing is free always. Name the subtotal that earns it, or remove the rule.",
        ));
    }
    Ok(ShippingRule { name: table.name.clone(), price_minor: read_money(&table.price, &currency)?, free_from_minor, currency })
}

fn read_plan(table: PlanTable, shop: Option<&Currency>) -> Result<Membership, Fault> {
    let currency = currency_of(table.currency.as_ref(), shop, &table.price)?;
    let discount_percent = match table.discount_percent {
        None => 0,
        Some(percent) => u8::try_from(*percent.get_ref()).ok().filter(|percent| *percent <= 100).ok_or_else(|| {
            fault(&percent, format!("a discount of {} % is impossible. Use a whole number from 0 to 100.", percent.get_ref()))
        })?,
    };
    Ok(Membership {
        price_minor: read_money(&table.price, &currency)?,
        id: table.id.into_inner(),
        name: table.name,
        currency,
        period: table.period,
        free_shipping: table.free_shipping,
        discount_percent,
        benefits: table.benefits,
        url: table.url.map(read_url).transpose()?,
    })
}
