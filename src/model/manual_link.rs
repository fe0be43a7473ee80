//! Links that the merchant makes or forbids: pins and blocks of `shop.toml`, and the catalogue's `related_product` column.
//!
//! *Invariants*: what is made by hand wins over everything learned; nothing is both made and forbidden.
//! *Source*: Google Merchant Center Help, "Related product", for the column's words.

use std::collections::BTreeSet;
use std::fmt;

use super::{Relation, SkuKey};

/// A word of the merchant about two products.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ManualLink {
    /// The product on whose page it matters.
    pub from: SkuKey,
    /// The other one.
    pub to: SkuKey,
    /// What is wished.
    pub wish: ManualRule,
    /// What is special about the other, or better, in the merchant's words.
    pub note: Option<String>,
}

/// What a merchant wishes of two products.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ManualRule {
    /// That the other is shown, and why.
    Link(Relation),
    /// That neither is shown for the other.
    Block,
}

/// The merchant links and blocks the same pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManualLinkError {
    /// The product on whose page the link would be shown.
    pub from: SkuKey,
    /// The other product.
    pub to: SkuKey,
}

impl fmt::Display for ManualLinkError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{} is linked to {} by hand, and the same pair is blocked. Remove one: look into [[related]] and [[block]] of \
             shop.toml and into the catalog's related_product column.",
            self.from.as_str(),
            self.to.as_str()
        )
    }
}

impl std::error::Error for ManualLinkError {}

/// Refuses a list that wants and forbids the same.
///
/// # Errors
/// [`ManualLinkError`] with the first such pair.
pub fn check_manual_links(hand: &[ManualLink]) -> Result<(), ManualLinkError> {
    let blocked: BTreeSet<(&SkuKey, &SkuKey)> = hand
        .iter()
        .filter(|link| link.wish == ManualRule::Block)
        .flat_map(|link| [(&link.from, &link.to), (&link.to, &link.from)])
        .collect();
    match hand
        .iter()
        .find(|link| link.wish != ManualRule::Block && blocked.contains(&(&link.from, &link.to)))
    {
        None => Ok(()),
        Some(link) => Err(ManualLinkError {
            from: link.from.clone(),
            to: link.to.clone(),
        }),
    }
}

/// Reads a cell of Merchant Center's `related_product` column: `required_part:id:AA-4,accessory:id:CASE`.
///
/// `different_brand` names the same product of another brand, which is a substitute. Identifiers of the kind `gtin` are left
/// out: a graph knows SKUs alone.
///
/// # Errors
/// The part that is not understood.
pub fn parse_related(from: &SkuKey, cell: &str) -> Result<Vec<ManualLink>, String> {
    let parts = cell
        .split([',', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let links = parts.map(|part| {
        let mut words = part
            .splitn(3, ':')
            .map(|word| word.trim().trim_matches('"'));
        let relation = words
            .next()
            .and_then(relation)
            .ok_or_else(|| part.to_owned())?;
        match (words.next(), words.next()) {
            (Some("gtin"), Some(_)) => Ok(None),
            (Some("id"), Some(sku)) | (Some(sku), None) if !sku.is_empty() => {
                Ok(Some(ManualLink {
                    from: from.clone(),
                    to: SkuKey::new(sku),
                    wish: ManualRule::Link(relation),
                    note: None,
                }))
            }
            _ => Err(part.to_owned()),
        }
    });
    links.filter_map(Result::transpose).collect()
}

/// The relation of a word.
#[must_use]
pub fn relation(word: &str) -> Option<Relation> {
    let word = word.to_ascii_lowercase().replace([' ', '-'], "_");
    let word = if word == "different_brand" {
        Relation::Substitute.word()
    } else {
        &word
    };
    Relation::ALL
        .into_iter()
        .find(|relation| relation.word() == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(to: &str, relation: Relation) -> ManualLink {
        ManualLink {
            from: SkuKey::new("LAMP"),
            to: SkuKey::new(to),
            wish: ManualRule::Link(relation),
            note: None,
        }
    }

    #[test]
    fn merchant_centers_words_are_understood() {
        let lamp = SkuKey::new("LAMP");
        assert_eq!(
            parse_related(
                &lamp,
                "required_part:id:aa-4, accessory:id:SHADE,substitute:gtin:4006381333931"
            )
            .unwrap(),
            [
                link("AA-4", Relation::RequiredPart),
                link("SHADE", Relation::Accessory)
            ]
        );
        assert_eq!(
            parse_related(&lamp, "different_brand:id:LAMP2").unwrap(),
            [link("LAMP2", Relation::Substitute)]
        );
        assert_eq!(
            parse_related(&lamp, "friend:id:X").unwrap_err(),
            "friend:id:X"
        );
        assert_eq!(parse_related(&lamp, "").unwrap(), []);
    }

    #[test]
    fn a_pin_against_a_block_is_refused_in_either_direction() {
        let block = ManualLink {
            from: SkuKey::new("SHADE"),
            to: SkuKey::new("LAMP"),
            wish: ManualRule::Block,
            note: None,
        };
        let error = check_manual_links(&[link("SHADE", Relation::Accessory), block]).unwrap_err();
        assert!(
            error.to_string().contains("LAMP") && error.to_string().contains("SHADE"),
            "{error}"
        );
    }
}
