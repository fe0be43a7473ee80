//! Converts products to the items of an offer.

use super::input::PlanInput;
use super::rank::Candidate;
use super::urls;
use crate::model::{OfferItem, Product, Reason};

impl PlanInput<'_> {
    /// One piece of a product.
    pub(super) fn item(&self, product: &Product<&str>, reason: Reason) -> OfferItem {
        OfferItem {
            sku: product.sku.to_owned(),
            title: product.title.to_owned(),
            quantity: 1,
            price_minor: self.prices.price(product),
            was_minor: self.prices.was(product),
            is_deal: self.prices.is_deal(product),
            extra_minor: None,
            replaces: None,
            belongs_to: None,
            note: None,
            url: urls::product_url(&self.policy.links, product),
            image: urls::image_url(&self.policy.links, product),
            rating: product.rating,
            testimonial: product.testimonial.map(str::to_owned),
            reason,
        }
    }

    /// One piece of a candidate, with its evidence and the merchant's note on the link.
    pub(super) fn suggestion(&self, candidate: &Candidate<'_>) -> OfferItem {
        let note = candidate
            .antecedent()
            .and_then(|from| self.graph.note(from, candidate.product.id))
            .map(str::to_owned);
        OfferItem {
            note,
            ..self.item(&candidate.product, candidate.reason(self.graph))
        }
    }
}
