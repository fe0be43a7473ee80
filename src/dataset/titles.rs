//! Chooses the title of a product among those in an export.

use super::products::TextCounts;
use crate::shop_config::TitleCase;

/// Warehouse notes that some systems store in place of the title.
const NOTES: &[&str] = &[
    "adjust", "amazon", "broken", "check", "counted", "cracked", "crushed", "damage", "damaged",
    "damages", "dotcom", "ebay", "error", "faulty", "found", "incorrect", "lost", "missing",
    "mixed", "mouldy", "n/a", "none", "null", "rusty", "sample", "smashed", "sold", "test",
    "thrown", "unknown", "unsaleable", "wet", "wrong", "wrongly",
];

/// The most frequent valid title; ties go to the longer one, then to the first in alphabetical
/// order.
///
/// A valid title has three letters and does not start with a warehouse note ("damaged", "?",
/// "wrongly coded"). `None` if no title is valid.
pub(crate) fn best_title(titles: &TextCounts) -> Option<&str> {
    let sane = titles.iter().filter(|(title, _)| is_sane(title));
    let best = sane.max_by_key(|(title, count)| (*count, title.len(), std::cmp::Reverse(*title)));
    best.map(|(title, _)| title)
}

fn is_sane(title: &str) -> bool {
    let letters = title
        .chars()
        .filter(|character| character.is_alphabetic())
        .count();
    let first = title
        .split(|character: char| character.is_whitespace() || ",.?!".contains(character))
        .next()
        .unwrap_or("");
    // Real titles start with such words too ("MIXED nuts"), but then in the shop's usual
    // capitalization.
    let is_note = title.chars().any(char::is_lowercase)
        && first == first.to_lowercase()
        && NOTES.contains(&first);
    letters >= 3 && !title.starts_with('?') && !is_note
}

/// Collapses white space to single spaces and applies the title case.
pub(crate) fn tidy(title: &str, case: TitleCase) -> String {
    let folded = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_shouting =
        folded.chars().any(char::is_alphabetic) && !folded.chars().any(char::is_lowercase);
    if case == TitleCase::AsIs || !is_shouting {
        return folded;
    }
    let mut is_first = true;
    let lower = folded.chars().flat_map(|character| {
        let stays = is_first && character.is_alphabetic();
        is_first &= !character.is_alphabetic();
        let lowered = if stays {
            None
        } else {
            Some(character.to_lowercase())
        };
        lowered
            .into_iter()
            .flatten()
            .chain(stays.then_some(character))
    });
    lower.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(titles: &[(&str, u32)]) -> Option<String> {
        let mut counts = TextCounts::default();
        for (title, count) in titles {
            counts.add(title, *count);
        }
        best_title(&counts).map(str::to_owned)
    }

    #[test]
    fn a_warehouse_note_is_never_a_title() {
        assert_eq!(
            best(&[("damaged", 9), ("?", 12), ("WHITE METAL LANTERN", 2)]).as_deref(),
            Some("WHITE METAL LANTERN")
        );
        assert_eq!(best(&[("wrongly coded 23343", 9), ("??", 1)]), None);
        assert_eq!(
            best(&[("MIXED NUTS BOWL", 1)]).as_deref(),
            Some("MIXED NUTS BOWL")
        );
    }

    #[test]
    fn ties_do_not_depend_on_the_order_of_rows() {
        assert_eq!(
            best(&[("RED MUG", 2), ("RED MUGS", 2)]).as_deref(),
            Some("RED MUGS")
        );
        assert_eq!(
            best(&[("MUG B", 2), ("MUG A", 2)]).as_deref(),
            Some("MUG A")
        );
    }

    #[test]
    fn only_titles_in_capitals_change_case() {
        assert_eq!(
            tidy("SET OF 3  CAKE TINS", TitleCase::Sentence),
            "Set of 3 cake tins"
        );
        assert_eq!(
            tidy("3D \"ÉTOILE\" LAMP", TitleCase::Sentence),
            "3D \"étoile\" lamp"
        );
        assert_eq!(tidy("iPhone Case", TitleCase::Sentence), "iPhone Case");
        assert_eq!(tidy("RED MUG", TitleCase::AsIs), "RED MUG");
    }
}
