//! Recognizes the columns that say whether an order, or a part of it, was undone: statuses, flags,
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
        let tells_refunds = || {
            let column = self.sample.column(place).filter(|_| is_type(header));
            column.is_some_and(|column| {
                column.has(is_undone) && !column.has(|value| !is_usual_status(value))
            })
        };
        (is_status(header) && is_word && !is_place()) || tells_refunds()
    }

    /// Whether the values of a column are statuses of orders, some of them cancelled, whatever its
    /// header says.
    pub(super) fn tells_of_orders(&self, place: usize, columns: &ColumnRoles) -> bool {
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

    /// Whether a column says of each order whether it was undone.
    pub(super) fn is_flag(&self, place: usize, columns: &ColumnRoles) -> bool {
        let header = self.headers.get(place).map_or("", String::as_str);
        let column = self.sample.column(place);
        let says_so = |column: &ColumnEvidence| {
            column.has(is_nothing) && !column.has(|cell| !is_nothing(cell) && !is_yes(cell))
        };
        // The return of one product does not undo the order.
        let varies = |order| self.sample.varies_in_orders(order, place);
        is_undoing(header)
            && column.is_some_and(says_so)
            && !columns.place(Role::Order).is_some_and(varies)
    }

    /// Whether a column says of each order whether it was paid.
    pub(super) fn is_payment(&self, place: usize) -> bool {
        let header = self.headers.get(place).map_or("", String::as_str);
        let says_so = |column: &ColumnEvidence| {
            column.has(is_yes) && !column.has(|cell| !is_nothing(cell) && !is_yes(cell))
        };
        let found = meaning(header);
        found.unknown == 0
            && found.concepts == Concepts::of(&[Concept::Paid])
            && self.sample.column(place).is_some_and(says_so)
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
