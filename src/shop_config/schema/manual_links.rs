//! Links that are made or forbidden by hand.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use toml::Spanned;

use crate::model::Relation;

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

/// The words themselves; the reader takes them in other spellings too (`Required part`), an editor offers these.
fn relation(_: &mut SchemaGenerator) -> Schema {
    let words: Vec<&str> = Relation::ALL
        .map(Relation::word)
        .into_iter()
        .chain(["different_brand"])
        .collect();
    json_schema!({ "type": "string", "enum": words })
}
