//! Statistics about the contents of each column.
//!
//! *Invariants*: of the rows in the sample all columns are examined; of later rows only columns
//! with an undecided form.

use rustc_hash::{FxHashMap, FxHashSet};

use super::dates::DateEvidence;
use super::numbers::NumberEvidence;
use super::sources::Row;
use super::text::without_decimals;

/// Maximum number of rows in the sample.
pub(super) const SAMPLE_ROWS: usize = 1_000;

/// Maximum number of bytes in the sample.
pub(super) const SAMPLE_BYTES: usize = 4_000_000;

/// Maximum number of distinct values that are counted.
const DISTINCT: usize = 1_000;

/// Statistics about the cells of a column.
#[derive(Clone, Debug, Default)]
pub(super) struct ColumnEvidence {
    /// Number of cells with a value.
    pub(super) cells: u64,
    pub(super) blank: u64,
    pub(super) dates: DateEvidence,
    pub(super) numbers: NumberEvidence,
    emails: u64,
    urls: u64,
    spaced: u64,
    /// Number of cells of digits followed by `.0`, and of other cells with a point.
    floats: u64,
    pointed: u64,
    codes: u64,
    /// Number of cells with a digit, without a lower-case letter or a space: `B09KXVBD7Z`.
    coded: u64,
    length: u64,
    distinct: FxHashSet<String>,
}

/// Whether a cell has no value, in the notations of databases and programs.
pub(super) fn is_blank(cell: &str) -> bool {
    let cell = cell.trim();
    cell.is_empty() || (cell.len() <= 9 && BLANK_CELLS.contains(&cell))
}

/// Words for an empty cell.
pub(crate) const BLANK_CELLS: [&str; 13] = [
    "NULL", "null", "NaN", "nan", "NaT", "None", "\\N", "(not set)", "#N/A", "N/A", "n/a", "-",
    "--",
];

impl ColumnEvidence {
    pub(super) fn add(&mut self, cell: &str) {
        if is_blank(cell) {
            self.blank = self.blank.saturating_add(1);
            return;
        }
        let cell = cell.trim();
        let count = |count: &mut u64, is: bool| *count = count.saturating_add(is.into());
        self.cells = self.cells.saturating_add(1);
        self.dates.add(cell);
        self.numbers.add(cell);
        count(&mut self.emails, is_email(cell));
        count(
            &mut self.urls,
            cell.contains("://") || cell.starts_with("www."),
        );
        count(&mut self.spaced, cell.contains(' '));
        let is_float = without_decimals(cell) != cell;
        count(&mut self.floats, is_float);
        count(&mut self.pointed, !is_float && cell.contains(['.', ',']));
        let is_code = (cell.len() == 3 && cell.bytes().all(|byte| byte.is_ascii_alphabetic()))
            || (!cell.chars().any(|sign| sign.is_ascii_digit()) && cell.chars().count() <= 4);
        count(&mut self.codes, is_code);
        let is_coded = cell.contains(|sign: char| sign.is_ascii_digit())
            && !cell.contains(|sign: char| sign.is_lowercase() || sign == ' ');
        count(&mut self.coded, is_coded);
        self.length = self.length.saturating_add(cell.chars().count() as u64);
        if self.distinct.len() < DISTINCT && !self.distinct.contains(cell) {
            self.distinct.insert(cell.to_owned());
        }
    }

    fn is_most(&self, count: u64) -> bool {
        self.cells > 0 && count.saturating_mul(2) > self.cells
    }

    pub(super) fn is_email(&self) -> bool {
        self.is_most(self.emails)
    }

    pub(super) fn is_url(&self) -> bool {
        self.is_most(self.urls)
    }

    pub(super) fn is_spaced(&self) -> bool {
        self.is_most(self.spaced)
    }

    pub(super) fn is_code(&self) -> bool {
        self.cells > 0 && self.codes.saturating_mul(10) >= self.cells.saturating_mul(9)
    }

    pub(super) fn is_coded(&self) -> bool {
        self.is_most(self.coded)
    }

    /// Whether some value has this property.
    pub(super) fn has(&self, property: impl Fn(&str) -> bool) -> bool {
        self.distinct.iter().any(|value| property(value))
    }

    /// Whether whole numbers were written as `22423.0` or `22423,00`.
    pub(super) fn has_floats(&self) -> bool {
        self.floats > 0 && self.pointed == 0
    }

    pub(super) fn distinct(&self) -> usize {
        self.distinct.len()
    }

    pub(super) fn average_length(&self) -> u64 {
        self.length.checked_div(self.cells).unwrap_or(0)
    }

    /// Whether every cell is a number that begins with five digits of a stock code.
    pub(super) fn has_stock_codes(&self) -> bool {
        let codes = self
            .distinct
            .iter()
            .filter(|cell| cell.bytes().take_while(u8::is_ascii_digit).count() >= 5);
        codes.count().saturating_mul(2) >= self.distinct.len()
    }

    /// The values, at most [`DISTINCT`] of them.
    pub(super) fn values(&self) -> impl Iterator<Item = &str> {
        self.distinct.iter().map(String::as_str)
    }

    pub(super) fn first_value(&self) -> Option<&str> {
        self.distinct.iter().min().map(String::as_str)
    }
}

fn is_email(cell: &str) -> bool {
    let Some((name, host)) = cell.split_once('@') else {
        return false;
    };
    !name.is_empty() && !cell.contains(' ') && host.contains('.')
}

/// The sample of rows, with the statistics of its columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Sample {
    pub(super) rows: Vec<Row>,
    pub(super) columns: Vec<ColumnEvidence>,
    /// Whether these are all rows of the file.
    pub(super) is_whole: bool,
}

impl Sample {
    pub(super) fn of(rows: Vec<Row>, width: usize, is_whole: bool) -> Self {
        let mut columns = vec![ColumnEvidence::default(); width];
        for row in &rows {
            for (column, cell) in columns.iter_mut().zip(&row.cells) {
                column.add(cell);
            }
        }
        Self {
            rows,
            columns,
            is_whole,
        }
    }

    /// Adds the cells of some columns of a later row.
    pub(super) fn add_to(&mut self, places: &[usize], cells: &[String]) {
        for place in places {
            if let (Some(column), Some(cell)) = (self.columns.get_mut(*place), cells.get(*place)) {
                column.add(cell);
            }
        }
    }

    pub(super) fn column(&self, place: usize) -> Option<&ColumnEvidence> {
        self.columns.get(place)
    }

    /// The cells of some columns, row by row, with an empty text for blank cells.
    pub(super) fn cells<const N: usize>(
        &self,
        places: [usize; N],
    ) -> impl Iterator<Item = [&str; N]> {
        self.rows.iter().map(move |row| {
            places.map(|place| {
                let cell = row.cells.get(place).map_or("", |cell| cell.trim());
                if is_blank(cell) { "" } else { cell }
            })
        })
    }

    /// Whether a column belongs to the order: its value is the same in all rows of an order, and
    /// differs between orders of one product. `None` if the sample gives no evidence.
    pub(super) fn is_of_order(
        &self,
        order: usize,
        product: Option<usize>,
        place: usize,
    ) -> Option<bool> {
        let mut orders: FxHashMap<&str, Group<'_>> = FxHashMap::default();
        let mut products: FxHashMap<&str, Group<'_>> = FxHashMap::default();
        for [order, product, value] in self.cells([order, product.unwrap_or(order), place]) {
            if value.is_empty() || order.is_empty() {
                continue;
            }
            orders.entry(order).or_default().add(value, product);
            products.entry(product).or_default().add(value, order);
        }
        let several = |groups: &FxHashMap<&str, Group<'_>>| {
            let told = groups
                .values()
                .filter(|group| group.rows > 1 && group.has_several);
            let (all, constant) = told.fold((0_u32, 0_u32), |(all, constant), group| {
                (
                    all.saturating_add(1),
                    constant.saturating_add(u32::from(!group.varies)),
                )
            });
            (all, constant)
        };
        let (orders_told, orders_constant) = several(&orders);
        let most = |part: u32, all: u32| part.saturating_mul(10) >= all.saturating_mul(8);
        // One order with different values is enough evidence; equal values need two orders.
        if orders_told >= 2 || (orders_told == 1 && orders_constant == 0) {
            // A column with the same value everywhere does not belong to the order.
            let varies = self
                .column(place)
                .is_some_and(|column| column.distinct() > 1);
            return Some(varies && most(orders_constant, orders_told));
        }
        product?;
        let (products_told, products_constant) = several(&products);
        (products_told >= 2).then(|| !most(products_constant, products_told))
    }

    /// Whether the few rows of a file suggest that a number is that of the order: its rows are below
    /// each other and have one date, and a number has several products.
    pub(super) fn are_orders_of_few_rows(&self, places: [usize; 3]) -> bool {
        const MOST: usize = 20;
        let mut orders: FxHashMap<&str, (Group<'_>, FxHashSet<&str>)> = FxHashMap::default();
        let mut last = "";
        let mut is_torn = self.rows.len() >= MOST;
        for [order, product, date] in self.cells(places) {
            is_torn |= order.is_empty() || (order != last && orders.contains_key(order));
            let (dates, products) = orders.entry(order).or_default();
            dates.add(date, "");
            products.insert(product);
            last = order;
        }
        let mut found = orders.values();
        !is_torn
            && orders.len() > 1
            && found.all(|(dates, products)| !dates.varies && products.len() == dates.count())
            && orders.values().any(|(_, products)| products.len() > 1)
    }

    /// Whether the values of a column name products, by their titles. They do not if most values that
    /// are repeated have several titles, or if no value is repeated although titles are.
    pub(super) fn names_products(&self, place: usize, titles: usize) -> bool {
        let mut values: FxHashMap<&str, Group<'_>> = FxHashMap::default();
        let mut named: FxHashMap<&str, u32> = FxHashMap::default();
        for [value, title] in self.cells([place, titles]) {
            if value.is_empty() || title.is_empty() {
                continue;
            }
            values.entry(value).or_default().add(title, "");
            let rows = named.entry(title).or_default();
            *rows = rows.saturating_add(1);
        }
        let repeated = values.values().filter(|group| group.rows > 1);
        let (all, several) = repeated.fold((0_u32, 0_u32), |(all, several), group| {
            let varies = u32::from(group.varies);
            (all.saturating_add(1), several.saturating_add(varies))
        });
        if all == 0 {
            return named.values().filter(|rows| **rows > 1).count() < 2;
        }
        several.saturating_mul(2) <= all
    }

    /// Whether each value of a column belongs to one value of another, and some are repeated.
    pub(super) fn is_name_of(&self, place: usize, other: usize) -> bool {
        let mut values: FxHashMap<&str, Group<'_>> = FxHashMap::default();
        for [value, other] in self.cells([place, other]) {
            if value.is_empty() != other.is_empty() {
                return false;
            }
            values.entry(value).or_default().add(other, "");
        }
        let is_repeated = values.values().any(|group| group.rows > 1);
        is_repeated && values.values().all(|group| !group.varies)
    }

    /// Whether each value of a column belongs to one value of another, and the reverse.
    pub(super) fn is_one_to_one(&self, place: usize, other: usize) -> bool {
        let is_name = |places: [usize; 2]| {
            let mut values: FxHashMap<&str, Group<'_>> = FxHashMap::default();
            for [value, other] in self.cells(places) {
                values.entry(value).or_default().add(other, "");
            }
            values.values().all(|group| !group.varies)
        };
        is_name([place, other]) && is_name([other, place])
    }

    /// Whether the values of a column differ within many orders.
    pub(super) fn varies_in_orders(&self, order: usize, place: usize) -> bool {
        let mut orders: FxHashMap<&str, Group<'_>> = FxHashMap::default();
        for [order, value] in self.cells([order, place]) {
            if !value.is_empty() && !order.is_empty() {
                orders.entry(order).or_default().add(value, "");
            }
        }
        let several = orders.values().filter(|group| group.rows > 1);
        let varying = several.clone().filter(|group| group.varies).count();
        varying > 0 && varying.saturating_mul(5) >= several.count()
    }

    /// In how many orders only the first row of several is filled, and in how many a later one and not
    /// all.
    pub(super) fn filled_in_orders(
        &self,
        order: usize,
        place: usize,
        is_nothing: impl Fn(&str) -> bool,
    ) -> Filled {
        // By order: the rows, the filled rows, and whether the first is filled.
        let mut orders: FxHashMap<&str, (u32, u32, bool)> = FxHashMap::default();
        for [order, value] in self.cells([order, place]) {
            let is_filled = !value.is_empty() && !is_nothing(value);
            let (rows, filled, _) = orders.entry(order).or_insert((0, 0, is_filled));
            *rows = rows.saturating_add(1);
            *filled = filled.saturating_add(u32::from(is_filled));
        }
        let mixed = orders
            .iter()
            .filter(|(order, _)| !order.is_empty())
            .map(|(_, counts)| *counts)
            .filter(|(rows, filled, _)| *filled > 0 && filled < rows);
        mixed.fold(Filled::default(), |mut found, (_, filled, first)| {
            let count = if first && filled == 1 {
                &mut found.first
            } else {
                &mut found.later
            };
            *count = count.saturating_add(1);
            found
        })
    }

    /// Whether some rows name another row of their order as their parent.
    pub(super) fn has_parents(&self, [order, sku, parent]: [usize; 3]) -> bool {
        let rows = self.cells([order, sku]);
        let known: FxHashSet<[&str; 2]> = rows.filter(|[_, sku]| !sku.is_empty()).collect();
        let mut rows = self.cells([order, parent, sku]);
        rows.any(|[order, parent, sku]| {
            !order.is_empty() && parent != sku && known.contains(&[order, parent])
        })
    }

    /// Whether in some order a product is undone and another one is not, and in no order the same
    /// product is both.
    pub(super) fn undoes_single_products(
        &self,
        places: [usize; 3],
        is_undone: impl Fn(&str) -> bool,
    ) -> bool {
        let mut orders: FxHashMap<&str, [FxHashSet<&str>; 2]> = FxHashMap::default();
        for [order, product, status] in self.cells(places) {
            if !order.is_empty() && !product.is_empty() && !status.is_empty() {
                let [kept, undone] = orders.entry(order).or_default();
                let products = if is_undone(status) { undone } else { kept };
                products.insert(product);
            }
        }
        let mixed = orders
            .values()
            .filter(|[kept, undone]| !kept.is_empty() && !undone.is_empty());
        mixed.clone().next().is_some()
            && mixed.clone().all(|[kept, undone]| kept.is_disjoint(undone))
    }

    /// Whether a column numbers the rows: nearly every number is 1 more than the one before.
    pub(super) fn is_counter(&self, place: usize) -> bool {
        const FEWEST: usize = 20;
        let numbers = self.cells([place]).map(|[cell]| cell.parse::<i64>().ok());
        let numbers: Vec<Option<i64>> = numbers.collect();
        let pairs = numbers.iter().zip(numbers.iter().skip(1));
        let next = pairs.filter(|(one, next)| {
            one.zip(**next)
                .is_some_and(|(one, next)| one.saturating_add(1) == next)
        });
        numbers.len() >= FEWEST
            && next.count().saturating_mul(10) >= numbers.len().saturating_mul(9)
    }

    /// Whether a column numbers the rows of each order: 1, 2, 3.
    pub(super) fn is_line_number(&self, order: usize, place: usize) -> bool {
        let mut before = ("", 0_i64);
        let (mut fits, mut second) = (true, 0_u32);
        for [order, value] in self.cells([order, place]) {
            let Ok(number) = value.parse::<i64>() else {
                return false;
            };
            let is_next = order.is_empty() || order == before.0;
            let expected = if is_next {
                before.1.saturating_add(1)
            } else {
                1
            };
            second = second.saturating_add(u32::from(expected > 1));
            fits &= number == expected || (is_next && before.0.is_empty());
            before = (if order.is_empty() { before.0 } else { order }, number);
        }
        fits && second > 0
    }
}

/// The orders of several rows in which some rows of a column are filled and others are not.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Filled {
    /// Orders of which only the first row is filled.
    pub(super) first: u32,
    /// Other orders.
    pub(super) later: u32,
}

/// The values in the rows of one order, or of one product.
#[derive(Default)]
struct Group<'a> {
    rows: u32,
    first: Option<&'a str>,
    other: Option<&'a str>,
    varies: bool,
    /// Whether the rows have different products, or belong to different orders.
    has_several: bool,
}

impl<'a> Group<'a> {
    fn count(&self) -> usize {
        usize::try_from(self.rows).unwrap_or(usize::MAX)
    }

    fn add(&mut self, value: &'a str, other: &'a str) {
        self.rows = self.rows.saturating_add(1);
        self.varies |= *self.first.get_or_insert(value) != value;
        self.has_several |= *self.other.get_or_insert(other) != other;
    }
}
