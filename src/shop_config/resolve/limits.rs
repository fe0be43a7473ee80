//! Resolves `[limits]`, `[stages]`, `[freshness]` and `[experiment]`.

use toml::Spanned;

use super::reader::Reader;
use crate::did_you_mean::nearest;
use crate::model::{Freshness, Limits, OfferKind, Stages};
use crate::shop_config::schema::{FreshnessTable, LimitsTable, StagesTable};

/// Valid percentages of a price.
const PERCENT: std::ops::RangeInclusive<i64> = 1..=10_000;

impl Reader<'_> {
    pub(super) fn limits(&mut self, table: &LimitsTable) -> Limits {
        let usual = Limits::default();
        let big_ticket = table.big_ticket.as_ref();
        let currency = big_ticket.and_then(|amount| self.currency(None, amount));
        Limits {
            bundle_percent: self
                .whole(table.bundle_percent.as_ref(), PERCENT)
                .unwrap_or(usual.bundle_percent),
            cart_percent: self
                .whole(table.cart_percent.as_ref(), PERCENT)
                .unwrap_or(usual.cart_percent),
            line_percent: self
                .whole(table.line_percent.as_ref(), PERCENT)
                .unwrap_or(usual.line_percent),
            offers_per_page: self
                .whole(table.offers_per_page.as_ref(), 1..=9)
                .unwrap_or(usual.offers_per_page),
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
            browse,
            checkout,
            post_purchase,
        }: StagesTable,
    ) -> Stages {
        let usual = Stages::default();
        Stages {
            browse: browse.map_or(usual.browse, |words| self.kinds(&words)),
            checkout: checkout.map_or(usual.checkout, |words| self.kinds(&words)),
            post_purchase: post_purchase.map_or(usual.post_purchase, |words| self.kinds(&words)),
        }
    }

    fn kinds(&mut self, words: &[Spanned<String>]) -> Vec<OfferKind> {
        let mut kinds: Vec<OfferKind> = Vec::new();
        for word in words {
            match OfferKind::from_name(word.get_ref()) {
                Some(kind) if kinds.contains(&kind) => {
                    self.refuse(
                        word,
                        format!("\"{}\" is listed twice. Remove one.", kind.name()),
                    );
                }
                Some(kind) => kinds.push(kind),
                None => {
                    let known = OfferKind::ALL.map(OfferKind::name);
                    let remedy = match nearest(word.get_ref(), known.into_iter()).first() {
                        Some(alike) => format!("Did you mean \"{alike}\"?"),
                        None => format!("The kinds are {}.", known.join(", ")),
                    };
                    self.refuse(
                        word,
                        format!("\"{}\" is not a kind of offer. {remedy}", word.get_ref()),
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
