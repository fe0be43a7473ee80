//! Recognizes files in which the number of an order is unique within a store or a till only.
//!
//! *Invariants*: a column becomes a part of the order's number only if the same number occurs at
//! several places and nothing shows that these rows are one order.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Role;
use super::column_evidence::Sample;
use super::columns::ColumnRoles;
use super::words::stores::{PlaceOfSale, place_of_sale};

/// With fewer numbers that occur at several places, the reason may be chance.
const FEWEST: usize = 2;

/// The rows of one number.
#[derive(Default)]
struct Places<'a> {
    names: FxHashSet<&'a str>,
    /// Number of rows by place and time.
    rows: FxHashMap<(&'a str, &'a str), u32>,
    customers: FxHashSet<&'a str>,
}

/// The columns of stores and tills that are a part of the order's number.
pub(super) fn stores_in_numbers(columns: &ColumnRoles, sample: &Sample) -> Vec<usize> {
    let Some(order) = columns.place(Role::Order) else {
        return Vec::new();
    };
    let product = columns
        .place(Role::Sku)
        .or_else(|| columns.place(Role::Title));
    // A fact that each product has everywhere is that of its seller or its package.
    let is_of_product =
        |place: usize| product.is_some_and(|product| sample.is_name_of(product, place));
    let headers = columns.headers.iter().enumerate();
    let named = headers.filter_map(|(place, header)| Some((place, place_of_sale(header)?)));
    named
        .filter(|(place, _)| *place != order && columns.place(Role::Sku) != Some(*place))
        .filter(|(place, _)| !is_of_product(*place))
        .filter(|(place, kind)| divides_numbers(columns, sample, [order, *place], *kind))
        .map(|(place, _)| place)
        .collect()
}

/// Whether the rows of one number at two places are two orders.
fn divides_numbers(
    columns: &ColumnRoles,
    sample: &Sample,
    [order, store]: [usize; 2],
    kind: PlaceOfSale,
) -> bool {
    let time = columns.place(Role::Time).unwrap_or(order);
    let customer = columns.place(Role::Customer).unwrap_or(order);
    let mut numbers: FxHashMap<&str, Places<'_>> = FxHashMap::default();
    for [order, store, time, customer] in sample.cells([order, store, time, customer]) {
        if order.is_empty() || store.is_empty() {
            continue;
        }
        let places = numbers.entry(order).or_default();
        let rows = places.rows.entry((store, time)).or_default();
        *rows = rows.saturating_add(1);
        places.names.insert(store);
        if !customer.is_empty() {
            places.customers.insert(customer);
        }
    }
    let shared: Vec<&Places<'_>> = numbers
        .values()
        .filter(|places| places.names.len() > 1)
        .collect();
    let count = |is: &dyn Fn(&&&Places<'_>) -> bool| shared.iter().filter(|one| is(one)).count();
    let most = |part: usize| part > 0 && part.saturating_mul(10) >= shared.len().saturating_mul(8);
    // Places at which a number has several rows are not numbers of its lines.
    let has_lines = shared
        .iter()
        .any(|places| places.rows.values().any(|rows| *rows > 1));
    let has_time = columns.has(Role::Time);
    let has_own_times = has_time && most(count(&|places| places.has_own_times()));
    let has_customer = columns.has(Role::Customer);
    let has_own_customers = has_customer && most(count(&|places| places.customers.len() > 1));
    let is_one_customer = has_customer && most(count(&|places| places.customers.len() == 1));
    // Two tills seldom sell in the same second, but they sell on the same day.
    let has_clock = has_time && sample.cells([time]).any(|[time]| has_clock(time));
    let is_sale = kind == PlaceOfSale::Sale && has_lines && !has_clock;
    let is_told = has_own_times || has_own_customers || is_sale;
    shared.len() >= FEWEST && is_told && !is_one_customer
}

impl Places<'_> {
    /// Whether no two places share a time.
    fn has_own_times(&self) -> bool {
        let times: FxHashSet<&str> = self.rows.keys().map(|(_, time)| *time).collect();
        times.len() == self.rows.len()
    }
}

/// Whether a time has a time of day.
fn has_clock(time: &str) -> bool {
    let clocks = ["00:00", "0:00"];
    time.contains(':') && !clocks.iter().any(|clock| time.ends_with(clock))
}
