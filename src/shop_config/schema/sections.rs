//! What is sold beside products, and how: memberships, services, samples, points, deals.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::{ChoiceTable, Names};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("anyOf" = [{ "required": ["month"] }, { "required": ["year"] }]))]
pub(crate) struct PlanTable {
    /// The shop's own word for it in addresses and events; each plan has another.
    #[schemars(with = "String", example = &"plus")]
    pub(crate) id: Spanned<String>,
    /// What shoppers call it.
    #[schemars(example = &"Plus")]
    pub(crate) name: String,
    /// The currency of its prices; the shop's if left out.
    #[serde(default)]
    #[schemars(schema_with = "super::currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// What a month costs; `"0"` for a free club. This or `year`, or both.
    #[serde(default)]
    #[schemars(schema_with = "super::amount", example = &"3.99")]
    pub(crate) month: Option<Spanned<String>>,
    /// What a year costs. This or `month`, or both.
    #[serde(default)]
    #[schemars(schema_with = "super::amount", example = &"29.00")]
    pub(crate) year: Option<Spanned<String>>,
    /// Whether members pay no delivery.
    #[serde(default)]
    #[schemars(with = "bool", example = true)]
    pub(crate) free_shipping: Option<Spanned<bool>>,
    /// Whole percent off a member's subtotal.
    #[serde(default)]
    #[schemars(with = "i64", range(min = 0, max = 100), example = 5)]
    pub(crate) discount_percent: Option<Spanned<i64>>,
    /// What the shop promises, in its own words.
    #[serde(default)]
    #[schemars(example = ["Free returns for 60 days"])]
    pub(crate) benefits: Vec<String>,
    /// Where to read more or to join: `http:`, `https:` or an address of this site.
    #[serde(default)]
    #[schemars(with = "String", example = &"/membership.html#plus")]
    pub(crate) url: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("oneOf" = [{ "required": ["price"] }, { "required": ["percent"] }]))]
pub(crate) struct ServiceTable {
    /// The shop's own word for it in baskets and events; each service has another.
    #[schemars(with = "String", example = &"gift-wrap")]
    pub(crate) id: Spanned<String>,
    /// What shoppers call it.
    #[schemars(example = &"Gift wrap")]
    pub(crate) name: String,
    /// The currency of its amounts; the shop's if left out.
    #[serde(default)]
    #[schemars(schema_with = "super::currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// What it costs. Either this or `percent`.
    #[serde(default)]
    #[schemars(schema_with = "super::amount", example = &"3.50")]
    pub(crate) price: Option<Spanned<String>>,
    /// What it costs, in percent of the product's price. Either this or `price`.
    #[serde(default)]
    #[schemars(with = "i64", range(min = 1, max = 100), example = 8)]
    pub(crate) percent: Option<Spanned<i64>>,
    /// The products that it is for, by SKU; all, if neither these nor categories are named.
    #[serde(default)]
    #[schemars(with = "Vec<String>", length(min = 1), example = ["LAMP"])]
    pub(crate) skus: Names,
    /// The products that it is for, by category.
    #[serde(default)]
    #[schemars(with = "Vec<String>", length(min = 1), example = ["Lamps"])]
    pub(crate) categories: Names,
    /// It is for products at this price or dearer.
    #[serde(default)]
    #[schemars(schema_with = "super::amount", example = &"20.00")]
    pub(crate) from: Option<Spanned<String>>,
    /// It is for products at this price or cheaper.
    #[serde(default)]
    #[schemars(schema_with = "super::amount", example = &"500.00")]
    pub(crate) to: Option<Spanned<String>>,
    /// What it does, in the shop's words.
    #[serde(default)]
    #[schemars(with = "String", example = &"Wrapped by hand, with a card")]
    pub(crate) note: Option<String>,
    /// Where to read more: `http:`, `https:` or an address of this site.
    #[serde(default)]
    #[schemars(with = "String", example = &"/gift-wrap.html")]
    pub(crate) url: Option<Spanned<String>>,
}

impl ServiceTable {
    /// The products that it is for.
    pub(crate) fn choice(&self) -> ChoiceTable {
        ChoiceTable {
            skus: self.skus.clone(),
            categories: self.categories.clone(),
        }
    }
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TrialTable {
    /// The sample's own SKU.
    #[schemars(with = "String", example = &"TEA-SAMPLE")]
    pub(crate) sku: Spanned<String>,
    /// What shoppers call it.
    #[schemars(example = &"Three bags of Assam")]
    pub(crate) name: String,
    /// The SKU of what it is a sample of.
    #[schemars(with = "String", example = &"TEA-100")]
    pub(crate) of: Spanned<String>,
    /// The currency of its price; the shop's if left out.
    #[serde(default)]
    #[schemars(schema_with = "super::currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// What it costs; nothing if left out.
    #[serde(default)]
    #[schemars(schema_with = "super::amount", example = &"0.50")]
    pub(crate) price: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PointsTable {
    /// Points for each whole pound, euro or dollar.
    #[schemars(with = "i64", range(min = 1, max = 10_000), example = 1)]
    pub(crate) per_unit: Spanned<i64>,
    /// The currency in which they are earned; the shop's if left out.
    #[serde(default)]
    #[schemars(schema_with = "super::currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// What points buy.
    #[serde(default)]
    pub(crate) rewards: Vec<PointsRewardTable>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PointsRewardTable {
    /// So many points buy it.
    #[schemars(
        with = "i64",
        range(min = 1, max = 9_007_199_254_740_991_i64),
        example = 200
    )]
    pub(crate) points: Spanned<i64>,
    /// What shoppers call it.
    #[schemars(example = &"a free dessert")]
    pub(crate) name: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DealTable {
    /// Whole percent off.
    #[schemars(with = "i64", range(min = 1, max = 90), example = 15)]
    pub(crate) percent: Spanned<i64>,
    /// What takes turns: what sells fast these days, or what sells slowly.
    #[serde(default)]
    #[schemars(example = &"fast")]
    pub(crate) pick: DealStrategyTable,
    /// So many products take turns; 31 if left out.
    #[serde(default)]
    #[schemars(with = "i64", range(min = 1, max = 366), example = 31)]
    pub(crate) products: Option<Spanned<i64>>,
    /// Only these, by SKU; all, if neither these nor categories are named.
    #[serde(default)]
    #[schemars(with = "Vec<String>", length(min = 1), example = ["LAMP"])]
    pub(crate) skus: Names,
    /// Only these, by category.
    #[serde(default)]
    #[schemars(with = "Vec<String>", length(min = 1), example = ["Lamps"])]
    pub(crate) categories: Names,
}

impl DealTable {
    /// The products that take turns.
    pub(crate) fn choice(&self) -> ChoiceTable {
        ChoiceTable {
            skus: self.skus.clone(),
            categories: self.categories.clone(),
        }
    }
}

/// What takes turns as a deal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum DealStrategyTable {
    /// What most orders of the last thirty days hold.
    #[default]
    Fast,
    /// What fewest orders of the last ninety days hold.
    Slow,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct BundleTable {
    /// Whole percent off each product of a bundle when at least two are bought together.
    #[schemars(with = "i64", range(min = 0, max = 90), example = 10)]
    pub(crate) discount_percent: Option<Spanned<i64>>,
}
