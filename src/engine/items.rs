//! Converts products to the items of an offer.
//!
//! An item of a product with variants lists those that a shopper can choose in its place, each with
//! the price that it has in this offer. The item itself is the variant that is chosen at first, and
//! every amount of a plan is computed with it.
//!
//! *Invariants*: the offered variant is always listed; whatever the offer promises holds for every
//! listed variant that is in stock.

use super::input::PlanInput;
use super::rank::Candidate;
use super::urls;
use crate::model::{OfferItem, OfferVariant, Product, Reason, SkuKey, VariantChoice};

impl<'a> PlanInput<'a> {
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
            choice: self.choice(product),
            is_chosen_on_page: product.is_chosen_on_page,
            reason,
        }
    }

    /// The variants that a shopper can choose in place of a product.
    fn choice(&self, product: &Product<&str>) -> Option<VariantChoice> {
        let name = product.variant?.name.map(str::to_owned);
        let is_priced = self.prices.price(product).is_some();
        // An amount cannot follow the choice of a variant without a price.
        let may_be_chosen = |other: &Product<&str>| {
            let never = self.policy.never;
            !never.is_some_and(|never| other.is_in(never))
                && !self.prices.is_in_sets(other)
                && (self.prices.price(other).is_some() || !is_priced)
        };
        let variants = self.variants(product.group?);
        let variants = variants.filter(|other| other.id == product.id || may_be_chosen(other));
        let variants = variants.filter_map(|other| {
            Some(OfferVariant {
                sku: other.sku.to_owned(),
                option: other.variant?.option.to_owned(),
                title: other.title.to_owned(),
                price_minor: self.prices.price(&other),
                was_minor: self.prices.was(&other),
                is_deal: self.prices.is_deal(&other),
                extra_minor: None,
                url: urls::product_url(&self.policy.links, &other),
                image: urls::image_url(&self.policy.links, &other),
                is_available: self.prices.is_in_stock(&other),
            })
        });
        let variants = variants.collect();
        Some(VariantChoice { name, variants })
    }

    /// Removes the variants for which an offer does not hold what it promises; the offered one
    /// stays.
    pub(super) fn keep_variants(
        &self,
        item: &mut OfferItem,
        // Not a type of its own for each offer, which would be compiled for each.
        holds: &dyn Fn(&Product<&'a str>) -> bool,
    ) {
        let OfferItem { sku, choice, .. } = item;
        let Some(choice) = choice else { return };
        choice.variants.retain(|variant| {
            let product = self.graph.product(&SkuKey::new(&variant.sku));
            variant.sku == *sku || product.is_some_and(|product| holds(&product))
        });
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
