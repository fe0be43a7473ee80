//! The methods that are compared, by their names.

use std::fmt;

use crate::train::{Measure, Method, Model};

/// A method of an evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// What sells best, for everyone.
    Popularity,
    /// Share of the product's orders that hold the other.
    Confidence,
    /// Share of the orders with either that hold both.
    Jaccard,
    /// Co-occurrence over the mean of both products' own.
    Cosine,
    /// Log-likelihood ratio.
    Llr,
    /// The model that `tillside build` ships.
    Tuned,
}

impl Named {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 6] = [
        Self::Popularity,
        Self::Confidence,
        Self::Jaccard,
        Self::Cosine,
        Self::Llr,
        Self::Tuned,
    ];

    /// The method itself; `tuned` is what tuning found.
    #[must_use]
    pub fn method(self, tuned: Model) -> Method {
        let measured = |measure| Method::Measured {
            measure,
            neighbors: tuned.neighbors,
        };
        match self {
            Self::Popularity => Method::Popularity,
            Self::Confidence => measured(Measure::Confidence {
                popularity_exponent: 0.0,
            }),
            Self::Jaccard => measured(Measure::Jaccard),
            Self::Cosine => measured(Measure::Cosine),
            Self::Llr => measured(Measure::LogLikelihood),
            Self::Tuned => Method::Ridge(tuned),
        }
    }

    /// Its name in arguments, tables and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Popularity => "popularity",
            Self::Confidence => "confidence",
            Self::Jaccard => "jaccard",
            Self::Cosine => "cosine",
            Self::Llr => "llr",
            Self::Tuned => "tuned",
        }
    }

    /// Reads a name.
    ///
    /// # Errors
    /// A sentence that lists the names there are.
    pub fn parse(text: &str) -> Result<Self, String> {
        let found = Self::ALL
            .into_iter()
            .find(|named| named.word() == text.trim());
        found.ok_or_else(|| {
            format!(
                "\"{text}\" is not one of {}",
                Self::ALL.map(Self::word).join(", ")
            )
        })
    }
}

impl fmt::Display for Named {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.word())
    }
}
