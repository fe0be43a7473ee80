//! The sections `[limits]`, `[stages]`, `[freshness]` and `[experiment]`.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use toml::Spanned;

use crate::model::{OfferKind, Stale};

#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct LimitsTable {
    /// Price of all companions of a bundle, in percent of the viewed product's price; default: 200.
    #[schemars(with = "i64", range(min = 1, max = 10_000), example = 200)]
    pub(crate) bundle_percent: Option<Spanned<i64>>,
    /// Price of each suggestion for the cart, in percent of the subtotal; default: 50.
    #[schemars(with = "i64", range(min = 1, max = 10_000), example = 50)]
    pub(crate) cart_percent: Option<Spanned<i64>>,
    /// Added cost of an upgrade or a service, in percent of its product's price; default: 25.
    #[schemars(with = "i64", range(min = 1, max = 10_000), example = 25)]
    pub(crate) line_percent: Option<Spanned<i64>>,
    /// Maximum number of offers on a page, not counting the shipping bar; default: 3.
    #[schemars(with = "i64", range(min = 1, max = 9), example = 3)]
    pub(crate) offers_per_page: Option<Spanned<i64>>,
    /// Minimum strength of a link, in percent of the strongest link; default: 1.
    #[schemars(with = "i64", range(min = 0, max = 100), example = 1)]
    pub(crate) relevance_percent: Option<Spanned<i64>>,
    /// Maximum number of pages of a visit on which the shopper sees the same offer; default: 3.
    #[schemars(with = "i64", range(min = 1, max = 100), example = 3)]
    pub(crate) repeats: Option<Spanned<i64>>,
    /// Days after a purchase during which the product is not offered, unless it is due again; default: 90.
    #[schemars(with = "i64", range(min = 0, max = 3650), example = 90)]
    pub(crate) owned_days: Option<Spanned<i64>>,
    /// Products at or above this price only get upgrades and services; default: no limit.
    #[schemars(schema_with = "super::amount", example = &"500.00")]
    pub(crate) big_ticket: Option<Spanned<String>>,
}

#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct StagesTable {
    /// While the shopper looks at products.
    #[schemars(schema_with = "kinds")]
    pub(crate) browse: Option<Vec<Spanned<String>>>,
    /// At cart and checkout.
    #[schemars(schema_with = "kinds")]
    pub(crate) checkout: Option<Vec<Spanned<String>>>,
    /// On the thank-you page.
    #[schemars(schema_with = "kinds")]
    pub(crate) post_purchase: Option<Vec<Spanned<String>>>,
}

#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct FreshnessTable {
    /// Days after the newest order during which the graph's prices are used; default: no limit.
    #[schemars(with = "i64", range(min = 1, max = 3650), example = 30)]
    pub(crate) max_age_days: Option<Spanned<i64>>,
    /// Treatment of a product after that, unless the page sets its price.
    #[schemars(example = &"unpriced")]
    pub(crate) stale: Stale,
    /// Whether `live.json` next to the manifest has current prices and stock; default: false.
    #[schemars(example = true)]
    pub(crate) live: bool,
}

#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ExperimentTable {
    /// Percentage of shoppers in the control group, who see no offers.
    #[schemars(with = "i64", range(min = 0, max = 90), example = 10)]
    pub(crate) control_group_percent: Option<Spanned<i64>>,
}

/// A list of kinds of offers.
fn kinds(_: &mut SchemaGenerator) -> Schema {
    let words = OfferKind::ALL.map(OfferKind::name);
    json_schema!({ "type": "array", "uniqueItems": true, "items": { "type": "string", "enum": words }, "examples": [["bundle", "upgrade"]] })
}
