//! Why something is offered or held back, for people who ask.

use serde::Serialize;

use crate::model::{OfferKind, Product};

/// What became of an offer, or of a product that was considered for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is offered.
    Shown,
    /// The shopper holds it.
    InBasket,
    /// The shopper holds, looks at or is offered another variant of it.
    Variant,
    /// The shopper looks at it.
    Viewed,
    /// The page offers it elsewhere.
    Elsewhere,
    /// It cannot be bought.
    SoldOut,
    /// The merchant never wants it offered.
    Never,
    /// The shopper bought it lately.
    Owned,
    /// No price is known that can be believed.
    Unpriced,
    /// It costs too much beside what it belongs to.
    TooDear,
    /// Its links are too weak.
    Irrelevant,
    /// Nothing can be said for it.
    NotBetter,
    /// Others have the places that there are.
    Outranked,
    /// The page has no place for such an offer.
    NoSlot,
    /// The page shows as many units as it may.
    TooMany,
    /// Not at this stage of a purchase.
    Stage,
    /// The product of the page is sold out, and what could be bought instead is all that is shown.
    Rescue,
    /// The product of the page is left alone for its price.
    BigTicket,
    /// The shopper does not want to see it.
    Dismissed,
    /// The shopper saw it on enough pages of this visit.
    Repeated,
    /// There is nothing to offer.
    Nothing,
    /// This shopper is shown nothing, to compare with.
    HeldOut,
}

/// An offer or a product with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// For which kind of offer.
    pub kind: OfferKind,
    /// The product; `None` for the offer as a whole.
    pub sku: Option<String>,
    /// What shoppers call it.
    pub title: Option<String>,
    /// What became of it.
    pub verdict: Outcome,
}

impl Decision {
    pub(super) fn offer(kind: OfferKind, verdict: Outcome) -> Self {
        Self {
            kind,
            sku: None,
            title: None,
            verdict,
        }
    }

    pub(super) fn product(kind: OfferKind, product: &Product<&str>, verdict: Outcome) -> Self {
        Self {
            kind,
            sku: Some(product.sku.to_owned()),
            title: Some(product.title.to_owned()),
            verdict,
        }
    }
}
