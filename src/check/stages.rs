//! Sections whose offers no stage allows.

use toml::Spanned;

use super::{Case, Notes, Severity};
use crate::model::{OfferKind, Stages};

pub(super) fn check(case: &Case<'_>, notes: &mut Notes) {
    let meaning = case.meaning;
    let Stages {
        before,
        during,
        after,
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
            OfferKind::Plans,
            meaning.plans.first().map(|(table, _)| table.id.span()),
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
            OfferKind::Points,
            meaning
                .points
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
        let is_allowed = [before, during, after]
            .iter()
            .any(|kinds| kinds.contains(&kind));
        if let Some(span) = span.filter(|_| !is_allowed) {
            let what = format!(
                "no list in [stages] has \"{}\", so this is never shown.",
                kind.word()
            );
            notes.add(
                span,
                Severity::Error,
                format!("{what} Add it where it fits."),
            );
        }
    }
}
