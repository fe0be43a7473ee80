//! Exact money: integers in minor units, and currencies with their number of decimals.
//!
//! *Invariants*: no floating point; a [`Minor`] has no meaning without its [`Currency`]; all
//! amounts of one plan have the same currency.
//! *Source*: ISO 4217 (2024) for the exponents.

use std::fmt;

use postcard_schema::Schema;
use postcard_schema::schema::NamedType;
use serde::{Deserialize, Serialize};

/// An amount in the smallest unit of a currency: pence, cents, yen.
pub type Minor = i64;

/// The largest amount of a plan, because JavaScript numbers are exact up to this value. Larger
/// results saturate.
pub const MOST_MINOR: Minor = (1 << 53) - 1;

/// A sum that saturates at [`MOST_MINOR`].
#[must_use]
pub fn total(amounts: impl Iterator<Item = Minor>) -> Minor {
    amounts.fold(0, |sum: Minor, amount| {
        sum.saturating_add(amount).min(MOST_MINOR)
    })
}

/// A currency by its code, such as `GBP`. Longer codes are permitted for loyalty points.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency(Box<str>);

/// A currency is encoded as its code.
impl Schema for Currency {
    const SCHEMA: &'static NamedType = <str as Schema>::SCHEMA;
}

impl Currency {
    /// ISO 4217's code for no currency, `XXX`, for shops without prices.
    #[must_use]
    pub fn none() -> Self {
        Self("XXX".into())
    }

    /// Parses a code of 3 to 8 ASCII letters or digits that starts with a letter; case is folded.
    ///
    /// # Errors
    /// [`CurrencyError`] for anything else, such as a symbol (`£`).
    pub fn new(code: &str) -> Result<Self, CurrencyError> {
        let code = code.trim();
        let is_code = (3..=8).contains(&code.len())
            && code.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && code.starts_with(|first: char| first.is_ascii_alphabetic());
        if is_code {
            Ok(Self(code.to_ascii_uppercase().into()))
        } else {
            Err(CurrencyError {
                found: code.chars().take(40).collect(),
            })
        }
    }

    /// The code in upper case.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0
    }

    /// Number of decimal digits between the major and the minor unit: JPY 0, EUR 2, KWD 3; 2 for
    /// codes that ISO 4217 does not list.
    #[must_use]
    pub fn exponent(&self) -> u32 {
        match self.code() {
            "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF"
            | "UGX" | "UYI" | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
            "CLF" | "UYW" => 4,
            _ => 2,
        }
    }

    /// Parses a plain decimal such as `4.95` as minor units, exactly.
    ///
    /// # Errors
    /// [`MoneyError`] when the text is not a decimal number without sign or grouping, has more
    /// decimals than the currency, or is above [`MOST_MINOR`].
    pub fn parse(&self, text: &str) -> Result<Minor, MoneyError> {
        let fail = |reason| MoneyError {
            found: text.chars().take(40).collect(),
            currency: self.clone(),
            reason,
        };
        let (whole, decimals) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !is_digits(whole) || !is_digits(decimals) {
            return Err(fail(MoneyReason::NotADecimal));
        }
        let exponent = self.exponent() as usize;
        if decimals.len() > exponent {
            return Err(fail(MoneyReason::TooManyDecimals));
        }
        let amount = format!("{whole}{decimals:0<exponent$}").parse().ok();
        amount
            .filter(|amount| *amount <= MOST_MINOR)
            .ok_or_else(|| fail(MoneyReason::TooLarge))
    }

    /// Formats minor units as a plain decimal with the code: `GBP 4.95`. For reports and logs; the
    /// page formats money in the shopper's language.
    #[must_use]
    pub fn format(&self, amount: Minor) -> String {
        format!("{} {}", self.code(), self.decimal(amount))
    }

    /// Formats minor units as the plain decimal that [`Currency::parse`] reads: `4.95`.
    #[must_use]
    pub fn decimal(&self, amount: Minor) -> String {
        let exponent = self.exponent() as usize;
        let digits = format!(
            "{:0>width$}",
            amount.unsigned_abs(),
            width = exponent.saturating_add(1)
        );
        let (whole, decimals) = digits.split_at(digits.len().saturating_sub(exponent));
        let sign = if amount < 0 { "-" } else { "" };
        if decimals.is_empty() {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{decimals}")
        }
    }
}

impl TryFrom<String> for Currency {
    type Error = CurrencyError;

    fn try_from(code: String) -> Result<Self, CurrencyError> {
        Self::new(&code)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.0.into()
    }
}

/// The text is not a currency code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrencyError {
    found: String,
}

impl fmt::Display for CurrencyError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "\"{}\" is not a currency code. Use the three letters of ISO 4217, such as GBP.",
            self.found
        )
    }
}

impl std::error::Error for CurrencyError {}

/// The text is not an amount of money in this currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyError {
    found: String,
    currency: Currency,
    reason: MoneyReason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MoneyReason {
    NotADecimal,
    TooManyDecimals,
    TooLarge,
}

impl fmt::Display for MoneyError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            found,
            currency,
            reason,
        } = self;
        let code = currency.code();
        match reason {
            MoneyReason::NotADecimal => {
                write!(
                    out,
                    "\"{found}\" is not an amount. Write digits with a point, such as \"{}\".",
                    currency.decimal(495)
                )
            }
            MoneyReason::TooManyDecimals => {
                write!(
                    out,
                    "\"{found}\" has more decimals than {code} has: at most {}.",
                    currency.exponent()
                )
            }
            MoneyReason::TooLarge => {
                write!(out, "\"{found}\" exceeds the largest amount in {code}.")
            }
        }
    }
}

impl std::error::Error for MoneyError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn currency(code: &str) -> Currency {
        Currency::new(code).unwrap()
    }

    #[test]
    fn decimals_follow_the_currency() {
        assert_eq!(currency("GBP").parse("7.4"), Ok(740));
        assert_eq!(currency("JPY").parse("740"), Ok(740));
        assert_eq!(currency("KWD").parse("7.405"), Ok(7405));
        assert_eq!(currency("gbp").format(-5), "GBP -0.05");
        assert_eq!(currency("JPY").format(1200), "JPY 1200");
    }

    #[test]
    fn errors_about_amounts_name_the_remedy() {
        let message = |text| currency("GBP").parse(text).unwrap_err().to_string();
        assert_eq!(
            message("fifty"),
            "\"fifty\" is not an amount. Write digits with a point, such as \"4.95\"."
        );
        assert_eq!(
            message("-1"),
            "\"-1\" is not an amount. Write digits with a point, such as \"4.95\"."
        );
        assert_eq!(
            message("1.999"),
            "\"1.999\" has more decimals than GBP has: at most 2."
        );
        assert_eq!(currency("GBP").parse("90071992547409.91"), Ok(MOST_MINOR));
        assert!(message("90071992547409.92").ends_with("exceeds the largest amount in GBP."));
        assert_eq!(
            message("99999999999999999999"),
            "\"99999999999999999999\" exceeds the largest amount in GBP."
        );
    }

    #[test]
    fn a_symbol_is_not_a_currency_code() {
        assert_eq!(
            Currency::new("£").unwrap_err().to_string(),
            "\"£\" is not a currency code. Use the three letters of ISO 4217, such as GBP."
        );
        assert!(Currency::new("POINTS").is_ok());
    }
}
