//! Assigns columns to roles, by their headers and values.
//!
//! *Invariants*: a column that the user names takes precedence over a recognized one; a column has
//! one role; a column of personal data is never a title or a SKU.

use super::column_evidence::{ColumnEvidence, Sample};
use super::money_signs::of_header;
use super::presets::{Preset, is_same};
use super::rules::{header_score, is_bare_number};
use super::stores::stores_in_numbers;
use super::words::concepts::Concept;
use super::words::fold;
use super::words::headers::meaning;
use super::words::statuses::{is_nothing, is_undone, is_yes};
use super::{ImportOptions, Role, RowLayout};

/// Number of roles.
const ROLES: usize = Role::Testimonial as usize + 1;

/// The columns of one file.
#[derive(Clone, Debug)]
pub(super) struct ColumnRoles {
    pub(super) preset: Preset,
    pub(super) headers: Vec<String>,
    places: [Option<usize>; ROLES],
    /// All columns with the status of an order or a payment.
    pub(super) statuses: Vec<usize>,
    /// Those of them with yes or no for whether an order was undone: `Refunded?` with 0 and 1.
    pub(super) flags: Vec<usize>,
    /// Columns of statuses that show whether an order was paid.
    pub(super) payments: Vec<usize>,
    /// Columns with the number of pieces that were returned or cancelled.
    pub(super) returned: Vec<usize>,
    /// Columns that record the return or cancellation of single lines: its date, or yes and no.
    pub(super) undone_lines: Vec<usize>,
    /// Columns with the status of single lines.
    pub(super) line_statuses: Vec<usize>,
    /// Columns with the date of an order's refund, or the reason for it.
    pub(super) undone_orders: Vec<usize>,
    /// Columns of stores and tills, each of which numbers its own orders.
    pub(super) stores: Vec<usize>,
    /// The column with the SKU of the bundle of which a row is a part.
    pub(super) bundle: Option<usize>,
    /// Whether the order's number ends with the number of the line: `1234_1`.
    pub(super) has_line_suffix: bool,
    /// The column of orders that was recognized as the group of an experiment. It is not part of the
    /// reading, because only the report uses it.
    experiment: Option<usize>,
}

/// The statuses whose meaning the user named.
#[derive(Clone, Copy, Debug)]
pub(super) struct NamedStatuses<'a> {
    pub(super) cancelled: &'a [String],
    pub(super) bought: &'a [String],
}

/// A header that an argument names but that the file does not contain.
#[derive(Debug)]
pub(super) struct NoHeader(pub(super) String);

impl Default for ColumnRoles {
    fn default() -> Self {
        Self {
            preset: Preset::default(),
            headers: Vec::new(),
            places: [None; ROLES],
            statuses: Vec::new(),
            flags: Vec::new(),
            payments: Vec::new(),
            returned: Vec::new(),
            undone_lines: Vec::new(),
            line_statuses: Vec::new(),
            undone_orders: Vec::new(),
            stores: Vec::new(),
            bundle: None,
            has_line_suffix: false,
            experiment: None,
        }
    }
}

impl ColumnRoles {
    pub(super) fn place(&self, role: Role) -> Option<usize> {
        self.places.get(role as usize).copied().flatten()
    }

    pub(super) fn set(&mut self, role: Role, place: Option<usize>) {
        if let Some(slot) = self.places.get_mut(role as usize) {
            *slot = place;
        }
    }

    pub(super) fn has(&self, role: Role) -> bool {
        self.place(role).is_some()
    }

    pub(super) fn header(&self, role: Role) -> String {
        self.place(role)
            .map_or_else(String::new, |place| self.header_at(place))
    }

    pub(super) fn header_at(&self, place: usize) -> String {
        self.headers.get(place).cloned().unwrap_or_default()
    }

    pub(super) fn count(&self) -> usize {
        self.headers.len()
    }

    /// The cell of a role; `None` if there is no such column or the cell is blank.
    pub(super) fn cell<'a>(&self, role: Role, cells: &'a [String]) -> Option<&'a str> {
        self.place(role)
            .and_then(|place| cells.get(place))
            .map(|cell| cell.trim())
            .filter(|cell| !super::column_evidence::is_blank(cell))
            .filter(|cell| !(matches!(role, Role::Sku | Role::Title) && is_placeholder(cell)))
    }

    /// The number of an order, with the stores or tills that number their own orders.
    pub(super) fn number_of(&self, order: &str, cells: &[String]) -> String {
        let mut number = order.to_owned();
        for place in &self.stores {
            number.push(' ');
            number.push_str(cells.get(*place).map_or("", |cell| cell.trim()));
        }
        number
    }

    /// The group of an order's experiment.
    pub(super) fn experiment<'a>(&self, cells: &'a [String]) -> Option<&'a str> {
        let named = self.cell(Role::Group, cells);
        let recognized = || cells.get(self.experiment?).map(|cell| cell.trim());
        named
            .or_else(recognized)
            .filter(|cell| !super::column_evidence::is_blank(cell))
    }

    /// The status in a cell of a column of statuses; `None` if there is none. The status of a flag
    /// is its header.
    pub(super) fn status<'a>(&'a self, place: usize, cell: &'a str) -> Option<&'a str> {
        let cell = cell.trim();
        if self.payments.contains(&place) {
            return Some(cell).filter(|cell| !cell.is_empty() && is_nothing(cell));
        }
        if !self.flags.contains(&place) {
            return Some(cell).filter(|cell| !cell.is_empty());
        }
        let header = self.headers.get(place)?.as_str();
        is_yes(cell).then_some(header)
    }

    /// Whether a status of a column means that the order was cancelled or refunded; the user may
    /// have set the meaning of further statuses.
    pub(super) fn is_undone(&self, place: usize, status: &str, named: NamedStatuses<'_>) -> bool {
        let folded = fold(status);
        let is_in = |list: &[String]| list.iter().any(|known| fold(known) == folded);
        let rules = self.preset.rules();
        if is_in(named.cancelled) {
            return true;
        }
        if is_in(named.bought) || rules.bought.contains(&folded.as_str()) {
            return false;
        }
        self.flags.contains(&place)
            || self.payments.contains(&place)
            || is_undone(status)
            || rules.undone.contains(&folded.as_str())
    }

    pub(super) fn is_taken(&self, place: usize) -> bool {
        self.places.contains(&Some(place)) || self.statuses.contains(&place)
    }
}

/// Whether a cell means that the product is unknown. Tills write this for lines without a product.
pub(super) fn is_placeholder(cell: &str) -> bool {
    matches!(
        cell,
        "NONE" | "none" | "UNKNOWN" | "Unknown" | "unknown" | "ERROR" | "#REF!" | "#VALUE!"
    )
}

/// The index of a named header.
pub(super) fn place_of(headers: &[String], name: &str) -> Option<usize> {
    let name = name.trim();
    let exact = headers.iter().position(|header| header.trim() == name);
    let folded = fold(name);
    exact.or_else(|| {
        let mut folds = headers.iter().map(|header| fold(header));
        folds.position(|header| !header.is_empty() && header == folded)
    })
}

/// How well a header of orders names the group of an experiment: the attribute that Tillside's docs
/// name, or Shopify's list of all attributes of a cart. Lower is better.
fn group_rank(header: &str) -> Option<u8> {
    let folded = fold(header);
    match folded.as_str() {
        "noteattributes" => Some(1),
        _ => folded.ends_with("tillsidegroup").then_some(0),
    }
}

/// The highest score of a description as the title of a catalog: lower than that of any name.
const DESCRIPTION: u32 = 30;

/// Assigns columns to roles.
pub(super) struct Choice<'a> {
    pub(super) headers: &'a [String],
    pub(super) sample: &'a Sample,
    pub(super) options: &'a ImportOptions,
    pub(super) roles: &'a [Role],
}

impl Choice<'_> {
    /// Chooses a column for each role, if there is a suitable one.
    pub(super) fn columns(&self) -> Result<ColumnRoles, NoHeader> {
        let mut columns = ColumnRoles {
            preset: self.preset(),
            headers: self.headers.to_vec(),
            ..ColumnRoles::default()
        };
        let is_catalog = self.options.rows == RowLayout::Catalog;
        for (role, header) in &self.options.columns {
            let place = place_of(self.headers, header).ok_or_else(|| NoHeader(header.clone()))?;
            if *role == Role::Status {
                columns.statuses.push(place);
            } else if *role == Role::Store {
                columns.stores.push(place);
            } else {
                columns.set(*role, Some(place));
            }
        }
        for role in self.roles.iter().copied() {
            if !columns.has(role) && !self.is_named(role) {
                let place = self.best(role, &columns);
                columns.set(role, place);
            }
        }
        if !is_catalog && !columns.has(Role::Order) && !self.is_named(Role::Order) {
            let place = self.bare_order(&columns);
            columns.set(Role::Order, place);
            // The order is evidence for the product.
            let roles = [Role::Sku, Role::Title].into_iter();
            for role in roles.filter(|role| place.is_some() && !self.is_named(*role)) {
                columns.set(role, None);
                let best = self.best(role, &columns);
                columns.set(role, best);
            }
        }
        if self.options.rows == RowLayout::Orders
            && !columns.has(Role::Sku)
            && !self.is_named(Role::Sku)
        {
            let place = self.code_of_titles(&columns);
            columns.set(Role::Sku, place);
        }
        if columns.statuses.is_empty() && !is_catalog && !self.is_named(Role::Status) {
            columns.statuses = (0..self.headers.len())
                .filter(|place| !columns.is_taken(*place))
                .filter(|place| {
                    self.is_status(*place)
                        || self.is_flag(*place, &columns)
                        || self.is_payment(*place)
                        || self.has_order_statuses(*place, &columns)
                })
                .collect();
        }
        let places = columns.statuses.iter().copied();
        columns.flags = places
            .filter(|place| self.is_flag(*place, &columns))
            .collect();
        let places = columns.statuses.iter().copied();
        columns.payments = places.filter(|place| self.is_payment(*place)).collect();
        columns.returned = (0..self.headers.len())
            .filter(|place| !columns.is_taken(*place) && self.is_returned(*place))
            .collect();
        if self.options.rows == RowLayout::Orders {
            self.find_undone(&mut columns);
            columns.bundle = self.bundle(&columns);
            columns.has_line_suffix = self.has_line_suffix(&columns);
            if columns.stores.is_empty() {
                columns.stores = stores_in_numbers(&columns, self.sample);
            }
        }
        if self.options.rows == RowLayout::Orders && !columns.has(Role::Group) {
            let is_free = |place: &usize| !columns.is_taken(*place);
            let place = (0..self.headers.len()).filter(is_free);
            let place =
                place.filter_map(|place| Some((group_rank(self.headers.get(place)?)?, place)));
            columns.experiment = place.min().map(|(_, place)| place);
        }
        Ok(columns)
    }

    pub(super) fn is_named(&self, role: Role) -> bool {
        self.options.columns.iter().any(|(named, _)| *named == role)
    }

    pub(super) fn preset(&self) -> Preset {
        if let Some(preset) = self.options.preset {
            return preset;
        }
        let found = Preset::of(self.headers);
        // Other accounting programs have invoices and stock codes too.
        let codes = place_of(self.headers, "StockCode").and_then(|place| self.sample.column(place));
        if found == Preset::Uci && !codes.is_some_and(ColumnEvidence::has_stock_codes) {
            return Preset::Plain;
        }
        found
    }

    /// The column with the SKU of a bundle, in orders that list the parts of a bundle below it.
    fn bundle(&self, columns: &ColumnRoles) -> Option<usize> {
        let (order, sku) = columns.place(Role::Order).zip(columns.place(Role::Sku))?;
        let is_parent = |place: &usize| {
            let header = self.headers.get(*place).map_or("", String::as_str);
            !columns.is_taken(*place) && header_score(Role::Group, header) >= 80
        };
        (0..self.headers.len())
            .filter(is_parent)
            .find(|place| self.sample.has_parents([order, sku, *place]))
    }

    /// Whether all numbers of sub-orders end with the number of the line.
    fn has_line_suffix(&self, columns: &ColumnRoles) -> bool {
        let is_suffixed = |cell: &str| {
            let parts = cell.rsplit_once(['_', '-']);
            parts.is_some_and(|(stem, line)| {
                stem.len() > 5
                    && (1..=2).contains(&line.len())
                    && line.bytes().all(|byte| byte.is_ascii_digit())
            })
        };
        let header = columns.header(Role::Order);
        let column = columns
            .place(Role::Order)
            .and_then(|place| self.sample.column(place));
        fold(&header).contains("suborder")
            && column
                .is_some_and(|column| column.cells > 0 && !column.has(|cell| !is_suffixed(cell)))
    }

    /// A column "number" that is the number of the order: its rows with one number have one date and
    /// different products.
    fn bare_order(&self, columns: &ColumnRoles) -> Option<usize> {
        let is_bare = |place: usize| self.headers.get(place).is_some_and(|of| is_bare_number(of));
        // Without a column for the order, its number may have been taken for the SKU.
        let sku = columns.place(Role::Sku);
        let titles = self.headers.iter().enumerate();
        let titles = titles.filter(|(_, header)| header_score(Role::Title, header) >= 40);
        let products: Vec<usize> = sku
            .filter(|place| !is_bare(*place))
            .into_iter()
            .chain(columns.place(Role::Title))
            .chain(titles.map(|(place, _)| place))
            .collect();
        let time = columns.place(Role::Time)?;
        (0..self.headers.len()).find(|place| {
            let is_of_order =
                |product| self.sample.is_of_order(*place, Some(product), time) == Some(true);
            let is_of_few = |product| self.sample.are_orders_of_few_rows([*place, product, time]);
            is_bare(*place)
                && (!columns.is_taken(*place) || sku == Some(*place))
                && products
                    .iter()
                    .any(|product| is_of_order(*product) || is_of_few(*product))
        })
    }

    /// A column of codes that have one title each, and each title one code: `Material` in SAP.
    fn code_of_titles(&self, columns: &ColumnRoles) -> Option<usize> {
        const SHORTEST: u64 = 5;
        let title = columns.place(Role::Title)?;
        let is_code = |column: &ColumnEvidence| {
            // Other numbers of a product, such as its weight, are the same in all rows too.
            let is_measure = column.numbers.is_numeric()
                && (column.numbers.has_signs() || column.average_length() < SHORTEST);
            column.is_coded() && column.distinct() > 1 && !column.dates.is_date() && !is_measure
        };
        (0..self.headers.len()).find(|place| {
            let header = self.headers.get(*place).map_or("", String::as_str);
            meaning(header).concepts.is_empty()
                && !columns.is_taken(*place)
                && self.sample.column(*place).is_some_and(is_code)
                && self.sample.is_name_of(*place, title)
                && self.sample.is_name_of(title, *place)
        })
    }

    /// The best free column for a role.
    fn best(&self, role: Role, columns: &ColumnRoles) -> Option<usize> {
        let preset: Vec<&str> = columns.preset.rules().headers(role).collect();
        let scored = self
            .headers
            .iter()
            .enumerate()
            .filter_map(|(place, header)| {
                if columns.is_taken(place) {
                    return None;
                }
                let folded = fold(header);
                let of_preset = preset.iter().position(|name| is_same(name, &folded));
                let header_score = match of_preset {
                    Some(rank) => 1_000_u32.saturating_sub(u32::try_from(rank).unwrap_or(0)),
                    None if self.is_description(role, header) => {
                        header_score(role, header).min(DESCRIPTION)
                    }
                    None => header_score(role, header),
                };
                if self.is_others(role, header, header_score, columns) {
                    return None;
                }
                let score = self.fit(role, place, header_score, columns)?;
                let score = self.in_currency(role, header, score);
                (score > 0).then_some((score, place))
            });
        // The first of equal columns.
        let best = scored.max_by_key(|(score, place)| (*score, std::cmp::Reverse(*place)));
        best.map(|(_, place)| place)
    }

    /// The score of a price whose header names a currency: that of the shop is better than others.
    fn in_currency(&self, role: Role, header: &str, score: u32) -> u32 {
        /// More than the difference between two words for a price.
        const OF_CURRENCY: u32 = 12;
        let is_price = matches!(role, Role::Price | Role::SalePrice | Role::LineTotal);
        let shop = self.options.currency.as_deref().filter(|_| is_price);
        let Some((shop, named)) = shop.zip(of_header(header)) else {
            return score;
        };
        if named.eq_ignore_ascii_case(shop) {
            score.saturating_add(OF_CURRENCY)
        } else {
            score.saturating_sub(OF_CURRENCY).max(1)
        }
    }

    /// Whether a header of a catalog names the description, not the title. In orders "Item
    /// description" is usually the title.
    fn is_description(&self, role: Role, header: &str) -> bool {
        let is_catalog = self.options.rows == RowLayout::Catalog;
        is_catalog && role == Role::Title && meaning(header).concepts.has(Concept::Description)
    }

    /// Whether a header fits another role, which has no column yet, much better.
    fn is_others(&self, role: Role, header: &str, score: u32, columns: &ColumnRoles) -> bool {
        let mut others = self.roles.iter().copied().filter(|other| *other != role);
        score > 0
            && others.any(|other| {
                !columns.has(other) && header_score(other, header) >= score.saturating_add(40)
            })
    }
}
