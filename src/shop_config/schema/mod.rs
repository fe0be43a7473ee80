//! The schema of `shop.toml`, section by section.
//!
//! *Invariants*: these types are the only list of the keys. The reader, the JSON Schema for editors
//! and the remedies in messages derive from them, so a doc comment here is a sentence for
//! merchants, on one line, and an example here can be copied. Sections repeat the keys that they
//! share, because serde's `flatten` loses positions in the file and refuses `deny_unknown_fields`.

mod limits;
mod manual_links;
mod markets;
mod quantity_breaks;
mod sections;
mod tiers;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use toml::Spanned;

use crate::shop_config::TitleCase;

pub(crate) use limits::{ExperimentTable, FreshnessTable, LimitsTable, StagesTable};
pub(crate) use manual_links::{BlockTable, RelatedTable};
pub(crate) use markets::MarketTable;
pub(crate) use quantity_breaks::{BreakTierTable, QuantityBreakTable};
pub(crate) use sections::{
    BundleTable, DealStrategyTable, DealTable, LoyaltyRewardTable, LoyaltyTable, MembershipTable,
    ServiceTable, TrialTable,
};
pub(crate) use tiers::{
    Coupons, RewardTable, Services, ShippingTable, Tax, ThresholdKeys, TierKeys,
};

/// An optional list of texts, which must not be empty.
pub(crate) type Names = Option<Spanned<Vec<Spanned<String>>>>;

/// The terms of a shop, and its manual links. Every section is optional.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(title = "shop.toml")]
pub(crate) struct ShopFile {
    /// The currency of the shop's prices, and the default currency of all amounts in this file.
    #[schemars(schema_with = "currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// The case of product titles.
    #[schemars(example = &"sentence")]
    pub(crate) title_case: TitleCase,
    /// The shop's time zone, at whose midnight the deal of the day changes; default: UTC.
    #[schemars(schema_with = "timezone")]
    pub(crate) timezone: Option<Spanned<String>>,
    /// Addresses of product pages and pictures.
    pub(crate) links: LinksTable,
    /// Delivery methods that are free from a certain subtotal.
    #[schemars(with = "Vec<ShippingTable>")]
    pub(crate) shipping: Vec<Spanned<ShippingTable>>,
    /// Other rewards for large carts.
    #[schemars(with = "Vec<RewardTable>")]
    pub(crate) rewards: Vec<Spanned<RewardTable>>,
    /// Reduced prices for several pieces of a product, or of a group of products.
    #[schemars(with = "Vec<QuantityBreakTable>")]
    pub(crate) quantity_breaks: Vec<Spanned<QuantityBreakTable>>,
    /// The memberships on sale.
    #[schemars(with = "Vec<MembershipTable>")]
    pub(crate) memberships: Vec<Spanned<MembershipTable>>,
    /// Services that can be bought with a product: warranty, installation, gift wrap.
    #[schemars(with = "Vec<ServiceTable>")]
    pub(crate) services: Vec<Spanned<ServiceTable>>,
    /// Samples, at most one per order.
    #[schemars(with = "Vec<TrialTable>")]
    pub(crate) trials: Vec<Spanned<TrialTable>>,
    /// Loyalty points.
    pub(crate) loyalty: Option<LoyaltyTable>,
    /// The deal of the day: one product per day at a reduced price.
    pub(crate) deal: Option<DealTable>,
    /// The discount of bundles.
    pub(crate) bundle: BundleTable,
    /// Products that are never offered.
    pub(crate) never: ChoiceTable,
    /// Upper bounds for the prices and the number of offers. Required parts are exempt.
    pub(crate) limits: LimitsTable,
    /// The permitted offers of each stage, the most important first.
    pub(crate) stages: StagesTable,
    /// The age limit of prices, and the source of current ones.
    pub(crate) freshness: FreshnessTable,
    /// The control group, which measures the effect of offers.
    pub(crate) experiment: ExperimentTable,
    /// Further markets of the shop: other countries, currencies or languages.
    #[schemars(with = "Vec<MarketTable>")]
    pub(crate) markets: Vec<Spanned<MarketTable>>,
    /// Products to show with a product, in addition to those learned from orders.
    pub(crate) related: Vec<RelatedTable>,
    /// Pairs of products that are never shown together.
    pub(crate) block: Vec<BlockTable>,
}

/// A selection of products by SKU or category.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ChoiceTable {
    /// SKUs.
    #[schemars(with = "Vec<String>", length(min = 1), example = ["GIFT-CARD"])]
    pub(crate) skus: Names,
    /// Categories of the catalog; each includes its subcategories.
    #[schemars(with = "Vec<String>", length(min = 1), example = ["Home > Lamps"])]
    pub(crate) categories: Names,
}

impl ChoiceTable {
    /// The selection of a section that has both keys itself.
    pub(crate) fn of(skus: &Names, categories: &Names) -> Self {
        Self {
            skus: skus.clone(),
            categories: categories.clone(),
        }
    }

    /// The SKUs of the selection.
    pub(crate) fn skus(&self) -> &[Spanned<String>] {
        listed(&self.skus)
    }

    /// The categories of the selection.
    pub(crate) fn categories(&self) -> &[Spanned<String>] {
        listed(&self.categories)
    }
}

/// The texts of a list.
pub(crate) fn listed(names: &Names) -> &[Spanned<String>] {
    names.as_ref().map_or(&[], |names| names.get_ref())
}

#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct LinksTable {
    /// Page of a product without one in the catalog; `{sku}` is replaced by its SKU.
    #[schemars(schema_with = "template", example = &"/products/{sku}")]
    pub(crate) product: Option<Spanned<String>>,
    /// Picture of a product without one in the catalog; `{sku}` is replaced by its SKU.
    #[schemars(schema_with = "template", example = &"/images/{sku}.jpg")]
    pub(crate) image: Option<Spanned<String>>,
}

/// A code that [`Currency::new`](crate::model::Currency::new) accepts.
fn currency(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": r"^\s*[A-Za-z][A-Za-z0-9]{2,7}\s*$", "examples": ["GBP"] })
}

/// A name of the IANA time zone database.
fn timezone(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "string", "pattern": "^(UTC|[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)+)$", "examples": ["Europe/London", "UTC"],
    })
}

/// ISO 3166 codes of countries with two letters.
fn countries(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "array", "minItems": 1, "items": { "type": "string", "pattern": r"^\s*[A-Za-z]{2}\s*$" }, "examples": [["GB"]],
    })
}

/// A text that [`Currency::parse`](crate::model::Currency::parse) accepts; the number of decimals
/// depends on the currency.
fn amount(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": r"^\s*[0-9]+(\.[0-9]*)?\s*$" })
}

fn template(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": r"\{sku\}" })
}
