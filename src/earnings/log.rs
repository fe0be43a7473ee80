//! The event log: one JSON object per line, with what the widget's events contain.
//!
//! `docs/report.md` defines the form. A line has an `event`, and, as far as the shop records them,
//! `at`, `visitor`, `order`, `group` and the event's `detail`.
//!
//! *Invariants*: no line stops the report; a line that is not understood is counted, and the first
//! of them is kept to be named; a line that was sent twice counts once.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::group::{Group, Spellings};
use super::order_book::{hashed, number_hash, sku_hash};

/// Different lists that are told apart.
const LISTS: usize = 100_000;

/// What became of the lines of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LogCounts {
    /// Lines that are not empty.
    pub lines: u64,
    /// Lines that the report uses.
    pub used: u64,
    /// Events of the widget that the report does not need, such as `tillside-dismiss`.
    pub other_events: u64,
    /// Lines that are not events of the widget, or not JSON.
    pub foreign: u64,
    /// The first foreign line, shortened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_foreign: Option<String>,
    /// Lines that were sent twice.
    pub repeated: u64,
    /// Lines outside of the period.
    pub outside_period: u64,
    /// Additions in another currency than the report's.
    pub other_currency: u64,
}

#[derive(Deserialize)]
struct RawLine {
    event: String,
    #[serde(default)]
    at: Value,
    #[serde(default)]
    visitor: Value,
    #[serde(default)]
    order: Value,
    #[serde(default)]
    group: Value,
    #[serde(default)]
    detail: Value,
}

/// A list of offers: the offers with one `listId`.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    pub(super) seen: u64,
    pub(super) selected: u64,
    pub(super) additions: u64,
    pub(super) added_pieces: u64,
    /// In minor units.
    pub(super) added_minor: i64,
}

/// One product that the cart took from an offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Addition {
    pub(super) list: usize,
    pub(super) visitor: u64,
    pub(super) sku: u64,
    pub(super) quantity: u64,
    pub(super) at: Option<i64>,
}

/// A placed order, as the thank-you page recorded it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Placed {
    pub(super) visitor: u64,
    pub(super) at: Option<i64>,
    pub(super) group: Option<Group>,
}

/// A visitor of the log.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Visitor {
    pub(super) is_treatment: bool,
    pub(super) is_control: bool,
}

impl Visitor {
    /// The group, unless the log names both.
    pub(super) fn group(self) -> Option<Group> {
        match (self.is_treatment, self.is_control) {
            (true, false) => Some(Group::Treatment),
            (false, true) => Some(Group::Control),
            _ => None,
        }
    }
}

/// The events of a log.
#[derive(Default)]
pub struct EventLog {
    spellings: Spellings,
    since: Option<i64>,
    until: Option<i64>,
    currency: Option<String>,
    seen_lines: FxHashSet<u64>,
    by_list: FxHashMap<String, usize>,
    pub(super) list_ids: Vec<String>,
    pub(super) lists: Vec<List>,
    pub(super) visitors: FxHashMap<u64, Visitor>,
    pub(super) orders: FxHashMap<u64, Placed>,
    pub(super) confirmed: Vec<Addition>,
    /// Clicks on "add", which count if the log has no `tillside-added`.
    asked: Vec<(Addition, i64)>,
    has_confirmed: bool,
    pub(super) first: Option<i64>,
    pub(super) last: Option<i64>,
    pub(super) counts: LogCounts,
}

impl EventLog {
    /// A log of the events from `since` until `until`, in seconds since 1970, the end excluded.
    #[must_use]
    pub fn new(spellings: Spellings, since: Option<i64>, until: Option<i64>) -> Self {
        Self {
            spellings,
            since,
            until,
            ..Self::default()
        }
    }

    /// Sets the currency of amounts; additions in another one are counted and left out.
    pub fn set_currency(&mut self, code: &str) {
        self.currency = Some(code.to_ascii_uppercase());
    }

    /// What became of the lines so far.
    #[must_use]
    pub fn counts(&self) -> &LogCounts {
        &self.counts
    }

    /// Adds one line.
    pub fn push(&mut self, text: &str) {
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            return;
        }
        self.counts.lines = self.counts.lines.saturating_add(1);
        let Ok(line) = serde_json::from_str::<RawLine>(text) else {
            return self.foreign(text);
        };
        let at = seconds(&line.at);
        if at.is_some() && !self.seen_lines.insert(hashed(text)) {
            self.counts.repeated = self.counts.repeated.saturating_add(1);
            return;
        }
        let is_outside = at.is_some_and(|at| {
            self.since.is_some_and(|since| at < since)
                || self.until.is_some_and(|until| at >= until)
        });
        if is_outside {
            self.counts.outside_period = self.counts.outside_period.saturating_add(1);
            return;
        }
        let is_used = match line.event.as_str() {
            "tillside-plan" => Some(self.plan(&line)),
            "tillside-view" => Some(self.viewed(&line)),
            "tillside-select" => Some(self.selected(&line)),
            "tillside-add" => Some(self.added(&line, at, false)),
            "tillside-added" => Some(self.added(&line, at, true)),
            "tillside-order" | "order" => Some(self.placed(&line, at)),
            other if other.starts_with("tillside-") => {
                self.counts.other_events = self.counts.other_events.saturating_add(1);
                return;
            }
            _ => None,
        };
        if is_used != Some(true) {
            return self.foreign(text);
        }
        self.counts.used = self.counts.used.saturating_add(1);
        self.first = self.first.into_iter().chain(at).min();
        self.last = self.last.max(at);
        self.visit(&line);
    }

    fn foreign(&mut self, text: &str) {
        self.counts.foreign = self.counts.foreign.saturating_add(1);
        if self.counts.first_foreign.is_none() {
            self.counts.first_foreign = Some(text.chars().take(80).collect());
        }
    }

    /// The visitor of a line, and the group that the line names.
    fn visit(&mut self, line: &RawLine) {
        let visitor = id(&line.visitor);
        let group = self.group(line);
        if visitor == 0 {
            return;
        }
        let visitor = self.visitors.entry(visitor).or_default();
        visitor.is_treatment |= group == Some(Group::Treatment);
        visitor.is_control |= group == Some(Group::Control);
    }

    fn group(&self, line: &RawLine) -> Option<Group> {
        let plan = line.detail.get("plan").unwrap_or(&line.detail);
        match plan.get("isControlGroup").and_then(Value::as_bool) {
            Some(true) => Some(Group::Control),
            Some(false) => Some(Group::Treatment),
            None => line.group.as_str().and_then(|word| self.spellings.of(word)),
        }
    }

    fn plan(&mut self, line: &RawLine) -> bool {
        self.group(line).is_some()
    }

    fn viewed(&mut self, line: &RawLine) -> bool {
        let list = self.list(&line.detail);
        list.is_some_and(|list| {
            list.seen = list.seen.saturating_add(1);
            true
        })
    }

    fn selected(&mut self, line: &RawLine) -> bool {
        let list = self.list(&line.detail);
        list.is_some_and(|list| {
            list.selected = list.selected.saturating_add(1);
            true
        })
    }

    fn added(&mut self, line: &RawLine, at: Option<i64>, is_confirmed: bool) -> bool {
        let Some(items) = ["added", "items"]
            .iter()
            .find_map(|key| line.detail.get(key)?.as_array())
        else {
            return false;
        };
        self.has_confirmed |= is_confirmed;
        let other = line
            .detail
            .get("currency")
            .and_then(Value::as_str)
            .is_some_and(|code| {
                self.currency
                    .as_ref()
                    .is_some_and(|own| !own.eq_ignore_ascii_case(code))
            });
        if other {
            self.counts.other_currency = self.counts.other_currency.saturating_add(1);
        }
        let Some(place) = self.place(&line.detail) else {
            return false;
        };
        let visitor = id(&line.visitor);
        let (mut pieces, mut minor) = (0_u64, 0_i64);
        let mut additions = Vec::new();
        for item in items {
            let Some(sku) = item.as_str().or_else(|| item.get("sku")?.as_str()) else {
                continue;
            };
            let number = |key: &str| item.get(key).and_then(Value::as_i64);
            let quantity = number("accepted")
                .or_else(|| number("quantity"))
                .unwrap_or(1);
            let quantity = quantity.clamp(0, 1_000_000);
            let price = number("priceMinor").filter(|_| !other).unwrap_or(0).max(0);
            let amount = price.saturating_mul(quantity);
            let quantity = quantity.unsigned_abs();
            if quantity == 0 {
                continue;
            }
            (pieces, minor) = (
                pieces.saturating_add(quantity),
                minor.saturating_add(amount),
            );
            let addition = Addition {
                list: place,
                visitor,
                sku: sku_hash(sku),
                quantity,
                at,
            };
            additions.push((addition, amount));
        }
        if !is_confirmed {
            self.asked.extend(additions);
            return true;
        }
        // An answer that refuses all items is a line of the widget, but not an addition.
        if let Some(list) = self.lists.get_mut(place).filter(|_| pieces > 0) {
            list.additions = list.additions.saturating_add(1);
            list.added_pieces = list.added_pieces.saturating_add(pieces);
            list.added_minor = list.added_minor.saturating_add(minor);
        }
        self.confirmed
            .extend(additions.into_iter().map(|(addition, _)| addition));
        true
    }

    fn placed(&mut self, line: &RawLine, at: Option<i64>) -> bool {
        let order = if line.order.is_null() {
            line.detail.get("order").map_or(0, order_id)
        } else {
            order_id(&line.order)
        };
        if order == 0 {
            return false;
        }
        let group = self.group(line);
        let visitor = id(&line.visitor);
        let placed = self.orders.entry(order).or_default();
        if placed.visitor == 0 {
            placed.visitor = visitor;
        }
        // A reloaded page repeats the entry, later.
        placed.at = placed.at.into_iter().chain(at).min();
        placed.group = placed.group.or(group);
        true
    }

    fn list(&mut self, detail: &Value) -> Option<&mut List> {
        let place = self.place(detail)?;
        self.lists.get_mut(place)
    }

    fn place(&mut self, detail: &Value) -> Option<usize> {
        let id = detail.get("listId")?.as_str().filter(|id| !id.is_empty())?;
        if let Some(place) = self.by_list.get(id) {
            return Some(*place);
        }
        // Beyond the limit the kind of the offer is the list.
        let id = if self.lists.len() < LISTS {
            id
        } else {
            kind_of(id)
        };
        if let Some(place) = self.by_list.get(id) {
            return Some(*place);
        }
        let place = self.lists.len();
        self.by_list.insert(id.to_owned(), place);
        self.list_ids.push(id.to_owned());
        self.lists.push(List::default());
        Some(place)
    }

    /// Takes clicks for additions if the shop records no answers of its cart, and returns whether
    /// it did.
    pub(super) fn settle(&mut self) -> bool {
        let asked = std::mem::take(&mut self.asked);
        if self.has_confirmed || asked.is_empty() {
            return false;
        }
        let mut last = None;
        for (addition, minor) in asked {
            if let Some(list) = self.lists.get_mut(addition.list) {
                // The items of one click are adjacent.
                let click = (addition.list, addition.visitor, addition.at);
                if last.replace(click) != Some(click) {
                    list.additions = list.additions.saturating_add(1);
                }
                list.added_pieces = list.added_pieces.saturating_add(addition.quantity);
                list.added_minor = list.added_minor.saturating_add(minor);
            }
            self.confirmed.push(addition);
        }
        true
    }

    /// Number of visitors of each group, and of those that the log puts in both.
    pub(super) fn visitors_by_group(&self) -> BTreeMap<Option<Group>, u64> {
        let mut counts = BTreeMap::new();
        for visitor in self.visitors.values() {
            if visitor.is_treatment || visitor.is_control {
                let count: &mut u64 = counts.entry(visitor.group()).or_default();
                *count = count.saturating_add(1);
            }
        }
        counts
    }
}

/// The kind of offer in a `listId` such as `bundle:22423`.
pub(super) fn kind_of(list_id: &str) -> &str {
    list_id.split(':').next().unwrap_or(list_id)
}

/// The hash of an identifier, which may be a text or a number; 0 for none.
fn id(value: &Value) -> u64 {
    match value {
        Value::String(text) if !text.trim().is_empty() => hashed(text),
        Value::Number(number) => hashed(&number.to_string()),
        _ => 0,
    }
}

/// The hash of an order number; 0 for none.
fn order_id(value: &Value) -> u64 {
    match value {
        Value::String(text) if !text.trim().is_empty() => number_hash(text),
        other => id(other),
    }
}

/// Seconds since 1970: ISO 8601, or a number of milliseconds or seconds.
fn seconds(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => {
            let text = text.trim();
            let whole = || text.parse::<i64>().ok().map(in_seconds);
            let time = text.parse::<Timestamp>().ok().map(Timestamp::as_second);
            time.or_else(whole)
        }
        #[expect(clippy::cast_possible_truncation, reason = "the conversion saturates")]
        Value::Number(number) => number.as_f64().map(|number| in_seconds(number as i64)),
        _ => None,
    }
}

/// Numbers from the year 5138 on are milliseconds.
fn in_seconds(number: i64) -> i64 {
    if number.unsigned_abs() >= 100_000_000_000 {
        number.div_euclid(1000)
    } else {
        number
    }
}
