//! What makes one product better than another, as far as their titles tell for certain: more pieces, or a higher grade.
//!
//! English words only; titles in other languages tell numbers.
//!
//! *Invariants*: nothing is guessed: titles differ in one place and in a way that has an order, or nothing is told.

/// Grades of the same thing, each list from less to more. The words of one place mean the same.
const GRADES: [&[&[&str]]; 2] = [
    &[&["mini", "tiny"], &["small"], &["medium"], &["large", "big"], &["giant", "jumbo", "extra-large", "xl"]],
    &[&["basic"], &["standard"], &["deluxe", "luxury", "premium"]],
];

/// How a product compares with one that is thought to be less.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    /// It has more of something: in words, such as "Set of 6 instead of set of 4".
    More(String),
    /// It has less.
    Less,
    /// Titles do not tell.
    Unknown,
}

/// Compares two titles.
pub(super) fn compare(from: &str, to: &str) -> Comparison {
    let (from, to) = (words(from), words(to));
    let mut found = Comparison::Unknown;
    for (measure, amount) in measures(&to) {
        let Some((_, before)) = measures(&from).into_iter().find(|(known, _)| *known == measure) else { continue };
        if amount < before {
            return Comparison::Less;
        }
        if amount > before && found == Comparison::Unknown {
            found = Comparison::More(format!("{} instead of {}", capital(&measure.with(amount)), measure.with(before)));
        }
    }
    for grades in GRADES {
        let grade = |title: &[String]| {
            let place =
                |word: &String| grades.iter().position(|words| words.contains(&word.as_str())).map(|place| (place, word.clone()));
            title.iter().find_map(place)
        };
        let Some(((before, less), (after, more))) = grade(&from).zip(grade(&to)) else { continue };
        if after < before {
            return Comparison::Less;
        }
        if after > before && found == Comparison::Unknown {
            found = Comparison::More(format!("{} instead of {less}", capital(&more)));
        }
    }
    found
}

fn words(title: &str) -> Vec<String> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '-';
    let words = title.split(|letter: char| !is_part(letter)).map(|word| word.trim_matches('-').to_lowercase());
    words.filter(|word| !word.is_empty()).collect()
}

/// What a number in a title counts: `3 tier`, `set of 6`.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Measure {
    /// The word after the number.
    Of(String),
    /// The word before "of" and the number.
    In(String),
}

impl Measure {
    fn with(&self, amount: u32) -> String {
        match self {
            Self::Of(word) => format!("{amount} {word}"),
            Self::In(word) => format!("{word} of {amount}"),
        }
    }
}

fn measures(words: &[String]) -> Vec<(Measure, u32)> {
    let mut found = Vec::new();
    for three in words.windows(3) {
        if let [word, of, number] = three
            && let ("set" | "pack" | "box" | "bundle", "of", Ok(amount)) = (word.as_str(), of.as_str(), number.parse())
        {
            found.push((Measure::In(word.clone()), amount));
        }
    }
    for two in words.windows(2) {
        let [number, word] = two else { continue };
        // "6 red mugs" and "4 blue mugs" count, but not what the next word says; only words that count parts do.
        let counts = ["tier", "tiers", "piece", "pieces", "pc", "pcs", "drawer", "drawers", "compartment", "light", "lights"];
        if let (Ok(amount), true) = (number.parse(), counts.contains(&word.as_str())) {
            found.push((Measure::Of(word.clone()), amount));
        }
    }
    found
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_pieces_and_higher_grades_are_better() {
        let more = |text: &str| Comparison::More(text.to_owned());
        assert_eq!(compare("Cakestand 2 tier", "Regency cakestand 3 tier"), more("3 tier instead of 2 tier"));
        assert_eq!(compare("SET OF 4 MUGS", "Set of 6 mugs"), more("Set of 6 instead of set of 4"));
        assert_eq!(compare("Small heart dish", "Large heart dish"), more("Large instead of small"));
        assert_eq!(compare("Standard mixer", "Deluxe mixer"), more("Deluxe instead of standard"));
    }

    #[test]
    fn fewer_is_less_and_nothing_is_guessed() {
        assert_eq!(compare("Set of 6 mugs", "Set of 4 mugs"), Comparison::Less);
        assert_eq!(compare("Large heart dish", "Small heart dish"), Comparison::Less);
        assert_eq!(compare("Red mug", "Blue mug"), Comparison::Unknown);
        assert_eq!(compare("Set of 6 mugs", "Pack of 12 mugs"), Comparison::Unknown);
        assert_eq!(compare("12 pencils tall", "36 pencils tall"), Comparison::Unknown);
    }
}
