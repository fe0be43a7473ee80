//! Results over all pages.

use std::collections::BTreeMap;

use super::pages::SimulatedPage;
use super::{RewardRow, SilenceRow, SimulatedOffer, Simulation};
use crate::model::{Currency, Goal, OfferItem, OfferKind, Reason, RewardProgress, SkuKey, Stage};
use crate::offline::interval;

const STAGES: [Stage; 3] = [Stage::Browse, Stage::Checkout, Stage::PostPurchase];

/// One value per page, so that intervals can be computed.
#[derive(Default)]
pub(super) struct PageTally {
    /// By stage: whether each page showed no offer.
    silent: BTreeMap<usize, Vec<f64>>,
    /// By stage and kind: the pages that showed it, by their index within the stage.
    shown: BTreeMap<(usize, OfferKind), Vec<usize>>,
    /// By stage and kind: whether a product of the offer was bought, if known.
    bought: BTreeMap<(usize, OfferKind), Vec<f64>>,
    ahead: Vec<f64>,
    remaining: Vec<f64>,
    filled: Vec<f64>,
    fill_bought: Vec<f64>,
    closed: Vec<f64>,
}

impl PageTally {
    pub(super) fn add(&mut self, page: &SimulatedPage) {
        let stage = STAGES
            .iter()
            .position(|stage| *stage == page.stage)
            .unwrap_or(0);
        let fill = page
            .plan
            .shipping
            .as_ref()
            .and_then(|offer| offer.fill.as_ref());
        let silent = self.silent.entry(stage).or_default();
        let number = silent.len();
        silent.push(truth(page.plan.offers.is_empty() && fill.is_none()));
        for offer in &page.plan.offers {
            self.shown
                .entry((stage, offer.kind))
                .or_default()
                .push(number);
            // Viewed and purchased products are not predictions, and samples and services are not
            // part of orders.
            let is_named = |item: &&OfferItem| {
                offer.kind != OfferKind::Trial
                    && item.belongs_to.is_none()
                    && !matches!(
                        item.reason,
                        Reason::Viewed | Reason::Due { days_ago: 0, .. }
                    )
            };
            let mut named = offer.items.iter().filter(is_named).peekable();
            if let (Some(bought), Some(_)) = (&page.bought, named.peek()) {
                let is_hit = named.any(|item| bought.contains(&SkuKey::new(&item.sku)));
                self.bought
                    .entry((stage, offer.kind))
                    .or_default()
                    .push(truth(is_hit));
            }
        }
        let way = page.plan.shipping.as_ref().map(|offer| &offer.progress);
        if page.stage == Stage::Checkout
            && let Some(way) = way
        {
            self.add_way(
                way,
                fill.map(|fill| fill.items.as_slice()),
                page.bought.as_deref(),
            );
        }
    }

    fn add_way(
        &mut self,
        way: &RewardProgress,
        fill: Option<&[OfferItem]>,
        bought: Option<&[SkuKey]>,
    ) {
        let remaining = way.goal.remaining();
        self.ahead.push(truth(remaining > 0));
        if remaining == 0 {
            return;
        }
        let is_in_items = matches!(way.goal, Goal::Items { .. });
        let remaining = amount(remaining);
        if !is_in_items {
            self.remaining.push(remaining);
        }
        self.filled.push(truth(fill.is_some()));
        if let (Some(items), Some(bought)) = (fill, bought) {
            let hits = items
                .iter()
                .filter(|item| bought.contains(&SkuKey::new(&item.sku)));
            let of_gap = |item: &OfferItem| {
                if is_in_items {
                    1.0
                } else {
                    item.price_minor.map_or(0.0, amount)
                }
            };
            let closed: f64 = hits.map(of_gap).sum();
            self.fill_bought.push(truth(closed > 0.0));
            self.closed.push((closed / remaining).min(1.0));
        }
    }

    pub(super) fn finish(
        self,
        training_orders: usize,
        replayed_orders: usize,
        currency: Currency,
    ) -> Simulation {
        let stage_at = |place: usize| STAGES.get(place).copied().unwrap_or(Stage::Browse);
        let pages = |stage: usize| self.silent.get(&stage).map_or(0, Vec::len);
        let offers = self.shown.iter().map(|((stage, kind), numbers)| {
            let mut shown = vec![0.0; pages(*stage)];
            for number in numbers {
                if let Some(page) = shown.get_mut(*number) {
                    *page = 1.0;
                }
            }
            let bought = self.bought.get(&(*stage, *kind));
            SimulatedOffer {
                stage: stage_at(*stage),
                kind: *kind,
                shown: interval(&shown),
                bought: bought.map(|bought| interval(bought)),
                asked: bought.map_or(0, Vec::len),
            }
        });
        let silence = self.silent.iter().map(|(stage, silent)| SilenceRow {
            stage: stage_at(*stage),
            pages: silent.len(),
            silent: interval(silent),
        });
        let rewards = (!self.ahead.is_empty()).then(|| RewardRow {
            ahead: interval(&self.ahead),
            remaining_minor: (!self.remaining.is_empty()).then(|| interval(&self.remaining)),
            filled: interval(&self.filled),
            bought: interval(&self.fill_bought),
            closed: interval(&self.closed),
        });
        Simulation {
            training_orders,
            replayed_orders,
            currency,
            offers: offers.collect(),
            rewards,
            silence: silence.collect(),
        }
    }
}

fn truth(is_true: bool) -> f64 {
    f64::from(u8::from(is_true))
}

#[expect(clippy::cast_precision_loss, reason = "amounts stay far below 2^53")]
fn amount(minor: i64) -> f64 {
    minor as f64
}
