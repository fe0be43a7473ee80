//! The currency of an amount, from the sign or code next to it.

/// Signs and words, each with the currencies that use it. A sign with one currency means that
/// currency if the shop's is unknown.
const SIGNS: &[(&str, &[&str])] = &[
    ("€", &["EUR"]),
    ("euro", &["EUR"]),
    ("euros", &["EUR"]),
    ("£", &["GBP"]),
    ("¥", &["JPY", "CNY"]),
    ("円", &["JPY"]),
    ("元", &["CNY"]),
    ("₩", &["KRW"]),
    ("원", &["KRW"]),
    ("₫", &["VND"]),
    ("đ", &["VND"]),
    ("₹", &["INR"]),
    ("rs", &["INR", "PKR", "LKR", "NPR", "MUR"]),
    ("₽", &["RUB"]),
    ("руб", &["RUB"]),
    ("₴", &["UAH"]),
    ("грн", &["UAH"]),
    ("₺", &["TRY"]),
    ("tl", &["TRY"]),
    ("₪", &["ILS"]),
    ("฿", &["THB"]),
    ("₱", &["PHP"]),
    ("₦", &["NGN"]),
    ("zł", &["PLN"]),
    ("kč", &["CZK"]),
    ("ft", &["HUF"]),
    ("lei", &["RON"]),
    ("лв", &["BGN"]),
    ("kr", &["SEK", "NOK", "DKK", "ISK"]),
    ("fr", &["CHF"]),
    ("sfr", &["CHF"]),
    ("r$", &["BRL"]),
    ("us$", &["USD"]),
    ("a$", &["AUD"]),
    ("au$", &["AUD"]),
    ("c$", &["CAD"]),
    ("ca$", &["CAD"]),
    ("nz$", &["NZD"]),
    ("hk$", &["HKD"]),
    ("s$", &["SGD"]),
    ("nt$", &["TWD"]),
    ("mx$", &["MXN"]),
    ("rp", &["IDR"]),
    ("rm", &["MYR"]),
    ("r", &["ZAR"]),
    ("s/", &["PEN"]),
    (
        "$",
        &[
            "USD", "CAD", "AUD", "NZD", "MXN", "CLP", "COP", "ARS", "HKD", "SGD", "TWD", "UYU",
            "DOP", "BRL", "BBD", "BZD", "JMD", "FJD", "TTD", "NAD", "BSD", "BMD", "KYD", "XCD",
        ],
    ),
];

/// Currencies whose prices are usually written without decimals, regardless of ISO 4217.
const WHOLE: &[&str] = &[
    "CLP", "COP", "IDR", "VND", "PYG", "KRW", "JPY", "ISK", "HUF", "UGX", "TZS", "RWF", "XOF",
    "XAF", "XPF", "KMF", "GNF", "BIF", "DJF", "MGA", "IRR", "LAK", "MMK", "UZS", "IQD", "KHR",
    "MNT", "CRC",
];

/// Currencies with a thousand minor units.
const THOUSANDTHS: &[&str] = &["BHD", "KWD", "OMR", "TND", "JOD", "LYD"];

/// The usual number of decimals of prices in a currency.
pub(super) fn decimals(code: &str) -> Option<u32> {
    if code.len() != 3 {
        None
    } else if WHOLE.iter().any(|whole| whole.eq_ignore_ascii_case(code)) {
        Some(0)
    } else if THOUSANDTHS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(code))
    {
        Some(3)
    } else {
        Some(2)
    }
}

/// Whether shops usually write prices in this currency with hundredths: in others, such as rupees and
/// liras, whole prices are common.
pub(super) fn has_usual_cents(code: &str) -> bool {
    let codes = ["EUR", "USD", "GBP", "CAD", "AUD", "NZD", "CHF"];
    codes.iter().any(|known| known.eq_ignore_ascii_case(code))
}

/// Whether a character is the sign of a currency.
pub(super) fn is_sign(character: char) -> bool {
    matches!(
        character,
        '$' | '£' | '€' | '¥' | '￥' | '￡' | '￦' | '₠'..='₿' | '฿' | '¢' | '＄'
    )
}

/// The currency of an amount, or of a cell that contains only a currency.
///
/// A sign of several currencies means the shop's, if it is one of them. Otherwise a dollar sign
/// means the US dollar, and other signs are unknown. `None` without sign and code.
pub(super) fn currency(text: &str, shop: Option<&str>) -> Option<String> {
    if text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        return None;
    }
    let word: String = text
        .chars()
        .filter(|character| !character.is_numeric() && !character.is_whitespace())
        .map(|character| match character {
            '￥' => '¥',
            '￡' => '£',
            '￦' => '₩',
            '＄' => '$',
            other => other,
        })
        .collect();
    let word = word.trim_matches(|character: char| ".,-−–—+()'’".contains(character));
    if word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Some(word.to_owned());
    }
    let word = word.to_lowercase();
    let Some((_, codes)) = SIGNS.iter().find(|(sign, _)| *sign == word) else {
        return of_parts(text, shop);
    };
    match (codes, shop) {
        ([only], _) => Some((*only).to_owned()),
        (_, Some(shop)) if codes.iter().any(|code| code.eq_ignore_ascii_case(shop)) => {
            Some(shop.to_owned())
        }
        (_, Some(_)) => codes.first().map(|first| (*first).to_owned()),
        (_, None) => None,
    }
}

/// The currency that all known parts of a cell mean: `TL (₺)`, `US Dollar (USD)`.
fn of_parts(text: &str, shop: Option<&str>) -> Option<String> {
    if text.contains(char::is_numeric) {
        return None;
    }
    let parts = text.split(|sign: char| sign.is_whitespace() || "()[]/,;-".contains(sign));
    let parts = parts.filter(|part| !part.is_empty() && *part != text);
    let mut found = parts.filter_map(|part| currency(part, shop));
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// Codes of ISO 4217 without those that are also words of headers, such as ALL and TOP.
const CODES: &str = "AED AMD ARS AUD AZN BAM BDT BGN BHD BIF BND BOB BRL BWP BYN CAD CDF CHF CLP CNY COP CRC CVE CZK DJF DKK \
    DOP DZD EGP ETB EUR FJD GBP GEL GHS GMD GNF GTQ HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF \
    KRW KWD KZT LAK LBP LKR LYD MAD MDL MGA MKD MMK MNT MOP MUR MVR MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP \
    PKR PLN PYG QAR RON RSD RUB RWF SAR SCR SEK SGD SYP THB TND TRY TTD TWD TZS UAH UGX USD UYU UZS VND XAF XOF XPF YER ZAR ZMW";

/// The currency that the header of a price names: `Preis CHF`, `Price (€)`, `price_usd`.
pub(super) fn of_header(header: &str) -> Option<String> {
    let words = header.split(|character: char| !character.is_alphanumeric() && !is_sign(character));
    words.rev().find_map(|word| {
        let code = word.to_ascii_uppercase();
        let is_code = code.len() == 3 && CODES.split(' ').any(|known| known == code);
        let is_sign = word.chars().any(is_sign);
        is_code
            .then_some(code)
            .or_else(|| is_sign.then(|| currency(word, None)).flatten())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_is_the_shops_where_it_can_be() {
        assert_eq!(currency("€10.00", None).as_deref(), Some("EUR"));
        assert_eq!(currency("€", None).as_deref(), Some("EUR"));
        assert_eq!(currency("12.00 USD", Some("EUR")).as_deref(), Some("USD"));
        assert_eq!(currency("$19", Some("EUR")).as_deref(), Some("USD"));
        assert_eq!(currency("$19", Some("CLP")).as_deref(), Some("CLP"));
        assert_eq!(currency("$19", None), None);
        assert_eq!(currency("450,00 kr.", Some("DKK")).as_deref(), Some("DKK"));
        assert_eq!(currency("19.00", Some("EUR")), None);
        assert_eq!(currency("3x", Some("EUR")), None);
        assert_eq!(currency("TL (₺)", None).as_deref(), Some("TRY"));
        assert_eq!(currency("EURO (€)", None).as_deref(), Some("EUR"));
        assert_eq!(currency("EUR / USD", None), None);
    }

    #[test]
    fn a_header_can_name_the_currency() {
        for (header, code) in [
            ("Preis CHF", Some("CHF")),
            ("Selling Price (INR)", Some("INR")),
            ("Price [€]", Some("EUR")),
            ("price_usd", Some("USD")),
            ("Cena (zł)", None),
            ("Prix TTC", None),
            ("Unit price", None),
            ("Price $", None),
        ] {
            assert_eq!(of_header(header).as_deref(), code, "{header}");
        }
    }
}
