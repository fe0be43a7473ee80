//! The sections of memberships, services, samples, loyalty points, deals and bundles.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::Names;

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("anyOf" = [{ "required": ["month"] }, { "required": ["year"] }]))]
pub(crate) struct MembershipTable {
    /// The shop's own identifier in addresses and events, unique among memberships.
    #[schemars(with = "String", example = &"plus")]
    pub(crate) id: Spanned<String>,
    /// Name for shoppers.
    #[schemars(example = &"Plus")]
    pub(crate) name: String,
    /// The currency of its prices; default: the shop's currency.
    #[serde(default)]
    #[schemars(schema_with = "super::currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// Price per month; `"0"` for a free club. Either this or `year`, or both.
    #[serde(default)]
    #[schemars(schema_with = "super::amount", example = &"3.99")]
    pub(crate) month: Option<Spanned<String>>,
    /// Price per year. Either this or `month`, or both.
    #[serde(default)]
    #[schemars(schema_with = "super::amount", example = &"29.00")]
    pub(crate) year: Option<Spanned<String>>,
    /// Whether members pay no delivery fee.
    #[serde(default)]
    #[schemars(with = "bool", example = true)]
    pub(crate) free_shipping: Option<Spanned<bool>>,
    /// Whole percent off a member's subtotal.
    #[serde(default)]
    #[schemars(with = "i64", range(min = 0, max = 100), example = 5)]
    pub(crate) discount_percent: Option<Spanned<i64>>,
    /// Benefits in the shop's words.
    #[serde(default)]
    #[schemars(example = ["Free returns for 60 days"])]
    pub(crate) benefits: Vec<String>,
    /// Page with details: `http:`, `https:` or a relative address.
    #[serde(default)]
    #[schemars(with = "String", example = &"/membership.html#plus")]
    pub(crate) url: Option<Spanned<String>>,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("oneOf" = [{ "required": ["price"] }, { "required": ["percent"] }]))]
pub(crate) struct ServiceTable {
    /// The shop's own identifier in carts and events, unique among services.
    #[schemars(with = "String", example = &"gift-wrap")]
    pub(crate) id: Spanned<String>,
    /// Name for shoppers.
    #[schemars(example = &"Gift wrap")]
    pub(crate) name: String,
    /// The currency of its amounts; default: the shop's currency.
    #[serde(default)]
    #[schemars(schema_with = "super::currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// Price. Either this or `percent`.
    #[serde(default)]
    #[schemars(schema_with = "super::amount", example = &"3.50")]
    pub(crate) price: Option<Spanned<String>>,
    /// Price in percent of the product's price. Either this or `price`.
    #[serde(default)]
    #[schemars(with = "i64", range(min = 1, max = 100), example = 8)]
    pub(crate) percent: Option<Spanned<i64>>,
    /// SKUs of its products; default: all products, if there are no categories either.
    #[serde(default)]
    #[schemars(with = "Vec<String>", length(min = 1), example = ["LAMP"])]
    pub(crate) skus: Names,
    /// Categories of its products; each includes its subcategories.
    #[serde(default)]
    #[schemars(with = "Vec<String>", length(min = 1), example = ["Lamps"])]
    pub(crate) categories: Names,
    /// Lowest price of its products.
    #[serde(default)]
    #[schemars(schema_with = "super::amount", example = &"20.00")]
    pub(crate) from: Option<Spanned<String>>,
    /// Highest price of its products.
    #[serde(default)]
    #[schemars(schema_with = "super::amount", example = &"500.00")]
    pub(crate) to: Option<Spanned<String>>,
    /// A description in the shop's words.
    #[serde(default)]
    #[schemars(with = "String", example = &"Wrapped by hand, with a card")]
    pub(crate) note: Option<String>,
    /// Page with details: `http:`, `https:` or a relative address.
    #[serde(default)]
    #[schemars(with = "String", example = &"/gift-wrap.html")]
    pub(crate) url: Option<Spanned<String>>,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TrialTable {
    /// The sample's own SKU.
    #[schemars(with = "String", example = &"TEA-SAMPLE")]
    pub(crate) sku: Spanned<String>,
    /// Name for shoppers.
    #[schemars(example = &"Three bags of Assam")]
    pub(crate) name: String,
    /// SKU of the sampled product.
    #[schemars(with = "String", example = &"TEA-100")]
    pub(crate) of: Spanned<String>,
    /// The currency of its price; default: the shop's currency.
    #[serde(default)]
    #[schemars(schema_with = "super::currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// Price; default: free.
    #[serde(default)]
    #[schemars(schema_with = "super::amount", example = &"0.50")]
    pub(crate) price: Option<Spanned<String>>,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LoyaltyTable {
    /// Points for each whole pound, euro or dollar.
    #[schemars(with = "i64", range(min = 1, max = 10_000), example = 1)]
    pub(crate) per_unit: Spanned<i64>,
    /// The currency in which points are earned; default: the shop's currency.
    #[serde(default)]
    #[schemars(schema_with = "super::currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// The rewards that points buy.
    #[serde(default)]
    pub(crate) rewards: Vec<LoyaltyRewardTable>,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LoyaltyRewardTable {
    /// Number of points that the reward costs.
    #[schemars(
        with = "i64",
        range(min = 1, max = 9_007_199_254_740_991_i64),
        example = 200
    )]
    pub(crate) points: Spanned<i64>,
    /// Name for shoppers.
    #[schemars(example = &"a free dessert")]
    pub(crate) name: String,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DealTable {
    /// Whole percent off.
    #[schemars(with = "i64", range(min = 1, max = 90), example = 15)]
    pub(crate) percent: Spanned<i64>,
    /// Which products take part: recent best-sellers, or slow sellers.
    #[serde(default)]
    #[schemars(example = &"fast")]
    pub(crate) pick: DealStrategyTable,
    /// Number of products in the rotation; default: 31.
    #[serde(default)]
    #[schemars(with = "i64", range(min = 1, max = 366), example = 31)]
    pub(crate) products: Option<Spanned<i64>>,
    /// SKUs of its products; default: all products, if there are no categories either.
    #[serde(default)]
    #[schemars(with = "Vec<String>", length(min = 1), example = ["LAMP"])]
    pub(crate) skus: Names,
    /// Categories of its products; each includes its subcategories.
    #[serde(default)]
    #[schemars(with = "Vec<String>", length(min = 1), example = ["Lamps"])]
    pub(crate) categories: Names,
}

/// The rule by which products enter the rotation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum DealStrategyTable {
    /// Products in most orders of the last thirty days.
    #[default]
    Fast,
    /// Products in fewest orders of the last ninety days.
    Slow,
}

#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct BundleTable {
    /// Whole percent off each product of a bundle if at least two are bought together; default: 0.
    #[schemars(with = "i64", range(min = 0, max = 90), example = 10)]
    pub(crate) discount_percent: Option<Spanned<i64>>,
}
