//! The JSON Schema of `shop.toml`, with which editors complete and check the file.
//!
//! *Source*: JSON Schema draft 7, which all editors support; schemars derives it from the types.

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use serde_json::Value;

use super::schema::ShopFile;

/// The schema.
#[must_use]
pub fn shop_schema() -> Schema {
    let mut settings = SchemaSettings::draft07();
    // One tree without references is easier to read.
    settings.inline_subschemas = true;
    let mut schema = settings
        .for_deserialize()
        .into_generator()
        .into_root_schema_for::<ShopFile>();
    // TOML has no null, so null is neither a type nor a default.
    RecursiveTransform(|schema: &mut Schema| {
        if schema.get("default") == Some(&Value::Null) {
            schema.remove("default");
        }
        if let Some(Value::Array(types)) = schema.get_mut("type") {
            types.retain(|kind| kind != "null");
            if let [kind] = types.as_slice() {
                let kind = kind.clone();
                schema.insert("type".to_owned(), kind);
            }
        }
    })
    .transform(&mut schema);
    schema
}
