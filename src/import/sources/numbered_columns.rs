//! Columns that repeat for each product of an order: `item_sku_1`, `item_qty_1`, `item_sku_2`, ….

use std::collections::BTreeMap;

use crate::import::rules::is_personal;
use crate::import::words::concepts::Concept::{Line, Product, Quantity, Sku, Variant};
use crate::import::words::headers::meaning;

/// The columns of one product: the header without the number, and the index.
pub(super) type Numbered = Vec<(String, usize)>;

/// The columns of each product, in the order of their numbers; empty if the columns are not
/// numbered, or number something else, such as lines of an address or options of a variant.
pub(super) fn numbered(headers: &[String]) -> Vec<Numbered> {
    let mut products: BTreeMap<u32, Numbered> = BTreeMap::new();
    for (place, header) in headers.iter().enumerate() {
        if let Some((number, stem)) = split(header)
            && !is_personal(&stem)
        {
            products.entry(number).or_default().push((stem, place));
        }
    }
    let has_product = |columns: &Numbered| {
        let mut found = columns.iter().map(|(stem, _)| meaning(stem).concepts);
        let named = found.clone().any(|concepts| {
            [Product, Line, Sku]
                .into_iter()
                .any(|concept| concepts.has(concept))
                && !concepts.has(Variant)
        });
        named && found.any(|concepts| concepts.has(Quantity))
    };
    products.retain(|_, columns| has_product(columns));
    if products.len() > 1 {
        products.into_values().collect()
    } else {
        Vec::new()
    }
}

/// The first number in a header, and the header without it: `Product Item 2 SKU` is 2 and
/// `Product Item SKU`.
fn split(header: &str) -> Option<(u32, String)> {
    let start = header.find(|sign: char| sign.is_ascii_digit())?;
    let (before, rest) = header.split_at_checked(start)?;
    let end = rest
        .find(|sign: char| !sign.is_ascii_digit())
        .unwrap_or(rest.len());
    let (number, after) = rest.split_at_checked(end)?;
    let is_sign = |sign: char| !sign.is_alphanumeric();
    let parts = [before.trim_matches(is_sign), after.trim_matches(is_sign)];
    let stem = parts.join(" ").trim().to_owned();
    let number = number.parse().ok().filter(|number| *number < 1000)?;
    (!stem.is_empty()).then_some((number, stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(headers: &[&str]) -> Vec<Vec<String>> {
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        let names = |columns: Numbered| columns.into_iter().map(|(name, _)| name).collect();
        numbered(&headers).into_iter().map(names).collect()
    }

    #[test]
    fn the_columns_of_each_product_are_found() {
        let two = vec![vec!["item sku".to_owned(), "item qty".to_owned()]; 2];
        assert_eq!(
            of(&[
                "order", "item_sku_1", "item_qty_1", "item_sku_2", "item_qty_2"
            ])
            .concat()
            .len(),
            4
        );
        assert_eq!(
            of(&[
                "item 1 sku", "item 1 qty", "item 2 sku", "item 2 qty", "address 1"
            ]),
            two
        );
        assert_eq!(
            of(&[
                "Product 10 SKU", "Product 10 Qty", "Product 9 SKU", "Product 9 Qty"
            ])
            .len(),
            2
        );
    }

    #[test]
    fn other_numbered_columns_are_left_alone() {
        for headers in [
            &["address1", "address2", "sku", "quantity"][..],
            &[
                "Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value", "Quantity",
            ],
            &[
                "sku", "quantity", "tax 1 name", "tax 1 value", "tax 2 name", "tax 2 value",
            ],
            &["item_sku_1", "item_qty_1"],
        ] {
            assert!(of(headers).is_empty(), "{headers:?}");
        }
    }
}
