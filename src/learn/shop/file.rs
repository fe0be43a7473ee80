//! What can be written into `shop.toml`, section by section.
//!
//! *Invariants*: these types are the only list of its keys. The reader, the JSON Schema that editors use and the remedies in
//! messages all follow from them, so a doc comment here is a sentence for merchants and an example here can be copied.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use toml::Spanned;

use crate::learn::TitleCase;
use crate::model::{Kind, Relation, Stale};

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
    #[schemars(with = "String", example = &"Europe/London")]
    pub(crate) timezone: Option<Spanned<String>>,
    /// Where products and pictures are found.
    pub(crate) links: LinksTable,
    /// Ways of delivery that are free from some subtotal on.
    pub(crate) shipping: Vec<ShippingTable>,
    /// What else large baskets earn.
    pub(crate) rewards: Vec<RewardTable>,
    /// The memberships on sale.
    pub(crate) plans: Vec<PlanTable>,
    /// What can be bought with a product: warranty, installation, gift wrap.
    pub(crate) services: Vec<ServiceTable>,
    /// Samples that go with an order, one at a time.
    pub(crate) trials: Vec<TrialTable>,
    /// Points that baskets earn.
    pub(crate) points: Option<PointsTable>,
    /// One product a day for less.
    pub(crate) deal: Option<DealTable>,
    /// What is bought together for less.
    pub(crate) bundle: BundleTable,
    /// Products that are never offered.
    pub(crate) never: ChoiceTable,
    /// How much an offer may cost beside what it belongs to, and how much is offered at once; required parts are exempt.
    pub(crate) tact: TactTable,
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
    #[schemars(with = "Vec<String>", example = ["GIFT-CARD"])]
    pub(crate) skus: Vec<Spanned<String>>,
    /// By the catalogue's category; one holds those below it.
    #[schemars(with = "Vec<String>", example = ["Home > Lamps"])]
    pub(crate) categories: Vec<Spanned<String>>,
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
    #[schemars(schema_with = "amount", example = &"500.00")]
    pub(crate) big_ticket: Option<Spanned<String>>,
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
    /// Where it delivers to, by ISO 3166 codes; everywhere if left out.
    #[serde(default)]
    #[schemars(with = "Vec<String>", example = ["GB"])]
    pub(crate) countries: Vec<Spanned<String>>,
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
    #[schemars(schema_with = "currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// The subtotal that earns it; more than nothing.
    #[schemars(schema_with = "amount", example = &"80.00")]
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
    #[schemars(with = "Vec<String>", example = ["GB"])]
    pub(crate) countries: Vec<Spanned<String>>,
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
    #[schemars(schema_with = "currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// What a month costs; `"0"` for a free club. This or `year`, or both.
    #[serde(default)]
    #[schemars(schema_with = "amount", example = &"3.99")]
    pub(crate) month: Option<Spanned<String>>,
    /// What a year costs. This or `month`, or both.
    #[serde(default)]
    #[schemars(schema_with = "amount", example = &"29.00")]
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
    #[schemars(schema_with = "currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// What it costs. Either this or `percent`.
    #[serde(default)]
    #[schemars(schema_with = "amount", example = &"3.50")]
    pub(crate) price: Option<Spanned<String>>,
    /// What it costs, in percent of the product's price. Either this or `price`.
    #[serde(default)]
    #[schemars(with = "i64", range(min = 1, max = 100), example = 8)]
    pub(crate) percent: Option<Spanned<i64>>,
    /// The products that it is for, by SKU; all, if neither these nor categories are named.
    #[serde(default)]
    #[schemars(with = "Vec<String>", example = ["LAMP"])]
    pub(crate) skus: Vec<Spanned<String>>,
    /// The products that it is for, by category.
    #[serde(default)]
    #[schemars(with = "Vec<String>", example = ["Lamps"])]
    pub(crate) categories: Vec<Spanned<String>>,
    /// It is for products at this price or dearer.
    #[serde(default)]
    #[schemars(schema_with = "amount", example = &"20.00")]
    pub(crate) from: Option<Spanned<String>>,
    /// It is for products at this price or cheaper.
    #[serde(default)]
    #[schemars(schema_with = "amount", example = &"500.00")]
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
    #[schemars(schema_with = "currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// What it costs; nothing if left out.
    #[serde(default)]
    #[schemars(schema_with = "amount", example = &"0.50")]
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
    #[schemars(schema_with = "currency")]
    pub(crate) currency: Option<Spanned<String>>,
    /// What points buy.
    #[serde(default)]
    pub(crate) rewards: Vec<PointsRewardTable>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PointsRewardTable {
    /// So many points buy it.
    #[schemars(with = "i64", range(min = 1), example = 200)]
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
    pub(crate) pick: PickTable,
    /// So many products take turns; 31 if left out.
    #[serde(default)]
    #[schemars(with = "i64", range(min = 1, max = 366), example = 31)]
    pub(crate) products: Option<Spanned<i64>>,
    /// Only these, by SKU; all, if neither these nor categories are named.
    #[serde(default)]
    #[schemars(with = "Vec<String>", example = ["LAMP"])]
    pub(crate) skus: Vec<Spanned<String>>,
    /// Only these, by category.
    #[serde(default)]
    #[schemars(with = "Vec<String>", example = ["Lamps"])]
    pub(crate) categories: Vec<Spanned<String>>,
}

/// What takes turns as a deal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum PickTable {
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
    /// What is special about them, or better, in the shop's words.
    #[serde(default)]
    #[schemars(with = "String", example = &"Three tiers instead of two")]
    pub(crate) note: Option<String>,
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

/// A list of kinds of offers.
fn kinds(_: &mut SchemaGenerator) -> Schema {
    let words = Kind::ALL.map(Kind::word);
    json_schema!({ "type": "array", "uniqueItems": true, "items": { "type": "string", "enum": words }, "examples": [["bundle", "upgrade"]] })
}

/// The words themselves; the reader takes them in other spellings too (`Required part`), an editor offers these.
fn relation(_: &mut SchemaGenerator) -> Schema {
    let words: Vec<&str> = Relation::ALL.map(Relation::word).into_iter().chain(["different_brand"]).collect();
    json_schema!({ "type": "string", "enum": words })
}
