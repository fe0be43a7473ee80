//! The sections `[[shipping]]` and `[[rewards]]`.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::{ChoiceTable, Names};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShippingTable {
    /// Name for shoppers.
    #[schemars(example = &"Standard delivery")]
    pub(crate) name: String,
    /// The currency of both amounts; default: the shop's currency.
    #[serde(default)]
    #[schemars(schema_with = "super::currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// Delivery fee below `free_from`.
    #[schemars(schema_with = "super::amount", example = &"4.95")]
    pub(crate) price: Spanned<String>,
    /// Subtotal that earns free shipping, above 0.
    #[schemars(schema_with = "super::amount", example = &"50.00")]
    pub(crate) free_from: Spanned<String>,
    /// Destination countries by ISO 3166 codes; default: everywhere.
    #[serde(default)]
    #[schemars(schema_with = "super::countries")]
    pub(crate) countries: Names,
    /// Products that do not count towards the threshold.
    #[serde(default)]
    pub(crate) excluding: ChoiceTable,
    /// Whether the subtotal before or after coupons counts.
    #[serde(default)]
    #[schemars(example = &"after")]
    pub(crate) coupons: Coupons,
    /// Whether tax counts towards the threshold.
    #[serde(default)]
    #[schemars(example = &"excluded")]
    pub(crate) tax: Tax,
    /// The shop's highest tax rate in percent, for products without a known tax; default: the highest in the cart.
    #[serde(default)]
    #[schemars(with = "i64", range(min = 0, max = 100), example = 20)]
    pub(crate) highest_tax: Option<Spanned<i64>>,
    /// Whether services such as gift wrap count.
    #[serde(default)]
    #[schemars(example = &"excluded")]
    pub(crate) services: Services,
    /// Products that are never delivered free, such as bulky goods.
    #[serde(default)]
    pub(crate) never_free: ChoiceTable,
}

/// Treatment of coupons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Coupons {
    /// The subtotal before coupons counts.
    #[default]
    Before,
    /// The subtotal after coupons counts.
    After,
}

/// Treatment of tax.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Tax {
    /// Tax counts.
    #[default]
    Included,
    /// Tax is subtracted.
    Excluded,
}

/// Treatment of services.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Services {
    /// Services count.
    #[default]
    Included,
    /// Services do not count.
    Excluded,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("oneOf" = [{ "required": ["gift"] }, { "required": ["percent"] }]))]
pub(crate) struct RewardTable {
    /// Name for shoppers.
    #[schemars(example = &"a linen bag")]
    pub(crate) name: String,
    /// The currency of its amount; default: the shop's currency.
    #[serde(default)]
    #[schemars(schema_with = "super::currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// Subtotal that earns it, above 0.
    #[schemars(schema_with = "super::amount", example = &"80.00")]
    pub(crate) from: Spanned<String>,
    /// SKU of the free product. Either this or `percent`.
    #[serde(default)]
    #[schemars(with = "String", example = &"BAG")]
    pub(crate) gift: Option<Spanned<String>>,
    /// Whole percent off the subtotal. Either this or `gift`.
    #[serde(default)]
    #[schemars(with = "i64", range(min = 1, max = 90), example = 10)]
    pub(crate) percent: Option<Spanned<i64>>,
    /// Countries by ISO 3166 codes; default: everywhere.
    #[serde(default)]
    #[schemars(schema_with = "super::countries")]
    pub(crate) countries: Names,
    /// Products that do not count towards the threshold.
    #[serde(default)]
    pub(crate) excluding: ChoiceTable,
    /// Whether the subtotal before or after coupons counts.
    #[serde(default)]
    #[schemars(example = &"after")]
    pub(crate) coupons: Coupons,
    /// Whether tax counts towards the threshold.
    #[serde(default)]
    #[schemars(example = &"excluded")]
    pub(crate) tax: Tax,
    /// The shop's highest tax rate in percent, for products without a known tax; default: the highest in the cart.
    #[serde(default)]
    #[schemars(with = "i64", range(min = 0, max = 100), example = 20)]
    pub(crate) highest_tax: Option<Spanned<i64>>,
    /// Whether services such as gift wrap count.
    #[serde(default)]
    #[schemars(example = &"excluded")]
    pub(crate) services: Services,
}
