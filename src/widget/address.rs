//! Which addresses from the shop's data may stand in a link or picture.

/// The address if it is `http:`, `https:` or relative to this site, else `None`.
///
/// Control characters, white space and backslashes inside are refused as a whole: browsers drop or rewrite some of them, after
/// which `java\nscript:` is a scheme. Two leading slashes are another site in disguise.
/// Source: WHATWG URL Standard, section 4.4.
#[must_use]
pub fn safe_address(address: &str) -> Option<&str> {
    let is_odd = |character: char| {
        character.is_control() || character.is_whitespace() || character == '\\' || ('\u{200b}'..='\u{206f}').contains(&character)
    };
    if address.is_empty() || address.contains(is_odd) || address.starts_with("//") {
        return None;
    }
    let start = address.split(['/', '?', '#']).next().unwrap_or("");
    match start.split_once(':') {
        None => Some(address),
        Some((scheme, _)) => {
            let is_web = ["http", "https"].iter().any(|web| web.eq_ignore_ascii_case(scheme));
            Some(address).filter(|_| is_web)
        }
    }
}
