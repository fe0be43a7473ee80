//! How much is offered, and when.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use toml::Spanned;

use crate::model::{OfferKind, Stale};

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct LimitsTable {
    /// All companions of a bundle together, in percent of the viewed product's price; 200 if left out.
    #[schemars(with = "i64", range(min = 1, max = 10_000), example = 200)]
    pub(crate) bundle_percent: Option<Spanned<i64>>,
    /// Each suggestion at the basket, in percent of the subtotal; 50 if left out.
    #[schemars(with = "i64", range(min = 1, max = 10_000), example = 50)]
    pub(crate) basket_percent: Option<Spanned<i64>>,
    /// What an upgrade or a service adds to the price of its product, in percent; 25 if left out.
    #[schemars(with = "i64", range(min = 1, max = 10_000), example = 25)]
    pub(crate) line_percent: Option<Spanned<i64>>,
    /// Most offers on a page, the shipping bar not counted; 3 if left out.
    #[schemars(with = "i64", range(min = 1, max = 9), example = 3)]
    pub(crate) units: Option<Spanned<i64>>,
    /// How strong a link must be to be worth a place, in percent of the strongest; 1 if left out.
    #[schemars(with = "i64", range(min = 0, max = 100), example = 1)]
    pub(crate) relevance_percent: Option<Spanned<i64>>,
    /// On so many pages of a visit the same offer is made, unless it belongs to the product of the page; 3 if left out.
    #[schemars(with = "i64", range(min = 1, max = 100), example = 3)]
    pub(crate) repeats: Option<Spanned<i64>>,
    /// For so many days after a purchase a product is not offered, but as something to buy again; 90 if left out.
    #[schemars(with = "i64", range(min = 0, max = 3650), example = 90)]
    pub(crate) owned_days: Option<Spanned<i64>>,
    /// A product from this price on is left alone: it gets an upgrade and services, nothing else.
    #[schemars(schema_with = "super::amount", example = &"500.00")]
    pub(crate) big_ticket: Option<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct StagesTable {
    /// While the shopper looks around.
    #[schemars(schema_with = "kinds")]
    pub(crate) before: Option<Vec<Spanned<String>>>,
    /// At the basket and the checkout.
    #[schemars(schema_with = "kinds")]
    pub(crate) during: Option<Vec<Spanned<String>>>,
    /// On the thank-you page.
    #[schemars(schema_with = "kinds")]
    pub(crate) after: Option<Vec<Spanned<String>>>,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct FreshnessTable {
    /// The graph's prices are believed for so many days after the newest order; for ever if left out.
    #[schemars(with = "i64", range(min = 1, max = 3650), example = 30)]
    pub(crate) max_age_days: Option<Spanned<i64>>,
    /// What becomes of a product after that, unless the page says what it costs.
    #[schemars(example = &"unpriced")]
    pub(crate) stale: Stale,
    /// Whether a file `live.json` with fresh prices and stock stands beside the graph.
    #[schemars(example = true)]
    pub(crate) live: bool,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct MeasureTable {
    /// So many of a hundred shoppers are shown nothing, to compare with.
    #[schemars(with = "i64", range(min = 0, max = 90), example = 10)]
    pub(crate) holdout_percent: Option<Spanned<i64>>,
}

/// A list of kinds of offers.
fn kinds(_: &mut SchemaGenerator) -> Schema {
    let words = OfferKind::ALL.map(OfferKind::word);
    json_schema!({ "type": "array", "uniqueItems": true, "items": { "type": "string", "enum": words }, "examples": [["bundle", "upgrade"]] })
}
