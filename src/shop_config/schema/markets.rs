//! The section `[[markets]]`.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use toml::Spanned;

use super::{
    LimitsTable, LinksTable, LoyaltyTable, MembershipTable, Names, QuantityBreakTable,
    RelatedTable, RewardTable, ServiceTable, ShippingTable, TrialTable,
};

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarketTable {
    /// The market's name for pages, unique among markets: lower-case letters, digits and dashes.
    #[schemars(schema_with = "id")]
    pub(crate) id: Spanned<String>,
    /// The currency of its prices, and the default currency of its sections; default: the shop's currency.
    #[serde(default)]
    #[schemars(schema_with = "super::currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// Language tags of its pages; they select the titles of a catalog in several languages.
    #[serde(default)]
    #[schemars(schema_with = "languages")]
    pub(crate) languages: Names,
    /// Its countries by ISO 3166 codes.
    #[serde(default)]
    #[schemars(schema_with = "super::countries")]
    pub(crate) countries: Names,
    /// List of its products with their prices, relative to this file; default: the file of `--catalog`.
    #[serde(default)]
    #[schemars(with = "String", example = &"products-de.csv")]
    pub(crate) catalog: Option<Spanned<String>>,
    /// Columns of the list with the market's values, as in `--catalog-column`.
    #[serde(default)]
    #[schemars(with = "Vec<String>", length(min = 1), example = ["price=Price / Germany"])]
    pub(crate) columns: Names,
    /// Replaces `[links]` in this market.
    #[serde(default)]
    pub(crate) links: Option<LinksTable>,
    /// Replaces the delivery methods in this market.
    #[serde(default)]
    #[schemars(with = "Vec<ShippingTable>")]
    pub(crate) shipping: Vec<Spanned<ShippingTable>>,
    /// Replaces the other rewards in this market.
    #[serde(default)]
    #[schemars(with = "Vec<RewardTable>")]
    pub(crate) rewards: Vec<Spanned<RewardTable>>,
    /// Replaces the quantity breaks in this market.
    #[serde(default)]
    #[schemars(with = "Vec<QuantityBreakTable>")]
    pub(crate) quantity_breaks: Vec<Spanned<QuantityBreakTable>>,
    /// Replaces the memberships in this market.
    #[serde(default)]
    #[schemars(with = "Vec<MembershipTable>")]
    pub(crate) memberships: Vec<Spanned<MembershipTable>>,
    /// Replaces the services in this market.
    #[serde(default)]
    #[schemars(with = "Vec<ServiceTable>")]
    pub(crate) services: Vec<Spanned<ServiceTable>>,
    /// Replaces the samples in this market.
    #[serde(default)]
    #[schemars(with = "Vec<TrialTable>")]
    pub(crate) trials: Vec<Spanned<TrialTable>>,
    /// Replaces the loyalty points in this market.
    #[serde(default)]
    pub(crate) loyalty: Option<LoyaltyTable>,
    /// Replaces `[limits]` in this market.
    #[serde(default)]
    pub(crate) limits: Option<LimitsTable>,
    /// Replaces `[[related]]` in this market, for notes in its language.
    #[serde(default)]
    pub(crate) related: Vec<RelatedTable>,
}

/// A name that can be a folder and a part of an address.
fn id(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,31}$", "examples": ["de"] })
}

/// Language tags, as in the attribute `lang`.
fn languages(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "array", "minItems": 1,
        "items": { "type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$" },
        "examples": [["de"]],
    })
}
