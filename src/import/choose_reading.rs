//! Decides how a file is read, from its header and a sample of its rows.
//!
//! *Invariants*: a file that its header or its first rows exclude is refused before the rest is
//! read; all open questions are reported at once.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::codes_in_titles::have_titles_codes;
use super::column_doubts::ColumnDoubts;
use super::column_evidence::{SAMPLE_BYTES, SAMPLE_ROWS, Sample};
use super::column_forms::{FormChooser, Forms, open_columns};
use super::columns::{Choice, ColumnRoles, NoHeader, place_of};
use super::dates::{DateForm, SECONDS_PER_DAY, seconds};
use super::doubt::{Accept, Doubt};
use super::money_signs;
use super::numbers::Decimal;
use super::presets::PriceIs;
use super::reading::{OrderRows, Reading};
use super::rules::{header_score, is_bare_number};
use super::skus_by_title::SkusByTitle;
use super::sources::{Kind, Row, Unpacked, is_packed};
use super::table::Table;
use super::{ImportError, ImportOptions, Preset, Role, RowLayout, Watch};

/// Number of rows of the sample that are kept for display.
const SHOWN_ROWS: usize = 20;

/// The decisions about a table.
pub(super) struct Decided {
    pub(super) columns: ColumnRoles,
    pub(super) forms: Forms,
    /// The column that replaces a missing SKU.
    pub(super) stand_in: Option<usize>,
    /// The SKUs of titles, for rows without one.
    pub(super) codes: SkusByTitle,
    pub(super) order_rows: OrderRows,
    pub(super) reading: Reading,
    pub(super) sample: Sample,
    /// Whether the first rows contain a negative quantity.
    pub(super) has_returns: bool,
    /// Whether the SKUs are in brackets before the titles.
    pub(super) has_codes_in_titles: bool,
}

/// Examines a file and decides how it is read.
pub(super) fn decide(
    path: &Path,
    options: &ImportOptions,
    roles: &[Role],
    watch: &mut dyn Watch,
) -> Result<(Table, Decided), ImportError> {
    let mut options = options.clone();
    let earlier = options.reading.as_ref();
    let cancelled = earlier.map_or_else(Vec::new, |reading| reading.cancelled_statuses.clone());
    options.cancelled_statuses.extend(cancelled);
    let bought = earlier.map_or_else(Vec::new, |reading| reading.bought_statuses.clone());
    options.bought_statuses.extend(bought);
    let mut table = Table::open(path, &options, watch)?;
    let sample = read_sample(&mut table)?;
    let columns = choose(&table, &sample, &options, roles)?;
    let mut examined = Examined {
        table,
        sample,
        columns,
    };
    let packed = examined.unpack(&mut options, roles)?;
    let Examined {
        mut table,
        mut sample,
        columns,
    } = examined;
    let open = open_columns(&columns, &sample);
    let mut codes = SkusByTitle::default();
    let has_titles = SkusByTitle::are_needed(&columns, &sample, options.rows);
    if has_titles {
        sample
            .rows
            .iter()
            .for_each(|row| codes.add(&columns, &row.cells));
    }
    let is_read_on = !sample.is_whole && (has_titles || !open.is_empty());
    if is_read_on {
        let mut examine = |sample: &mut Sample, cells: &[String]| {
            sample.add_to(&open, cells);
            if has_titles {
                codes.add(&columns, cells);
            }
        };
        look_on(&mut table, &mut sample, &mut examine, watch)?;
        let unpacked = packed.as_ref().and_then(|_| table.unpacked());
        let repairs = table.repairs();
        table = Table::open(path, &options, watch)?;
        table.repair_as(repairs);
        if let Some(unpacked) = unpacked {
            table.unpack(unpacked);
        }
    }
    let mut doubts = Vec::new();
    let stand_in = stand_in(&columns, options.rows);
    let asked = ColumnDoubts {
        columns: &columns,
        sample: &sample,
        options: &options,
    };
    asked.add_to(&mut doubts, stand_in.is_some());
    let forms = FormChooser {
        columns: &columns,
        sample: &sample,
        options: &options,
        is_json: table.kind() == Kind::Json,
        doubts: &mut doubts,
    }
    .forms();
    let order_rows = order_rows(asked, stand_in, &forms);
    if order_rows == OrderRows::FirstRow {
        doubts.extend(asked.torn_orders());
    }
    let has_returns = has_returns(&columns, &sample);
    let has_codes_in_titles = have_titles_codes(&columns, &sample, options.rows);
    let mut decided = Decided {
        columns,
        forms,
        stand_in,
        codes,
        order_rows,
        reading: Reading::default(),
        sample,
        has_returns,
        has_codes_in_titles,
    };
    decided.reading = Reading {
        cancelled_statuses: options.cancelled_statuses.clone(),
        bought_statuses: options.bought_statuses.clone(),
        ..decided.reading(&table, packed)
    };
    let shown = decided
        .sample
        .rows
        .iter()
        .take(SHOWN_ROWS)
        .cloned()
        .collect();
    let rows = std::mem::replace(&mut decided.sample.rows, shown);
    if !is_read_on {
        table.put_back(rows);
    }
    if let Some(earlier) = &options.reading
        && !options.accepts(Accept::OtherReading)
    {
        let rows = decided.reading.differences(earlier);
        if !rows.is_empty() {
            doubts.push(Doubt {
                what: "The file differs from the one that the reading was written for.".to_owned(),
                rows,
                remedy:
                    "Export it as before, or write a new reading with tillside inspect --orders … \
                         --write-reading, or pass --accept other-reading."
                        .to_owned(),
            });
        }
    }
    if doubts.is_empty() {
        Ok((table, decided))
    } else {
        Err(ImportError::Doubts {
            path: path.to_owned(),
            doubts,
        })
    }
}

/// A table with its first rows and their columns.
struct Examined {
    table: Table,
    sample: Sample,
    columns: ColumnRoles,
}

impl Examined {
    /// Splits the column whose cells contain several products, and returns its header.
    fn unpack(
        &mut self,
        options: &mut ImportOptions,
        roles: &[Role],
    ) -> Result<Option<String>, ImportError> {
        let Self {
            table,
            sample,
            columns,
        } = self;
        let Some(mut unpacked) = packed_column(columns, table, sample, options) else {
            refuse_packed(&table.path, columns, sample)?;
            return Ok(None);
        };
        let header = table.headers.get(unpacked.place()).cloned();
        options.columns.retain(|(_, named)| {
            let place = place_of(&table.headers, named);
            place.is_none_or(|place| unpacked.places().all(|packed| packed != place))
        });
        // Each row is an order, so a column "number" without repetitions contains its number.
        let order = columns.place(Role::Order);
        if order.is_none_or(|order| unpacked.places().any(|place| place == order)) {
            match row_number(&table.headers, sample) {
                Some(number) => options.columns.push((Role::Order, number)),
                None => unpacked.number_rows(),
            }
        }
        // The shop system may have been recognized by the packed column.
        options.preset = Some(columns.preset).filter(|preset| *preset != Preset::Plain);
        table.put_back(std::mem::take(&mut sample.rows));
        table.unpack(unpacked);
        *sample = read_sample(table)?;
        let of_orders = std::mem::take(&mut columns.headers);
        *columns = choose(table, sample, options, roles)?;
        // An amount beside the packed products is that of the whole order.
        for role in [Role::Price, Role::LineTotal, Role::Quantity] {
            let is_named = options.columns.iter().any(|(named, _)| *named == role);
            if !is_named && of_orders.contains(&columns.header(role)) {
                let item = best_of_items(role, &table.headers, of_orders.len());
                columns.set(role, item.filter(|place| !columns.is_taken(*place)));
            }
        }
        Ok(Some(header.unwrap_or_default()))
    }
}

/// Whether the sample contains a negative quantity.
fn has_returns(columns: &ColumnRoles, sample: &Sample) -> bool {
    columns.place(Role::Quantity).is_some_and(|place| {
        let mut quantities = sample.cells([place]);
        quantities.any(|[cell]| cell.starts_with(['-', '−', '(']))
    })
}

/// The column of the packed products, which follow those of the orders, that names a role best.
fn best_of_items(role: Role, headers: &[String], first: usize) -> Option<usize> {
    let items = headers.iter().enumerate().skip(first);
    let scored = items.map(|(place, header)| (header_score(role, header), place));
    let best = scored.filter(|(score, _)| *score > 0);
    let best = best.max_by_key(|(score, place)| (*score, std::cmp::Reverse(*place)));
    best.map(|(_, place)| place)
}

/// The headers of an earlier reading, except for roles that the user names again.
fn earlier_columns(options: &ImportOptions) -> Vec<(Role, String)> {
    let Some(reading) = options
        .reading
        .as_ref()
        .filter(|reading| reading.packed.is_none())
    else {
        return Vec::new();
    };
    let columns = reading.columns.iter();
    let named = columns.filter_map(|(word, header)| Some((Role::by_word(word)?, header.clone())));
    let statuses = reading
        .statuses
        .iter()
        .map(|header| (Role::Status, header.clone()));
    let stores = reading
        .stores
        .iter()
        .map(|header| (Role::Store, header.clone()));
    named
        .chain(statuses)
        .chain(stores)
        .filter(|(role, _)| !options.columns.iter().any(|(known, _)| known == role))
        .collect()
}

fn read_sample(table: &mut Table) -> Result<Sample, ImportError> {
    let (mut rows, mut bytes, mut is_whole) = (Vec::new(), 0_usize, false);
    let mut row = Row::default();
    while rows.len() < SAMPLE_ROWS && bytes < SAMPLE_BYTES {
        if !table.next(&mut row)? {
            is_whole = true;
            break;
        }
        bytes = row
            .cells
            .iter()
            .fold(bytes, |sum, cell| sum.saturating_add(cell.len()));
        rows.push(row.clone());
    }
    table.repair(&mut rows);
    Ok(Sample::of(rows, table.headers.len(), is_whole))
}

/// Examines the rows after the sample.
fn look_on(
    table: &mut Table,
    sample: &mut Sample,
    examine: &mut dyn FnMut(&mut Sample, &[String]),
    watch: &mut dyn Watch,
) -> Result<(), ImportError> {
    let (mut row, mut count) = (Row::default(), 0_u32);
    while table.next(&mut row)? {
        count = count.wrapping_add(1);
        if count.trailing_zeros() >= 12 {
            watch.advance(table.bytes_read())?;
        }
        examine(sample, &row.cells);
    }
    Ok(())
}

fn choose(
    table: &Table,
    sample: &Sample,
    options: &ImportOptions,
    roles: &[Role],
) -> Result<ColumnRoles, ImportError> {
    // A missing header of an earlier reading is a difference to report, not an invalid argument.
    let mut options = options.clone();
    let earlier = earlier_columns(&options).into_iter();
    let there = earlier.filter(|(_, header)| place_of(&table.headers, header).is_some());
    options.columns.extend(there.collect::<Vec<_>>());
    let choice = Choice {
        headers: &table.headers,
        sample,
        options: &options,
        roles,
    };
    choice
        .columns()
        .map_err(|NoHeader(header)| ImportError::NoHeader {
            path: table.path.clone(),
            header,
            argument: options.rows.argument(),
            found: table.headers.clone(),
        })
}

/// The column whose cells contain all products of an order, if no other column contains the
/// product.
fn packed_column(
    columns: &ColumnRoles,
    table: &Table,
    sample: &Sample,
    options: &ImportOptions,
) -> Option<Unpacked> {
    if options.rows != RowLayout::Orders {
        return None;
    }
    let cells: Vec<Vec<String>> = sample
        .rows
        .iter()
        .take(200)
        .map(|row| row.cells.clone())
        .collect();
    let found = Unpacked::find(&table.headers, &cells)?;
    let is_packed = |role| {
        let place = columns.place(role);
        place.is_some_and(|place| found.places().any(|packed| packed == place))
    };
    let has_product = columns.has(Role::Sku) && sample_has(sample, columns.place(Role::Sku));
    (is_packed(Role::Sku) || is_packed(Role::Title) || !has_product).then_some(found)
}

/// The header "number" of a column whose values all differ.
fn row_number(headers: &[String], sample: &Sample) -> Option<String> {
    let is_of_rows = |place: usize| {
        let column = sample.column(place);
        column.is_some_and(|column| {
            column.blank == 0 && column.distinct() == sample.rows.len() && column.distinct() > 1
        })
    };
    let mut headers = headers.iter().enumerate();
    let found = headers.find(|(place, header)| is_bare_number(header) && is_of_rows(*place));
    found.map(|(_, header)| header.clone())
}

fn sample_has(sample: &Sample, place: Option<usize>) -> bool {
    place
        .and_then(|place| sample.column(place))
        .is_some_and(|column| column.cells > 0)
}

/// Refuses a file in which a whole order would become a product.
fn refuse_packed(path: &Path, columns: &ColumnRoles, sample: &Sample) -> Result<(), ImportError> {
    for role in [Role::Sku, Role::Title] {
        let Some(place) = columns.place(role) else {
            continue;
        };
        let mut cells = sample.cells([place]).take(200);
        if let Some([cell]) = cells.find(|[cell]| is_packed(cell)) {
            let _ = cell;
            return Err(ImportError::Doubts {
                path: path.to_owned(),
                doubts: vec![Doubt {
                    what: format!(
                        "\"{}\" contains several products in one cell: each row is a whole order.",
                        columns.header_at(place)
                    ),
                    rows: Vec::new(),
                    remedy: "Export the orders with one row for each product, or as JSON."
                        .to_owned(),
                }],
            });
        }
    }
    Ok(())
}

/// The column that replaces a missing SKU: the product's title.
fn stand_in(columns: &ColumnRoles, rows: RowLayout) -> Option<usize> {
    match rows {
        RowLayout::Sessions => None,
        RowLayout::Orders | RowLayout::Catalog => columns.place(Role::Title),
    }
}

/// Which rows are one order.
fn order_rows(asked: ColumnDoubts<'_>, stand_in: Option<usize>, forms: &Forms) -> OrderRows {
    let ColumnDoubts {
        columns,
        sample,
        options,
    } = asked;
    if asked.takes_customer_days() {
        OrderRows::CustomerDay
    } else if options.rows != RowLayout::Catalog && is_order_on_first_row(columns, sample, stand_in)
    {
        OrderRows::FirstRow
    } else if options.rows == RowLayout::Orders && counts_anew(columns, sample, forms) {
        OrderRows::NumberAndDay
    } else {
        OrderRows::SameNumber
    }
}

/// Whether the numbers of orders begin anew each day, as those of tills: most numbers with several rows
/// occur on several days, with other numbers between them.
fn counts_anew(columns: &ColumnRoles, sample: &Sample, forms: &Forms) -> bool {
    const FEWEST: usize = 3;
    let places = columns.place(Role::Order).zip(columns.place(Role::Time));
    let Some(((order, time), form)) = places.zip(forms.dates) else {
        return false;
    };
    // By number: the rows, the days, and the days that begin after another number.
    let mut numbers: FxHashMap<String, (usize, Vec<i64>, usize)> = FxHashMap::default();
    let mut before = String::new();
    for (row, [order, time]) in sample.rows.iter().zip(sample.cells([order, time])) {
        let Some(day) = seconds(time, form).map(|time| time.div_euclid(SECONDS_PER_DAY)) else {
            continue;
        };
        let order = columns.number_of(order, &row.cells);
        let (rows, days, apart) = numbers.entry(order.clone()).or_default();
        *rows = rows.saturating_add(1);
        if !days.contains(&day) {
            *apart = apart.saturating_add(usize::from(before != order));
            days.push(day);
        }
        before = order;
    }
    let several = || numbers.values().filter(|(rows, _, _)| *rows > 1);
    let on_days = several().filter(|(_, days, _)| days.len() > 1);
    let apart = on_days
        .clone()
        .filter(|(_, days, apart)| days.len() == *apart);
    let (all, on_days, apart) = (several().count(), on_days.count(), apart.count());
    on_days >= FEWEST
        && on_days.saturating_mul(2) >= all
        && apart.saturating_mul(10) >= on_days.saturating_mul(9)
}

/// Whether rows without an order number belong to the order above them.
fn is_order_on_first_row(columns: &ColumnRoles, sample: &Sample, stand_in: Option<usize>) -> bool {
    let (Some(order), Some(product)) = (
        columns.place(Role::Order),
        columns.place(Role::Sku).or(stand_in),
    ) else {
        return false;
    };
    let amount = [Role::Quantity, Role::Price, Role::LineTotal]
        .into_iter()
        .find_map(|role| columns.place(role))
        .unwrap_or(product);
    let other = stand_in.unwrap_or(product);
    // The first row of such a file has an order; the first row of a log of visits may have none.
    let mut orders = sample.cells([order]);
    if orders.next().is_some_and(|[order]| order.is_empty()) {
        return false;
    }
    let rows = sample.cells([order, product, other, amount]);
    let (blank, all) = rows.fold(
        (0_u64, 0_u64),
        |(blank, all), [order, product, other, amount]| {
            let is_more =
                order.is_empty() && !(product.is_empty() && other.is_empty()) && !amount.is_empty();
            (blank.saturating_add(is_more.into()), all.saturating_add(1))
        },
    );
    blank >= 2 && blank.saturating_mul(20) >= all
}

impl Decided {
    /// The currency in the header of the price.
    pub(super) fn currency_in_header(&self) -> Option<String> {
        money_signs::of_header(&self.columns.header_at(self.forms.price_place?))
    }

    fn reading(&self, table: &Table, packed: Option<String>) -> Reading {
        let Self { columns, forms, .. } = self;
        let is_text = table.kind() == Kind::Text;
        let text = table.text();
        let mut reading = Reading {
            preset: columns.preset.to_string(),
            format: table.kind().word().to_owned(),
            delimiter: is_text.then(|| char::from(text.delimiter)),
            quotes: text.has_quotes,
            backslashes: text.has_backslashes,
            quoted_rows: text.has_quoted_rows,
            header_line: table.header_line,
            order_rows: self.order_rows,
            packed,
            ..Reading::default()
        };
        let all = super::roles::OF_ORDERS
            .iter()
            .chain(super::roles::OF_CATALOG);
        for role in all.copied() {
            let is_unused = role == Role::LineTotal && columns.has(Role::Price);
            if columns.has(role) && !is_unused {
                reading
                    .columns
                    .insert(role.word().to_owned(), columns.header(role));
            }
        }
        let statuses = columns
            .statuses
            .iter()
            .chain(&columns.line_statuses)
            .map(|place| columns.header_at(*place));
        reading.statuses = statuses.collect();
        let undone = columns.undone_lines.iter().chain(&columns.undone_orders);
        reading.undone = undone.map(|place| columns.header_at(*place)).collect();
        let stores = columns.stores.iter().map(|place| columns.header_at(*place));
        reading.stores = stores.collect();
        reading.without_sku = self.stand_in.map(|place| columns.header_at(place));
        reading.dates = columns
            .place(Role::Time)
            .and(forms.dates)
            .map(|form: DateForm| form.word().to_owned());
        if forms.price_place.is_some() {
            let word = match forms.price_is {
                PriceIs::Piece => "piece",
                PriceIs::Line => "line",
            };
            reading.price_is_for = Some(word.to_owned());
        }
        let decimals = [
            (Role::Price, forms.price),
            (Role::LineTotal, forms.price),
            (Role::Quantity, forms.quantity),
            (Role::SalePrice, forms.sale_price),
        ];
        for (role, decimal) in decimals {
            let is_told = columns
                .place(role)
                .and_then(|place| self.sample.column(place));
            let has_notation = |column: &super::column_evidence::ColumnEvidence| {
                column.numbers.has_signs()
                    || matches!(decimal, Decimal::Hundredths | Decimal::Millionths)
            };
            if is_told.is_some_and(has_notation) && reading.columns.contains_key(role.word()) {
                let word = Decimal::word(decimal).to_owned();
                reading.decimals.insert(role.word().to_owned(), word);
            }
        }
        reading
    }
}
