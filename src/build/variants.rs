//! Recognizes the variants of a product (colors, sizes) and their differences.
//!
//! *Invariants*: the variants of a group that shoppers can choose have different options.

use std::collections::BTreeMap;

use crate::import::VariantOption;
use crate::model::Variant;

/// The most variants that an offer lists. The list of a native control is long with more, and the
/// product's own page has a better one.
pub(crate) const MOST_VARIANTS: usize = 30;

/// A variant of a group.
pub(crate) struct Member<'a> {
    /// The options of the catalog; none without columns for them.
    pub(crate) options: &'a [VariantOption],
    pub(crate) title: &'a str,
    pub(crate) sku: &'a str,
}

/// The differences of the variants of one group, in the order of the catalog; `None` if there are
/// none.
///
/// Options that all variants share are left out. Without options it is the part in which the titles
/// differ. The same option again is followed by its SKU.
pub(crate) fn tell_apart(members: &[Member<'_>]) -> Option<Vec<Variant>> {
    let (name, options) = by_options(members).or_else(|| by_titles(members))?;
    let variants = (0..).zip(&options).zip(members);
    let variants = variants.map(|((place, option), member)| {
        let is_same = |other: &&String| *other == option;
        let is_repeated = options.iter().filter(is_same).count() > 1;
        let option = if is_repeated {
            format!("{option} ({})", member.sku)
        } else {
            option.clone()
        };
        Variant {
            name: name.clone(),
            option,
            place,
        }
    });
    Some(variants.collect())
}

/// A name for the options of a group, if there is one, and the option of each variant.
type Options = (Option<String>, Vec<String>);

/// By the columns of options, if each variant has a value in them.
fn by_options(members: &[Member<'_>]) -> Option<Options> {
    let first = members.first()?;
    let value = |member: &Member<'_>, place: usize| {
        let option = member.options.get(place);
        option.map(|(_, value)| value.clone())
    };
    let differs = |place: &usize| {
        members
            .iter()
            .any(|member| value(member, *place) != value(first, *place))
    };
    let most = members.iter().map(|member| member.options.len()).max()?;
    let places: Vec<usize> = (0..most).filter(differs).collect();
    let joined = |parts: Vec<String>| Some(parts.join(" / ")).filter(|text| !text.is_empty());
    let option = |member: &Member<'_>| {
        joined(
            places
                .iter()
                .filter_map(|place| value(member, *place))
                .collect(),
        )
    };
    let options: Option<Vec<String>> = members.iter().map(option).collect();
    let names = places.iter().map(|place| {
        let mut named = members
            .iter()
            .filter_map(|member| member.options.get(*place));
        named.next().map(|(name, _)| name.trim().to_owned())
    });
    let names: Option<Vec<String>> = names.collect();
    let name = names.filter(|names| names.iter().all(|name| !name.is_empty()));
    Some((name.and_then(joined), options?))
}

/// By the words in which the titles differ: `Apron S` and `Apron M` by S and M.
fn by_titles(members: &[Member<'_>]) -> Option<Options> {
    let titles: Vec<Vec<&str>> = members
        .iter()
        .map(|member| member.title.split_whitespace().collect())
        .collect();
    let first = titles.first()?;
    let shortest = titles.iter().map(Vec::len).min()?;
    // Each title keeps one word of its own.
    let most = shortest.saturating_sub(1);
    let is_shared = |place: &usize| {
        titles
            .iter()
            .all(|title| title.get(*place) == first.get(*place))
    };
    let before = (0..most).take_while(is_shared).count();
    let from_end =
        |title: &[&str], place: usize| title.iter().rev().nth(place).map(|word| (*word).to_owned());
    let is_shared = |place: &usize| {
        titles
            .iter()
            .all(|title| from_end(title, *place) == from_end(first, *place))
    };
    let behind = (0..most.saturating_sub(before))
        .take_while(is_shared)
        .count();
    let option = |title: &Vec<&str>| {
        let words = title.get(before..title.len().saturating_sub(behind))?;
        let text = words.join(" ");
        let text = text.trim_matches(|c: char| " -–—,:;/|()[]".contains(c));
        (!text.is_empty()).then(|| text.to_owned())
    };
    let options: Option<Vec<String>> = titles.iter().map(option).collect();
    // Equal titles do not distinguish variants.
    let options =
        options.filter(|options| options.iter().any(|option| Some(option) != options.first()));
    Some((None, options?))
}

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

    /// Options with their names, title and SKU.
    type Written<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str);

    fn told(members: &[Written<'_>]) -> Option<Vec<(Option<String>, String)>> {
        let options: Vec<Vec<VariantOption>> = members
            .iter()
            .map(|(options, ..)| {
                let pairs = options
                    .iter()
                    .map(|(name, value)| ((*name).into(), (*value).into()));
                pairs.collect()
            })
            .collect();
        let members = options.iter().zip(members);
        let members: Vec<Member<'_>> = members
            .map(|(options, (_, title, sku))| Member {
                options,
                title,
                sku,
            })
            .collect();
        let variants = tell_apart(&members)?.into_iter();
        Some(
            variants
                .map(|variant| (variant.name, variant.option))
                .collect(),
        )
    }

    #[test]
    fn options_that_all_variants_share_are_left_out() {
        let color = ("Color", "Blue");
        let found = told(&[
            (&[color, ("Size", "S")], "Tee", "1"),
            (&[color, ("Size", "M")], "Tee", "2"),
        ]);
        let size = |option: &str| (Some("Size".to_owned()), option.to_owned());
        assert_eq!(found, Some(vec![size("S"), size("M")]));
    }

    #[test]
    fn several_options_are_joined_like_shopify_does() {
        let found = told(&[
            (&[("Color", "Red"), ("Size", "S")], "Tee", "1"),
            (&[("Color", "Blue"), ("Size", "M")], "Tee", "2"),
        ]);
        let both = |option: &str| (Some("Color / Size".to_owned()), option.to_owned());
        assert_eq!(found, Some(vec![both("Red / S"), both("Blue / M")]));
    }

    #[test]
    fn without_options_the_titles_tell_variants_apart() {
        let unnamed = |option: &str| (None, option.to_owned());
        assert_eq!(
            told(&[(&[], "Apron S", "1"), (&[], "Apron XL", "2")]),
            Some(vec![unnamed("S"), unnamed("XL")])
        );
        assert_eq!(
            told(&[(&[], "Tee - Red / M", "1"), (&[], "Tee - Blue / M", "2")]),
            Some(vec![unnamed("Red"), unnamed("Blue")])
        );
        assert_eq!(
            told(&[(&[], "Red mug", "1"), (&[], "Dark red mug", "2")]),
            Some(vec![unnamed("Red"), unnamed("Dark red")])
        );
        assert_eq!(told(&[(&[], "Mug", "1"), (&[], "Mug", "2")]), None);
        assert_eq!(told(&[]), None);
    }

    #[test]
    fn the_same_option_again_is_followed_by_its_sku() {
        let found = told(&[
            (&[("Size", "M")], "Tee", "A"),
            (&[("Size", "M")], "Tee", "B"),
            (&[("Size", "L")], "Tee", "C"),
        ]);
        let options: Vec<String> = found
            .unwrap()
            .into_iter()
            .map(|(_, option)| option)
            .collect();
        assert_eq!(options, ["M (A)", "M (B)", "L"]);
    }

    #[test]
    fn a_group_of_one_product_is_not_a_group() {
        assert_eq!(
            number(&[Some("b"), Some("a"), Some("b"), None, Some("a"), Some("c")]),
            [Some(1), Some(0), Some(1), None, Some(0), None]
        );
    }
}
