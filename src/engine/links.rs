//! From address templates to addresses.

use crate::model::{Links, Product};

/// The page of a product: its own address, else the shop's template.
pub(super) fn product_url(links: &Links, product: &Product) -> Option<String> {
    product.url.clone().or_else(|| links.product.as_deref().map(|template| fill(template, &product.sku)))
}

/// The picture of a product: its own address, else the shop's template.
pub(super) fn image_url(links: &Links, product: &Product) -> Option<String> {
    product.image.clone().or_else(|| links.image.as_deref().map(|template| fill(template, &product.sku)))
}

/// Puts the percent-encoded SKU where the template says `{sku}`.
///
/// Everything but the unreserved characters is encoded, so a SKU stays one segment or one value whatever it holds.
/// Source: RFC 3986, section 2.3.
fn fill(template: &str, sku: &str) -> String {
    let mut encoded = String::with_capacity(sku.len());
    for byte in sku.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(byte.into());
        } else {
            encoded.push('%');
            for half in [byte >> 4, byte & 15] {
                encoded.push(char::from_digit(half.into(), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
    template.replace("{sku}", &encoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sku_cannot_break_out_of_its_place() {
        assert_eq!(fill("/p/{sku}.html", "85123A"), "/p/85123A.html");
        assert_eq!(fill("/p?sku={sku}", "a/b&c=é"), "/p?sku=a%2Fb%26c%3D%C3%A9");
    }
}
