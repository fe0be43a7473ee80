//! How much is offered, and when.

use toml::Spanned;

use super::reader::Reader;
use crate::model::{Freshness, Limits, OfferKind, Stages};
use crate::shop_config::schema::{FreshnessTable, LimitsTable, StagesTable};
use crate::suggest::nearest;

/// Shares of a price that make sense.
const PERCENT: std::ops::RangeInclusive<i64> = 1..=10_000;

impl Reader<'_> {
    pub(super) fn tact(&mut self, table: &LimitsTable) -> Limits {
        let usual = Limits::default();
        let big_ticket = table.big_ticket.as_ref();
        let currency = big_ticket.and_then(|amount| self.currency(None, amount));
        Limits {
            bundle_percent: self
                .whole(table.bundle_percent.as_ref(), PERCENT)
                .unwrap_or(usual.bundle_percent),
            basket_percent: self
                .whole(table.basket_percent.as_ref(), PERCENT)
                .unwrap_or(usual.basket_percent),
            line_percent: self
                .whole(table.line_percent.as_ref(), PERCENT)
                .unwrap_or(usual.line_percent),
            units: self
                .whole(table.units.as_ref(), 1..=9)
                .unwrap_or(usual.units),
            relevance_percent: self
                .whole(table.relevance_percent.as_ref(), 0..=100)
                .unwrap_or(usual.relevance_percent),
            repeats: self
                .whole(table.repeats.as_ref(), 1..=100)
                .unwrap_or(usual.repeats),
            owned_days: self
                .whole(table.owned_days.as_ref(), 0..=3650)
                .unwrap_or(usual.owned_days),
            big_ticket_minor: big_ticket
                .zip(currency)
                .and_then(|(amount, currency)| self.money(amount, &currency)),
        }
    }

    pub(super) fn stages(
        &mut self,
        StagesTable {
            before,
            during,
            after,
        }: StagesTable,
    ) -> Stages {
        let usual = Stages::default();
        Stages {
            before: before.map_or(usual.before, |words| self.kinds(&words)),
            during: during.map_or(usual.during, |words| self.kinds(&words)),
            after: after.map_or(usual.after, |words| self.kinds(&words)),
        }
    }

    fn kinds(&mut self, words: &[Spanned<String>]) -> Vec<OfferKind> {
        let mut kinds: Vec<OfferKind> = Vec::new();
        for word in words {
            match OfferKind::of(word.get_ref()) {
                Some(kind) if kinds.contains(&kind) => {
                    self.refuse(
                        word,
                        format!("\"{}\" stands here twice. Remove one.", kind.word()),
                    );
                }
                Some(kind) => kinds.push(kind),
                None => {
                    let known = OfferKind::ALL.map(OfferKind::word);
                    let remedy = match nearest(word.get_ref(), known.into_iter()).first() {
                        Some(alike) => format!("Did you mean \"{alike}\"?"),
                        None => format!("Use some of {}.", known.join(", ")),
                    };
                    self.refuse(
                        word,
                        format!("\"{}\" is no kind of offer. {remedy}", word.get_ref()),
                    );
                }
            }
        }
        kinds
    }

    pub(super) fn freshness(
        &mut self,
        FreshnessTable {
            max_age_days,
            stale,
            live,
        }: &FreshnessTable,
    ) -> Freshness {
        Freshness {
            max_age_days: self.whole(max_age_days.as_ref(), 1..=3650),
            stale: *stale,
            live: *live,
        }
    }
}
