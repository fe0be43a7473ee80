//! Filter of addresses from the shop's data for links and pictures.

/// Start of the address of a picture that is embedded in the graph.
const INLINE: &str = "data:image/";

/// The address if it is `http:`, `https:` or relative to this site, otherwise `None`.
///
/// An address with control characters, white space or backslashes is refused, because browsers drop
/// or rewrite some of them, which turns `java\nscript:` into a scheme. The same applies to
/// invisible characters and to characters that change the writing direction. Two leading slashes
/// lead to another site.
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

/// The address of a picture if [`safe_address`] accepts it, or if it is an embedded picture
/// (`data:image/…`) and the page permits those.
///
/// A picture in an `<img>`, even SVG, does not run scripts or load other files. Source: HTML
/// Standard, section 4.8.4.4; SVG Integration, secure static mode.
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

/// Control characters, white space, characters that browsers treat as a slash, invisible
/// characters, and characters that change the writing direction.
fn is_odd(character: char) -> bool {
    let is_unseen = matches!(
        character,
        '\\' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    );
    is_unseen || character.is_control() || character.is_whitespace()
}
