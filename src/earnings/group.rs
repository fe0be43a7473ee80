//! The two groups of the experiment, and how exports and logs spell them.

use serde::Serialize;

/// The group that a shopper was drawn into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Shoppers who see offers.
    Treatment,
    /// Shoppers who see no offers.
    Control,
}

/// Spellings of both groups, folded: without case, spaces, hyphens and underscores.
const TREATMENT: &[&str] = &[
    "treatment", "treated", "treatmentgroup", "test", "testgroup", "variant", "variation",
    "exposed", "offers", "withoffers", "experiment", "behandlung", "testgruppe", "traitement",
    "groupetest", "tratamiento", "trattamento", "behandeling",
];
const CONTROL: &[&str] = &[
    "control", "controlgroup", "controls", "holdout", "nooffers", "withoutoffers", "kontrolle",
    "kontrollgruppe", "kontroll", "temoin", "témoin", "groupetémoin", "groupetemoin",
    "grupodecontrol", "controllo", "controle", "controlegroep",
];

/// The attribute that a shop writes to the order.
const ATTRIBUTE: &str = "tillside";

/// The spellings of this shop's own, in addition to the known ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spellings(Vec<(String, Group)>);

impl Spellings {
    /// Adds a spelling such as `A=control`.
    ///
    /// # Errors
    /// A sentence that shows the form.
    pub fn parse(text: &str) -> Result<(String, Group), String> {
        let wrong = || "write it as WORD=control or WORD=treatment".to_owned();
        let (word, group) = text.split_once('=').ok_or_else(wrong)?;
        let group = known(&folded(group)).ok_or_else(wrong)?;
        Ok((folded(word), group))
    }

    /// The spellings from the results of [`Spellings::parse`].
    #[must_use]
    pub fn new(spellings: Vec<(String, Group)>) -> Self {
        Self(spellings)
    }

    /// The group of a word.
    #[must_use]
    pub fn of(&self, word: &str) -> Option<Group> {
        let word = folded(word);
        let own = self.0.iter().find(|(known, _)| *known == word);
        own.map(|(_, group)| *group).or_else(|| known(&word))
    }

    /// Reads the cell of an order: a word, or a list of attributes with `tillside-group` among them.
    pub(super) fn read<'a>(&self, cell: &'a str) -> Spelled<'a> {
        let cell = cell.trim();
        if cell.is_empty() {
            return Spelled::Nothing;
        }
        if let Some(word) = attribute(cell) {
            return self.of(word).map_or(Spelled::Unknown(word), Spelled::Group);
        }
        match self.of(cell) {
            Some(group) => Spelled::Group(group),
            // A note or a list of other attributes.
            None if cell.contains([':', '=', '\n']) => Spelled::Nothing,
            None => Spelled::Unknown(cell),
        }
    }
}

/// What a cell contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelled<'a> {
    Group(Group),
    Nothing,
    Unknown(&'a str),
}

fn known(folded: &str) -> Option<Group> {
    if TREATMENT.contains(&folded) {
        Some(Group::Treatment)
    } else if CONTROL.contains(&folded) {
        Some(Group::Control)
    } else {
        None
    }
}

fn folded(word: &str) -> String {
    let letters = word.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The value of the attribute `tillside-group` in a list of attributes of any form: lines of
/// `name: value`, JSON, a query string.
fn attribute(cell: &str) -> Option<&str> {
    let lower = cell.to_ascii_lowercase();
    lower.match_indices(ATTRIBUTE).find_map(|(at, _)| {
        let rest = lower.get(at.checked_add(ATTRIBUTE.len())?..)?;
        let name = rest.trim_start_matches(['-', '_', ' ']);
        let value = name.strip_prefix("group")?;
        let value = value.trim_start_matches(|sign: char| !sign.is_alphanumeric() && sign != '\n');
        // The same place in the text as it is written: lower case of ASCII keeps the bytes.
        let start = cell.len().checked_sub(value.len())?;
        let word = cell.get(start..)?;
        let is_end = |sign: char| !(sign.is_alphanumeric() || matches!(sign, '-' | '_' | ' '));
        let word = word.split(is_end).next().unwrap_or_default().trim();
        (!word.is_empty()).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_found_in_words_and_in_lists_of_attributes() {
        let spellings = Spellings::new(Spellings::parse("A=control").into_iter().collect());
        for cell in [
            "control",
            " Control ",
            "CONTROL-GROUP",
            "control_group",
            "Kontrollgruppe",
            "a",
            "gift: yes\ntillside-group: control\nsize: M",
            "{\"tillside_group\":\"control\",\"x\":1}",
            "utm_source=mail&tillside-group=control&x=treatment",
            "Tillside Group: Control",
        ] {
            assert_eq!(
                spellings.read(cell),
                Spelled::Group(Group::Control),
                "{cell}"
            );
        }
        assert_eq!(
            spellings.read("with offers"),
            Spelled::Group(Group::Treatment)
        );
        assert_eq!(spellings.read("gift: yes"), Spelled::Nothing);
        assert_eq!(spellings.read("wholesale"), Spelled::Unknown("wholesale"));
        assert_eq!(
            spellings.read("tillside-group: maybe"),
            Spelled::Unknown("maybe")
        );
        assert!(Spellings::parse("A=B").is_err() && Spellings::parse("A").is_err());
    }
}
