//! The methods of a comparison, by name.

use std::fmt;

use crate::train::{Method, Model, SimilarityMeasure};

/// A method of an evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodName {
    /// Best-sellers for everyone.
    Popularity,
    /// Share of the product's orders that contain the other.
    Confidence,
    /// Share of the orders with either product that contain both.
    Jaccard,
    /// Orders with both products, divided by the geometric mean of the orders with each.
    Cosine,
    /// Log-likelihood ratio.
    Llr,
    /// The model that `tillside build` ships.
    Tuned,
}

impl MethodName {
    /// All methods, in the order of the table.
    pub const ALL: [Self; 6] = [
        Self::Popularity,
        Self::Confidence,
        Self::Jaccard,
        Self::Cosine,
        Self::Llr,
        Self::Tuned,
    ];

    /// The method itself; `tuned` is the result of tuning.
    #[must_use]
    pub fn method(self, tuned: Model) -> Method {
        let measured = |measure| Method::Measured {
            measure,
            neighbors: tuned.neighbors,
        };
        match self {
            Self::Popularity => Method::Popularity,
            Self::Confidence => measured(SimilarityMeasure::Confidence {
                popularity_exponent: 0.0,
            }),
            Self::Jaccard => measured(SimilarityMeasure::Jaccard),
            Self::Cosine => measured(SimilarityMeasure::Cosine),
            Self::Llr => measured(SimilarityMeasure::LogLikelihood),
            Self::Tuned => Method::Ridge(tuned),
        }
    }

    /// The name in arguments, tables and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Popularity => "popularity",
            Self::Confidence => "confidence",
            Self::Jaccard => "jaccard",
            Self::Cosine => "cosine",
            Self::Llr => "llr",
            Self::Tuned => "tuned",
        }
    }

    /// Parses a name.
    ///
    /// # Errors
    /// A sentence that lists the valid names.
    pub fn parse(text: &str) -> Result<Self, String> {
        let found = Self::ALL
            .into_iter()
            .find(|named| named.name() == text.trim());
        found.ok_or_else(|| {
            format!(
                "\"{text}\" is not one of {}",
                Self::ALL.map(Self::name).join(", ")
            )
        })
    }
}

impl fmt::Display for MethodName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.name())
    }
}
