//! `tillside contract --json`: the parts of the contract that Rust types define.
//!
//! `contract/program.json` is its output. The tools that generate the docs, the types of the package
//! and the snapshot of the contract read that file, so none of them reads Rust sources.

use std::collections::BTreeMap;

use schemars::{JsonSchema, SchemaGenerator};
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::CliError;
use super::output::print;
use crate::engine::Outcome;
use crate::graph::FORMAT;
use crate::model::{OfferKind, Stage};
use crate::widget::ENGLISH;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Contract {
    graph_format: u8,
    /// Kinds of offers, in the order of the source.
    kinds: [Kind; OfferKind::ALL.len()],
    stages: [&'static str; Stage::ALL.len()],
    /// Values of `outcome` in `explain()`.
    outcomes: Vec<String>,
    /// The English strings by key, in the order of the source.
    messages: Messages,
    /// The meanings of the exit codes.
    exit_codes: BTreeMap<u8, &'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Kind {
    /// The name in plans and events.
    name: &'static str,
    /// The name in HTML and CSS.
    tag: &'static str,
    /// What its element shows.
    description: &'static str,
    /// Whether its element takes a product (`sku`).
    is_beside_a_product: bool,
}

struct Messages;

impl Serialize for Messages {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(ENGLISH.iter().copied())
    }
}

pub(super) fn run() -> Result<(), CliError> {
    let kinds = OfferKind::ALL.map(|kind| Kind {
        name: kind.name(),
        tag: kind.tag(),
        description: kind.description(),
        is_beside_a_product: kind.is_beside_a_product(),
    });
    let contract = Contract {
        graph_format: FORMAT,
        kinds,
        stages: Stage::ALL.map(Stage::name),
        outcomes: names::<Outcome>(),
        messages: Messages,
        exit_codes: [
            (0, "Success."),
            (CliError::Found.exit_code(), "`check` found errors."),
            (
                CliError::Input(String::new()).exit_code(),
                "Invalid input or arguments; the message names the remedy.",
            ),
            (
                CliError::Interrupted.exit_code(),
                "Stopped with Ctrl-C; nothing was written.",
            ),
        ]
        .into(),
    };
    print(|out| {
        serde_json::to_writer_pretty(&mut *out, &contract)?;
        writeln!(out)
    })
}

/// The JSON names of an enum's variants, in the order of declaration.
///
/// schemars describes a variant with a comment as `{ "const": "shown" }` and lists the others in
/// `enum`.
fn names<T: JsonSchema>() -> Vec<String> {
    let schema = SchemaGenerator::default().into_root_schema_for::<T>();
    let variants = schema.get("oneOf").and_then(Value::as_array);
    let names = variants.into_iter().flatten().flat_map(|variant| {
        let listed = variant.get("enum").and_then(Value::as_array);
        let single = variant.get("const").into_iter();
        single.chain(listed.into_iter().flatten())
    });
    names
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect()
}
