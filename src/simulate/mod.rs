//! What a shop's rules do, before shoppers see it: the latest orders are replayed through the planner.
//!
//! Each replayed order is three pages. Its shopper looks at one of its products, then stands at the basket with half of them, then
//! has placed the order; each page has as many places as the shop's tact allows, and the planner fills them. What it offers is set
//! beside what the shopper went on to buy: the rest of the order, and after the order the customer's next one.
//!
//! A hit says that the offer was to the point, not that it sold: the shopper bought without it.
//!
//! *Invariants*: the graph knows nothing of the orders that are replayed; every choice follows from the orders, so the same export
//! gives the same table.

mod pages;
mod tally;

use serde::Serialize;

use crate::build::Options;
use crate::dataset::{Dataset, LearnError};
use crate::graph::{Graph, Manifest, ReadError, encode};
use crate::import::CatalogRow;
use crate::model::{Currency, OfferKind, Policy, Stage};
use crate::offline::Interval;

use pages::{Replay, pages};
use tally::Tally;

/// What a simulation found.
#[derive(Clone, Debug, Serialize)]
pub struct Simulation {
    /// Number of orders learned from.
    pub training_orders: usize,
    /// Number of orders replayed: those of at least two products that the graph knows.
    pub replayed_orders: usize,
    /// The currency of all amounts.
    pub currency: Currency,
    /// One for each kind of offer at each stage at which it was ever made.
    pub offers: Vec<OfferRow>,
    /// The way to the next reward, at the basket.
    pub rewards: Option<RewardRow>,
    /// One for each stage.
    pub silence: Vec<SilenceRow>,
}

/// One kind of offer at one stage.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct OfferRow {
    /// `before`, `during` or `after`.
    #[serde(serialize_with = "stage_word")]
    pub stage: Stage,
    /// The kind.
    pub kind: OfferKind,
    /// Share of the pages that showed it.
    pub shown: Interval,
    /// Of those that could be hit, the share that named something which the shopper went on to buy; `None` where none could.
    pub bought: Option<Interval>,
    /// Number of pages behind `bought`.
    pub asked: usize,
}

/// The way to the next reward.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RewardRow {
    /// Share of the baskets that a reward was ahead of.
    pub ahead: Interval,
    /// How far it was on average, in minor units.
    pub remaining_minor: Interval,
    /// Share of those for which products were named that end the way.
    pub filled: Interval,
    /// Share of the named ones' baskets that went on to hold at least one of them.
    pub bought: Interval,
    /// How much of the way those that were bought closed, on average over all that were named.
    pub closed: Interval,
}

/// How often nothing was shown.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SilenceRow {
    /// `before`, `during` or `after`.
    #[serde(serialize_with = "stage_word")]
    pub stage: Stage,
    /// Number of pages.
    pub pages: usize,
    /// Share without any offer.
    pub silent: Interval,
}

/// The stage's word.
#[must_use]
pub fn word(stage: Stage) -> &'static str {
    match stage {
        Stage::Before => "before",
        Stage::During => "during",
        Stage::After => "after",
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn stage_word<S: serde::Serializer>(stage: &Stage, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(word(*stage))
}

/// Replays the last tenth of a shop's orders.
///
/// # Errors
/// [`LearnError`] when there is nothing to learn from; a [`ReadError`] would be a defect of the format.
pub fn simulate(
    dataset: &Dataset,
    catalog: Option<&[CatalogRow]>,
    options: &Options,
    policy: &Policy,
) -> Result<Simulation, SimulateError> {
    let all = dataset.orders();
    let (training, replayed) = (all.share(0, 9, 10), all.share(9, 10, 10));
    let learned = dataset
        .learn_from(training, catalog, options)
        .map_err(SimulateError::Learn)?;
    let encoded = encode(&learned.contents);
    let mut policy = policy.clone();
    if let Some(deal) = &mut policy.deal {
        deal.pool = learned.deals;
    }
    let manifest = Manifest::new(
        &encoded,
        &learned.contents,
        learned.currency.clone(),
        learned.orders,
        policy,
    );
    let mut graph = Graph::new(&manifest).map_err(SimulateError::Read)?;
    encoded
        .files
        .iter()
        .try_for_each(|file| graph.add_shard(&file.bytes))
        .map_err(SimulateError::Read)?;

    let replay = Replay {
        dataset,
        graph: &graph,
        policy: &manifest.policy,
        currency: &learned.currency,
    };
    let mut tally = Tally::default();
    let mut replayed_orders = 0_usize;
    let histories = replay.histories();
    for order in replayed.iter() {
        let pages = pages(&replay, order, &histories);
        replayed_orders = replayed_orders.saturating_add(usize::from(!pages.is_empty()));
        for page in &pages {
            tally.add(page);
        }
    }
    Ok(tally.finish(training.len(), replayed_orders, learned.currency))
}

/// Why orders could not be replayed.
#[derive(Debug)]
pub enum SimulateError {
    /// There is nothing to learn from.
    Learn(LearnError),
    /// The graph cannot read its own bytes.
    Read(ReadError),
}

impl std::fmt::Display for SimulateError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Learn(error) => error.fmt(out),
            Self::Read(error) => error.fmt(out),
        }
    }
}

impl std::error::Error for SimulateError {}
