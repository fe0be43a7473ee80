//! Converts a row to an order line, or to the reason why it is dropped.
//!
//! *Invariants*: the facts of an order are read before any of its rows is dropped, and apply to its
//! later rows with blank cells; a column has one form, which applies to all of its cells.

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::amounts::{self, Amounts, amount, divided, rounded};
use super::choose_reading::Decided;
use super::codes_in_titles::code_and_title;
use super::column_evidence::is_blank;
use super::column_forms::Forms;
use super::columns::{ColumnRoles, NamedStatuses};
use super::dates::{SECONDS_PER_DAY, seconds};
use super::kept_rows::{KeptRows, is_remark, kept_rows, only_currency};
use super::numbers::{NumberEvidence, western};
use super::presets::PriceIs;
use super::reading::OrderRows;
use super::report::{DropReason, ImportReport, PriceWatch};
use super::reversals::Reversals;
use super::skus_by_title::SkusByTitle;
use super::sources::Row;
use super::store_watch::StoreWatch;
use super::text::{became_a_date, is_rounded, plain, unquoted, without_decimals};
use super::words::{fold, services, statuses};
use super::{ImportOptions, OrderLine, Preset, Role, money_signs};

/// Maximum number of words in a cache.
const WORDS: usize = 20_000;

/// 1990-01-01.
const FIRST_DAY: i64 = 631_152_000;

/// Maximum number of orders that are remembered until an order has two products.
const REMEMBERED_ORDERS: usize = 100_000;

/// Facts of the order that is being read.
#[derive(Debug, Default)]
struct OrderFacts {
    order: String,
    time: Option<i64>,
    customer: String,
    country: String,
    currency: String,
    is_cancelled: bool,
    status: String,
    group: String,
}

/// Converts rows to order lines.
pub(super) struct LineReader<'a> {
    pub(super) columns: &'a ColumnRoles,
    pub(super) forms: Forms,
    options: &'a ImportOptions,
    /// The statuses whose meaning the user has set.
    pub(super) named: NamedStatuses<'a>,
    stand_in: Option<usize>,
    codes: &'a SkusByTitle,
    order_rows: OrderRows,
    /// Columns that separate rows with products from others, and the words of the kept rows.
    kept_rows: Vec<KeptRows>,
    /// The currency of all rows, if the file names only one.
    only_currency: String,
    facts: OrderFacts,
    /// The number of following rows that belong to this order, whatever their order numbers.
    package_rows: u32,
    services: FxHashMap<String, bool>,
    pub(super) undone: FxHashMap<String, bool>,
    pub(super) undone_lines: FxHashMap<String, bool>,
    /// The title of the row, if it was HTML, and the currency of its price.
    title: String,
    currency: String,
    row_time: Option<i64>,
    /// The last date that was read, because most rows of an order share it.
    last_date: (String, Option<i64>),
    /// Cells with signs in columns without signs in the sample.
    pub(super) late: [NumberEvidence; 2],
    pub(super) prices: PriceWatch,
    pub(super) surprises: DoubtfulContents,
    pub(super) stores: StoreWatch,
    pub(super) reversals: Reversals,
    /// Number of rows that have the SKU of other rows with the same title.
    pub(super) skus_of_titles: u64,
    has_codes_in_titles: bool,
    last_second: i64,
}

/// Unusual contents that the user must accept.
#[derive(Debug, Default)]
pub(super) struct DoubtfulContents {
    pub(super) rounded: Vec<String>,
    pub(super) dated_skus: Vec<String>,
    pub(super) odd_years: Vec<String>,
    /// Number of kept rows whose order counts.
    pub(super) bought: u64,
    first_order: Option<String>,
    pub(super) has_several_orders: bool,
    /// Whether an order has two rows of different products.
    pub(super) has_pairs: bool,
    last_sku: String,
    /// The orders before, as long as no order has two products.
    orders: FxHashSet<String>,
}

/// The result of reading a row.
pub(super) enum RowOutcome<'a> {
    Line(OrderLine<'a>),
    Dropped(DropReason),
    /// The row is dropped, but shows that its order was cancelled: a line without a product.
    Undoes(DropReason, OrderLine<'a>),
}

impl<'a> LineReader<'a> {
    pub(super) fn new(decided: &'a Decided, options: &'a ImportOptions) -> Self {
        let year = options.today.map_or(9_990, Date::year).saturating_add(2);
        let last = Date::new(year.min(9_999), 1, 1).ok();
        let last = last.and_then(|day| day.to_zoned(jiff::tz::TimeZone::UTC).ok());
        Self {
            columns: &decided.columns,
            forms: decided.forms,
            options,
            named: decided.reading.named_statuses(),
            stand_in: decided.stand_in,
            codes: &decided.codes,
            order_rows: decided.order_rows,
            kept_rows: kept_rows(&decided.columns, &decided.sample),
            only_currency: only_currency(decided),
            facts: OrderFacts::default(),
            package_rows: 0,
            services: FxHashMap::default(),
            undone: FxHashMap::default(),
            undone_lines: FxHashMap::default(),
            title: String::new(),
            currency: String::new(),
            row_time: None,
            last_date: (String::new(), None),
            late: Default::default(),
            prices: PriceWatch::default(),
            surprises: DoubtfulContents::default(),
            stores: StoreWatch::new(&decided.columns),
            reversals: Reversals::new(&decided.columns, decided.has_returns),
            skus_of_titles: 0,
            has_codes_in_titles: decided.has_codes_in_titles,
            last_second: last.map_or(i64::MAX, |last| last.timestamp().as_second()),
        }
    }

    /// Reads one row.
    pub(super) fn read<'r>(
        &'r mut self,
        row: &'r Row,
        report: &mut ImportReport,
    ) -> Result<RowOutcome<'r>, InvalidCell> {
        if is_remark(row, self.columns.count()) {
            return Ok(RowOutcome::Dropped(DropReason::Remark));
        }
        let columns = self.columns;
        let cells = row.cells.as_slice();
        let order = columns
            .cell(Role::Order, cells)
            .map(|order| self.number_like(order))
            .map(|order| columns.without_line(order));
        let of_store = order
            .filter(|_| !columns.stores.is_empty())
            .map(|order| columns.number_of(order, cells));
        let order = of_store.as_deref().or(order);
        let product = self.sku(cells);
        let is_of_title = !self.codes.is_empty() && columns.cell(Role::Sku, cells).is_none();
        if is_of_title && product.is_some_and(|(_, is_stand_in)| !is_stand_in) {
            self.skus_of_titles = self.skus_of_titles.saturating_add(1);
        }
        match order {
            None if self.order_rows == OrderRows::CustomerDay => {
                match self.customer_day(row, report)? {
                    Some(order) => self.begin(&order),
                    None => return Ok(RowOutcome::Dropped(DropReason::NoOrder)),
                }
            }
            Some(_) if self.package_rows > 0 => {
                self.package_rows = self.package_rows.saturating_sub(1);
            }
            Some(order) if self.order_rows == OrderRows::NumberAndDay => {
                let day = self
                    .time(row, report)?
                    .map(|time| time.div_euclid(SECONDS_PER_DAY));
                self.begin(&day.map_or_else(|| order.to_owned(), |day| format!("{order} {day}")));
            }
            Some(order) => self.begin(order),
            None if self.order_rows == OrderRows::FirstRow
                && !self.facts.order.is_empty()
                && product.is_some() => {}
            None => return Ok(RowOutcome::Dropped(DropReason::NoOrder)),
        }
        self.read_facts(row, report)?;
        let facts = &self.facts;
        let time = self.row_time.or(facts.time);
        self.stores.add(&facts.order, cells, time, &facts.customer);
        if product.is_none() {
            let words = columns
                .statuses
                .iter()
                .filter_map(|place| cells.get(*place));
            if let Some(rows) = words.filter_map(|word| statuses::package_rows(word)).max() {
                self.package_rows = rows;
            }
        }
        let is_other = |rows: &&KeptRows| {
            let word = cells.get(rows.place).map(|cell| fold(cell));
            word.is_some_and(|word| !rows.words.contains(&word.as_str()))
        };
        if let Some(rows) = self.kept_rows.iter().find(is_other) {
            return Ok(self.dropped(rows.reason));
        }
        let Some((sku, is_stand_in)) = product else {
            return Ok(self.dropped(DropReason::NoSku));
        };
        match self.line(row, sku, is_stand_in, report)? {
            Ok(amounts) => Ok(RowOutcome::Line(
                self.order_line(row, sku, is_stand_in, amounts),
            )),
            Err(reason) => Ok(self.dropped(reason)),
        }
    }

    /// A row without a product can still show that its order was cancelled.
    fn dropped(&self, reason: DropReason) -> RowOutcome<'_> {
        if self.facts.is_cancelled && reason != DropReason::Cancelled {
            let facts = &self.facts;
            let undone = OrderLine {
                order: &facts.order,
                sku: "",
                title: None,
                price_micros: None,
                quantity: 1,
                time: facts.time,
                customer: Some(facts.customer.as_str()).filter(|customer| !customer.is_empty()),
                country: None,
                currency: None,
                is_cancelled: true,
                group: Some(facts.group.as_str()).filter(|group| !group.is_empty()),
            };
            RowOutcome::Undoes(reason, undone)
        } else {
            RowOutcome::Dropped(reason)
        }
    }

    fn order_line<'r>(
        &'r self,
        row: &'r Row,
        sku: &'r str,
        is_stand_in: bool,
        amounts: Amounts,
    ) -> OrderLine<'r> {
        fn non_empty(text: &str) -> Option<&str> {
            Some(text).filter(|text| !text.is_empty())
        }
        let facts = &self.facts;
        let title = non_empty(&self.title).or_else(|| self.columns.cell(Role::Title, &row.cells));
        OrderLine {
            order: &facts.order,
            sku: if is_stand_in {
                title.unwrap_or(sku)
            } else {
                sku
            },
            title,
            price_micros: amounts.price,
            // Part of a piece counts as a purchase too.
            quantity: u32::try_from(rounded(amounts.quantity)).unwrap_or(u32::MAX),
            time: self.row_time.or(facts.time),
            customer: non_empty(&facts.customer),
            country: non_empty(&facts.country),
            currency: non_empty(&self.currency)
                .or_else(|| non_empty(&facts.currency))
                .or_else(|| non_empty(&self.only_currency)),
            is_cancelled: facts.is_cancelled,
            // Each row has its own value, so that contradictory rows of an order are found.
            group: self
                .columns
                .experiment(&row.cells)
                .or_else(|| non_empty(&facts.group)),
        }
    }

    /// Removes the decimals that a program added to a whole number.
    fn number_like<'c>(&self, cell: &'c str) -> &'c str {
        if self.forms.has_floats {
            without_decimals(unquoted(cell))
        } else {
            unquoted(cell)
        }
    }

    /// The SKU of a row, or the title that replaces it.
    fn sku<'c>(&self, cells: &'c [String]) -> Option<(&'c str, bool)>
    where
        'a: 'c,
    {
        let sku = self.columns.cell(Role::Sku, cells);
        let sku = sku.or_else(|| self.codes.of(self.columns, cells));
        let sku = sku.or_else(|| Some(self.code_and_title(cells)?.0));
        let sku = sku
            .map(|sku| self.number_like(sku))
            .filter(|sku| !sku.is_empty());
        sku.map(|sku| (sku, false)).or_else(|| {
            let title = cells.get(self.stand_in?)?.trim();
            (!is_blank(title)).then_some((title, true))
        })
    }

    /// The SKU before the title of a row, and the title, in a file whose titles begin with SKUs.
    fn code_and_title<'c>(&self, cells: &'c [String]) -> Option<(&'c str, &'c str)> {
        if !self.has_codes_in_titles {
            return None;
        }
        code_and_title(self.columns.cell(Role::Title, cells)?)
    }

    /// Begins another order if the number differs from the previous row's.
    fn begin(&mut self, order: &str) {
        if self.facts.order == order {
            return;
        }
        if is_rounded(order) && self.surprises.rounded.len() < 3 {
            self.surprises.rounded.push(format!("order {order}"));
        }
        let surprises = &mut self.surprises;
        let first = surprises
            .first_order
            .get_or_insert_with(|| order.to_owned());
        surprises.has_several_orders |= first != order;
        surprises.last_sku.clear();
        if !surprises.has_pairs {
            // The rows of an order need not be below each other.
            surprises.has_pairs = surprises.orders.contains(order);
            if surprises.orders.len() < REMEMBERED_ORDERS {
                surprises.orders.insert(order.to_owned());
            }
        }
        let facts = &mut self.facts;
        for text in [
            &mut facts.order, &mut facts.customer, &mut facts.country, &mut facts.currency,
            &mut facts.status, &mut facts.group,
        ] {
            text.clear();
        }
        facts.order.push_str(order);
        (facts.time, facts.is_cancelled) = (None, false);
    }

    /// The order of a row, by its customer and its day.
    fn customer_day(
        &mut self,
        row: &Row,
        report: &mut ImportReport,
    ) -> Result<Option<String>, InvalidCell> {
        let Some(time) = self.time(row, report)? else {
            return Ok(None);
        };
        let customer = self.columns.cell(Role::Customer, &row.cells);
        Ok(customer.map(|customer| format!("{customer} {}", time.div_euclid(SECONDS_PER_DAY))))
    }

    /// Reads the facts of the order from a row.
    fn read_facts(&mut self, row: &Row, report: &mut ImportReport) -> Result<(), InvalidCell> {
        let cells = row.cells.as_slice();
        let columns = self.columns;
        let facts = &mut self.facts;
        for (role, fact) in [
            (Role::Customer, &mut facts.customer),
            (Role::Country, &mut facts.country),
            (Role::Currency, &mut facts.currency),
        ] {
            if fact.is_empty()
                && let Some(cell) = columns.cell(role, cells)
            {
                fact.push_str(cell);
            }
        }
        if facts.group.is_empty()
            && let Some(cell) = columns.experiment(cells)
        {
            facts.group.push_str(cell);
        }
        let was_cancelled = facts.is_cancelled;
        if let Some(cell) = columns.cell(Role::CancelledAt, cells) {
            facts.is_cancelled |= !statuses::is_nothing(cell);
        }
        facts.is_cancelled |= columns.is_undone_order(cells);
        for place in &columns.statuses {
            let cell = cells.get(*place).map_or("", String::as_str);
            let Some(cell) = columns.status(*place, cell) else {
                continue;
            };
            let named = self.named;
            let is_undone = known(&mut self.undone, cell, |status| {
                columns.is_undone(*place, status, named)
            });
            facts.is_cancelled |= is_undone;
            if facts.status.is_empty() || (is_undone && !was_cancelled && facts.status != cell) {
                cell.clone_into(&mut facts.status);
                report.count_status(cell, is_undone);
            }
        }
        self.row_time = self.time(row, report)?;
        self.facts.time = self.facts.time.or(self.row_time);
        Ok(())
    }

    /// The time of a row.
    fn time(&mut self, row: &Row, report: &mut ImportReport) -> Result<Option<i64>, InvalidCell> {
        let Some(cell) = self.columns.cell(Role::Time, &row.cells) else {
            return Ok(None);
        };
        if self.last_date.0 == cell {
            return Ok(self.last_date.1);
        }
        let form = self.forms.dates.unwrap_or(super::DateForm::YearFirst);
        let read = seconds(cell, form).or_else(|| seconds(&western(cell)?, form));
        let Some(time) = read else {
            return if statuses::is_nothing(cell) {
                Ok(None)
            } else {
                Err(InvalidCell(Role::Time, "a date"))
            };
        };
        if (time < FIRST_DAY || time >= self.last_second) && self.surprises.odd_years.len() < 3 {
            let line = row.line;
            self.surprises
                .odd_years
                .push(format!("line {line}: {cell}"));
        }
        report.times = Some(match report.times {
            None => (time, time),
            Some((first, last)) => (first.min(time), last.max(time)),
        });
        cell.clone_into(&mut self.last_date.0);
        self.last_date.1 = Some(time);
        Ok(Some(time))
    }

    /// Reads the product, quantity and price of a row.
    fn line(
        &mut self,
        row: &Row,
        sku: &str,
        is_stand_in: bool,
        report: &mut ImportReport,
    ) -> Result<Result<Amounts, DropReason>, InvalidCell> {
        let cells = row.cells.as_slice();
        let is_uci = self.columns.preset == Preset::Uci;
        if is_uci && self.facts.order.starts_with(['C', 'c']) {
            return Ok(Err(DropReason::Cancelled));
        }
        if let Some(reason) = self.undone_line(cells, report) {
            return Ok(Err(reason));
        }
        if self.forms.is_price_untold || self.forms.is_quantity_untold {
            self.look_late(cells);
        }
        let coded = self.code_and_title(cells).map(|(_, title)| title);
        let title = coded.or_else(|| self.columns.cell(Role::Title, cells));
        if self.is_service(sku, title) {
            let name = title.unwrap_or(sku).to_owned();
            if report.services.len() < 20 || report.services.contains_key(&name) {
                let count = report.services.entry(name).or_default();
                *count = count.saturating_add(1);
            }
            return Ok(Err(DropReason::NotAProduct));
        }
        let place = self.columns.place(Role::Quantity);
        let quantity = amount(cells, place, self.forms.quantity);
        let quantity = quantity
            .map_err(|()| InvalidCell(Role::Quantity, "a number"))?
            .unwrap_or(1_000_000);
        let returned = self.columns.returned.iter().filter_map(|place| {
            let pieces = amount(cells, Some(*place), self.forms.quantity);
            pieces.ok().flatten().filter(|pieces| *pieces > 0)
        });
        let returned = returned.fold(0, i64::saturating_add);
        if returned > 0 && returned >= quantity && !self.facts.is_cancelled {
            return Ok(Err(DropReason::Cancelled));
        }
        self.reversals
            .add(&self.facts.order, quantity, self.row_time);
        if quantity <= 0 {
            return Ok(Err(DropReason::Quantity));
        }
        let price = amounts::price(self.columns, &self.forms, cells)
            .map_err(|role| InvalidCell(role, "an amount of money"))?;
        let is_gift = price.unwrap_or(0) == 0;
        let has_prices = self.forms.price_place.is_some();
        if price.is_some_and(|price| price < 0) || (is_uci && has_prices && is_gift) {
            return Ok(Err(DropReason::Price));
        }
        let price = match self.forms.price_is {
            PriceIs::Piece => price,
            PriceIs::Line => price.and_then(|price| divided(price, quantity)),
        };
        let price = price.filter(|price| *price > 0);
        let bundle = self.columns.bundle.and_then(|place| cells.get(place));
        if price.is_none() && bundle.is_some_and(|bundle| !is_blank(bundle)) {
            return Ok(Err(DropReason::PartOfBundle));
        }
        self.watch(sku, title, price, is_stand_in, report);
        self.read_currency(cells)?;
        self.title.clear();
        if let Some(title) = title.filter(|title| title.contains(['&', '<'])) {
            self.title.push_str(&plain(title));
        } else if let Some(title) = coded {
            self.title.push_str(title);
        }
        Ok(Ok(Amounts { price, quantity }))
    }

    fn watch(
        &mut self,
        sku: &str,
        title: Option<&str>,
        price: Option<i64>,
        is_stand_in: bool,
        report: &mut ImportReport,
    ) {
        if is_stand_in {
            report.stand_ins = report.stand_ins.saturating_add(1);
        } else if is_rounded(sku) && self.surprises.rounded.len() < 3 {
            self.surprises.rounded.push(format!("SKU {sku}"));
        } else if became_a_date(sku) && self.surprises.dated_skus.len() < 3 {
            self.surprises.dated_skus.push(sku.to_owned());
        }
        let surprises = &mut self.surprises;
        if !surprises.has_pairs {
            surprises.has_pairs = !surprises.last_sku.is_empty() && surprises.last_sku != sku;
            if surprises.has_pairs {
                surprises.orders = FxHashSet::default();
            }
            sku.clone_into(&mut surprises.last_sku);
        }
        if !self.facts.is_cancelled {
            surprises.bought = surprises.bought.saturating_add(1);
        }
        if let Some(price) = price.filter(|_| !self.facts.is_cancelled) {
            self.prices.add(sku, title.unwrap_or(sku), price);
        }
    }

    fn is_service(&mut self, sku: &str, title: Option<&str>) -> bool {
        if self.columns.preset == Preset::Uci {
            return sku.bytes().take_while(u8::is_ascii_digit).count() < 5;
        }
        services::is_code(sku)
            || title.is_some_and(|title| known(&mut self.services, title, services::is_title))
    }

    /// Reads the currency of a row: from its column, else from the sign in the price.
    fn read_currency(&mut self, cells: &[String]) -> Result<(), InvalidCell> {
        let shop = self.options.currency.as_deref();
        let named = self.facts.currency.as_str();
        self.currency.clear();
        let found = if named.is_empty() {
            let price = self.forms.price_place.and_then(|place| cells.get(place));
            price.and_then(|price| money_signs::currency(price, shop))
        } else if named.len() == 3 && named.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            None
        } else {
            let meant = money_signs::currency(named, shop).or_else(|| shop.map(str::to_owned));
            Some(meant.ok_or(InvalidCell(
                Role::Currency,
                "the code of a currency such as EUR; you can pass --currency",
            ))?)
        };
        if let Some(found) = found {
            self.currency.push_str(&found);
        }
        Ok(())
    }
}

/// An invalid cell: its role and the expected content.
#[derive(Clone, Copy, Debug)]
pub(super) struct InvalidCell(pub(super) Role, pub(super) &'static str);

/// The answer about a word, from the cache if it is known.
pub(super) fn known(
    words: &mut FxHashMap<String, bool>,
    word: &str,
    ask: impl Fn(&str) -> bool,
) -> bool {
    if let Some(answer) = words.get(word) {
        return *answer;
    }
    let answer = ask(word);
    if words.len() < WORDS {
        words.insert(word.to_owned(), answer);
    }
    answer
}
