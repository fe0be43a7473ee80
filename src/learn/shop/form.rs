//! From the text of `shop.toml` to its tables: is it TOML, and are these keys and values that there are?
//!
//! Deserializing stops at the first mistake. So what is mistaken is taken out and the rest is read again, until it reads.
//!
//! *Invariants*: every round takes something out, so there are no more rounds than keys and tables; of what follows from a
//! mistake that was reported (a table that lacks what was taken out of it) nothing is said; such a table is left out.

use std::cell::LazyCell;
use std::ops::Range;

use serde::Deserialize;
use serde_json::{Map, Value};
use toml::de::{DeArray, DeTable, DeValue, Deserializer};

use super::fault::Fault;
use super::file::ShopFile;
use super::schema::shop_schema;
use crate::alike::nearest;

/// What the form of a file tells.
pub(super) struct Form {
    /// The tables that can be read.
    pub(super) file: ShopFile,
    /// What is wrong with the others.
    pub(super) faults: Vec<Fault>,
    /// Whether the shop's currency is named, be it in a way that cannot be read.
    pub(super) names_currency: bool,
}

/// Reads the tables.
pub(super) fn read(text: &str) -> Form {
    let (mut table, errors) = DeTable::parse_recoverable(text);
    if let Some(error) = errors.first() {
        // What the parser says after its first error is often a consequence of it.
        let remedy = "Each key stands once, as key = value with texts in quotes; sections are [links] or [[shipping]].";
        let message = format!("this is not TOML: {}. {remedy}", error.message().trim_end_matches('.'));
        let faults = vec![Fault { span: error.span().unwrap_or(0..0), message }];
        return Form { file: ShopFile::default(), faults, names_currency: false };
    }
    let names_currency = table.get_ref().contains_key("currency");
    // Only a mistake is explained by it.
    let schema = LazyCell::new(shop_schema);
    let (mut faults, mut incomplete) = (Vec::new(), Vec::new());
    loop {
        let error = match ShopFile::deserialize(Deserializer::from(table.clone())) {
            Ok(file) => return Form { file, faults, names_currency },
            Err(error) => error,
        };
        let span = error.span().unwrap_or(0..0);
        let root = Level { name: "shop.toml".to_owned(), schema: schema.as_value(), span: table.span() };
        let found = take_out(table.get_mut(), &root, &span);
        let Some(Found { level, what }) = found else {
            faults.push(Fault { span, message: format!("{}.", error.message()) });
            return Form { file: ShopFile::default(), faults, names_currency };
        };
        let message = match what {
            What::Key(key) if level.key(&key).is_none() => level.no_such_key(&key),
            What::Key(key) => level.wrong_value(&key, error.message()),
            What::Table { .. } if incomplete.contains(&level.span) => continue,
            What::Table { keys } => {
                faults.push(Fault { span, message: level.missing(&keys) });
                continue;
            }
        };
        incomplete.push(level.span);
        faults.push(Fault { span, message });
    }
}

/// A table and what the schema says of it.
#[derive(Clone)]
struct Level<'a> {
    /// As the file writes it: `[[shipping]]`.
    name: String,
    schema: &'a Value,
    span: Range<usize>,
}

/// What was taken out.
enum What {
    /// A key with its value.
    Key(String),
    /// A whole table that lacks something; the keys that it has.
    Table { keys: Vec<String> },
}

struct Found<'a> {
    /// The table at fault: the one that holds the key, or that lacks one.
    level: Level<'a>,
    what: What,
}

/// Takes out of a table what an error at this span is about.
fn take_out<'a>(table: &mut DeTable<'_>, level: &Level<'a>, span: &Range<usize>) -> Option<Found<'a>> {
    let is_here = |place: Range<usize>| place.contains(&span.start) || place == *span;
    let mut at_fault = None;
    for (key, value) in table.iter_mut() {
        let name = key.get_ref().to_string();
        if is_here(key.span()) {
            at_fault = Some(key.clone());
            break;
        }
        let place = value.span();
        let below = |brackets: [&str; 2], span, schema| Level { name: brackets.join(&name), schema, span };
        let schema = level.key(&name).unwrap_or(&Value::Null);
        let found = match value.get_mut() {
            DeValue::Table(inner) => take_out(inner, &below(["[", "]"], place.clone(), schema), span),
            DeValue::Array(items) => take_out_of_array(items, span, |span| below(["[[", "]]"], span, items_of(schema))),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
        if is_here(place) {
            at_fault = Some(key.clone());
            break;
        }
    }
    let key = at_fault?;
    table.remove(&key);
    Some(Found { level: level.clone(), what: What::Key(key.get_ref().to_string()) })
}

fn take_out_of_array<'a>(
    items: &mut DeArray<'_>,
    span: &Range<usize>,
    level: impl Fn(Range<usize>) -> Level<'a>,
) -> Option<Found<'a>> {
    let mut lacking = None;
    for (place, item) in items.iter_mut().enumerate() {
        let at = item.span();
        let DeValue::Table(table) = item.get_mut() else { continue };
        let level = level(at.clone());
        // A table that lacks a key is what an error at its own beginning is about.
        if at.start == span.start && level.schema.get("properties").is_some() {
            let keys = table.keys().map(|key| key.get_ref().to_string()).collect();
            lacking = Some((place, Found { level, what: What::Table { keys } }));
            break;
        }
        if let Some(found) = take_out(table, &level, span) {
            return Some(found);
        }
    }
    let (place, found) = lacking?;
    *items = items.clone().into_iter().enumerate().filter(|(item, _)| *item != place).map(|(_, item)| item).collect();
    Some(found)
}

fn items_of(schema: &Value) -> &Value {
    schema.get("items").unwrap_or(&Value::Null)
}

impl<'a> Level<'a> {
    fn keys(&self) -> Option<&'a Map<String, Value>> {
        self.schema.get("properties").and_then(Value::as_object)
    }

    fn key(&self, key: &str) -> Option<&'a Value> {
        self.keys().and_then(|keys| keys.get(key))
    }

    /// A line to copy: `price = "4.95"`.
    fn example(&self, key: &str) -> Option<String> {
        let example = self.key(key)?.get("examples")?.get(0)?;
        Some(format!("{key} = {example}"))
    }

    fn no_such_key(&self, key: &str) -> String {
        let keys: Vec<&str> = self.keys().into_iter().flatten().map(|(key, _)| key.as_str()).collect();
        let remedy = match nearest(key, keys.iter().copied()).first() {
            Some(alike) => format!("Did you mean \"{alike}\"?"),
            None => format!("The keys are {}.", keys.join(", ")),
        };
        format!("there is no key \"{key}\" in {}. {remedy}", self.name)
    }

    fn wrong_value(&self, key: &str, message: &str) -> String {
        let kind = |schema: &Value| schema.get("type").and_then(Value::as_str).map(str::to_owned);
        let schema = self.key(key).unwrap_or(&Value::Null);
        match (kind(schema).as_deref(), self.example(key)) {
            (Some("object"), _) => format!("{key} is a section. Write [{key}], and what it holds below."),
            (Some("array"), None) => {
                format!("{key} is a section that may stand many times. Write [[{key}]], and what it holds below.")
            }
            (Some("array"), Some(example)) => format!("{key} is a list of texts. Write, for example, {example}."),
            (_, Some(example)) => format!("{}. Write, for example, {example}.", message.trim_end_matches('.')),
            (_, None) => format!("{}.", message.trim_end_matches('.')),
        }
    }

    fn missing(&self, present: &[String]) -> String {
        let required = self.schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let missing: Vec<&str> = required.filter(|key| !present.iter().any(|known| known == key)).collect();
        let examples: Vec<String> = missing.iter().filter_map(|key| self.example(key)).collect();
        let name = &self.name;
        format!("{name} lacks {}. Add, for example, {}.", missing.join(", "), examples.join(", "))
    }
}
