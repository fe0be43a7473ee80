//! The sections `[[related]]` and `[[block]]`.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use toml::Spanned;

use crate::model::Relation;

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RelatedTable {
    /// The product on whose page the others are shown.
    #[schemars(with = "String", example = &"LAMP")]
    pub(crate) sku: Spanned<String>,
    /// The relation of the others to it, a value of Google Merchant Center.
    #[schemars(schema_with = "relation", example = &"required_part")]
    pub(crate) relation: Spanned<String>,
    /// The other products.
    #[schemars(with = "Vec<String>", length(min = 1), example = ["AA-4"])]
    pub(crate) with: Spanned<Vec<Spanned<String>>>,
    /// A remark, or the advantage of an upgrade, in the shop's words.
    #[serde(default)]
    #[schemars(with = "String", example = &"Three tiers instead of two")]
    pub(crate) note: Option<String>,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BlockTable {
    /// The SKU of a product.
    #[schemars(with = "String", example = &"LAMP")]
    pub(crate) sku: Spanned<String>,
    /// The products that are never shown with it, nor it with them.
    #[schemars(with = "Vec<String>", length(min = 1), example = ["CANDLE"])]
    pub(crate) with: Spanned<Vec<Spanned<String>>>,
}

/// The schema suggests these spellings to editors; the reader accepts others too (`Required part`).
fn relation(_: &mut SchemaGenerator) -> Schema {
    let words: Vec<&str> = Relation::ALL
        .map(Relation::name)
        .into_iter()
        .chain(["different_brand"])
        .collect();
    json_schema!({ "type": "string", "enum": words })
}
