//! Default plans: what each product page shows to an unknown shopper.
//!
//! A page paints it while the wasm is still on its way. One file per product, `plans/SKU.json`, whose
//! address follows from the SKU alone, so that a template of the shop can print it. It contains the
//! description of the nodes (`widget/views/tree.rs`) of each kind of offer:
//!
//! ```json
//! {"currency": "GBP", "digits": 2, "most": 3,
//!  "offers": [["bundle", ["section", "bundle", …], {"skus": ["22423"]}], ["upgrade", 0], ["trial"]],
//!  "texts": {"bundle.title": "Frequently bought together"}, "checksum": 19088743}
//! ```
//!
//! `offers` lists the kinds of the stage in their order, by tag: with its nodes and what they depend on;
//! with 0, if it shows nothing; or alone, if it depends on more than the product. What it depends on:
//! `skus`, its products; `days`, the days of the rotation of deals (`cycle` days long) on which one of
//! them has another price; `first`, if it differs on a page with an earlier offer.
//!
//! *Invariants*: the same engine and the same views as in the page; the same graph and policy give the
//! same bytes; a product without prices or links has a file, too, so that a page that asks for it
//! finds one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use rayon::prelude::*;
use serde_json::{Map, Value, json};

use super::element_html::{Unpainted, shadow_root};
use crate::engine::{self, Context, Slot};
use crate::graph::{Encoded, Graph, Manifest, ReadError};
use crate::model::{Currency, Offer, OfferKind, Plan, Policy, ShippingOffer, SkuKey};
use crate::widget::{ENGLISH, Messages, Page, State, View, describe};

/// The kinds that depend on nothing but the product of the page, as long as the shopper is unknown.
pub const DEFAULT_PLAN_KINDS: [OfferKind; 6] = [
    OfferKind::Bundle,
    OfferKind::Upgrade,
    OfferKind::Addons,
    OfferKind::Services,
    OfferKind::AlsoBought,
    OfferKind::Shipping,
];

pub(super) const DAY_MS: i64 = 86_400_000;

/// A day begins this much earlier on Kiritimati than in UTC.
const EARLIEST_MS: i64 = 14 * 3_600_000;

/// Longest name of a file in bytes; file systems allow 255.
const LONGEST_NAME: usize = 120;

/// The name of the file of a product's default plan; `None` for a SKU that cannot be a file's name on
/// every file system and every server.
#[must_use]
pub fn plan_name(sku: &SkuKey) -> Option<String> {
    let key = sku.as_str();
    let is_odd = |c: char| c.is_control() || "/\\:*?\"<>|%#".contains(c);
    let is_name = !key.is_empty()
        && key.len() <= LONGEST_NAME
        && !key.starts_with('.')
        && !key.ends_with(['.', ' '])
        && !key.contains(is_odd);
    is_name.then(|| format!("{key}.json"))
}

/// The files of some products: their names and contents. Each is planned with its own data file
/// alone, as its page does.
///
/// # Errors
/// [`ReadError`] if a data file cannot be read.
pub fn plan_files(
    manifest: &Manifest,
    encoded: &Encoded,
    products: &[SkuKey],
) -> Result<Vec<(String, Vec<u8>)>, ReadError> {
    let mut by_shard: BTreeMap<u32, Vec<&SkuKey>> = BTreeMap::new();
    for sku in products {
        let shard = sku.shard(manifest.shards);
        by_shard.entry(shard).or_default().push(sku);
    }
    let of_shard = |(shard, products): (u32, Vec<&SkuKey>)| {
        let mut graph = Graph::new(manifest)?;
        let file = usize::try_from(shard).ok();
        if let Some(file) = file.and_then(|shard| encoded.files.get(shard)) {
            graph.add_shard(&file.bytes)?;
        }
        let plans = DefaultPlans::new(manifest, &graph);
        let file = |sku: &SkuKey| {
            let content = append_checksum(&plans.content(sku));
            Some((plan_name(sku)?, content.into_bytes()))
        };
        Ok(products.into_iter().filter_map(file).collect())
    };
    let files: Result<Vec<Vec<_>>, ReadError> = by_shard.into_par_iter().map(of_shard).collect();
    Ok(files?.into_iter().flatten().collect())
}

/// Makes the default plans of a graph.
#[derive(Debug)]
pub struct DefaultPlans<'a> {
    graph: &'a Graph,
    manifest: &'a Manifest,
    /// Without a limit of offers per page, which the page applies itself.
    generous: Policy,
    /// The days of the rotation on which a product is the deal of the day.
    deals: BTreeMap<SkuKey, Vec<usize>>,
}

impl<'a> DefaultPlans<'a> {
    /// The default plans of a graph, of which the data file of the product is loaded.
    #[must_use]
    pub fn new(manifest: &'a Manifest, graph: &'a Graph) -> Self {
        let mut generous = manifest.policy.clone();
        generous.limits.offers_per_page = u8::MAX;
        let mut deals: BTreeMap<SkuKey, Vec<usize>> = BTreeMap::new();
        for (day, deal) in generous
            .deal
            .iter()
            .flat_map(|deal| deal.pool.iter().enumerate())
        {
            deals.entry(SkuKey::new(&deal.sku)).or_default().push(day);
        }
        Self {
            graph,
            manifest,
            generous,
            deals,
        }
    }

    /// The default plan of one product as JSON.
    #[must_use]
    pub fn content(&self, sku: &SkuKey) -> String {
        Value::Object(self.object(sku)).to_string()
    }

    /// The content of the shadow root of an element beside a product, as HTML that a browser paints
    /// without scripts. `theme` is that of the script tag; `now_ms` is the time in milliseconds since
    /// 1970.
    ///
    /// # Errors
    /// [`Unpainted`] if an unknown shopper sees no such offer, or may see another one.
    pub fn shadow_root(
        &self,
        kind: OfferKind,
        sku: &SkuKey,
        theme: Option<&str>,
        now_ms: i64,
    ) -> Result<String, Unpainted> {
        shadow_root(&self.object(sku), kind.tag(), theme, now_ms)
    }

    fn object(&self, sku: &SkuKey) -> Map<String, Value> {
        let Manifest {
            currency, policy, ..
        } = self.manifest;
        let (offers, shown) = self.offers(sku);
        let mut texts = Map::new();
        for offer in &offers {
            collect_texts(offer, &mut texts);
        }
        let mut content = Map::new();
        let mut set = |key: &str, value: Value| content.insert(key.to_owned(), value);
        set("currency", currency.code().into());
        set("digits", currency.exponent().into());
        set("most", policy.limits.offers_per_page.into());
        set("offers", offers.into());
        set("texts", texts.into());
        if policy.control_group_percent > 0 {
            set("control", policy.control_group_percent.into());
        }
        let shapes = shapes(currency);
        if !shapes.is_empty() {
            set("shapes", shapes.into());
        }
        if policy.freshness.live {
            set("live", 1.into());
        }
        if let Some(deal) = policy.deal.as_ref().filter(|deal| !deal.pool.is_empty()) {
            set("cycle", deal.pool.len().into());
        }
        if policy.tiers.iter().any(|tier| !tier.countries.is_empty()) {
            set("countries", 1.into());
        }
        if let Some(until) = self.until(&shown) {
            set("until", until.into());
        }
        content
    }

    /// When the prices are too old to be shown or one of them ends, in milliseconds since 1970,
    /// wherever the shop is.
    fn until(&self, shown: &BTreeSet<SkuKey>) -> Option<i64> {
        let ends = shown.iter().filter_map(|sku| {
            let change = self.graph.product(sku)?.price_change?;
            let end = i64::from(change.last_day.get()).checked_add(1)?;
            end.checked_mul(DAY_MS)?.checked_sub(EARLIEST_MS)
        });
        ends.chain(self.stale_from()).min()
    }

    /// When the prices are too old to be shown.
    fn stale_from(&self) -> Option<i64> {
        let days = self.manifest.policy.freshness.max_age_days?;
        let as_of: Date = self.manifest.as_of.as_ref()?.parse().ok()?;
        let start = as_of.to_zoned(TimeZone::UTC).ok()?.timestamp();
        let age = i64::from(days).checked_add(1)?.checked_mul(DAY_MS)?;
        start
            .as_millisecond()
            .checked_add(age)?
            .checked_sub(EARLIEST_MS)
    }

    /// The offers, and the products in them.
    fn offers(&self, sku: &SkuKey) -> (Vec<Value>, BTreeSet<SkuKey>) {
        let mut all = BTreeSet::new();
        let together = self.plan(&DEFAULT_PLAN_KINDS, sku);
        let context = self.context(&DEFAULT_PLAN_KINDS, sku);
        let kinds = engine::kinds(self.graph, &self.generous, &context);
        let listed = kinds.into_iter().map(|kind| {
            let element = match kind {
                OfferKind::SoldOutAlternatives => OfferKind::Bundle,
                _ => kind,
            };
            if !DEFAULT_PLAN_KINDS.contains(&element) {
                return json!([element.tag()]);
            }
            let alone = self.plan(&[element], sku);
            let Some(shown) = Shown::of(&alone, kind) else {
                return json!([element.tag(), 0]);
            };
            let skus = shown.skus(sku);
            let is_same = Shown::of(&together, kind).as_ref() == Some(&shown);
            let Some(nodes) = describe(view(alone.clone(), element)) else {
                return json!([element.tag(), 0]);
            };
            all.extend(skus.iter().cloned());
            let named: Vec<&str> = skus.iter().map(SkuKey::as_str).collect();
            let days = skus.iter().filter_map(|sku| self.deals.get(sku)).flatten();
            let days: BTreeSet<usize> = days.copied().collect();
            let mut depends = Map::new();
            depends.insert("skus".to_owned(), json!(named));
            if !days.is_empty() {
                depends.insert("days".to_owned(), json!(days));
            }
            if !is_same {
                depends.insert("first".to_owned(), 1.into());
            }
            json!([element.tag(), nodes, depends])
        });
        let listed = listed.collect();
        (listed, all)
    }

    /// The plan of a page with one element, beside a product, and an empty cart.
    #[must_use]
    pub fn plan_of(&self, kind: OfferKind, sku: &SkuKey) -> Plan {
        self.plan(&[kind], sku)
    }

    /// The plan of a page with an empty cart that shows one product, and has an element for each of the
    /// kinds.
    fn plan(&self, kinds: &[OfferKind], sku: &SkuKey) -> Plan {
        engine::plan(self.graph, &self.generous, &self.context(kinds, sku))
    }

    fn context(&self, kinds: &[OfferKind], sku: &SkuKey) -> Context {
        let mut context = Context::new(self.manifest.currency.clone());
        let slot = |kind: &OfferKind| Slot::of(slot_of(*kind), *kind, Some(sku.clone()));
        context.slots = kinds.iter().map(slot).collect();
        context
    }
}

/// How amounts and numbers below 10,000 look in a language: `[before, decimal sign, after, sign
/// between thousands and hundreds]`, with Latin digits, and the plural category `one` for 1 alone.
///
/// The first use of the browser's `Intl` takes 12 ms on a desk and 50 ms on a slow phone, more than all
/// other work of the first paint. Other languages and larger amounts use it, and so does Italian, whose
/// thousands engines separate differently. The page's tests compare the shapes with `Intl`. Source:
/// Unicode CLDR 45.
const SHAPES: &[(&str, &[&str], [&str; 4])] = &[
    ("GBP", &["en-GB", "en"], ["£", ".", "", ","]),
    ("USD", &["en-US", "en"], ["$", ".", "", ","]),
    ("AUD", &["en-AU"], ["$", ".", "", ","]),
    ("CAD", &["en-CA"], ["$", ".", "", ","]),
    ("NZD", &["en-NZ"], ["$", ".", "", ","]),
    (
        "EUR",
        &["en-GB", "en-US", "en-IE", "en"],
        ["€", ".", "", ","],
    ),
    ("EUR", &["de-DE", "de"], ["", ",", "\u{a0}€", "."]),
    ("EUR", &["es-ES", "es"], ["", ",", "\u{a0}€", ""]),
    ("EUR", &["fi-FI", "fi"], ["", ",", "\u{a0}€", "\u{a0}"]),
    ("EUR", &["nl-NL", "nl"], ["€\u{a0}", ",", "", "."]),
    ("SEK", &["sv-SE", "sv"], ["", ",", "\u{a0}kr", "\u{a0}"]),
    ("DKK", &["da-DK", "da"], ["", ",", "\u{a0}kr.", "."]),
];

/// The shapes of amounts in a currency by language tag.
fn shapes(currency: &Currency) -> Map<String, Value> {
    let of_currency = SHAPES.iter().filter(|(code, ..)| *code == currency.code());
    let by_tag = of_currency.flat_map(|(_, tags, shape)| {
        let shape = json!(shape);
        tags.iter()
            .map(move |tag| ((*tag).to_owned(), shape.clone()))
    });
    by_tag.collect()
}

/// An object with a checksum of the text before it as its last field; `isSealed` in `www/hashes.js` checks it.
///
/// Source: Fowler, Noll & Vo, RFC 9923: 32-bit FNV-1a, which any single changed byte changes.
fn append_checksum(object: &str) -> String {
    let text = object.strip_suffix('}').unwrap_or(object);
    let checksum = text.bytes().fold(2_166_136_261_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(16_777_619)
    });
    format!("{text},\"checksum\":{checksum}}}")
}

/// The number of the slot of a kind, the same on all pages.
fn slot_of(kind: OfferKind) -> u32 {
    let place = DEFAULT_PLAN_KINDS.iter().position(|known| *known == kind);
    place.and_then(|place| place.try_into().ok()).unwrap_or(0)
}

/// A part of a plan that one element shows.
#[derive(PartialEq)]
enum Shown<'p> {
    Offer(&'p Offer),
    Shipping(&'p ShippingOffer),
}

impl<'p> Shown<'p> {
    fn of(plan: &'p Plan, kind: OfferKind) -> Option<Self> {
        if kind == OfferKind::Shipping {
            return plan.shipping.as_ref().map(Self::Shipping);
        }
        let mut offers = plan.offers.iter();
        offers.find(|offer| offer.kind == kind).map(Self::Offer)
    }

    /// The products that it depends on: a live price or the stock of another one changes nothing.
    fn skus(&self, beside: &SkuKey) -> Vec<SkuKey> {
        let (items, beside) = match self {
            Self::Offer(offer) => (offer.items.as_slice(), Some(beside.clone())),
            Self::Shipping(offer) => (
                offer.fill.as_ref().map_or(&[][..], |fill| &fill.items),
                None,
            ),
        };
        let variants = items.iter().flat_map(|item| &item.choice);
        let variants = variants.flat_map(|choice| &choice.variants);
        let variants = variants.map(|variant| SkuKey::new(&variant.sku));
        let items = items.iter().map(|item| SkuKey::new(&item.sku));
        let all: BTreeSet<SkuKey> = items.chain(variants).chain(beside).collect();
        all.into_iter().collect()
    }
}

fn view(plan: Plan, kind: OfferKind) -> View {
    let page = Page {
        plan: Arc::new(plan),
        words: Messages,
        takes_inline_pictures: false,
    };
    View::described(slot_of(kind), kind, page, State::default())
}

/// The English strings that a description uses, in all plural categories.
fn collect_texts(description: &Value, texts: &mut Map<String, Value>) {
    match description {
        Value::Array(parts) => {
            if let Some(Value::String(key)) = parts.first() {
                for (known, text) in ENGLISH {
                    let category = known.strip_prefix(key.as_str());
                    if matches!(category, Some("" | ".one" | ".other")) {
                        texts.insert((*known).to_owned(), (*text).into());
                    }
                }
            }
            for part in parts {
                collect_texts(part, texts);
            }
        }
        Value::Object(values) => {
            for part in values.values() {
                collect_texts(part, texts);
            }
        }
        _ => {}
    }
}
