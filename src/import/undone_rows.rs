//! Recognizes the rows whose line or order was returned, refunded or cancelled.

use super::Role;
use super::column_evidence::is_blank;
use super::columns::ColumnRoles;
use super::lines::{LineReader, known};
use super::report::{DropReason, ImportReport};
use super::words::statuses::{is_nothing, is_partial, is_undone};

impl ColumnRoles {
    /// Whether a row contains the date or the reason for which its whole order was undone.
    pub(super) fn is_undone_order(&self, cells: &[String]) -> bool {
        self.undone_orders
            .iter()
            .any(|place| is_filled(cells, *place))
            && !self.statuses.iter().any(|place| {
                let status = cells.get(*place);
                status.is_some_and(|status| is_partial(status))
            })
    }

    /// The number of an order without that of its line.
    pub(super) fn without_line<'c>(&self, order: &'c str) -> &'c str {
        let parts = order.rsplit_once(['_', '-']);
        let stem = parts.filter(|_| self.has_line_suffix).map(|(stem, _)| stem);
        stem.unwrap_or(order)
    }
}

impl LineReader<'_> {
    /// The reason to drop a row whose line was undone.
    pub(super) fn undone_line(
        &mut self,
        cells: &[String],
        report: &mut ImportReport,
    ) -> Option<DropReason> {
        let columns = self.columns;
        if let Some(status) = columns.cell(Role::LineStatus, cells)
            && known(&mut self.undone_lines, status, is_undone)
        {
            return Some(DropReason::Cancelled);
        }
        let named = self.named;
        let mut is_line_undone = columns
            .undone_lines
            .iter()
            .any(|place| is_filled(cells, *place));
        for place in &columns.line_statuses {
            let cell = cells.get(*place).map_or("", String::as_str);
            let Some(status) = columns.status(*place, cell) else {
                continue;
            };
            let is_undone = known(&mut self.undone, status, |status| {
                columns.is_undone(*place, status, named)
            });
            is_line_undone |= is_undone;
            report.count_status(status, is_undone);
        }
        is_line_undone.then_some(DropReason::Cancelled)
    }
}

fn is_filled(cells: &[String], place: usize) -> bool {
    let cell = cells.get(place).map_or("", String::as_str);
    !is_blank(cell) && !is_nothing(cell)
}
