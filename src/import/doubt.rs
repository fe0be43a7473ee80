//! An open question about a file, and the option that decides it.

use std::fmt;

/// Something unusual in a file that the user can accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Accept {
    /// Numbers that a spreadsheet rounded: `5.76461E+17`.
    RoundedNumbers,
    /// All rows belong to one order.
    OneOrder,
    /// Dates before 1990 or after next year.
    OddYears,
    /// Most rows have no SKU or no order, or are invalid.
    FewRows,
    /// A price is a hundred times another price of the same product.
    PriceJumps,
    /// The file has no orders, so each customer's rows of one day are an order.
    CustomerDays,
    /// The catalog contains no product of the orders.
    NoMatch,
    /// The reading differs from the given one.
    OtherReading,
    /// The catalog contains a SKU several times; the first row of each counts.
    RepeatedSkus,
    /// SKUs that a spreadsheet turned into dates: `01-Mar`.
    DatesAsSkus,
    /// No order has two different products.
    SingleProducts,
    /// No code of a status means that an order was cancelled.
    StatusCodes,
    /// Several stores or tills share the numbers of their orders.
    SharedNumbers,
}

impl Accept {
    const ALL: [Self; 13] = [
        Self::RoundedNumbers,
        Self::OneOrder,
        Self::OddYears,
        Self::FewRows,
        Self::PriceJumps,
        Self::CustomerDays,
        Self::NoMatch,
        Self::OtherReading,
        Self::RepeatedSkus,
        Self::DatesAsSkus,
        Self::SingleProducts,
        Self::StatusCodes,
        Self::SharedNumbers,
    ];

    /// The value for `--accept`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::RoundedNumbers => "rounded-numbers",
            Self::OneOrder => "one-order",
            Self::OddYears => "odd-years",
            Self::FewRows => "few-rows",
            Self::PriceJumps => "price-jumps",
            Self::CustomerDays => "customer-days",
            Self::NoMatch => "no-match",
            Self::OtherReading => "other-reading",
            Self::RepeatedSkus => "repeated-skus",
            Self::DatesAsSkus => "dates-as-skus",
            Self::SingleProducts => "single-products",
            Self::StatusCodes => "status-codes",
            Self::SharedNumbers => "shared-numbers",
        }
    }

    /// Reads the value of `--accept`.
    ///
    /// # Errors
    /// A sentence that lists the valid values.
    pub fn parse(word: &str) -> Result<Self, String> {
        let words = || Self::ALL.map(Self::word).join(", ");
        let found = Self::ALL.into_iter().find(|accept| accept.word() == word);
        found.ok_or_else(|| format!("use one of {}", words()))
    }
}

/// An open question about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The question, as sentences.
    pub what: String,
    /// Example cells.
    pub rows: Vec<String>,
    /// The remedy, as a sentence.
    pub remedy: String,
}

impl fmt::Display for Doubt {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.what)?;
        for row in &self.rows {
            write!(out, "\n    {row}")?;
        }
        write!(
            out,
            "{}{}",
            if self.rows.is_empty() { " " } else { "\n  " },
            self.remedy
        )
    }
}
