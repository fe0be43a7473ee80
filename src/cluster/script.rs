//! The two scripts. Statements are templates in `statements/`; a word in braces is a placeholder.
//!
//! *Invariants*: every number that a statement shares with the program comes from the program's own
//! constant or function.

use super::dialect::Dialect;
use super::tables::{FIRST, ITEMS, LINES, SECOND, Table, VERSION};
use crate::dataset::{
    PRICE_HALF_LIFE_DAYS, PRICE_REFERENCE_DAYS, PRICE_SINGLE_WEIGHT, price_weight,
};
use crate::import::BLANK_CELLS;
use crate::model::{AGE_BUCKETS, LONGEST_ORDER_SECONDS, RepeatModel};
use crate::train::Weighing;
use crate::train::aggregates::{FAST_DAYS, SLOW_DAYS};
use crate::train::co_occurrence::{AGE_SCALE, PAIRED_PRODUCTS, ROW_PAIRS};
use crate::train::repeats::MOST_DAYS;
use crate::train::tune::{SAMPLED_ABOVE, SAMPLED_LINES, TUNING_LINES};

/// A database returns this number of pairs per product; the build keeps half of them.
pub(super) const KEPT_PAIRS: usize = 2 * ROW_PAIRS;

/// The arguments of the first script.
#[derive(Clone, Copy, Debug)]
pub struct OrderScript<'a> {
    /// The database.
    pub dialect: Dialect,
    /// The table or view of order lines.
    pub orders: &'a str,
    /// Where the database writes its tables.
    pub location: &'a str,
}

/// The arguments of the second script.
#[derive(Clone, Copy, Debug)]
pub struct PairScript<'a> {
    /// The database.
    pub dialect: Dialect,
    /// Where the database wrote its tables.
    pub location: &'a str,
    /// The weights of orders.
    pub weighing: Weighing,
    /// The run of the first script.
    pub run: &'a str,
    /// The numbers of products that orders have.
    pub sizes: &'a [u32],
    /// Whole days between the oldest and the newest order.
    pub days: u32,
}

/// The statements that read the order lines.
#[must_use]
pub fn order_script(script: OrderScript<'_>) -> String {
    let mut words = Words::new(script.dialect, script.location);
    words.set("orders", script.orders);
    let mut statements = vec![
        "-- Tillside, first script: cleans the order lines, and writes everything that needs no weights.\n-- Then run `tillside sql --tables`, which prints the second script.".to_owned(),
    ];
    statements.extend([LINES, ITEMS].map(|table| words.statement(table)));
    statements.extend(FIRST.map(|table| words.statement(table)));
    statements.join("\n\n") + "\n"
}

/// The statements that count pairs.
#[must_use]
pub fn pair_script(script: PairScript<'_>) -> String {
    let PairScript {
        dialect, weighing, ..
    } = script;
    let mut words = Words::new(dialect, script.location);
    words.set("run", script.run);
    words.set("size_exponent", &weighing.size_exponent.to_string());
    words.set("half_life_days", &half_life(weighing));
    let sizes = script.sizes.iter();
    let sizes = sizes.map(|size| [u64::from(*size), weighing.of_size(*size)]);
    words.set(
        "size_weights",
        &dialect.rows("s", ["size", "weight"], sizes),
    );
    let whole = dialect.whole_type();
    let (weight, join) = if weighing.half_life_days.is_some() {
        let days = (0..=script.days).map(|days| [u64::from(days), weighing.of_age(days)]);
        let weights = dialect.rows("a", ["age_days", "weight"], days);
        let age = "t.newest - i.ordered";
        let age = format!(
            "CASE WHEN i.ordered < 0 THEN 0 ELSE CAST(({age} - MOD({age}, 86400)) / 86400 AS {whole}) END"
        );
        (
            format!("(CAST(s.weight AS {whole}) * CAST(a.weight AS {whole}))"),
            format!("\n  JOIN {weights} ON a.age_days = {age}"),
        )
    } else {
        (
            format!("(CAST(s.weight AS {whole}) * {})", weighing.of_age(0)),
            String::new(),
        )
    };
    words.set("age_join", &join);
    words.set("weight", &weight);
    for (word, part) in [
        ("this_run", include_str!("statements/this_run.sql")),
        ("weighed", include_str!("statements/weighed.sql")),
    ] {
        let part = words.fill(part);
        words.set(word, part.trim_end());
    }
    let mut statements = vec![
        "-- Tillside, second script: counts pairs with the weights that tuning chose.\n-- Then run `tillside build --tables`.".to_owned(),
    ];
    statements.extend(SECOND.map(|table| words.statement(table)));
    statements.join("\n\n") + "\n"
}

/// The half-life in a table; `0` for no decay.
pub(super) fn half_life(weighing: Weighing) -> String {
    weighing.half_life_days.unwrap_or(0.0).to_string()
}

/// The placeholders of the templates.
struct Words<'a> {
    dialect: Dialect,
    location: &'a str,
    texts: Vec<(String, String)>,
}

impl<'a> Words<'a> {
    fn new(dialect: Dialect, location: &'a str) -> Self {
        let location = location.trim_end_matches('/');
        let mut words = Self {
            dialect,
            location,
            texts: Vec::new(),
        };
        for table in [LINES, ITEMS].iter().chain(&FIRST).chain(&SECOND) {
            words.set(table.name, &dialect.kept(location, table.name));
        }
        let blank = BLANK_CELLS.iter().map(|cell| dialect.quoted(cell));
        let blank: Vec<String> = std::iter::once("''".to_owned()).chain(blank).collect();
        for (word, text) in [
            ("text", dialect.text_type()),
            ("whole", dialect.whole_type()),
            ("real", dialect.real_type()),
            ("timestamp", dialect.timestamp_type()),
            ("money", &dialect.money("price")),
            ("day_number", &dialect.day_number("ordered_at")),
            ("blank", &blank.join(", ")),
            ("price_weights", &price_weights()),
            ("count_buckets", &count_buckets()),
            ("age_buckets", &age_buckets(dialect)),
        ] {
            words.set(word, text);
        }
        for (word, number) in [
            ("version", VERSION.to_string()),
            ("longest_order_seconds", LONGEST_ORDER_SECONDS.to_string()),
            ("sampled_above", SAMPLED_ABOVE.to_string()),
            ("sampled_lines", SAMPLED_LINES.to_string()),
            ("tuning_lines", TUNING_LINES.to_string()),
            ("price_half_life_days", PRICE_HALF_LIFE_DAYS.to_string()),
            ("reference_days", PRICE_REFERENCE_DAYS.to_string()),
            ("single_weight", PRICE_SINGLE_WEIGHT.to_string()),
            ("fast_days", FAST_DAYS.to_string()),
            ("slow_days", SLOW_DAYS.to_string()),
            ("most_days", MOST_DAYS.to_string()),
            ("age_bucket_count", AGE_BUCKETS.to_string()),
            ("age_scale", AGE_SCALE.to_string()),
            ("paired_products", PAIRED_PRODUCTS.to_string()),
            ("row_pairs", ROW_PAIRS.to_string()),
            ("kept_pairs", KEPT_PAIRS.to_string()),
        ] {
            words.set(word, &number);
        }
        let purchases = words.fill(include_str!("statements/purchases.sql"));
        words.set("purchases", purchases.trim_end());
        words
    }

    /// Sets a placeholder; a later value replaces an earlier one.
    fn set(&mut self, word: &str, text: &str) {
        let word = format!("{{{word}}}");
        self.texts.retain(|(known, _)| *known != word);
        self.texts.push((word, text.to_owned()));
    }

    /// Replaces the placeholders of a template. A text that was put in is not searched again.
    fn fill(&self, template: &str) -> String {
        let mut filled = String::with_capacity(template.len());
        let mut rest = template;
        while let Some(start) = rest.find('{') {
            let (before, word) = rest.split_at(start);
            filled.push_str(before);
            let known = self
                .texts
                .iter()
                .find(|(known, _)| word.starts_with(known.as_str()));
            let (text, length) =
                known.map_or(("{", 1), |(known, text)| (text.as_str(), known.len()));
            filled.push_str(text);
            rest = word.get(length..).unwrap_or_default();
        }
        filled.push_str(rest);
        filled
    }

    /// The statement that writes a table, after its comment.
    fn statement(&self, table: Table) -> String {
        let query = match table.query {
            Some(query) => query.to_owned(),
            None if FIRST.contains(&table) => row_counts(&FIRST),
            None => row_counts(&SECOND),
        };
        let (comment, query): (Vec<&str>, Vec<&str>) =
            query.lines().partition(|line| line.starts_with("-- "));
        let query = self.fill(&query.join("\n"));
        let statement = self.dialect.table(self.location, table.name, &query);
        format!("{}\n{statement}", self.fill(&comment.join("\n")))
    }
}

/// The query for the numbers of rows of a script's other tables.
fn row_counts(tables: &[Table]) -> String {
    let others = tables.iter().filter(|table| table.query.is_some());
    let counts: Vec<String> = others
        .map(|table| {
            let name = table.name;
            format!(
                "SELECT t.run, '{name}' AS table_name, c.row_count\nFROM (SELECT COUNT(*) AS row_count FROM {{{name}}}) AS c CROSS JOIN {{totals}} AS t"
            )
        })
        .collect();
    format!(
        "-- The number of rows of each table, by which the build notices a missing file.\n{}",
        counts.join("\nUNION ALL\n")
    )
}

/// The weights of sales by age.
fn price_weights() -> String {
    let halvings = (0..).map(price_weight).take_while(|weight| *weight > 1);
    let lines = (1..).zip(halvings).map(|(period, weight)| {
        let days = period * PRICE_HALF_LIFE_DAYS;
        format!("      WHEN age_days < {days} THEN {weight}")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The first number of each bucket, with the bucket; `bucket` is monotone.
fn starts(bucket: fn(u32) -> usize) -> Vec<(u32, usize)> {
    let most = u32::try_from(MOST_DAYS).unwrap_or(u32::MAX);
    let mut starts: Vec<(u32, usize)> = (1..=most).map(|number| (number, bucket(number))).collect();
    starts.dedup_by_key(|(_, bucket)| *bucket);
    starts
}

/// The buckets of numbers of purchases, the highest first.
fn count_buckets() -> String {
    let starts = starts(RepeatModel::count_bucket).into_iter().rev();
    let lines =
        starts.map(|(first, bucket)| format!("      WHEN p.purchase >= {first} THEN {bucket}"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The buckets of numbers of orders since a purchase.
fn age_buckets(dialect: Dialect) -> String {
    let starts = starts(RepeatModel::age_bucket);
    let ends = starts.iter().skip(1).map(|(next, _)| u64::from(*next) - 1);
    let ends: Vec<u64> = ends.chain([MOST_DAYS as u64]).collect();
    let rows = starts.iter().zip(ends);
    let rows = rows.map(|((first, bucket), last)| [*bucket as u64, u64::from(*first), last]);
    dialect.rows("a", ["bucket", "low_days", "high_days"], rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_those_of_the_program() {
        let starts = starts(RepeatModel::age_bucket);
        assert_eq!(starts, [(1, 0), (2, 1), (3, 2), (4, 3), (6, 4), (10, 5)]);
        assert!(count_buckets().starts_with("      WHEN p.purchase >= 6 THEN 4\n"));
    }

    #[test]
    fn no_placeholder_remains_in_any_dialect() {
        for dialect in Dialect::ALL {
            let first = order_script(OrderScript {
                dialect,
                orders: "shop.order_lines",
                location: "x",
            });
            let second = pair_script(PairScript {
                dialect,
                location: "x",
                weighing: Weighing {
                    half_life_days: Some(60.0),
                    ..Weighing::EQUAL
                },
                run: "1-2-3-4",
                sizes: &[1, 2],
                days: 3,
            });
            for script in [first, second] {
                assert!(!script.contains(['{', '}']), "{dialect:?}: {script}");
            }
        }
    }
}
