//! What can be written into `shop.toml`, section by section.
//!
//! *Invariants*: these types are the only list of its keys. The reader, the JSON Schema that editors use and the remedies in
//! messages all follow from them, so a doc comment here is a sentence for merchants and an example here can be copied.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use toml::Spanned;

use crate::learn::TitleCase;
use crate::model::{Period, Relation};

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
    /// Where products and pictures are found.
    pub(crate) links: LinksTable,
    /// Ways of delivery that are free from some subtotal on.
    pub(crate) shipping: Vec<ShippingTable>,
    /// The memberships on sale.
    pub(crate) plans: Vec<PlanTable>,
    /// How much an offer may cost beside what it belongs to; required parts are exempt.
    pub(crate) tact: TactTable,
    /// Products to show with a product, whatever the orders say.
    pub(crate) related: Vec<RelatedTable>,
    /// Products never to show with a product, in either direction.
    pub(crate) block: Vec<BlockTable>,
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

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct TactTable {
    /// All companions of a bundle together, in percent of the viewed product's price; 200 if left out.
    #[schemars(with = "i64", range(min = 1, max = 10_000), example = 200)]
    pub(crate) bundle_percent: Option<Spanned<i64>>,
    /// Each suggestion at the basket, in percent of the subtotal; 50 if left out.
    #[schemars(with = "i64", range(min = 1, max = 10_000), example = 50)]
    pub(crate) basket_percent: Option<Spanned<i64>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShippingTable {
    /// What the shop calls it.
    #[schemars(example = &"Standard delivery")]
    pub(crate) name: String,
    /// The currency of both amounts; the shop's if left out.
    #[serde(default)]
    #[schemars(schema_with = "currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// What delivery costs below `free_from`.
    #[schemars(schema_with = "amount", example = &"4.95")]
    pub(crate) price: Spanned<String>,
    /// The subtotal that earns free delivery; more than nothing.
    #[schemars(schema_with = "amount", example = &"50.00")]
    pub(crate) free_from: Spanned<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanTable {
    /// The shop's own word for it in addresses and events; each plan has another.
    #[schemars(with = "String", example = &"plus")]
    pub(crate) id: Spanned<String>,
    /// What shoppers call it.
    #[schemars(example = &"Plus")]
    pub(crate) name: String,
    /// The currency of its price; the shop's if left out.
    #[serde(default)]
    #[schemars(schema_with = "currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// What one period costs; `"0"` for a free club.
    #[schemars(schema_with = "amount", example = &"29.00")]
    pub(crate) price: Spanned<String>,
    /// How often the price is due.
    #[schemars(example = &"year")]
    pub(crate) period: Period,
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
pub(crate) struct RelatedTable {
    /// The product on whose page the others are shown.
    #[schemars(with = "String", example = &"LAMP")]
    pub(crate) sku: Spanned<String>,
    /// What the others are to it, in Google Merchant Center's words.
    #[schemars(schema_with = "relation", example = &"required_part")]
    pub(crate) relation: Spanned<String>,
    /// The other products.
    #[schemars(with = "Vec<String>", length(min = 1), example = ["AA-4"])]
    pub(crate) with: Spanned<Vec<Spanned<String>>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BlockTable {
    /// A product.
    #[schemars(with = "String", example = &"LAMP")]
    pub(crate) sku: Spanned<String>,
    /// The products that are never shown for it, nor it for them.
    #[schemars(with = "Vec<String>", length(min = 1), example = ["CANDLE"])]
    pub(crate) with: Spanned<Vec<Spanned<String>>>,
}

/// A code as [`Currency::new`](crate::model::Currency::new) takes it.
fn currency(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": r"^\s*[A-Za-z][A-Za-z0-9]{2,7}\s*$", "examples": ["GBP"] })
}

/// A text as [`Currency::parse`](crate::model::Currency::parse) takes it; how many decimals fit depends on the currency.
fn amount(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": r"^\s*[0-9]+(\.[0-9]*)?\s*$" })
}

fn template(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": r"\{sku\}" })
}

/// The words themselves; the reader takes them in other spellings too (`Required part`), an editor offers these.
fn relation(_: &mut SchemaGenerator) -> Schema {
    let words: Vec<&str> = Relation::ALL.map(Relation::word).into_iter().chain(["different_brand"]).collect();
    json_schema!({ "type": "string", "enum": words })
}
