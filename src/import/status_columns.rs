//! Recognizes the columns that show whether an order, or a part of it, was undone: statuses, flags,
//! payments, returned pieces.

use super::column_evidence::ColumnEvidence;
use super::columns::{Choice, ColumnRoles};
use super::rules::{is_state, is_status, is_type, is_undoing};
use super::words::concepts::{Concept, Concepts};
use super::words::fold;
use super::words::headers::meaning;
use super::words::statuses::{is_nothing, is_undone, is_usual_status, is_yes};
use super::{Role, RowLayout};

impl Choice<'_> {
    /// Whether a column contains statuses of orders or payments.
    pub(super) fn is_status(&self, place: usize) -> bool {
        let header = self.headers.get(place).map_or("", String::as_str);
        let mut known = self.preset().rules().statuses.split(' ');
        if known.any(|name| !name.is_empty() && name == fold(header)) {
            return true;
        }
        let is_word = self.sample.column(place).is_none_or(|column| {
            column.cells == 0
                || (column.distinct() <= 200 && !column.is_email() && !column.is_url())
        });
        // A "state" can be that of an address.
        let is_place = || {
            let column = self.sample.column(place);
            is_state(header) && column.is_some_and(|column| !column.has(is_usual_status))
        };
        // "Type", whose rows are sales and refunds.
        let has_refunds = || {
            let column = self.sample.column(place).filter(|_| is_type(header));
            column.is_some_and(|column| {
                column.has(is_undone) && !column.has(|value| !is_usual_status(value))
            })
        };
        (is_status(header) && is_word && !is_place()) || has_refunds()
    }

    /// Whether the values of a column are statuses of orders, some of them cancelled, whatever its
    /// header.
    pub(super) fn has_order_statuses(&self, place: usize, columns: &ColumnRoles) -> bool {
        const DISTINCT: std::ops::RangeInclusive<usize> = 2..=30;
        let header = self.headers.get(place).map_or("", String::as_str);
        let are_statuses = |column: &ColumnEvidence| {
            DISTINCT.contains(&column.distinct())
                && column.has(is_undone)
                && column.has(|value| !is_undone(value))
                && !column.has(|value| !is_usual_status(value))
        };
        let varies = |order| self.sample.varies_in_orders(order, place);
        self.options.rows == RowLayout::Orders
            && !meaning(header).concepts.has(Concept::Customer)
            && self.sample.column(place).is_some_and(are_statuses)
            && !columns.place(Role::Order).is_some_and(varies)
    }

    /// Whether a column answers with yes or no, for each order, whether it was undone.
    pub(super) fn is_flag(&self, place: usize, columns: &ColumnRoles) -> bool {
        let header = self.headers.get(place).map_or("", String::as_str);
        let column = self.sample.column(place);
        let is_yes_or_no = |column: &ColumnEvidence| {
            let is_no = column.has(is_nothing) || (column.blank > 0 && column.has(is_yes));
            is_no && !column.has(|cell| !is_nothing(cell) && !is_yes(cell))
        };
        // The return of one product does not undo the order.
        let varies = |order| self.sample.varies_in_orders(order, place);
        is_undoing(header)
            && column.is_some_and(is_yes_or_no)
            && !columns.place(Role::Order).is_some_and(varies)
    }

    /// Whether a column answers with yes or no, for each order, whether it was paid.
    pub(super) fn is_payment(&self, place: usize) -> bool {
        let header = self.headers.get(place).map_or("", String::as_str);
        let is_yes_or_no = |column: &ColumnEvidence| {
            column.has(is_yes) && !column.has(|cell| !is_nothing(cell) && !is_yes(cell))
        };
        let found = meaning(header);
        found.unknown == 0
            && found.concepts == Concepts::of(&[Concept::Paid])
            && self.sample.column(place).is_some_and(is_yes_or_no)
    }

    /// Finds the columns that record the undoing of lines or orders (its date, its reason, or yes
    /// and no), and moves the statuses of single lines away from those of orders.
    pub(super) fn find_undone(&self, columns: &mut ColumnRoles) {
        let Some(order) = columns.place(Role::Order) else {
            return;
        };
        let of_lines: Vec<usize> = columns
            .statuses
            .iter()
            .copied()
            .filter(|place| self.is_of_lines(*place, columns))
            .collect();
        columns.statuses.retain(|place| !of_lines.contains(place));
        columns.line_statuses = of_lines;
        let has_statuses = !columns.statuses.is_empty() || !columns.line_statuses.is_empty();
        // The rows of an order after its first one have no facts of the order.
        let is_sparse = columns
            .place(Role::Time)
            .and_then(|time| self.sample.column(time))
            .is_some_and(|column| column.blank > 0);
        let cancelled = columns.place(Role::CancelledAt);
        for place in 0..self.headers.len() {
            let is_cancelled = cancelled == Some(place);
            let is_free = !columns.is_taken(place) && !columns.returned.contains(&place);
            let is_named = is_cancelled && self.is_named(Role::CancelledAt);
            if is_named || !(is_cancelled || is_free) {
                continue;
            }
            let is_time = is_cancelled || self.is_time_of_undoing(place);
            let is_why = !has_statuses && self.is_reason_of_undoing(place);
            let filled = self.sample.filled_in_orders(order, place, is_nothing);
            let is_of_lines = filled.later > 0 || (filled.first > 0 && !is_sparse);
            if is_of_lines && (is_time || is_why || self.is_flag_of_lines(place)) {
                columns.undone_lines.push(place);
                if is_cancelled {
                    columns.set(Role::CancelledAt, None);
                }
            } else if is_free && (is_time || is_why) {
                columns.undone_orders.push(place);
            }
        }
    }

    /// Whether a column of statuses is about single lines: in an order some lines are undone, and
    /// others with other products are not.
    fn is_of_lines(&self, place: usize, columns: &ColumnRoles) -> bool {
        let product = columns
            .place(Role::Sku)
            .or_else(|| columns.place(Role::Title));
        let places = columns.place(Role::Order).zip(product);
        // Rows of a report of payments undo the rows above them.
        if columns.preset.rules().has_other_rows {
            return false;
        }
        places.is_some_and(|(order, product)| {
            let is_undone =
                |status: &str| columns.status(place, status).is_some() && is_undone(status);
            self.sample
                .undoes_single_products([order, product, place], is_undone)
        })
    }

    /// Whether a header is about returns, refunds or cancellations, and has no other meaning than
    /// those.
    fn is_about_undoing(&self, place: usize, others: &[Concept]) -> bool {
        let found = meaning(self.headers.get(place).map_or("", String::as_str));
        let undone = Concepts::of(&[Concept::Refund, Concept::Cancel]);
        let may = undone.union(Concepts::of(&[
            Concept::Product,
            Concept::Line,
            Concept::Order,
        ]));
        found.unknown == 0
            && found.concepts.shared(undone) > 0
            && may.union(Concepts::of(others)).holds(found.concepts)
    }

    /// Whether a column contains the time of a return, refund or cancellation.
    fn is_time_of_undoing(&self, place: usize) -> bool {
        let are_times = |column: &ColumnEvidence| {
            column.cells > 0 && (column.dates.is_date() || !column.has(|cell| !is_nothing(cell)))
        };
        self.is_about_undoing(place, &[Concept::Date, Concept::Time, Concept::Created])
            && self.sample.column(place).is_some_and(are_times)
    }

    /// Whether a column contains the reason of a return, refund or cancellation.
    fn is_reason_of_undoing(&self, place: usize) -> bool {
        let header = self.headers.get(place).map_or("", String::as_str);
        let is_text = |column: &ColumnEvidence| column.cells > 0 && !column.numbers.is_numeric();
        meaning(header).concepts.has(Concept::Reason)
            && self.is_about_undoing(place, &[Concept::Reason])
            && self.sample.column(place).is_some_and(is_text)
    }

    /// Whether a column answers with yes or no, for each line, whether it was undone.
    fn is_flag_of_lines(&self, place: usize) -> bool {
        let header = self.headers.get(place).map_or("", String::as_str);
        // A 1 may be a number of pieces.
        let is_word = |cell: &str| is_yes(cell) && cell != "1";
        let is_yes_or_no = |column: &ColumnEvidence| {
            column.has(is_word) && !column.has(|cell| !is_nothing(cell) && !is_yes(cell))
        };
        is_undoing(header) && self.sample.column(place).is_some_and(is_yes_or_no)
    }

    /// Whether a column contains the number of pieces that were returned or cancelled.
    pub(super) fn is_returned(&self, place: usize) -> bool {
        let header = self.headers.get(place).map_or("", String::as_str);
        let found = meaning(header);
        let undone = Concepts::of(&[Concept::Refund, Concept::Cancel]);
        let may = undone.union(Concepts::of(&[
            Concept::Quantity,
            Concept::Product,
            Concept::Line,
            Concept::Unit,
        ]));
        found.unknown == 0
            && found.concepts.has(Concept::Quantity)
            && found.concepts.shared(undone) > 0
            && may.holds(found.concepts)
            && self
                .sample
                .column(place)
                .is_some_and(|column| column.numbers.is_numeric())
    }
}
