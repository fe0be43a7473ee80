//! Checks for sections whose offers no stage permits.

use toml::Spanned;

use super::{CheckInput, Diagnostics, Severity};
use crate::model::{OfferKind, Stages};

pub(super) fn check(case: &CheckInput<'_>, notes: &mut Diagnostics) {
    let meaning = case.meaning;
    let Stages {
        browse,
        checkout,
        post_purchase,
    } = &meaning.policy.stages;
    let shipping = meaning
        .shipping
        .first()
        .map(|(table, _)| table.free_from.span());
    let stated = [
        (
            OfferKind::Shipping,
            shipping.or_else(|| meaning.rewards.first().map(|(table, _)| table.from.span())),
        ),
        (
            OfferKind::Memberships,
            meaning
                .memberships
                .first()
                .map(|(table, _)| table.id.span()),
        ),
        (
            OfferKind::Services,
            meaning.services.first().map(|(table, _)| table.id.span()),
        ),
        (
            OfferKind::Trial,
            meaning.trials.first().map(|(table, _)| table.sku.span()),
        ),
        (
            OfferKind::Loyalty,
            meaning
                .loyalty
                .as_ref()
                .map(|(table, _)| table.per_unit.span()),
        ),
        (
            OfferKind::Deal,
            meaning
                .deal
                .as_ref()
                .map(|(table, ..)| table.percent.span()),
        ),
        (
            OfferKind::Bundle,
            meaning.bundle_discount.as_ref().map(Spanned::span),
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
            notes.add(span, Severity::Error, format!("{what} Add it to a stage."));
        }
    }
}
