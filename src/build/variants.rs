//! Which products are variants of one another: another colour, another size.

use std::collections::BTreeMap;

/// How an export tells variants apart from other products, where no catalog names their group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum VariantRule {
    /// It does not.
    #[default]
    None,
    /// One number, different letters behind it: `85123A` and `85123B`.
    NumericStem,
    /// One title, different options behind the last dash: `Tee - Red / M` and `Tee - Blue / M`.
    TitleBeforeDash,
}

impl VariantRule {
    /// The word that all variants of one product share; `None` for a product that has no sign of being one.
    pub(crate) fn group<'a>(self, sku: &'a str, title: &'a str) -> Option<&'a str> {
        match self {
            Self::None => None,
            Self::NumericStem => {
                let digits = sku.bytes().take_while(u8::is_ascii_digit).count();
                sku.split_at_checked(digits)
                    .filter(|(_, letters)| digits >= 5 && (1..=2).contains(&letters.len()))
                    .map(|(stem, _)| stem)
            }
            Self::TitleBeforeDash => title
                .rsplit_once(" - ")
                .map(|(before, _)| before.trim())
                .filter(|before| !before.is_empty()),
        }
    }
}

/// Numbers the groups that have at least two members, in alphabetical order.
pub(crate) fn number<'a>(groups: &[Option<&'a str>]) -> Vec<Option<u32>> {
    let mut members: BTreeMap<&'a str, u32> = BTreeMap::new();
    for group in groups.iter().flatten() {
        let count = members.entry(group).or_default();
        *count = count.saturating_add(1);
    }
    members.retain(|_, count| *count > 1);
    let numbers: BTreeMap<&str, u32> = members.into_keys().zip(0..).collect();
    groups
        .iter()
        .map(|group| group.and_then(|group| numbers.get(group).copied()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_behind_a_number_are_variants() {
        assert_eq!(VariantRule::NumericStem.group("85123A", ""), Some("85123"));
        assert_eq!(VariantRule::NumericStem.group("15056BL", ""), Some("15056"));
        assert_eq!(VariantRule::NumericStem.group("85123", ""), None);
        assert_eq!(VariantRule::NumericStem.group("22ABC", ""), None);
    }

    #[test]
    fn options_behind_a_dash_are_variants() {
        assert_eq!(
            VariantRule::TitleBeforeDash.group("", "Tee - long - Red / M"),
            Some("Tee - long")
        );
        assert_eq!(VariantRule::TitleBeforeDash.group("", "T-shirt"), None);
    }

    #[test]
    fn a_group_of_one_is_none() {
        assert_eq!(
            number(&[Some("b"), Some("a"), Some("b"), None, Some("a"), Some("c")]),
            [Some(1), Some(0), Some(1), None, Some(0), None]
        );
    }
}
