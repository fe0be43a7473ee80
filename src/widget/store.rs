//! The store of a page: the context, the loaded part of the graph, and the current plan.
//!
//! *Invariants*: only [`Store::update`] makes plans, one in each call; all elements show parts of
//! this plan; views are rendered again only when the plan, the strings or the slots have changed.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use js_sys::Array;
use leptos::prelude::{ArcRwSignal, Notify, ReadUntracked, UpdateUntracked};
use leptos::reactive::graph::Source;
use serde::Serialize;
use wasm_bindgen::JsCast;

use super::from_js::{self, InvalidField};
use super::{Messages, Page};
use crate::engine::{self, Context, Decision};
use crate::graph::{Graph, Manifest, ReadError};
use crate::model::{Currency, OfferKind, Plan, Policy, SkuKey};

/// The store; clones share it.
#[derive(Clone)]
pub struct Store {
    inner: Rc<RefCell<Inner>>,
    /// The data of the views.
    pub page: ArcRwSignal<Page>,
    /// The facts about the graph for the page's scripts.
    pub terms: Rc<Terms>,
}

/// The facts about the graph that the page's scripts need.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Terms {
    /// The currency of its prices.
    pub currency: Currency,
    /// Number of decimal digits of that currency.
    pub digits: u32,
    /// The shop's time zone by its IANA name.
    pub timezone: Option<String>,
    /// The date of the prices.
    pub as_of: Option<String>,
    /// Whether `live.json` contains current prices and stock.
    pub is_live: bool,
}

/// The result of an update.
#[derive(Debug)]
pub struct StoreUpdate {
    /// The new plan; `None` if it equals the previous one, or must wait for the prices of the cart.
    pub plan: Option<Arc<Plan>>,
    /// Numbers of the missing data files that the plan needs, each once.
    pub wanted: Vec<u32>,
    /// Numbers of the missing data files with the other variants of offered products. The plan is
    /// complete without them.
    pub variants: Vec<u32>,
    /// The arguments that were refused.
    pub errors: Vec<InvalidField>,
}

struct Inner {
    graph: Graph,
    policy: Policy,
    context: Context,
    shards: u32,
    /// Data files that are loaded.
    added: Vec<u32>,
    /// Data files that were given up: no plan waits for them.
    missed: Vec<u32>,
    /// Whether the views must be rendered again even if the plan stays the same.
    is_stale: bool,
    /// Whether a plan was returned.
    has_plan: bool,
}

impl Store {
    /// A store with an empty cart and an empty graph. The currency is the page's, or the graph's if
    /// the page sets none. Embedded pictures are shown if the page permits them.
    ///
    /// # Errors
    /// [`ReadError`] for a manifest that this release does not read.
    pub fn new(
        manifest: Manifest,
        currency: Option<Currency>,
        takes_inline_pictures: bool,
    ) -> Result<Self, ReadError> {
        let graph = Graph::new(&manifest)?;
        let Manifest {
            currency: sold_in,
            as_of,
            policy,
            shards,
            ..
        } = manifest;
        let terms = Terms {
            digits: sold_in.exponent(),
            currency: sold_in.clone(),
            timezone: policy.timezone.clone(),
            as_of,
            is_live: policy.freshness.live,
        };
        let context = Context::new(currency.unwrap_or(sold_in));
        let page = Page {
            plan: Arc::new(engine::plan(&graph, &policy, &context)),
            words: Messages::default(),
            takes_inline_pictures,
        };
        let inner = Inner {
            graph,
            policy,
            context,
            shards,
            added: Vec::new(),
            missed: Vec::new(),
            is_stale: false,
            has_plan: false,
        };
        Ok(Self {
            inner: Rc::new(RefCell::new(inner)),
            page: ArcRwSignal::new(page),
            terms: Rc::new(terms),
        })
    }

    /// Adds a data file; the next update plans with it.
    ///
    /// # Errors
    /// [`ReadError`] of the file; the store is unchanged then.
    pub fn add_shard(&self, shard: u32, file: &[u8]) -> Result<(), ReadError> {
        let inner = &mut *self.inner.borrow_mut();
        inner.graph.add_shard(file)?;
        inner.added.push(shard);
        Ok(())
    }

    /// Gives up a data file; the next update plans without it.
    pub fn miss_shard(&self, shard: u32) {
        self.inner.borrow_mut().missed.push(shard);
    }

    /// Applies a list of `[name, value]`, all that the page has passed since the last call in order,
    /// and plans once. `None` for an unknown name.
    #[must_use]
    pub fn update(&self, said: &Array) -> Option<StoreUpdate> {
        let inner = &mut *self.inner.borrow_mut();
        let mut errors = Vec::new();
        self.page.update_untracked(|page| {
            for entry in said.iter().map(JsCast::unchecked_into::<Array>) {
                let name = entry.get(0).as_string()?;
                let context = &mut inner.context;
                let read = from_js::update(&name, entry.get(1), context, &mut page.words)?;
                errors.extend(read.err());
                inner.is_stale |= matches!(&*name, "messages" | "languages" | "slots");
            }
            Some(())
        })?;
        let plan = inner.is_priced().then(|| self.replan(inner)).flatten();
        let mut variants = engine::variant_files(&inner.graph, &self.page.read_untracked().plan);
        variants.retain(|file| !inner.added.contains(file));
        Some(StoreUpdate {
            plan,
            wanted: inner.wanted(),
            variants,
            errors,
        })
    }

    /// Plans, renders the views again, and returns the plan if it differs from the previous one.
    fn replan(&self, inner: &mut Inner) -> Option<Arc<Plan>> {
        let plan = engine::plan(&inner.graph, &inner.policy, &inner.context);
        let is_same = inner.has_plan && plan == *self.page.read_untracked().plan;
        if is_same && !inner.is_stale {
            return None;
        }
        let plan = (!is_same).then(|| Arc::new(plan));
        if let Some(plan) = &plan {
            self.page
                .update_untracked(|page| page.plan = Arc::clone(plan));
        }
        self.page.notify();
        // A dropped view stays subscribed (reactive_graph 0.2.16 does not unsubscribe a
        // RenderEffect), which costs 160 bytes per view. The remaining views were notified just now
        // and subscribe again when they run.
        self.page.clear_subscribers();
        (inner.is_stale, inner.has_plan) = (false, true);
        plan
    }

    /// The kind of offer of a slot, `Some(None)` for any kind; `None` for an unknown slot.
    #[must_use]
    pub fn kind_of(&self, slot: u32) -> Option<Option<OfferKind>> {
        let inner = self.inner.borrow();
        let mut slots = inner.context.slots.iter();
        slots.find(|known| known.id == slot).map(|slot| slot.kind)
    }

    /// What became of every offer and of every product that was considered for one.
    #[must_use]
    pub fn explain(&self) -> Vec<Decision> {
        let Inner {
            graph,
            policy,
            context,
            ..
        } = &*self.inner.borrow();
        engine::explain(graph, policy, context)
    }
}

impl Inner {
    /// Whether the data files with the prices of the cart are loaded or given up. Before that, a
    /// wrong amount would be shown and announced for a moment.
    fn is_priced(&self) -> bool {
        let mut lines = self.context.cart.lines();
        lines.all(|line| {
            let shard = SkuKey::new(&line.sku).shard(self.shards);
            let is_settled = self.added.contains(&shard) || self.missed.contains(&shard);
            line.price_minor.is_some() || is_settled
        })
    }

    fn wanted(&self) -> Vec<u32> {
        let Context { cart, slots, .. } = &self.context;
        let more = engine::extra_skus(&self.policy, &self.context);
        let skus = cart
            .keys()
            .chain(slots.iter().filter_map(|slot| slot.sku.clone()))
            .chain(more.into_iter().map(SkuKey::new));
        let mut wanted = Vec::new();
        for shard in skus.map(|sku| sku.shard(self.shards)) {
            if !self.added.contains(&shard) && !wanted.contains(&shard) {
                wanted.push(shard);
            }
        }
        wanted
    }
}
