//! Signs in numbers of later rows, in columns whose first rows have none.

use super::Role;
use super::lines::LineReader;
use super::numbers::{Chosen, Decimal};

impl LineReader<'_> {
    /// Examines signs in columns that had none in the sample.
    pub(super) fn look_late(&mut self, cells: &[String]) {
        let forms = &self.forms;
        let quantity = self.columns.place(Role::Quantity);
        let watched = [
            forms.price_place.filter(|_| forms.is_price_untold),
            quantity.filter(|_| forms.is_quantity_untold),
        ];
        for (look, place) in self.late.iter_mut().zip(watched) {
            let cell = place.and_then(|place| cells.get(place));
            if let Some(cell) = cell.filter(|cell| cell.contains([',', '.'])) {
                look.add(cell);
            }
        }
    }

    /// The columns in which later rows contradict the chosen form, each with such a cell.
    pub(super) fn late_forms(&self) -> Vec<(String, String)> {
        let forms = &self.forms;
        let [price, quantity] = &self.late;
        let chosen = [
            (
                price,
                price.money(forms.hint),
                forms.price,
                forms.price_place,
            ),
            (
                quantity,
                quantity.quantity(),
                forms.quantity,
                self.columns.place(Role::Quantity),
            ),
        ];
        let is_other = |chosen: Chosen, taken: Decimal| match chosen {
            Chosen::Sure(form) => form != taken,
            Chosen::Doubt | Chosen::Mixed => true,
        };
        chosen
            .into_iter()
            .filter(|(look, chosen, taken, _)| look.has_signs() && is_other(*chosen, *taken))
            .filter_map(|(look, _, _, place)| {
                Some((self.columns.header_at(place?), look.example()))
            })
            .collect()
    }
}
