//! What can be written into `shop.toml`, section by section.
//!
//! *Invariants*: these types are the only list of its keys. The reader, the JSON Schema that editors use and the remedies in
//! messages all follow from them, so a doc comment here is a sentence for merchants and an example here can be copied.

mod limits;
mod manual_links;
mod sections;
mod tiers;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use toml::Spanned;

use crate::shop_config::TitleCase;

pub(crate) use limits::{FreshnessTable, LimitsTable, MeasureTable, StagesTable};
pub(crate) use manual_links::{BlockTable, RelatedTable};
pub(crate) use sections::{
    BundleTable, DealStrategyTable, DealTable, PlanTable, PointsRewardTable, PointsTable,
    ServiceTable, TrialTable,
};
pub(crate) use tiers::{Coupons, RewardTable, ShippingTable, Tax};

/// A list of texts that names something, if it is there at all.
pub(crate) type Names = Option<Spanned<Vec<Spanned<String>>>>;

/// What a shop promises, and what it links by hand; whatever is left out is not promised.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(title = "shop.toml")]
pub(crate) struct ShopFile {
    /// The currency of the shop's prices, and of every amount here that names no other.
    #[schemars(schema_with = "currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// How product titles are written.
    #[schemars(example = &"sentence")]
    pub(crate) title_case: TitleCase,
    /// The shop's time zone: the deal of the day changes at its midnight; UTC if left out.
    #[schemars(schema_with = "timezone")]
    pub(crate) timezone: Option<Spanned<String>>,
    /// Where products and pictures are found.
    pub(crate) links: LinksTable,
    /// Ways of delivery that are free from some subtotal on.
    #[schemars(with = "Vec<ShippingTable>")]
    pub(crate) shipping: Vec<Spanned<ShippingTable>>,
    /// What else large baskets earn.
    #[schemars(with = "Vec<RewardTable>")]
    pub(crate) rewards: Vec<Spanned<RewardTable>>,
    /// The memberships on sale.
    #[schemars(with = "Vec<PlanTable>")]
    pub(crate) plans: Vec<Spanned<PlanTable>>,
    /// What can be bought with a product: warranty, installation, gift wrap.
    #[schemars(with = "Vec<ServiceTable>")]
    pub(crate) services: Vec<Spanned<ServiceTable>>,
    /// Samples that go with an order, one at a time.
    #[schemars(with = "Vec<TrialTable>")]
    pub(crate) trials: Vec<Spanned<TrialTable>>,
    /// Points that baskets earn.
    pub(crate) points: Option<PointsTable>,
    /// One product a day for less.
    pub(crate) deal: Option<DealTable>,
    /// What is bought together for less.
    pub(crate) bundle: BundleTable,
    /// Products that are never offered.
    pub(crate) never: ChoiceTable,
    /// How much an offer may cost beside what it belongs to, and how much is offered at once; required parts are exempt.
    pub(crate) tact: LimitsTable,
    /// Which offers may be made when, the most important first.
    pub(crate) stages: StagesTable,
    /// What becomes of old prices.
    pub(crate) freshness: FreshnessTable,
    /// How the effect is measured.
    pub(crate) measure: MeasureTable,
    /// Products to show with a product, whatever the orders say.
    pub(crate) related: Vec<RelatedTable>,
    /// Products never to show with a product, in either direction.
    pub(crate) block: Vec<BlockTable>,
}

/// Some products, by SKU or category.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ChoiceTable {
    /// By SKU.
    #[schemars(with = "Vec<String>", length(min = 1), example = ["GIFT-CARD"])]
    pub(crate) skus: Names,
    /// By the catalogue's category; one holds those below it.
    #[schemars(with = "Vec<String>", length(min = 1), example = ["Home > Lamps"])]
    pub(crate) categories: Names,
}

impl ChoiceTable {
    /// The SKUs that it names.
    pub(crate) fn skus(&self) -> &[Spanned<String>] {
        listed(&self.skus)
    }

    /// The categories that it names.
    pub(crate) fn categories(&self) -> &[Spanned<String>] {
        listed(&self.categories)
    }
}

/// What a list names.
pub(crate) fn listed(names: &Names) -> &[Spanned<String>] {
    names.as_ref().map_or(&[], |names| names.get_ref())
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct LinksTable {
    /// The page of a product that names no page of its own; `{sku}` stands for its SKU.
    #[schemars(schema_with = "template", example = &"/products/{sku}")]
    pub(crate) product: Option<Spanned<String>>,
    /// The picture of a product that names no picture of its own; `{sku}` stands for its SKU.
    #[schemars(schema_with = "template", example = &"/images/{sku}.jpg")]
    pub(crate) image: Option<Spanned<String>>,
}

/// A code as [`Currency::new`](crate::model::Currency::new) takes it.
fn currency(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": r"^\s*[A-Za-z][A-Za-z0-9]{2,7}\s*$", "examples": ["GBP"] })
}

/// The shape of a name of the IANA time zone database.
fn timezone(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "string", "pattern": "^(UTC|[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)+)$", "examples": ["Europe/London", "UTC"],
    })
}

/// Codes of countries as ISO 3166 has them, in two letters.
fn countries(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "array", "minItems": 1, "items": { "type": "string", "pattern": r"^\s*[A-Za-z]{2}\s*$" }, "examples": [["GB"]],
    })
}

/// A text as [`Currency::parse`](crate::model::Currency::parse) takes it; how many decimals fit depends on the currency.
fn amount(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": r"^\s*[0-9]+(\.[0-9]*)?\s*$" })
}

fn template(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": r"\{sku\}" })
}
