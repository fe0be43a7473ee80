//! Recognizes variants of a product: other colors, other sizes.

use std::collections::BTreeMap;

/// The rule by which variants are recognized if no catalog names their group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum VariantRule {
    /// No rule.
    #[default]
    None,
    /// The same number with different letters after it: `85123A` and `85123B`.
    NumericStem,
    /// The same title with different options after the last dash: `Tee - Red / M` and `Tee - Blue /
    /// M`.
    TitleBeforeDash,
}

impl VariantRule {
    /// The key that all variants of one product share; `None` for a product that does not look like
    /// a variant.
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

/// Numbers the groups with at least two members, in alphabetical order.
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
    fn letters_after_a_number_are_variants() {
        assert_eq!(VariantRule::NumericStem.group("85123A", ""), Some("85123"));
        assert_eq!(VariantRule::NumericStem.group("15056BL", ""), Some("15056"));
        assert_eq!(VariantRule::NumericStem.group("85123", ""), None);
        assert_eq!(VariantRule::NumericStem.group("22ABC", ""), None);
    }

    #[test]
    fn options_after_a_dash_are_variants() {
        assert_eq!(
            VariantRule::TitleBeforeDash.group("", "Tee - long - Red / M"),
            Some("Tee - long")
        );
        assert_eq!(VariantRule::TitleBeforeDash.group("", "T-shirt"), None);
    }

    #[test]
    fn a_group_of_one_product_is_not_a_group() {
        assert_eq!(
            number(&[Some("b"), Some("a"), Some("b"), None, Some("a"), Some("c")]),
            [Some(1), Some(0), Some(1), None, Some(0), None]
        );
    }
}
