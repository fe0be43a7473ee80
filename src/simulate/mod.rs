//! Replays the latest orders through the planner, to show the effect of a shop's rules before
//! shoppers see it.
//!
//! Each replayed order becomes three pages: the shopper views one of its products, then is at the
//! cart with half of them, and then has placed the order. Each page has as many slots as the shop's
//! limits permit, and the planner fills them. Its offers are compared with the later purchases: the
//! rest of the order, and after the order the customer's next one.
//!
//! A hit shows that the offer was relevant, not that it increased sales: the shopper bought the
//! product without it.
//!
//! *Invariants*: the graph is not learned from the replayed orders; the orders determine every
//! choice, so the same export gives the same table.

mod pages;
mod tally;

use serde::Serialize;

use crate::build::Options;
use crate::dataset::{Dataset, DatasetError};
use crate::graph::{Graph, Manifest, ReadError, encode};
use crate::import::CatalogRow;
use crate::model::{Currency, OfferKind, Policy, Stage};
use crate::offline::Interval;

use pages::{Replay, pages};
use tally::PageTally;

/// The result of a simulation.
#[derive(Clone, Debug, Serialize)]
pub struct Simulation {
    /// Number of orders learned from.
    pub training_orders: usize,
    /// Number of replayed orders: those with at least two products of the graph.
    pub replayed_orders: usize,
    /// The currency of all amounts.
    pub currency: Currency,
    /// One row for each kind of offer at each stage at which it was made.
    pub offers: Vec<SimulatedOffer>,
    /// Progress to the next reward, at the cart.
    pub rewards: Option<RewardRow>,
    /// One row per stage.
    pub silence: Vec<SilenceRow>,
}

/// One kind of offer at one stage.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SimulatedOffer {
    /// `browse`, `checkout` or `post_purchase`.
    #[serde(serialize_with = "stage_name")]
    pub stage: Stage,
    /// The kind.
    pub kind: OfferKind,
    /// Share of the pages that showed it.
    pub shown: Interval,
    /// Share of the pages whose offer contains a product that the shopper bought later, among pages
    /// for which this is known; `None` if there are none.
    pub bought: Option<Interval>,
    /// Number of pages that `bought` is based on.
    pub asked: usize,
}

/// Progress to the next reward.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RewardRow {
    /// Share of the carts with a reward that is not earned yet.
    pub ahead: Interval,
    /// Mean remaining amount in minor units; `None` if every goal is in items.
    pub remaining_minor: Option<Interval>,
    /// Share of those carts for which products were suggested that close the gap.
    pub filled: Interval,
    /// Share of the carts with suggestions that later contain at least one of the suggested
    /// products.
    pub bought: Interval,
    /// Share of the gap that the bought suggestions closed, as a mean over all suggestions.
    pub closed: Interval,
}

/// How often no offer was shown.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SilenceRow {
    /// `browse`, `checkout` or `post_purchase`.
    #[serde(serialize_with = "stage_name")]
    pub stage: Stage,
    /// Number of pages.
    pub pages: usize,
    /// Share of the pages without any offer.
    pub silent: Interval,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn stage_name<S: serde::Serializer>(stage: &Stage, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(stage.name())
}

/// Replays the last tenth of a shop's orders.
///
/// # Errors
/// [`DatasetError`] when there are no orders; a [`ReadError`] would be a bug in the format.
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
    let mut tally = PageTally::default();
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

/// Reason why orders could not be replayed.
#[derive(Debug)]
pub enum SimulateError {
    /// There are no orders to learn from.
    Learn(DatasetError),
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
