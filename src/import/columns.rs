//! Assigns columns to roles, by their headers and values.
//!
//! *Invariants*: a column that the user names takes precedence over a recognized one; a column has
//! one role; a column of personal data is never a title or a SKU.

use super::catalog_cells::is_published;
use super::column_evidence::{ColumnEvidence, Sample};
use super::presets::Preset;
use super::rules::{header_score, is_bare_name, is_bare_number, is_personal};
use super::words::concepts::Concept;
use super::words::headers::meaning;
use super::words::statuses::{is_nothing, is_undone, is_yes};
use super::words::{fold, tokens};
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
    /// Those of them that only say whether an order was undone: `Refunded?` with 0 and 1.
    pub(super) flags: Vec<usize>,
    /// Columns of statuses that say of each order whether it was paid.
    pub(super) payments: Vec<usize>,
    /// Columns with the number of pieces that were returned or cancelled.
    pub(super) returned: Vec<usize>,
    /// The column of orders that was recognized as the group of an experiment. It is not part of the
    /// reading, because only the report uses it.
    experiment: Option<usize>,
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

    /// The group of an order's experiment.
    pub(super) fn experiment<'a>(&self, cells: &'a [String]) -> Option<&'a str> {
        let named = self.cell(Role::Group, cells);
        let recognized = || cells.get(self.experiment?).map(|cell| cell.trim());
        named
            .or_else(recognized)
            .filter(|cell| !super::column_evidence::is_blank(cell))
    }

    /// What a cell of a column of statuses says; `None` if it says nothing. What a flag says is in its
    /// header.
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

    /// Whether a status that a column says means that the order was cancelled or refunded; the user
    /// may have named further statuses.
    pub(super) fn is_undone(&self, place: usize, status: &str, named: &[String]) -> bool {
        let folded = fold(status);
        self.flags.contains(&place)
            || self.payments.contains(&place)
            || is_undone(status)
            || self.preset.rules().undone.contains(&folded.as_str())
            || named.iter().any(|known| fold(known) == folded)
    }

    fn is_taken(&self, place: usize) -> bool {
        self.places.contains(&Some(place)) || self.statuses.contains(&place)
    }
}

/// Whether a cell says that the product is unknown. Tills write this for lines without a product.
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

/// Rows of an order on average beyond which a column does not identify orders, if it has many rows.
const ROWS_OF_ORDER: u64 = 100;
const MANY_ROWS: u64 = 200;

/// The score of a header that certainly names the order.
const CLEAR_ORDER: u32 = 80;

/// The score of a bare number that names the products: higher than that of a barcode.
const OWN_NUMBER: u32 = 46;

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
                        || self.tells_of_orders(*place, &columns)
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
        if self.options.rows == RowLayout::Orders && !columns.has(Role::Group) {
            let is_free = |place: &usize| !columns.is_taken(*place);
            let place = (0..self.headers.len()).filter(is_free);
            let place =
                place.filter_map(|place| Some((group_rank(self.headers.get(place)?)?, place)));
            columns.experiment = place.min().map(|(_, place)| place);
        }
        Ok(columns)
    }

    fn is_named(&self, role: Role) -> bool {
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
            is_bare(*place)
                && (!columns.is_taken(*place) || sku == Some(*place))
                && products.iter().any(|product| is_of_order(*product))
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
                let of_preset = preset.iter().position(|name| *name == folded);
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
                (score > 0).then_some((score, place))
            });
        // The first of equal columns.
        let best = scored.max_by_key(|(score, place)| (*score, std::cmp::Reverse(*place)));
        best.map(|(_, place)| place)
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

    /// The score of a column for a role; `None` if its values exclude the role.
    fn fit(&self, role: Role, place: usize, score: u32, columns: &ColumnRoles) -> Option<u32> {
        let column = self.sample.column(place)?;
        if score == 0 {
            return None;
        }
        // An empty column gives no evidence; it is used if there is no other.
        if column.cells == 0 {
            return Some(score.min(1_000).checked_div(20)?.max(1));
        }
        // OpenCart's `invoice_no` is 0 until the invoice is created, so any other column is better.
        let is_nothing = column.distinct() == 1 && column.first_value() == Some("0");
        if role == Role::Order && is_nothing {
            return Some(1);
        }
        // Anonymized: `XXXXXXXXX` in all rows. Any other column is better.
        if role == Role::Customer && column.distinct() == 1 {
            return Some(1);
        }
        let is_surely = score >= 500;
        if role == Role::Sku && self.options.rows == RowLayout::Orders && !is_surely {
            return self.fits_sku(column, place, score, columns);
        }
        let fits = match role {
            Role::Order => Self::fits_order(column, score),
            Role::Sku => {
                Self::is_code_of_product(column, score)
                    && !self.is_line_number(place, score, columns)
            }
            // An article number of another system or of a group, such as `B09KXVBD7Z`, is not a title.
            Role::Title => {
                (score >= 60 || !column.is_coded())
                    && self.fits_title(column, place, columns, is_surely)
            }
            // A clear header is enough: the first invalid cell is reported later.
            Role::Quantity => column.numbers.is_numeric() || score >= 90,
            Role::Price | Role::SalePrice => {
                column.numbers.numbers.saturating_mul(2) > column.cells || score >= 90
            }
            Role::LineTotal => column.numbers.is_numeric() && self.fits_line(place, score, columns),
            Role::Time => {
                let is_word = score >= 80 && !column.numbers.is_numeric();
                (column.dates.is_date() || is_word) && !is_later(self.headers.get(place)?)
            }
            Role::SaleEnd => column.dates.is_date(),
            Role::CancelledAt => column.distinct() > 0,
            Role::Currency => {
                column.is_code() || (column.distinct() <= 5 && !column.numbers.is_numeric())
            }
            Role::Customer => !columns
                .place(Role::Order)
                .is_some_and(|order| self.sample.varies_in_orders(order, place)),
            Role::Country => column.distinct() <= 300,
            // "Unlimited" is no number.
            Role::Stock => column.numbers.is_numeric() || is_surely,
            // The condition of an article is no status: new.
            Role::Published => is_surely || column.has(|cell| is_published(cell).is_some()),
            // A part of an address, such as `blue-mug`, is none.
            Role::Url => !column.is_email() && column.has(|cell| cell.contains('/')),
            Role::Image => !column.is_email(),
            _ => true,
        };
        fits.then_some(score)
    }

    /// The score of a column of orders for the SKU. The titles are evidence: the number of a row or of
    /// a parent product is no SKU, and a code is the shop's own rather than a number of the database.
    fn fits_sku(
        &self,
        column: &ColumnEvidence,
        place: usize,
        score: u32,
        columns: &ColumnRoles,
    ) -> Option<u32> {
        if !Self::is_code_of_product(column, score) || self.is_line_number(place, score, columns) {
            return None;
        }
        let header = self.headers.get(place)?;
        // A header that names the SKU outweighs the titles.
        if score >= 95 {
            return Some(score);
        }
        // The number of the row in a database.
        if self.sample.is_counter(place) {
            return None;
        }
        if let Some(titles) = self.titles(place, columns) {
            if !self.sample.names_products(place, titles) {
                return None;
            }
            let order = columns.place(Role::Order);
            let is_of_line =
                order.and_then(|order| self.sample.is_of_order(order, Some(titles), place));
            let is_repeated = u64::try_from(column.distinct()).is_ok_and(|all| all < column.cells);
            // A bare number of the product is the shop's own; a barcode is the maker's.
            if is_bare_number(header) && is_repeated && is_of_line == Some(false) {
                return Some(OWN_NUMBER);
            }
        }
        let is_of_database = fold(header).trim_end_matches('s').ends_with("id")
            || tokens(header).iter().any(|word| word == "id");
        Some(score.saturating_sub(u32::from(is_of_database)))
    }

    fn is_code_of_product(column: &ColumnEvidence, score: u32) -> bool {
        !column.is_email()
            && !column.is_url()
            && (column.average_length() <= 80 || score >= 95)
            && (score >= 60 || !column.is_spaced())
    }

    fn is_line_number(&self, place: usize, score: u32, columns: &ColumnRoles) -> bool {
        let order = columns.place(Role::Order);
        order.is_some_and(|order| score < 95 && self.sample.is_line_number(order, place))
    }

    /// The column whose header names the title best, except for one column. Its values differ within
    /// orders; otherwise it may name the customers.
    fn titles(&self, except: usize, columns: &ColumnRoles) -> Option<usize> {
        let order = columns.place(Role::Order)?;
        let headers = self.headers.iter().enumerate();
        let scored = headers
            .filter(|(place, header)| *place != except && !is_personal(header))
            .map(|(place, header)| (header_score(Role::Title, header), place))
            .filter(|(score, place)| *score >= 40 && self.sample.varies_in_orders(order, *place));
        let best = scored.max_by_key(|(score, place)| (*score, std::cmp::Reverse(*place)));
        best.map(|(_, place)| place)
    }

    fn fits_order(column: &ColumnEvidence, score: u32) -> bool {
        let is_date = column.dates.is_date() && !column.numbers.is_numeric();
        // "Transaction", whose rows are cancelled and successful, is a status.
        let is_status = column.distinct() <= 10 && column.has(is_undone);
        // "Order priority", and other facts that many orders share.
        let is_shared = score < CLEAR_ORDER
            && column.cells >= MANY_ROWS
            && (column.distinct() as u64).saturating_mul(ROWS_OF_ORDER) < column.cells;
        !is_shared && !column.is_email() && !column.is_url() && !is_date && !is_status
    }

    /// Whether a column contains titles of products, not of persons or orders.
    fn fits_title(
        &self,
        column: &ColumnEvidence,
        place: usize,
        columns: &ColumnRoles,
        is_surely: bool,
    ) -> bool {
        let header = self.headers.get(place).map_or("", String::as_str);
        let is_catalog = self.options.rows == RowLayout::Catalog;
        // In a known list of products, a word such as "Имя" is not the name of a person.
        let is_personal = is_personal(header) && !(is_catalog && is_surely);
        if column.is_email() || column.is_url() || column.dates.is_date() || is_personal {
            return false;
        }
        if is_catalog {
            return true;
        }
        // "LineItem" may number the lines.
        let is_number = !column.has(|cell| cell.trim().parse::<i64>().is_err());
        if is_number && !is_surely {
            return false;
        }
        // One value in all rows is no title where there are several products, but perhaps the name of
        // the only customer.
        let skus = columns
            .place(Role::Sku)
            .and_then(|sku| self.sample.column(sku));
        if column.distinct() == 1 && skus.is_some_and(|skus| skus.distinct() > 2) {
            return false;
        }
        let product = columns
            .place(Role::Sku)
            .or_else(|| self.titles(place, columns));
        let of_order = columns
            .place(Role::Order)
            .and_then(|order| self.sample.is_of_order(order, product, place));
        match of_order {
            Some(is_of_order) => !is_of_order || (is_surely && self.has_one_product()),
            // The rows give no evidence. Next to columns of personal data, a column "name" can be
            // that of a person.
            None => is_surely || !is_bare_name(header) || !self.has_people(),
        }
    }

    fn has_one_product(&self) -> bool {
        self.sample.rows.len() < 3
    }

    fn has_people(&self) -> bool {
        self.headers.iter().any(|header| is_personal(header))
    }

    /// Whether a total is that of the line, because it differs between the lines of an order.
    fn fits_line(&self, place: usize, score: u32, columns: &ColumnRoles) -> bool {
        let Some(order) = columns.place(Role::Order) else {
            return false;
        };
        // A column "total" without further words must prove that it is not the total of the order.
        if score < 64 {
            return self.sample.varies_in_orders(order, place);
        }
        let product = columns.place(Role::Sku);
        self.sample.is_of_order(order, product, place) != Some(true)
    }
}

/// Whether a date belongs to an event after the order.
fn is_later(header: &str) -> bool {
    let found = meaning(header).concepts;
    [Concept::Later, Concept::Shipping, Concept::Refund]
        .into_iter()
        .any(|concept| found.has(concept))
}
