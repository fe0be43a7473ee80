//! Checks for sections whose offers no stage permits.

use toml::Spanned;

use super::{CheckInput, Diagnostics, Severity};
use crate::model::{OfferKind, Stages};

pub(super) fn check(input: &CheckInput<'_>, diagnostics: &mut Diagnostics) {
    let shop = input.shop;
    let Stages {
        browse,
        checkout,
        post_purchase,
    } = &shop.policy.stages;
    let shipping = shop
        .shipping
        .first()
        .map(|(table, _)| table.tier_keys().threshold.span());
    let stated = [
        (
            OfferKind::Shipping,
            shipping.or_else(|| {
                shop.rewards
                    .first()
                    .map(|(table, _)| table.tier_keys().threshold.span())
            }),
        ),
        (
            OfferKind::Memberships,
            shop.memberships.first().map(|(table, _)| table.id.span()),
        ),
        (
            OfferKind::Services,
            shop.services.first().map(|(table, _)| table.id.span()),
        ),
        (
            OfferKind::Trial,
            shop.trials.first().map(|(table, _)| table.sku.span()),
        ),
        (
            OfferKind::Loyalty,
            shop.loyalty
                .as_ref()
                .map(|(table, _)| table.per_unit.span()),
        ),
        (
            OfferKind::Deal,
            shop.deal.as_ref().map(|(table, ..)| table.percent.span()),
        ),
        (
            OfferKind::QuantityBreak,
            shop.quantity_breaks
                .first()
                .map(|(table, _)| table.tiers.span()),
        ),
        (
            OfferKind::Bundle,
            shop.bundle_discount.as_ref().map(Spanned::span),
        ),
    ];
    for (kind, span) in stated {
        let is_allowed = [browse, checkout, post_purchase]
            .iter()
            .any(|kinds| kinds.contains(&kind));
        if let Some(span) = span.filter(|_| !is_allowed) {
            let what = format!(
                "no list in [stages] has \"{}\", so this is never shown.",
                kind.name()
            );
            diagnostics.add(span, Severity::Error, format!("{what} Add it to a stage."));
        }
    }
}
