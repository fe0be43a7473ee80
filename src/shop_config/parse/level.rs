//! A table of `shop.toml` with its schema, and messages about its keys.

use std::ops::Range;

use serde_json::{Map, Value};

use crate::did_you_mean::nearest;

/// Keys that a shop may expect, with their names in `shop.toml`, by section.
const COMMON_MISTAKES: [(&str, &str, &str); 2] = [
    ("memberships", "price", PERIODS),
    ("memberships", "period", PERIODS),
];

const PERIODS: &str = "Write month = \"3.99\" or year = \"39.00\", or both.";

/// A table and its schema.
#[derive(Clone)]
pub(super) struct Level<'a> {
    /// The dotted path of the section: `loyalty.rewards`; empty for the file.
    pub(super) path: String,
    /// Whether it is an array of tables, in double brackets.
    pub(super) is_one_of_many: bool,
    pub(super) schema: &'a Value,
    pub(super) span: Range<usize>,
}

impl<'a> Level<'a> {
    /// Whether an error at this span means that this table lacks a key, because the span starts
    /// where the table starts.
    pub(super) fn lacks_required_key(&self, span: &Range<usize>) -> bool {
        self.span.start == span.start && self.schema.get("required").is_some()
    }

    /// The heading in the file: `[[shipping]]`.
    fn name(&self) -> String {
        let path = &self.path;
        match (path.as_str(), self.is_one_of_many) {
            ("", _) => "shop.toml".to_owned(),
            (_, false) => format!("[{path}]"),
            (_, true) => format!("[[{path}]]"),
        }
    }

    /// A section inside this one.
    pub(super) fn section(&self, name: &str, is_one_of_many: bool, span: Range<usize>) -> Self {
        let schema = self.key(name).unwrap_or(&Value::Null);
        let schema = if is_one_of_many {
            schema.get("items").unwrap_or(&Value::Null)
        } else {
            schema
        };
        Self {
            path: self.path_of(name),
            is_one_of_many,
            schema,
            span,
        }
    }

    /// Whether the schema describes a table here.
    pub(super) fn is_section(&self) -> bool {
        self.keys().is_some()
    }

    /// The path of a section inside this one.
    fn path_of(&self, section: &str) -> String {
        if self.path.is_empty() {
            section.to_owned()
        } else {
            format!("{}.{section}", self.path)
        }
    }

    fn keys(&self) -> Option<&'a Map<String, Value>> {
        self.schema.get("properties").and_then(Value::as_object)
    }

    pub(super) fn key(&self, key: &str) -> Option<&'a Value> {
        self.keys().and_then(|keys| keys.get(key))
    }

    /// An example line to copy: `price = "4.95"`.
    fn example(&self, key: &str) -> Option<String> {
        let example = self.key(key)?.get("examples")?.get(0)?;
        Some(format!("{key} = {example}"))
    }

    pub(super) fn no_such_key(&self, key: &str) -> String {
        let keys: Vec<&str> = self
            .keys()
            .into_iter()
            .flatten()
            .map(|(key, _)| key.as_str())
            .collect();
        let otherwise = COMMON_MISTAKES
            .iter()
            .find(|(section, known, _)| *section == self.path && *known == key);
        let remedy = match (otherwise, nearest(key, keys.iter().copied()).first()) {
            (Some((_, _, remedy)), _) => (*remedy).to_owned(),
            (None, Some(alike)) => format!("Did you mean \"{alike}\"?"),
            (None, None) => format!("The keys are {}.", keys.join(", ")),
        };
        format!("there is no key \"{key}\" in {}. {remedy}", self.name())
    }

    pub(super) fn wrong_value(&self, key: &str, message: &str) -> String {
        let kind = |schema: &Value| {
            schema
                .get("type")
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        let schema = self.key(key).unwrap_or(&Value::Null);
        match (kind(schema).as_deref(), self.example(key)) {
            (Some("object"), _) => format!(
                "{key} is a section. Write [{}], and its keys below.",
                self.path_of(key)
            ),
            (Some("array"), None) => {
                let path = self.path_of(key);
                format!(
                    "{key} is a section that may occur several times. Write [[{path}]], and its keys below."
                )
            }
            (Some("array"), Some(example)) => {
                format!("{key} is a list of texts. Write, for example, {example}.")
            }
            (_, Some(example)) => format!(
                "{}. Write, for example, {example}.",
                message.trim_end_matches('.')
            ),
            (_, None) => format!("{}.", message.trim_end_matches('.')),
        }
    }

    pub(super) fn missing(&self, present: &[String]) -> String {
        let required = self
            .schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        let missing: Vec<&str> = required
            .filter(|key| !present.iter().any(|known| known == key))
            .collect();
        let examples: Vec<String> = missing.iter().filter_map(|key| self.example(key)).collect();
        let name = self.name();
        format!(
            "{name} lacks {}. Add, for example, {}.",
            missing.join(", "),
            examples.join(", ")
        )
    }
}
