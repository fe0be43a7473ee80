//! Parses the text of `shop.toml` into tables, and reports invalid TOML, unknown keys and wrong
//! types.
//!
//! Deserialization stops at the first error. Each error is therefore removed from the document,
//! which is then deserialized again until it succeeds.
//!
//! *Invariants*: every round removes something, so there are at most as many rounds as keys and
//! tables. Consequences of a reported error (a table that now lacks the removed key) are not
//! reported; such a table is left out.

mod level;

use std::ops::Range;
use std::sync::LazyLock;

use schemars::Schema;
use serde::Deserialize;
use toml::de::{DeArray, DeTable, DeValue, Deserializer};

use super::diagnostic::SpannedDiagnostic;
use super::json_schema::shop_schema;
use super::schema::ShopFile;
use level::Level;

/// The result of parsing.
pub(super) struct ParsedShop {
    /// The valid tables.
    pub(super) file: ShopFile,
    /// The errors of the others.
    pub(super) diagnostics: Vec<SpannedDiagnostic>,
    /// Whether the file sets the shop's currency, even if the value is invalid.
    pub(super) names_currency: bool,
    /// The spans of tables from which something was removed.
    pub(super) incomplete: Vec<Range<usize>>,
}

/// Built once, because building takes longer than reading a file.
static SCHEMA: LazyLock<Schema> = LazyLock::new(shop_schema);

/// Parses the text.
pub(super) fn read(text: &str) -> ParsedShop {
    let (mut table, errors) = DeTable::parse_recoverable(text);
    if let Some(error) = errors.first() {
        // Errors after the parser's first error are often consequences of it.
        let remedy = "Write each key once, as key = value with texts in quotes; sections are [links] or [[shipping]].";
        let message = format!(
            "this is not TOML: {}. {remedy}",
            error.message().trim_end_matches('.')
        );
        let diagnostics = vec![SpannedDiagnostic::error(
            error.span().unwrap_or(0..0),
            message,
        )];
        return ParsedShop {
            file: ShopFile::default(),
            diagnostics,
            names_currency: false,
            incomplete: Vec::new(),
        };
    }
    let names_currency = table.get_ref().contains_key("currency");
    let root = Level {
        path: String::new(),
        is_one_of_many: false,
        schema: SCHEMA.as_value(),
        span: table.span(),
    };
    let (mut diagnostics, mut incomplete) = (Vec::new(), Vec::new());
    for (level, key, span) in take_out_lists(table.get_mut(), &root) {
        diagnostics.push(SpannedDiagnostic::error(span, level.wrong_value(&key, "")));
        incomplete.push(level.span);
    }
    loop {
        let error = match ShopFile::deserialize(Deserializer::from(table.clone())) {
            Ok(file) => {
                return ParsedShop {
                    file,
                    diagnostics,
                    names_currency,
                    incomplete,
                };
            }
            Err(error) => error,
        };
        let span = error.span().unwrap_or(0..0);
        let found = take_out(table.get_mut(), &root, &span);
        let Some(Found { level, what }) = found else {
            diagnostics.push(SpannedDiagnostic::error(
                span,
                format!("{}.", error.message()),
            ));
            return ParsedShop {
                file: ShopFile::default(),
                diagnostics,
                names_currency,
                incomplete,
            };
        };
        let message = match what {
            RemovedItem::Key(key) if level.key(&key).is_none() => level.no_such_key(&key),
            RemovedItem::Key(key) => level.wrong_value(&key, error.message()),
            RemovedItem::Table { .. } if incomplete.contains(&level.span) => continue,
            RemovedItem::Table { keys } => {
                diagnostics.push(SpannedDiagnostic::error(span, level.missing(&keys)));
                continue;
            }
        };
        incomplete.push(level.span);
        diagnostics.push(SpannedDiagnostic::error(span, message));
    }
}

/// A removed item.
enum RemovedItem {
    /// A key with its value.
    Key(String),
    /// A table that lacks a required key; the keys that it has.
    Table { keys: Vec<String> },
}

struct Found<'a> {
    /// The affected table: the one with the key, or the one that lacks a key.
    level: Level<'a>,
    what: RemovedItem,
}

/// Removes lists of values where sections are expected, with their positions; serde would read them
/// as the values of a section in order.
fn take_out_lists<'a>(
    table: &mut DeTable<'_>,
    level: &Level<'a>,
) -> Vec<(Level<'a>, String, Range<usize>)> {
    let (mut found, mut lists) = (Vec::new(), Vec::new());
    for (key, value) in table.iter_mut() {
        let (name, place) = (key.get_ref().to_string(), value.span());
        let [one, many] =
            [false, true].map(|is_one_of_many| level.section(&name, is_one_of_many, place.clone()));
        match value.get_mut() {
            DeValue::Table(inner) => found.extend(take_out_lists(inner, &one)),
            DeValue::Array(items) if one.is_section() || many.is_section() => {
                let is_list = one.is_section()
                    || items
                        .iter()
                        .any(|item| !matches!(item.get_ref(), DeValue::Table(_)));
                if is_list {
                    found.push((level.clone(), name, place));
                    lists.push(key.clone());
                    continue;
                }
                for item in items.iter_mut() {
                    let level = Level {
                        span: item.span(),
                        ..many.clone()
                    };
                    if let DeValue::Table(inner) = item.get_mut() {
                        found.extend(take_out_lists(inner, &level));
                    }
                }
            }
            _ => {}
        }
    }
    for key in &lists {
        table.remove(key);
    }
    found
}

/// Removes the cause of an error at this span from a table.
fn take_out<'a>(
    table: &mut DeTable<'_>,
    level: &Level<'a>,
    span: &Range<usize>,
) -> Option<Found<'a>> {
    let is_here = |place: Range<usize>| place.contains(&span.start) || place == *span;
    let mut at_fault = None;
    for (key, value) in table.iter_mut() {
        let name = key.get_ref().to_string();
        let place = value.span();
        let section = level.section(&name, false, place.clone());
        if let DeValue::Table(inner) = value.get_ref()
            && section.lacks_required_key(span)
        {
            at_fault = Some((key.clone(), Some(lack(section, inner))));
            break;
        }
        if is_here(key.span()) {
            at_fault = Some((key.clone(), None));
            break;
        }
        let found = match value.get_mut() {
            DeValue::Table(inner) => take_out(inner, &section, span),
            DeValue::Array(items) => {
                take_out_of_array(items, span, |span| level.section(&name, true, span))
            }
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
    Some(lacking.unwrap_or_else(|| Found {
        level: level.clone(),
        what: RemovedItem::Key(key.get_ref().to_string()),
    }))
}

fn take_out_of_array<'a>(
    items: &mut DeArray<'_>,
    span: &Range<usize>,
    level: impl Fn(Range<usize>) -> Level<'a>,
) -> Option<Found<'a>> {
    let mut lacking = None;
    for (place, item) in items.iter_mut().enumerate() {
        let at = item.span();
        let DeValue::Table(table) = item.get_mut() else {
            continue;
        };
        let level = level(at.clone());
        if level.lacks_required_key(span) {
            lacking = Some((place, lack(level, table)));
            break;
        }
        if let Some(found) = take_out(table, &level, span) {
            return Some(found);
        }
    }
    let (place, found) = lacking?;
    *items = items
        .clone()
        .into_iter()
        .enumerate()
        .filter(|(item, _)| *item != place)
        .map(|(_, item)| item)
        .collect();
    Some(found)
}

fn lack<'a>(level: Level<'a>, table: &DeTable<'_>) -> Found<'a> {
    let keys = table.keys().map(|key| key.get_ref().to_string()).collect();
    Found {
        level,
        what: RemovedItem::Table { keys },
    }
}
