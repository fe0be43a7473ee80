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
    /// The spans of tables that something was taken out of.
    pub(super) incomplete: Vec<Range<usize>>,
}

/// Keys that a shop may expect and that have other names here, by their section.
const OTHERWISE: [(&str, &str, &str); 2] = [("plans", "price", PERIODS), ("plans", "period", PERIODS)];

const PERIODS: &str = "Write month = \"3.99\" or year = \"39.00\", or both.";

/// Reads the tables.
pub(super) fn read(text: &str) -> Form {
    let (mut table, errors) = DeTable::parse_recoverable(text);
    if let Some(error) = errors.first() {
        // What the parser says after its first error is often a consequence of it.
        let remedy = "Each key stands once, as key = value with texts in quotes; sections are [links] or [[shipping]].";
        let message = format!("this is not TOML: {}. {remedy}", error.message().trim_end_matches('.'));
        let faults = vec![Fault { span: error.span().unwrap_or(0..0), message }];
        return Form { file: ShopFile::default(), faults, names_currency: false, incomplete: Vec::new() };
    }
    let names_currency = table.get_ref().contains_key("currency");
    // Only a mistake is explained by it.
    let schema = LazyCell::new(shop_schema);
    let (mut faults, mut incomplete) = (Vec::new(), Vec::new());
    loop {
        let error = match ShopFile::deserialize(Deserializer::from(table.clone())) {
            Ok(file) => return Form { file, faults, names_currency, incomplete },
            Err(error) => error,
        };
        let span = error.span().unwrap_or(0..0);
        let root = Level { path: String::new(), is_one_of_many: false, schema: schema.as_value(), span: table.span() };
        let found = take_out(table.get_mut(), &root, &span);
        let Some(Found { level, what }) = found else {
            faults.push(Fault { span, message: format!("{}.", error.message()) });
            return Form { file: ShopFile::default(), faults, names_currency, incomplete };
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
    /// The names of the sections that it stands in, and its own: `points.rewards`; empty for the file.
    path: String,
    /// Whether it is written in double brackets.
    is_one_of_many: bool,
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
        let place = value.span();
        let below = |is_one_of_many, span, schema| Level { path: level.path_of(&name), is_one_of_many, schema, span };
        let schema = level.key(&name).unwrap_or(&Value::Null);
        if let DeValue::Table(inner) = value.get_ref() {
            let level = below(false, place.clone(), schema);
            if level.is_about_its_lack(span) {
                at_fault = Some((key.clone(), Some(level.lack(inner))));
                break;
            }
        }
        if is_here(key.span()) {
            at_fault = Some((key.clone(), None));
            break;
        }
        let found = match value.get_mut() {
            DeValue::Table(inner) => take_out(inner, &below(false, place.clone(), schema), span),
            DeValue::Array(items) => take_out_of_array(items, span, |span| below(true, span, items_of(schema))),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
        if is_here(place) {
            at_fault = Some((key.clone(), None));
            break;
        }
    }
    let (key, lacking) = at_fault?;
    table.remove(&key);
    Some(lacking.unwrap_or_else(|| Found { level: level.clone(), what: What::Key(key.get_ref().to_string()) }))
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
        if level.is_about_its_lack(span) {
            lacking = Some((place, level.lack(table)));
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
    /// Whether an error at this span is that this table lacks a key: that is what one at its own beginning is about.
    fn is_about_its_lack(&self, span: &Range<usize>) -> bool {
        self.span.start == span.start && self.schema.get("required").is_some()
    }

    fn lack(self, table: &DeTable<'_>) -> Found<'a> {
        let keys = table.keys().map(|key| key.get_ref().to_string()).collect();
        Found { level: self, what: What::Table { keys } }
    }

    /// As the file writes it: `[[shipping]]`.
    fn name(&self) -> String {
        let path = &self.path;
        match (path.as_str(), self.is_one_of_many) {
            ("", _) => "shop.toml".to_owned(),
            (_, false) => format!("[{path}]"),
            (_, true) => format!("[[{path}]]"),
        }
    }

    /// The path of a section of this one.
    fn path_of(&self, section: &str) -> String {
        if self.path.is_empty() { section.to_owned() } else { format!("{}.{section}", self.path) }
    }

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
        let otherwise = OTHERWISE.iter().find(|(section, known, _)| *section == self.path && *known == key);
        let remedy = match (otherwise, nearest(key, keys.iter().copied()).first()) {
            (Some((_, _, remedy)), _) => (*remedy).to_owned(),
            (None, Some(alike)) => format!("Did you mean \"{alike}\"?"),
            (None, None) => format!("The keys are {}.", keys.join(", ")),
        };
        format!("there is no key \"{key}\" in {}. {remedy}", self.name())
    }

    fn wrong_value(&self, key: &str, message: &str) -> String {
        let kind = |schema: &Value| schema.get("type").and_then(Value::as_str).map(str::to_owned);
        let schema = self.key(key).unwrap_or(&Value::Null);
        match (kind(schema).as_deref(), self.example(key)) {
            (Some("object"), _) => format!("{key} is a section. Write [{}], and what it holds below.", self.path_of(key)),
            (Some("array"), None) => {
                let path = self.path_of(key);
                format!("{key} is a section that may stand many times. Write [[{path}]], and what it holds below.")
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
        let name = self.name();
        format!("{name} lacks {}. Add, for example, {}.", missing.join(", "), examples.join(", "))
    }
}
