//! The report in sentences, for the page and the terminal alike.

use super::compare::{ComparedMeasure, GroupComparison, Verdict};
use super::group::Group;
use super::report::{Earnings, Split};
use super::statistics::{Estimate, real};
use crate::model::Currency;

/// A sentence with its place in the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sentence {
    /// The answer in one line.
    Answer(String),
    /// What belongs to the answer.
    Detail(String),
    /// What makes the answer less reliable.
    Warning(String),
    /// What was left out, for the record.
    Note(String),
}

/// The report in sentences, the answer first.
#[must_use]
pub fn sentences(found: &Earnings) -> Vec<Sentence> {
    let mut all = answer(found);
    all.extend(warnings(found).into_iter().map(Sentence::Warning));
    all.extend(notes(found).into_iter().map(Sentence::Note));
    all
}

impl Earnings {
    /// The comparisons and the offers as rows of text, each table with its head.
    #[must_use]
    pub fn table(&self) -> Vec<Vec<String>> {
        let text = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
        let mut rows = Vec::new();
        if !self.measures.is_empty() {
            rows.push(text([
                "", "with offers", "control group", "difference (95 %)",
            ]));
        }
        for measure in &self.measures {
            let of = |number: f64| value(&self.currency, measure.name, number);
            let interval = range(&self.currency, measure.name, measure.difference);
            rows.push(vec![
                name(measure.name).to_owned(),
                of(measure.treatment.value),
                of(measure.control.value),
                format!("{} ({interval})", of(measure.difference.value)),
            ]);
        }
        if !self.offers.is_empty() {
            rows.push(text([
                "offer",
                "seen",
                "added",
                "revenue of bought products",
            ]));
        }
        #[expect(clippy::cast_precision_loss, reason = "shown rounded")]
        rows.extend(self.offers.iter().map(|row| {
            vec![
                row.name.clone(),
                count(row.seen),
                count(row.added_pieces),
                money(&self.currency, row.revenue_minor as f64),
            ]
        }));
        rows
    }
}

/// A name for tables and charts.
pub(super) fn name(measure: ComparedMeasure) -> &'static str {
    match measure {
        ComparedMeasure::RevenuePerVisitor => "Revenue per visitor",
        ComparedMeasure::Conversion => "Visitors who buy",
        ComparedMeasure::OrderValue => "Average order value",
        ComparedMeasure::ItemsPerOrder => "Items per order",
        ComparedMeasure::SeveralProducts => "Orders with several products",
    }
}

/// A value of a measure in its unit.
pub(super) fn value(currency: &Currency, measure: ComparedMeasure, number: f64) -> String {
    if measure.is_share() {
        percent(number)
    } else if measure.is_money() {
        money(currency, number)
    } else {
        signed(number, &format!("{:.2}", number.abs()))
    }
}

/// A range in the unit of a measure: `1.20 to 3.40`.
pub(super) fn range(currency: &Currency, measure: ComparedMeasure, estimate: Estimate) -> String {
    format!(
        "{} to {}",
        value(currency, measure, estimate.low),
        value(currency, measure, estimate.high)
    )
}

/// An amount of minor units for people: `GBP 1,234.50`.
pub(super) fn money(currency: &Currency, minor: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "the conversion saturates")]
    let rounded = minor.abs().round() as i64;
    let decimal = currency.decimal(rounded);
    let (whole, rest) = decimal
        .split_once('.')
        .map_or((decimal.as_str(), ""), |(whole, rest)| (whole, rest));
    let point = if rest.is_empty() { "" } else { "." };
    signed(
        if rounded == 0 { 0.0 } else { minor },
        &format!("{} {}{point}{rest}", currency.code(), grouped(whole)),
    )
}

pub(super) fn percent(share: f64) -> String {
    let text = format!("{:.1}", 100.0 * share.abs());
    signed(
        if text == "0.0" { 0.0 } else { share },
        &format!("{text} %"),
    )
}

pub(super) fn count(number: u64) -> String {
    grouped(&number.to_string())
}

fn signed(number: f64, text: &str) -> String {
    if number < 0.0 {
        format!("−{text}")
    } else {
        text.to_owned()
    }
}

fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len().saturating_mul(2));
    for (place, digit) in digits.chars().enumerate() {
        let left = digits.len().saturating_sub(place);
        if place > 0 && left.checked_rem(3) == Some(0) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn one_or_many(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

fn answer(found: &Earnings) -> Vec<Sentence> {
    let headline = found.measures.first();
    match (found.verdict, headline) {
        (Verdict::More { earned_minor }, Some(measure)) => {
            let amount = money(&found.currency, earned_minor.value);
            let mut all = vec![Sentence::Answer(format!(
                "The offers earned about {amount} more."
            ))];
            all.push(Sentence::Detail(difference(found, measure, "more")));
            all.push(Sentence::Detail(surely(found, earned_minor)));
            all.push(Sentence::Detail(scope(measure)));
            all
        }
        (Verdict::Less { earned_minor }, Some(measure)) => {
            let amount = money(&found.currency, -earned_minor.value);
            let mut all = vec![Sentence::Answer(format!("The offers cost about {amount}."))];
            all.push(Sentence::Detail(difference(found, measure, "less")));
            all.push(Sentence::Detail(surely(found, earned_minor)));
            all.push(Sentence::Detail(scope(measure)));
            all
        }
        (
            Verdict::TooFew {
                found: shoppers,
                needed,
                more_orders,
            },
            _,
        ) => {
            let mut all = vec![Sentence::Answer(
                "There are too few orders for an answer.".to_owned(),
            )];
            all.push(Sentence::Detail(format!(
                "The smaller group contains {}; differences are given from {needed} in each group, because chance \
                 decides below that.",
                one_or_many(shoppers, "shopper who bought", "shoppers who bought"),
            )));
            if let Some(more) = more_orders {
                all.push(Sentence::Detail(format!(
                    "The report needs about {} of both groups together{}. A larger control group needs fewer: set \
                     [experiment] control_group_percent to 50 for the shortest experiment.",
                    one_or_many(more, "more order", "more orders"),
                    time_for(found, more)
                )));
            }
            all
        }
        (Verdict::Unclear, Some(measure)) => {
            let mut all = vec![Sentence::Answer(
                "No difference was found between offers and no offers.".to_owned(),
            )];
            all.push(Sentence::Detail(format!(
                "{}: the difference is between {} (95 % confidence interval). The range contains zero, so it may be \
                 chance.",
                name(measure.name),
                range(&found.currency, measure.name, measure.difference).replacen(" to ", " and ", 1),
            )));
            all.extend(power(found, measure).map(Sentence::Detail));
            all.push(Sentence::Detail(scope(measure)));
            all
        }
        _ => {
            let has = |group: Group| {
                found
                    .groups
                    .iter()
                    .any(|row| row.group == group && row.orders > 0)
            };
            let why = match (has(Group::Treatment), has(Group::Control)) {
                (true, false) => "No order is from the control group.",
                (false, true) => "All orders are from the control group.",
                _ => "No order is in a group.",
            };
            vec![
                Sentence::Answer("There is no comparison.".to_owned()),
                Sentence::Detail(format!(
                    "{why} Without orders of shoppers who saw no offers nobody can say what the offers earned: set \
                     [experiment] control_group_percent, and write the group into each order (docs/report.md)."
                )),
            ]
        }
    }
}

fn unit(measure: &GroupComparison) -> &'static str {
    if measure.name.is_of_visitors() {
        "visitor"
    } else {
        "order"
    }
}

fn difference(found: &Earnings, measure: &GroupComparison, word: &str) -> String {
    let of = |number: f64| money(&found.currency, number);
    let relative = measure.relative.map_or(String::new(), |relative| {
        format!(" ({} {word})", percent(relative.value.abs()))
    });
    format!(
        "{}: {} with offers and {} in the control group, {} {word}{relative} per {}.",
        name(measure.name),
        of(measure.treatment.value),
        of(measure.control.value),
        of(measure.difference.value.abs()),
        unit(measure)
    )
}

fn surely(found: &Earnings, earned: Estimate) -> String {
    format!(
        "Chance plays a part: the additional revenue is between {} and {} (95 % confidence interval).",
        money(&found.currency, earned.low),
        money(&found.currency, earned.high)
    )
}

fn scope(measure: &GroupComparison) -> String {
    if measure.name.is_of_visitors() {
        "The comparison contains all visitors of the event log, also those who bought nothing."
            .to_owned()
    } else {
        "The comparison contains only shoppers who bought. It shows whether their orders are larger, not whether more \
         shoppers buy."
            .to_owned()
    }
}

fn power(found: &Earnings, measure: &GroupComparison) -> Option<String> {
    let power = measure.power?;
    let target = percent(power.target_effect);
    if power.more_needed == 0 {
        return Some(format!(
            "An effect of {} or more would have been noticed four times out of five.",
            percent(power.smallest_effect)
        ));
    }
    let more = if measure.name.is_of_visitors() {
        one_or_many(power.more_needed, "more visitor", "more visitors")
    } else {
        one_or_many(power.more_needed, "more order", "more orders")
    };
    let time = if measure.name.is_of_visitors() {
        String::new()
    } else {
        time_for(found, power.more_needed)
    };
    Some(format!(
        "A comparison of this size notices effects from about {}. An effect of {target} would be noticed after about \
         {more} of both groups together{time}.",
        percent(power.smallest_effect)
    ))
}

/// The time that further orders take at the rate of the period.
fn time_for(found: &Earnings, orders: u64) -> String {
    let in_groups: u64 = found.groups.iter().map(|row| row.orders).sum();
    if found.days < 14 || in_groups == 0 {
        return String::new();
    }
    let weeks = real(orders) * real(found.days) / real(in_groups) / 7.0;
    match weeks {
        weeks if weeks < 1.5 => ", which is about a week at the present rate".to_owned(),
        weeks if weeks < 104.0 => format!(", which is about {weeks:.0} weeks at the present rate"),
        weeks => format!(
            ", which is about {:.0} years at the present rate",
            weeks / 52.0
        ),
    }
}

fn uneven(split: &Split) -> String {
    let what = if split.is_of_visitors {
        "visitors"
    } else {
        "orders"
    };
    let numbers = format!(
        "{} % of the {what} should be in the control group, but {:.1} % are. Chance makes such a split in fewer than 1 of \
         1,000 experiments.",
        split.expected_percent, split.found_percent
    );
    if split.is_of_visitors {
        format!(
            "{numbers} The group of some visitors is lost or wrong. Do not rely on the comparison before the cause is found."
        )
    } else {
        format!(
            "{numbers} Either offers change how many shoppers buy, or the group of some orders is lost or wrong. Orders \
             alone cannot tell which: record visitors in an event log."
        )
    }
}

fn warnings(found: &Earnings) -> Vec<String> {
    let mut all = Vec::new();
    all.extend(
        found
            .split
            .filter(|split| split.is_uneven)
            .as_ref()
            .map(uneven),
    );
    let mut warn = |number: u64, is: bool, text: &dyn Fn(u64) -> String| {
        if number > 0 && is {
            all.push(text(number));
        }
    };
    warn(found.customers_in_both_groups, true, &|number| {
        format!(
            "{} orders in both groups, perhaps from two devices. They count where each order was placed, which makes the \
             difference look smaller than it is.",
            one_or_many(number, "customer has", "customers have")
        )
    });
    warn(found.visitors_in_both_groups, true, &|number| {
        format!(
            "{} in both groups and count in neither. Does setShopper({{ visitor }}) get the same identifier on every page, \
             and was control_group_percent changed?",
            one_or_many(number, "visitor of the log is", "visitors of the log are")
        )
    });
    warn(found.disagreeing_orders, true, &|number| {
        format!(
            "The group of {} differs between the export and the event log; the export counts.",
            one_or_many(number, "order", "orders")
        )
    });
    let is_many = found.orders_without_group.saturating_mul(20) > found.orders;
    warn(
        found.orders_without_group,
        is_many && !found.groups.is_empty(),
        &|number| {
            format!(
                "{} of {} orders have no group and are not compared. If that happens to one group more often, the comparison is \
             wrong.",
                count(number),
                count(found.orders)
            )
        },
    );
    let log = found.log.as_ref();
    let is_strange = log.is_some_and(|log| log.foreign.saturating_mul(10) > log.lines);
    warn(log.map_or(0, |log| log.foreign), is_strange, &|number| {
        format!(
            "{} of {} lines of the event log were not understood. The first is: {}",
            count(number),
            count(log.map_or(0, |log| log.lines)),
            log.and_then(|log| log.first_foreign.as_deref())
                .unwrap_or_default()
        )
    });
    if found.has_clicks_only {
        all.push(
            "The event log has no tillside-added, so clicks on \"add\" count as additions, also those that the cart refused."
                .to_owned(),
        );
    }
    all
}

fn notes(found: &Earnings) -> Vec<String> {
    let left = &found.left_out;
    let mut all = Vec::new();
    for (number, one, many) in [
        (
            left.cancelled_orders,
            "cancelled or refunded order was left out.",
            "cancelled or refunded orders were left out.",
        ),
        (
            left.repeated_orders,
            "order is in the exports again and counts once.",
            "orders are in the exports again and count once.",
        ),
        (
            left.orders_in_both_groups,
            "order names both groups and was left out.",
            "orders name both groups and were left out.",
        ),
        (
            left.other_currency,
            "order in another currency was left out.",
            "orders in another currency were left out.",
        ),
        (
            left.outside_period,
            "order outside of the period was left out.",
            "orders outside of the period were left out.",
        ),
        (
            found.orders_without_group,
            "order has no group and is not compared.",
            "orders have no group and are not compared.",
        ),
    ] {
        if number > 0 {
            all.push(one_or_many(number, one, many));
        }
    }
    if let Some(log) = &found.log {
        let mut parts = vec![format!("{} used", count(log.used))];
        for (number, what) in [
            (log.other_events, "other events of the widget"),
            (log.foreign, "not understood"),
            (log.repeated, "sent twice"),
            (log.outside_period, "outside of the period"),
        ] {
            if number > 0 {
                parts.push(format!("{} {what}", count(number)));
            }
        }
        all.push(format!(
            "Event log: {}, {}.",
            one_or_many(log.lines, "line", "lines"),
            parts.join(", ")
        ));
        if log.other_currency > 0 {
            all.push(format!(
                "{} in another currency: the pieces count, the amounts do not.",
                one_or_many(log.other_currency, "addition is", "additions are")
            ));
        }
    }
    all
}
