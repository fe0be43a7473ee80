//! What large baskets earn.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::{ChoiceTable, Names};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShippingTable {
    /// What the shop calls it.
    #[schemars(example = &"Standard delivery")]
    pub(crate) name: String,
    /// The currency of both amounts; the shop's if left out.
    #[serde(default)]
    #[schemars(schema_with = "super::currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// What delivery costs below `free_from`.
    #[schemars(schema_with = "super::amount", example = &"4.95")]
    pub(crate) price: Spanned<String>,
    /// The subtotal that earns free delivery; more than nothing.
    #[schemars(schema_with = "super::amount", example = &"50.00")]
    pub(crate) free_from: Spanned<String>,
    /// Where it delivers to, by ISO 3166 codes; everywhere if left out.
    #[serde(default)]
    #[schemars(schema_with = "super::countries")]
    pub(crate) countries: Names,
    /// Products that do not count.
    #[serde(default)]
    pub(crate) excluding: ChoiceTable,
    /// Whether the subtotal is looked at before or after coupons.
    #[serde(default)]
    #[schemars(example = &"after")]
    pub(crate) coupons: Coupons,
    /// Whether the tax in prices counts.
    #[serde(default)]
    #[schemars(example = &"excluded")]
    pub(crate) tax: Tax,
}

/// What coupons do to a threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Coupons {
    /// The subtotal before coupons counts.
    #[default]
    Before,
    /// What is left after coupons counts.
    After,
}

/// What tax does to a threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Tax {
    /// It counts.
    #[default]
    Included,
    /// It does not.
    Excluded,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("oneOf" = [{ "required": ["gift"] }, { "required": ["percent"] }]))]
pub(crate) struct RewardTable {
    /// What the shop calls it.
    #[schemars(example = &"a linen bag")]
    pub(crate) name: String,
    /// The currency of its amount; the shop's if left out.
    #[serde(default)]
    #[schemars(schema_with = "super::currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// The subtotal that earns it; more than nothing.
    #[schemars(schema_with = "super::amount", example = &"80.00")]
    pub(crate) from: Spanned<String>,
    /// The SKU of a product that is given away. Either this or `percent`.
    #[serde(default)]
    #[schemars(with = "String", example = &"BAG")]
    pub(crate) gift: Option<Spanned<String>>,
    /// Whole percent off the subtotal. Either this or `gift`.
    #[serde(default)]
    #[schemars(with = "i64", range(min = 1, max = 90), example = 10)]
    pub(crate) percent: Option<Spanned<i64>>,
    /// Where it is given, by ISO 3166 codes; everywhere if left out.
    #[serde(default)]
    #[schemars(schema_with = "super::countries")]
    pub(crate) countries: Names,
    /// Products that do not count.
    #[serde(default)]
    pub(crate) excluding: ChoiceTable,
    /// Whether the subtotal is looked at before or after coupons.
    #[serde(default)]
    #[schemars(example = &"after")]
    pub(crate) coupons: Coupons,
    /// Whether the tax in prices counts.
    #[serde(default)]
    #[schemars(example = &"excluded")]
    pub(crate) tax: Tax,
}
