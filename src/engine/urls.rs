//! Addresses of products and pictures.

use crate::model::{Product, UrlTemplates};

/// The page of a product: its own address, else the shop's template.
pub(super) fn product_url(links: &UrlTemplates, product: &Product<&str>) -> Option<String> {
    product.url.map(str::to_owned).or_else(|| {
        links
            .product
            .as_deref()
            .map(|template| fill(template, product.sku))
    })
}

/// The picture of a product: its own address, else the shop's template.
pub(super) fn image_url(links: &UrlTemplates, product: &Product<&str>) -> Option<String> {
    product.image.map(str::to_owned).or_else(|| {
        links
            .image
            .as_deref()
            .map(|template| fill(template, product.sku))
    })
}

/// Replaces each `{sku}` of a template by the percent-encoded SKU.
///
/// All but the unreserved characters are encoded, so a SKU is always one path segment or one value.
/// Source: RFC 3986, section 2.3.
fn fill(template: &str, sku: &str) -> String {
    const PLACE: &str = "sku}";
    let mut filled = String::with_capacity(template.len().saturating_add(sku.len()));
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        filled.push_str(before);
        if let Some(behind) = behind.strip_prefix(PLACE) {
            sku.bytes().for_each(|byte| push_encoded(&mut filled, byte));
            rest = behind;
        } else {
            filled.push('{');
            rest = behind;
        }
    }
    filled.push_str(rest);
    filled
}

fn push_encoded(text: &mut String, byte: u8) {
    if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
        text.push(byte.into());
    } else {
        text.push('%');
        for half in [byte >> 4, byte & 15] {
            text.push(char::from(
                if half < 10 { b'0' } else { b'A' - 10 }.wrapping_add(half),
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sku_cannot_add_path_segments_or_parameters() {
        assert_eq!(fill("/p/{sku}.html", "85123A"), "/p/85123A.html");
        assert_eq!(fill("/p?sku={sku}", "a/b&c=é"), "/p?sku=a%2Fb%26c%3D%C3%A9");
        assert_eq!(
            fill("{lang}/{{sku}/{sku", "{sku}"),
            "{lang}/{%7Bsku%7D/{sku"
        );
    }
}
