//! The sections `[[shipping]]` and `[[rewards]]`.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::{ChoiceTable, Names};

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("oneOf" = [{ "required": ["free_from"] }, { "required": ["free_from_items"] }]))]
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
    /// Subtotal that earns free shipping, above 0. Either this or `free_from_items`.
    #[serde(default)]
    #[schemars(schema_with = "super::amount", example = &"50.00")]
    pub(crate) free_from: Option<Spanned<String>>,
    /// Number of items that earns free shipping. Either this or `free_from`.
    #[serde(default)]
    #[schemars(with = "i64", range(min = 1, max = 999), example = 3)]
    pub(crate) free_from_items: Option<Spanned<i64>>,
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

/// The keys of a tier that both sections have, except for its name and its currency.
#[derive(Clone, Copy)]
pub(crate) struct TierKeys<'a> {
    pub(crate) threshold: ThresholdKeys<'a>,
    pub(crate) countries: &'a Names,
    pub(crate) excluding: &'a ChoiceTable,
    pub(crate) coupons: Coupons,
    pub(crate) tax: Tax,
    pub(crate) highest_tax: Option<&'a Spanned<i64>>,
    pub(crate) services: Services,
}

/// Reads the shared keys of a section; its threshold has an amount and a number of items.
macro_rules! tier_keys {
    ($table:ty, $amount:ident, $items:ident) => {
        impl $table {
            pub(crate) fn tier_keys(&self) -> TierKeys<'_> {
                TierKeys {
                    threshold: ThresholdKeys {
                        amount: self.$amount.as_ref(),
                        items: self.$items.as_ref(),
                    },
                    countries: &self.countries,
                    excluding: &self.excluding,
                    coupons: self.coupons,
                    tax: self.tax,
                    highest_tax: self.highest_tax.as_ref(),
                    services: self.services,
                }
            }
        }
    };
}

tier_keys!(ShippingTable, free_from, free_from_items);
tier_keys!(RewardTable, from, from_items);

/// The two keys of a threshold, of which a table has one.
#[derive(Clone, Copy)]
pub(crate) struct ThresholdKeys<'a> {
    pub(crate) amount: Option<&'a Spanned<String>>,
    pub(crate) items: Option<&'a Spanned<i64>>,
}

impl ThresholdKeys<'_> {
    /// The place of the value in the file; at its start if there is none.
    pub(crate) fn span(&self) -> Range<usize> {
        let amount = self.amount.map(Spanned::span);
        amount
            .or_else(|| self.items.map(Spanned::span))
            .unwrap_or_default()
    }
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

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("allOf" = [
    { "oneOf": [{ "required": ["gift"] }, { "required": ["percent"] }] },
    { "oneOf": [{ "required": ["from"] }, { "required": ["from_items"] }] },
]))]
pub(crate) struct RewardTable {
    /// Name for shoppers.
    #[schemars(example = &"a linen bag")]
    pub(crate) name: String,
    /// The currency of its amount; default: the shop's currency.
    #[serde(default)]
    #[schemars(schema_with = "super::currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// Subtotal that earns it, above 0. Either this or `from_items`.
    #[serde(default)]
    #[schemars(schema_with = "super::amount", example = &"80.00")]
    pub(crate) from: Option<Spanned<String>>,
    /// Number of items that earns it. Either this or `from`.
    #[serde(default)]
    #[schemars(with = "i64", range(min = 1, max = 999), example = 3)]
    pub(crate) from_items: Option<Spanned<i64>>,
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
