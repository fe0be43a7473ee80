//! Which addresses from the shop's data may stand in a link or picture.

/// How the address of a picture begins that stands in the graph itself.
const INLINE: &str = "data:image/";

/// The address if it is `http:`, `https:` or relative to this site, else `None`.
///
/// Control characters, white space and backslashes inside are refused as a whole: browsers drop or rewrite some of them, after
/// which `java\nscript:` is a scheme. So are characters that nobody sees, or that turn what is seen. Two leading slashes are another site in disguise.
/// Source: WHATWG URL Standard, section 4.4.
#[must_use]
pub fn safe_address(address: &str) -> Option<&str> {
    if address.is_empty() || address.contains(is_odd) || address.starts_with("//") {
        return None;
    }
    let start = address.split(['/', '?', '#']).next().unwrap_or("");
    match start.split_once(':') {
        None => Some(address),
        Some((scheme, _)) => {
            let is_web = ["http", "https"]
                .iter()
                .any(|web| web.eq_ignore_ascii_case(scheme));
            Some(address).filter(|_| is_web)
        }
    }
}

/// The address of a picture if [`safe_address`] passes it, or if it is itself a picture (`data:image/…`) and the page takes those.
///
/// A picture in an `<img>` runs no scripts and loads nothing, SVG included.
/// Source: HTML Standard, section 4.8.4.4; SVG Integration, secure static mode.
#[must_use]
pub fn safe_picture(address: &str, takes_inline: bool) -> Option<&str> {
    let is_inline = || {
        address
            .get(..INLINE.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(INLINE))
    };
    safe_address(address).or_else(|| {
        Some(address).filter(|_| takes_inline && is_inline() && !address.contains(is_odd))
    })
}

/// Controls, white space, what browsers take for a slash, and what nobody sees or what turns the direction of what is seen.
fn is_odd(character: char) -> bool {
    let is_unseen = matches!(
        character,
        '\\' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    );
    is_unseen || character.is_control() || character.is_whitespace()
}
