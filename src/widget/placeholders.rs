//! The placeholders of a string: `"You save {saving}"`.
//!
//! *Invariants*: placeholders are in braces; an inserted value stays intact, whatever its writing
//! direction and that of the text.
//!
//! *Source*: Unicode Standard Annex #9, "Unicode Bidirectional Algorithm", 2.4 (isolates) and 3.2
//! (bidirectional classes).

/// Text between these two characters has the direction of its first letter, and is placed in the
/// surrounding text like one character.
const FIRST_STRONG_ISOLATE: &str = "\u{2068}";
const POP_DIRECTIONAL_ISOLATE: &str = "\u{2069}";

/// A text with its placeholders filled, and whether there was a value for each of them.
///
/// If the text or a value contains right-to-left text, each value is isolated. An Arabic amount, for
/// example, starts with a direction mark, which would otherwise reorder the English words around it.
pub(crate) fn filled(text: &str, values: &[(&str, &str)]) -> (String, bool) {
    let is_mixed =
        runs_right_to_left(text) || values.iter().any(|(_, value)| runs_right_to_left(value));
    let mut is_complete = true;
    // In a single pass, so that a product title with braces is not treated as a placeholder.
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        said.push_str(before);
        let (name, after) = behind.split_once('}').unwrap_or((behind, ""));
        let value = values.iter().find(|(known, _)| *known == name);
        is_complete &= value.is_some();
        let value = value.map_or("", |(_, value)| value);
        if is_mixed && !value.is_empty() {
            said.extend([FIRST_STRONG_ISOLATE, value, POP_DIRECTIONAL_ISOLATE]);
        } else {
            said.push_str(value);
        }
        rest = after;
    }
    said.push_str(rest);
    (said, is_complete)
}

/// Whether a text contains right-to-left characters (Hebrew, Arabic and related scripts) or
/// direction marks.
fn runs_right_to_left(text: &str) -> bool {
    let is_right_to_left = |letter| matches!(letter, '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    text.chars().any(is_right_to_left)
}
