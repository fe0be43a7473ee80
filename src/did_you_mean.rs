//! Suggestions for a mistyped word ("did you mean").
//!
//! *Invariants*: the order is deterministic: the nearest first, ties in alphabetical order.
//! *Source*: optimal string alignment distance (Damerau 1964), which counts two swapped letters as
//! one error.

use strsim::osa_distance;

use crate::model::Product;

/// Maximum number of suggestions in a message.
const MOST: usize = 3;

/// The known words within a few typing errors, at most three; case is ignored.
///
/// The maximum number of errors is a third of the word's length, at least one. A word that starts
/// with the other is near too: `LANTERN` and `LANTERN-RED`.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let word = word.trim().to_uppercase();
    let length = word.chars().count();
    let most = length.checked_div(3).unwrap_or(0).max(1);
    let mut near: Vec<(usize, &str)> = known
        .filter_map(|candidate| {
            let folded = candidate.to_uppercase();
            let is_part = length >= 3
                && (folded.starts_with(&word) || folded.len() >= 3 && word.starts_with(&folded));
            if !is_part && folded.chars().count().abs_diff(length) > most {
                return None;
            }
            let distance = osa_distance(&word, &folded);
            (is_part || distance <= most).then_some((distance, candidate))
        })
        .collect();
    near.sort_unstable();
    near.truncate(MOST);
    near.into_iter().map(|(_, candidate)| candidate).collect()
}

/// A remedy for an unknown SKU: similar SKUs, or the command that lists all of them.
pub(crate) fn suggest<'a>(sku: &str, known: impl Iterator<Item = Product<&'a str>>) -> String {
    match nearest(sku, known.map(|product| product.sku)).as_slice() {
        [] => "`tillside export` lists all products.".to_owned(),
        alike => format!("Similar ones: {}.", alike.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn typing_errors_lead_to_suggestions() {
        let known = ["LANTERN", "LANTERN-RED", "CANDLE", "MUG"];
        assert_eq!(nearest("lantren", known.into_iter()), ["LANTERN"]);
        assert_eq!(
            nearest("LANTERN-R", known.into_iter()),
            ["LANTERN", "LANTERN-RED"]
        );
        assert_eq!(nearest("GUM", known.into_iter()), Vec::<&str>::new());
        assert_eq!(nearest("", known.into_iter()), Vec::<&str>::new());
    }
}
