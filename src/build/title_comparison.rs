//! The advantage of one product over another, if both titles prove it: more pieces, or a higher
//! grade.
//!
//! Only English words are known, so titles in other languages give no result.
//!
//! Example: "Cakestand 2 tier" and "Regency cakestand 3 tier" both count tiers, and 3 is more than
//! 2: "3 tier instead of 2 tier". "Small dish" and "Deluxe dish" have grades of different lists, so
//! they are not compared.
//!
//! *Invariants*: the result is never a guess. Both titles contain the same measure, or one grade
//! each of the same list; a product with less of a measure is never better.

/// Grades, each list in ascending order. Words of one entry have the same meaning.
const GRADES: [&[&[&str]]; 2] = [
    &[
        &["mini", "tiny"],
        &["small"],
        &["medium"],
        &["large", "big"],
        &["giant", "jumbo", "extra-large", "xl"],
    ],
    &[&["basic"], &["standard"], &["deluxe", "luxury", "premium"]],
];

/// Words before "of" and a number: "set of 6".
const HOLDERS: [&str; 4] = ["set", "pack", "box", "bundle"];

/// Words after a number, in the singular: "3 tier". After other words a number may mean anything:
/// 12 pencils, 1970 posters.
const PARTS: [&str; 7] = [
    "tier", "piece", "pc", "drawer", "compartment", "light", "pack",
];

/// The result of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    /// The second product has more of something; the text is "Set of 6 instead of set of 4".
    More(String),
    /// The second product has less of something.
    Less,
    /// The titles do not prove an advantage.
    Unknown,
}

/// Compares the title of a product with that of a possible upgrade.
pub(crate) fn compare(from: &str, to: &str) -> Comparison {
    let (from, to) = (words(from), words(to));
    let (less, more) = (measures(&from), measures(&to));
    let mut pairs: Vec<(Amount, Amount)> = Vec::new();
    for after in more {
        pairs.extend(
            less.iter()
                .find(|before| before.of == after.of)
                .map(|before| (before.clone(), after)),
        );
    }
    pairs.extend(
        GRADES
            .into_iter()
            .filter_map(|grades| grade(&from, grades).zip(grade(&to, grades))),
    );
    if pairs
        .iter()
        .any(|(before, after)| after.number < before.number)
    {
        return Comparison::Less;
    }
    let told = pairs
        .into_iter()
        .find(|(before, after)| after.number > before.number);
    told.map_or(Comparison::Unknown, |(before, after)| {
        Comparison::More(format!(
            "{} instead of {}",
            capital(&after.words),
            before.words
        ))
    })
}

/// The words in lower case; "3-tier" is two words, "extra large" is one, and "set/6" becomes "set
/// of 6".
fn words(title: &str) -> Vec<String> {
    let folded = title
        .to_lowercase()
        .replace("extra large", "extra-large")
        .replace('/', " of ");
    let mut words = Vec::new();
    for word in folded.split(|letter: char| !letter.is_alphanumeric() && letter != '-') {
        let counted = word
            .split_once('-')
            .filter(|(number, _)| number.parse::<u32>().is_ok());
        let (first, second) = counted.unwrap_or((word, ""));
        words.extend(
            [first, second]
                .into_iter()
                .map(|word| word.trim_matches('-').to_owned())
                .filter(|word| !word.is_empty()),
        );
    }
    words
}

/// An amount in a title.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Amount {
    /// The unit; amounts with different units are not compared.
    of: String,
    number: u32,
    /// The words of the title.
    words: String,
}

fn measures(title: &[String]) -> Vec<Amount> {
    let mut found = Vec::new();
    for three in title.windows(3) {
        if let [holder, of, number] = three
            && let (true, "of", Ok(number)) = (
                HOLDERS.contains(&holder.as_str()),
                of.as_str(),
                number.parse(),
            )
        {
            found.push(Amount {
                of: format!("{holder} of"),
                number,
                words: format!("{holder} of {number}"),
            });
        }
    }
    for two in title.windows(2) {
        let [number, part] = two else { continue };
        let singular = part.strip_suffix('s').unwrap_or(part);
        if let (Ok(number), true) = (number.parse(), PARTS.contains(&singular)) {
            found.push(Amount {
                of: singular.to_owned(),
                number,
                words: format!("{number} {part}"),
            });
        }
    }
    found
}

/// The grade of a title; `None` if it has no grade, or several ("small and large").
fn grade(title: &[String], grades: &[&[&str]]) -> Option<Amount> {
    let place = |word: &String| {
        (0_u32..)
            .zip(grades)
            .find(|(_, words)| words.contains(&word.as_str()))
            .map(|(place, _)| place)
    };
    let mut found = title
        .iter()
        .filter_map(|word| place(word).map(|number| (number, word)));
    let (number, word) = found.next()?;
    let is_only = found.all(|(other, _)| other == number);
    is_only.then(|| Amount {
        of: String::new(),
        number,
        words: word.replace('-', " "),
    })
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_pieces_and_higher_grades_are_better() {
        let more = |text: &str| Comparison::More(text.to_owned());
        assert_eq!(
            compare("Cakestand 2 tier", "Regency cakestand 3 tier"),
            more("3 tier instead of 2 tier")
        );
        assert_eq!(
            compare("2-tier cakestand", "3 tiers, cakestand"),
            more("3 tiers instead of 2 tier")
        );
        assert_eq!(
            compare("SET OF 4 MUGS", "Set of 6 mugs"),
            more("Set of 6 instead of set of 4")
        );
        assert_eq!(
            compare("Pencils, pack of 6", "Pencils, pack of 12"),
            more("Pack of 12 instead of pack of 6")
        );
        assert_eq!(
            compare("SET/6 PLATES", "Set of 8 plates"),
            more("Set of 8 instead of set of 6")
        );
        assert_eq!(
            compare("Small heart dish", "Large heart dish"),
            more("Large instead of small")
        );
        assert_eq!(
            compare("Large box", "Extra large box"),
            more("Extra large instead of large")
        );
        assert_eq!(
            compare("Standard mixer", "Deluxe mixer"),
            more("Deluxe instead of standard")
        );
    }

    #[test]
    fn fewer_pieces_are_not_better_and_nothing_is_guessed() {
        assert_eq!(compare("Set of 6 mugs", "Set of 4 mugs"), Comparison::Less);
        assert_eq!(
            compare("Large heart dish", "Small heart dish"),
            Comparison::Less
        );
        assert_eq!(compare("Extra large box", "Large box"), Comparison::Less);
        assert_eq!(
            compare("Set of 4 large bowls", "Set of 6 mini bowls"),
            Comparison::Less,
            "more of something smaller"
        );
        assert_eq!(compare("Red mug", "Blue mug"), Comparison::Unknown);
        assert_eq!(
            compare("Set of 6 mugs", "Pack of 12 mugs"),
            Comparison::Unknown
        );
        assert_eq!(
            compare("12 pencils tall", "36 pencils tall"),
            Comparison::Unknown
        );
        assert_eq!(
            compare("Small bowl", "Small and large bowl"),
            Comparison::Unknown
        );
        assert_eq!(compare("", ""), Comparison::Unknown);
    }
}
