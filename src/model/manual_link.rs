//! Manual links: links and blocks of `shop.toml`, and the catalog's `related_product` column.
//!
//! *Invariants*: manual links take precedence over learned links; no pair is both linked and
//! blocked.
//! *Source*: Google Merchant Center Help, "Related product", for the values of the column.

use std::collections::BTreeSet;
use std::fmt;

use super::{Relation, SkuKey};

/// One rule of the merchant about two products.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ManualLink {
    /// The product on whose page it applies.
    pub from: SkuKey,
    /// The other product.
    pub to: SkuKey,
    /// Whether the pair is linked or blocked.
    pub wish: ManualRule,
    /// A remark about the other product, or its advantage, in the merchant's words.
    pub note: Option<String>,
}

/// The two kinds of manual rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ManualRule {
    /// The other product is shown, with this relation.
    Link(Relation),
    /// Neither product is shown with the other.
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

/// Refuses a list that links and blocks the same pair.
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

/// Parses a cell of Merchant Center's `related_product` column, such as
/// `required_part:id:AA-4,accessory:id:CASE`.
///
/// `different_brand` means the same product of another brand, which is a substitute. Identifiers of
/// the kind `gtin` are skipped, because a graph contains only SKUs.
///
/// # Errors
/// The part of the cell that is invalid.
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

/// The relation with this name, or with a name of Merchant Center.
#[must_use]
pub fn relation(word: &str) -> Option<Relation> {
    let word = word.to_ascii_lowercase().replace([' ', '-'], "_");
    let word = if word == "different_brand" {
        Relation::Substitute.name()
    } else {
        &word
    };
    Relation::ALL
        .into_iter()
        .find(|relation| relation.name() == word)
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
    fn merchant_centers_values_are_understood() {
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
    fn a_link_that_is_also_blocked_is_refused_in_either_direction() {
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
