//! The section `[[quantity_breaks]]`.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::Names;

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("anyOf" = [{ "required": ["skus"] }, { "required": ["categories"] }]))]
pub(crate) struct QuantityBreakTable {
    /// The reduced prices, by ascending number of pieces.
    #[schemars(with = "Vec<BreakTierTable>", length(min = 1))]
    pub(crate) tiers: Spanned<Vec<Spanned<BreakTierTable>>>,
    /// SKUs of its products.
    #[serde(default)]
    #[schemars(with = "Vec<String>", length(min = 1), example = ["CANDLE"])]
    pub(crate) skus: Names,
    /// Categories of its products; each includes its subcategories.
    #[serde(default)]
    #[schemars(with = "Vec<String>", length(min = 1), example = ["Candles"])]
    pub(crate) categories: Names,
    /// Name for shoppers of the products, which count together; default: each SKU counts alone.
    #[serde(default)]
    #[schemars(with = "String", length(min = 1), example = &"all candles")]
    pub(crate) mix: Option<Spanned<String>>,
    /// The currency of its amounts; default: the shop's currency.
    #[serde(default)]
    #[schemars(schema_with = "super::currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// Countries by ISO 3166 codes; default: everywhere.
    #[serde(default)]
    #[schemars(schema_with = "super::countries")]
    pub(crate) countries: Names,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("oneOf" = [
    { "required": ["total"] }, { "required": ["price_each"] }, { "required": ["percent"] },
]))]
pub(crate) struct BreakTierTable {
    /// Number of pieces.
    #[schemars(with = "i64", range(min = 2, max = 999), example = 3)]
    pub(crate) from: Spanned<i64>,
    /// Price of exactly this number of pieces; further pieces form further sets. One of `total`, `price_each` and `percent`.
    #[serde(default)]
    #[schemars(schema_with = "super::amount", example = &"25.00")]
    pub(crate) total: Option<Spanned<String>>,
    /// Price of each piece, from this number on. One of `total`, `price_each` and `percent`.
    #[serde(default)]
    #[schemars(schema_with = "super::amount", example = &"8.50")]
    pub(crate) price_each: Option<Spanned<String>>,
    /// Whole percent off each piece, from this number on. One of `total`, `price_each` and `percent`.
    #[serde(default)]
    #[schemars(with = "i64", range(min = 1, max = 90), example = 10)]
    pub(crate) percent: Option<Spanned<i64>>,
}
