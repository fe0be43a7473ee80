//! Whether the values of a column fit a role that its header suggests.
//!
//! *Invariants*: a column of personal data is never a title or a SKU.

use super::catalog_cells::is_published;
use super::column_evidence::ColumnEvidence;
use super::columns::{Choice, ColumnRoles};
use super::rules::{
    header_score, is_bare_name, is_bare_number, is_number_of_unknown, is_personal, may_number_lines,
};
use super::words::concepts::Concept;
use super::words::headers::meaning;
use super::words::statuses::{is_nothing, is_undone, is_yes};
use super::words::{fold, tokens};
use super::{Role, RowLayout};

/// Rows of an order on average beyond which a column does not identify orders, if it has many rows.
const ROWS_OF_ORDER: u64 = 100;
const MANY_ROWS: u64 = 200;

/// The score of a header that certainly names the order.
const CLEAR_ORDER: u32 = 80;

/// The score of a bare number that names the products: higher than that of a barcode.
const OWN_NUMBER: u32 = 46;

/// The score of a reference with letters next to codes of the products that are only numbers.
const OWN_REFERENCE: u32 = 94;

/// The score of the number of a variant: higher than that of a product.
const OWN_VARIANT: u32 = 82;

/// The deduction for a number of the line beside that of the product.
const LINE_NUMBER: u32 = 20;

impl Choice<'_> {
    /// The score of a column for a role; `None` if its values exclude the role.
    pub(super) fn fit(
        &self,
        role: Role,
        place: usize,
        score: u32,
        columns: &ColumnRoles,
    ) -> Option<u32> {
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
            Role::Order => Self::fits_order(column, score) && !self.is_code_of_title(place),
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
        // In a feed, the shop's own number comes before the maker's.
        let is_own = role == Role::Sku
            && self.options.rows == RowLayout::Catalog
            && fold(self.headers.get(place)?) == "id"
            && column.blank == 0;
        let score = if is_own { score.max(OWN_NUMBER) } else { score };
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
        let titles = self.titles(place, columns);
        if is_number_of_unknown(header) && !self.numbers_titles(place) {
            return None;
        }
        if let Some(titles) = titles {
            if !self.sample.names_products(place, titles) {
                return None;
            }
            let order = columns.place(Role::Order);
            let is_of_line =
                order.and_then(|order| self.sample.is_of_order(order, Some(titles), place));
            let is_repeated = u64::try_from(column.distinct()).is_ok_and(|all| all < column.cells);
            // A bare number of the product is the shop's own; a barcode is the maker's.
            if is_bare_number(header) && is_repeated && is_of_line == Some(false) {
                return Some(self.own_number(column));
            }
        }
        let is_of_database = fold(header).trim_end_matches('s').ends_with("id")
            || tokens(header).iter().any(|word| word == "id");
        // The number of a variant is more exact than that of its product.
        let found = meaning(header).concepts;
        let is_of_variant = found.has(Concept::Variant) && found.has(Concept::Number);
        if is_of_variant && !is_of_database && column.blank == 0 {
            return Some(score.max(OWN_VARIANT));
        }
        // `item id` beside `item product_id` numbers the lines.
        let is_of_line = may_number_lines(header) && self.has_product_number(place);
        let less = if is_of_line {
            LINE_NUMBER
        } else {
            u32::from(is_of_database)
        };
        Some(score.saturating_sub(less))
    }

    /// Whether each value of a column belongs to one title, and each title to one value. Otherwise the
    /// number of something unknown may be that of a delivery or of an employee.
    fn numbers_titles(&self, place: usize) -> bool {
        let mut headers = self.headers.iter().enumerate();
        headers.any(|(title, header)| {
            title != place
                && !is_personal(header)
                && header_score(Role::Title, header) >= 40
                && self.sample.is_one_to_one(place, title)
        })
    }

    /// Whether another filled column has the number of the product.
    fn has_product_number(&self, except: usize) -> bool {
        let mut headers = self.headers.iter().enumerate();
        headers.any(|(place, header)| {
            let found = meaning(header).concepts;
            let is_number = found.has(Concept::Product) && found.has(Concept::Number);
            place != except
                && is_number
                && header_score(Role::Sku, header) >= 75
                && !may_number_lines(header)
                && self
                    .sample
                    .column(place)
                    .is_some_and(|column| column.cells > 0)
        })
    }

    /// The score of a bare number of the products. A reference with letters is the shop's own, if the
    /// codes of the products are only numbers.
    fn own_number(&self, column: &ColumnEvidence) -> u32 {
        let is_lettered = |column: &ColumnEvidence| {
            !column.has(|cell| !cell.contains(|sign: char| sign.is_ascii_alphabetic()))
        };
        let mut headers = self.headers.iter().enumerate();
        let is_plain = |place: usize| {
            let column = self.sample.column(place);
            column.is_some_and(|column| {
                column.cells > 0 && !column.has(|cell| cell.parse::<u32>().is_err())
            })
        };
        let has_numbers = headers.any(|(place, header)| {
            let score = header_score(Role::Sku, header);
            (75..95).contains(&score) && is_plain(place)
        });
        if is_lettered(column) && has_numbers {
            OWN_REFERENCE
        } else {
            OWN_NUMBER
        }
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

    /// Whether each value of a column belongs to one title, and each title to one value, while another
    /// column may name the order: the "order code" by which a shop buys a product.
    fn is_code_of_title(&self, place: usize) -> bool {
        let titles = self.headers.iter().enumerate();
        let scored = titles
            .filter(|(other, header)| *other != place && !is_personal(header))
            .map(|(other, header)| (header_score(Role::Title, header), other))
            .filter(|(score, _)| *score >= 55);
        let title = scored.max_by_key(|(score, other)| (*score, std::cmp::Reverse(*other)));
        title.is_some_and(|(_, title)| {
            let column = self.sample.column(title);
            let mut headers = self.headers.iter().enumerate();
            let has_other = headers.any(|(other, header)| {
                other != place
                    && header_score(Role::Order, header) > 0
                    && self.sample.varies_in_orders(other, title)
            });
            has_other
                && column.is_some_and(|column| column.distinct() > 1)
                && self.sample.is_name_of(place, title)
                && self.sample.is_name_of(title, place)
        })
    }

    fn fits_order(column: &ColumnEvidence, score: u32) -> bool {
        let is_date = column.dates.is_date() && !column.numbers.is_numeric();
        // "Transaction", whose rows are cancelled and successful, is a status.
        let is_status = column.distinct() <= 10 && column.has(is_undone);
        // The "Name" of some exports is that of the customer.
        let are_persons = column.cells > 0
            && column.is_spaced()
            && !column.has(|cell| cell.contains(char::is_numeric));
        // "Order priority", and other facts that many orders share.
        let is_shared = score < CLEAR_ORDER
            && column.cells >= MANY_ROWS
            && (column.distinct() as u64).saturating_mul(ROWS_OF_ORDER) < column.cells;
        !is_shared
            && !column.is_email()
            && !column.is_url()
            && !is_date
            && !is_status
            && !are_persons
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
        // "Package of several products", whose cells are yes and no.
        if column.cells > 0 && !column.has(|cell| !is_nothing(cell) && !is_yes(cell)) {
            return false;
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
            // A shop with few products may have renamed them.
            Some(is_of_order) => {
                let found = meaning(header).concepts;
                let is_of_line = found.has(Concept::Line) && found.has(Concept::Name);
                !is_of_order || (is_surely && (is_of_line || self.has_one_product()))
            }
            // The rows give little evidence. Next to columns of personal data, a column "name" can be
            // that of a person, and also if different products of an order have the same name.
            None if is_surely || !is_bare_name(header) => true,
            None => !self.has_people() && !self.is_same_in_orders(place, columns),
        }
    }

    /// Whether a column has one value in each order with different SKUs, and there is such an order.
    fn is_same_in_orders(&self, place: usize, columns: &ColumnRoles) -> bool {
        let places = columns.place(Role::Order).zip(columns.place(Role::Sku));
        places.is_some_and(|(order, sku)| {
            self.sample.varies_in_orders(order, sku) && !self.sample.varies_in_orders(order, place)
        })
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
