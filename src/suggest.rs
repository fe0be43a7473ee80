//! What a mistyped word may have meant.
//!
//! *Invariants*: the order is decided: the nearest first, then by the alphabet.
//! *Source*: optimal string alignment distance (Damerau 1964), which counts two swapped letters as one mistake.

use strsim::osa_distance;

use crate::model::Product;

/// Number of suggestions that a message has room for.
const MOST: usize = 3;

/// Of the known words those that a few slips of the finger lead to, at most three; capitals make no difference.
///
/// A few are as many as a third of the word, at least one. A word that only has something before or behind it is near too:
/// `LANTERN` to `LANTERN-RED`.
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

/// A sentence that helps with an unknown SKU: those that it may have meant, else where they all stand.
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
    fn slips_of_the_finger_are_understood() {
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
