//! Open questions about columns: a missing one, one with two roles, personal data, codes of
//! statuses.
//!
//! *Invariants*: no example in a question is a column of personal data.

use std::collections::BTreeSet;

use super::column_evidence::{ColumnEvidence, Sample};
use super::columns::ColumnRoles;
use super::doubt::{Accept, Doubt};
use super::rules::{header_score, is_bare_number, is_personal, shared_concepts};
use super::sources::is_packed;
use super::words::fold;
use super::words::statuses::{is_nothing, is_yes};
use super::{ImportOptions, Role, RowLayout};

/// With fewer rows, a sequence may be chance.
const SORTED_ROWS: usize = 20;

/// Number of codes of statuses that a question shows.
const SHOWN_CODES: usize = 12;

/// The columns of a table, to which questions are asked.
#[derive(Clone, Copy)]
pub(super) struct ColumnDoubts<'a> {
    pub(super) columns: &'a ColumnRoles,
    pub(super) sample: &'a Sample,
    pub(super) options: &'a ImportOptions,
}

impl ColumnDoubts<'_> {
    /// Adds all questions about the columns; a missing SKU may have a column that replaces it.
    pub(super) fn add_to(self, doubts: &mut Vec<Doubt>, has_stand_in: bool) {
        self.needed(has_stand_in, doubts);
        self.same_column(doubts);
        self.personal(doubts);
        doubts.extend(self.status_codes());
        doubts.extend(self.carts());
    }

    /// Asks about a file in which no order was paid or awaits a payment: shop systems export carts
    /// that were never ordered in the same form as orders.
    fn carts(self) -> Option<Doubt> {
        const PAYMENT: &str = "financialstatus";
        let Self {
            columns, sample, ..
        } = self;
        let is_payment = |place: &&usize| fold(&columns.header_at(**place)) == PAYMENT;
        let place = *columns.statuses.iter().find(is_payment)?;
        let is_told = !self.options.bought_statuses.is_empty()
            || !self.options.cancelled_statuses.is_empty()
            || self.options.rows != RowLayout::Orders;
        let is_blank = sample.column(place).is_some_and(|column| column.cells == 0);
        (is_blank && !is_told && !sample.rows.is_empty()).then(|| Doubt {
            what: format!(
                "\"{}\" is blank in every row, so these may be carts that were never ordered.",
                columns.header_at(place)
            ),
            rows: Vec::new(),
            remedy:
                "Export the orders instead of the abandoned checkouts. If they were ordered, pass \
                     --bought-status with the status in another column, such as unfulfilled."
                    .to_owned(),
        })
    }

    /// Whether the rows of a customer on one day are an order, because the rows name no orders and
    /// the user accepts that.
    pub(super) fn takes_customer_days(self) -> bool {
        self.options.accepts(Accept::CustomerDays) && self.has_customer_days()
    }

    /// Whether the rows name no orders, but customers and dates.
    fn has_customer_days(self) -> bool {
        self.options.rows == RowLayout::Orders
            && !self.columns.has(Role::Order)
            && self.has_cells(Role::Customer)
            && self.has_cells(Role::Time)
    }

    fn has_cells(self, role: Role) -> bool {
        let place = self.columns.place(role);
        let column = place.and_then(|place| self.sample.column(place));
        column.is_some_and(|column| column.cells > 0)
    }

    /// Reports a missing column of orders or products.
    fn needed(self, has_stand_in: bool, doubts: &mut Vec<Doubt>) {
        let needs_order = self.options.rows != RowLayout::Catalog && !self.takes_customer_days();
        let needed = [(Role::Order, needs_order), (Role::Sku, !has_stand_in)];
        // The rest of a short file cannot fill a blank column.
        let is_blank = |role: Role| {
            let is_named = self.options.columns.iter().any(|(named, _)| *named == role);
            let has_rows = self.sample.rows.len() >= SORTED_ROWS;
            role == Role::Sku && has_rows && !is_named && !self.has_cells(role)
        };
        let missing = needed.into_iter().filter(|(role, is_needed)| {
            *is_needed && (!self.columns.has(*role) || is_blank(*role))
        });
        doubts.extend(missing.map(|(role, _)| self.missing(role)));
    }

    fn missing(self, role: Role) -> Doubt {
        let shown = self.columns.headers.iter();
        let shown = shown.filter(|header| !header.is_empty() && !header.contains('@'));
        let found: Vec<&str> = shown.map(String::as_str).collect();
        let (argument, word) = (self.options.rows.argument(), role.word());
        let remedy = if role == Role::Order && self.has_customer_days() {
            format!(
                "If a column contains the number of the order, name it with {argument} order=…. \
                 Otherwise pass --accept customer-days: all rows with the same \"{}\" and the same day of \"{}\" \
                 are then one order.",
                self.columns.header(Role::Customer),
                self.columns.header(Role::Time)
            )
        } else if let Some(header) = self.suggestion(role) {
            format!("Name it, for example with {argument} {word}=\"{header}\".")
        } else {
            format!(
                "If one of these columns contains it, name it with {argument} {word}=…. If the first row contains data, add a \
                 row with the names of the columns above it; if each row is a whole order, export one \
                 row for each product."
            )
        };
        Doubt {
            what: format!(
                "no column for the {word} was recognized. The columns are: {}.",
                found.join(", ")
            ),
            rows: Vec::new(),
            remedy,
        }
    }

    /// The free column that most likely has this role: codes, without personal data; `None` if no
    /// header is near and there are several.
    fn suggestion(self, role: Role) -> Option<String> {
        let Self {
            columns, sample, ..
        } = self;
        let taken = |place: usize| {
            [
                Role::Order,
                Role::Sku,
                Role::Time,
                Role::Price,
                Role::Quantity,
            ]
            .into_iter()
            .any(|role| columns.place(role) == Some(place))
                || (role == Role::Order && columns.place(Role::Title) == Some(place))
        };
        let is_row_number = |place: usize| role == Role::Sku && sample.is_counter(place);
        // Without a column for the order, its number was perhaps taken for the SKU.
        let is_number_of_order = |place: usize| {
            role == Role::Order
                && columns.place(Role::Sku) == Some(place)
                && is_bare_number(&columns.header_at(place))
        };
        let is_possible = |column: &ColumnEvidence| {
            let is_measure = column.numbers.is_numeric() && column.numbers.has_signs();
            !column.is_email() && !column.is_url() && !column.dates.is_date() && !is_measure
        };
        let free = columns.headers.iter().enumerate();
        let free = free.filter(|(place, header)| {
            !header.is_empty()
                && (!taken(*place) || is_number_of_order(*place))
                && !is_row_number(*place)
                && !is_personal(header)
                && !sample
                    .cells([*place])
                    .take(50)
                    .any(|[cell]| is_packed(cell))
                && sample.column(*place).is_none_or(is_possible)
        });
        let is_only = free.clone().count() == 1;
        let scored = free.filter_map(|(place, header)| {
            let column = sample.column(place);
            let is_code = column.is_some_and(|column| !column.is_spaced() && column.distinct() > 1);
            let (score, shared) = (header_score(role, header), shared_concepts(role, header));
            // No example is better than a wrong one.
            let is_near = score > 0 || shared > 0 || is_only;
            let is_number = is_bare_number(header);
            is_near.then_some((
                score,
                is_code,
                is_number,
                shared,
                std::cmp::Reverse(place),
                header,
            ))
        });
        let best = scored.max().map(|(.., header)| header.clone());
        best.or_else(|| self.only_codes(role))
    }

    /// The only column of codes that differ within orders, for the SKU.
    fn only_codes(self, role: Role) -> Option<String> {
        let order = self.columns.place(Role::Order)?;
        let headers = self.columns.headers.iter().enumerate();
        let mut codes = headers.filter(|(place, header)| {
            let column = self.sample.column(*place);
            role == Role::Sku
                && *place != order
                && !is_personal(header)
                && self.sample.varies_in_orders(order, *place)
                && column.is_some_and(|column| {
                    let has_letter = |cell: &str| cell.contains(|sign: char| sign.is_alphabetic());
                    column.is_coded()
                        && !column.dates.is_date()
                        && !column.has(|cell| !has_letter(cell))
                })
        });
        let first = codes.next().map(|(_, header)| header.clone());
        first.filter(|_| codes.next().is_none())
    }

    /// Reports a column that is both the order and the product.
    fn same_column(self, doubts: &mut Vec<Doubt>) {
        let columns = self.columns;
        let named = |role: Role| {
            let mut columns = self.options.columns.iter();
            columns.any(|(known, _)| *known == role)
        };
        let order = columns.header(Role::Order);
        let is_sku = named(Role::Order)
            && !named(Role::Sku)
            && header_score(Role::Sku, &order) > header_score(Role::Order, &order);
        let is_both =
            columns.has(Role::Order) && columns.place(Role::Order) == columns.place(Role::Sku);
        let products = [columns.place(Role::Sku), columns.place(Role::Title)];
        let mut products = products.into_iter().flatten();
        let has_several = columns.place(Role::Order).is_some_and(|order| {
            products.any(|product| self.sample.varies_in_orders(order, product))
        });
        let is_weak = header_score(Role::Sku, &columns.header(Role::Sku)) < 60;
        if is_both || (is_sku && is_weak && !has_several) {
            doubts.push(Doubt {
                what: format!(
                    "\"{order}\" is named as the order, but contains the SKU: every order would contain one product."
                ),
                rows: Vec::new(),
                remedy: "Name the column that all rows of an order share with --column order=…"
                    .to_owned(),
            });
        }
    }

    /// Reports a column of personal data as SKU or title, even if the user named it.
    fn personal(self, doubts: &mut Vec<Doubt>) {
        for role in [Role::Sku, Role::Title] {
            let Some(place) = self.columns.place(role) else {
                continue;
            };
            let column = self.sample.column(place);
            if column.is_some_and(ColumnEvidence::is_email) {
                doubts.push(Doubt {
                    what: format!(
                        "\"{}\" contains e-mail addresses, but the graph is public.",
                        self.columns.header_at(place)
                    ),
                    rows: Vec::new(),
                    remedy: format!("Name another column with --column {}=…", role.word()),
                });
            }
        }
    }

    /// Reports that rows were sorted which have no order number of their own.
    pub(super) fn torn_orders(self) -> Option<Doubt> {
        let order = self.columns.place(Role::Order)?;
        let product = self
            .columns
            .place(Role::Sku)
            .or_else(|| self.columns.place(Role::Title))?;
        let rows: Vec<[&str; 2]> = self.sample.cells([order, product]).collect();
        let first_blank = rows.iter().position(|[order, _]| order.is_empty())?;
        let is_at_end = first_blank >= SORTED_ROWS
            && rows.len().saturating_sub(first_blank) >= SORTED_ROWS
            && rows
                .iter()
                .skip(first_blank)
                .all(|[order, _]| order.is_empty());
        let mut products = rows.iter().map(|[_, product]| product.to_lowercase());
        let (first, last) = (products.next()?, products.next_back()?);
        let products = || rows.iter().map(|[_, product]| product.to_lowercase());
        let is_by_product = rows.len() >= SORTED_ROWS
            && first != last
            && (products().is_sorted() || products().is_sorted_by(|one, next| one >= next));
        (is_at_end || is_by_product).then(|| Doubt {
            what: format!(
                "\"{}\" is filled in the first row of each order only, and the rows were sorted, so it is unknown which order the other rows belong to.",
                self.columns.header_at(order)
            ),
            rows: Vec::new(),
            remedy: "Export the orders again and do not sort them, or export the number of the order in every row."
                .to_owned(),
        })
    }

    /// The question which status codes mean that an order was cancelled, unless the system or the
    /// options answer it.
    fn status_codes(self) -> Option<Doubt> {
        let is_told = self.options.accepts(Accept::StatusCodes)
            || !self.options.cancelled_statuses.is_empty()
            || !self.options.bought_statuses.is_empty();
        // Another column already shows which orders were cancelled.
        let columns = self.columns;
        let has_other = columns.has(Role::CancelledAt)
            || !columns.flags.is_empty()
            || !columns.undone_orders.is_empty();
        if is_told || has_other || self.options.rows == RowLayout::Catalog {
            return None;
        }
        let undone = self.columns.preset.rules().undone;
        let statuses = self.columns.statuses.iter();
        let in_codes = statuses.copied().find_map(|place| {
            let cells = self.sample.cells([place]);
            let cells: BTreeSet<&str> = cells
                .map(|[cell]| cell)
                .filter(|cell| !cell.is_empty())
                .collect();
            let is_known = cells
                .iter()
                .any(|cell| undone.contains(&fold(cell).as_str()));
            let is_flag = self.columns.flags.contains(&place);
            let are_codes = cells.len() > 1
                && cells.iter().all(|cell| is_code(cell))
                && !cells.iter().all(|cell| is_nothing(cell) || is_yes(cell));
            (are_codes && !is_known && !is_flag).then_some((place, cells))
        });
        let (place, cells) = in_codes?;
        Some(Doubt {
            what: format!(
                "\"{}\" contains codes, and it is unknown which of them mean that an order was cancelled or refunded.",
                self.columns.header_at(place)
            ),
            rows: cells
                .into_iter()
                .take(SHOWN_CODES)
                .map(str::to_owned)
                .collect(),
            remedy: "Pass each of them with --cancelled-status, or --accept status-codes if none means that."
                .to_owned(),
        })
    }
}

/// Whether a status is no word: one letter, or a number.
fn is_code(status: &str) -> bool {
    let mut letters = status.chars();
    let is_letter = letters
        .next()
        .is_some_and(|letter| letter.is_ascii_alphabetic())
        && letters.next().is_none();
    let is_number = status.len() <= 3 && status.bytes().all(|byte| byte.is_ascii_digit());
    is_letter || is_number
}
