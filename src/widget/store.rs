//! One store for a page: the context, the loaded part of the graph, and the plan that follows from them.
//!
//! *Invariants*: the plan is computed anew, at once, whenever anything it depends on changes; all elements show parts of this one
//! plan.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::{ArcRwSignal, ReadUntracked, Update};
use leptos::reactive::graph::Source;

use wasm_bindgen::JsValue;

use super::Messages;
use super::from_js::{self, InvalidField};
use crate::engine::{self, Context, Decision, Slot};
use crate::graph::{Graph, Manifest, ReadError};
use crate::model::{Currency, OfferKind, Plan, Policy, SkuKey};

/// The store; clones share it.
#[derive(Clone)]
pub struct Store {
    inner: Rc<RefCell<Inner>>,
    /// The page as the views read it.
    pub page: ArcRwSignal<Page>,
}

/// What all views of a page read.
#[derive(Clone, Debug)]
pub struct Page {
    /// What to show.
    pub plan: Arc<Plan>,
    /// How to say it.
    pub words: Messages,
    /// Whether pictures may stand in the graph itself, as `data:image/…`.
    pub takes_inline_pictures: bool,
}

struct Inner {
    graph: Graph,
    policy: Policy,
    context: Context,
    next_slot: u32,
}

impl Store {
    /// An empty basket over an empty graph; the currency is the graph's unless the page names one. Pictures within the graph are shown
    /// if the page takes them.
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
            policy,
            ..
        } = manifest;
        let context = Context::new(currency.unwrap_or(sold_in));
        let plan = Arc::new(engine::plan(&graph, &policy, &context));
        let page = Page {
            plan,
            words: Messages::default(),
            takes_inline_pictures,
        };
        let inner = Inner {
            graph,
            policy,
            context,
            next_slot: 0,
        };
        Ok(Self {
            inner: Rc::new(RefCell::new(inner)),
            page: ArcRwSignal::new(page),
        })
    }

    /// Takes data files and plans with what they bring.
    ///
    /// # Errors
    /// [`ReadError`] of the file; the plan stays as it was.
    pub fn add_shard(&self, file: &[u8]) -> Result<(), ReadError> {
        self.inner.borrow_mut().graph.add_shard(file)?;
        self.replan();
        Ok(())
    }

    /// Takes what the page says, by its name; `None` for a name that is not known.
    ///
    /// # Errors
    /// [`InvalidField`]; what was said before stays.
    #[must_use]
    pub fn update(&self, what: &str, value: JsValue) -> Option<Result<(), InvalidField>> {
        let mut words = self.page.read_untracked().words.clone();
        let heard = from_js::update(
            what,
            value,
            &mut self.inner.borrow_mut().context,
            &mut words,
        );
        if what == "messages" {
            self.page.update(|page| page.words = words);
        } else if let Some(Ok(())) = heard {
            self.replan();
        }
        heard
    }

    /// Opens a place for an offer; slots keep the order in which they were opened.
    #[must_use]
    pub fn open_slot(&self, kind: Option<OfferKind>) -> u32 {
        let mut inner = self.inner.borrow_mut();
        let id = inner.next_slot;
        inner.next_slot = id.wrapping_add(1);
        inner.context.slots.push(Slot {
            id,
            kind,
            sku: None,
        });
        drop(inner);
        self.replan();
        id
    }

    /// Tells which product a place stands beside; `None` for none (any more).
    pub fn present(&self, slot: u32, sku: Option<SkuKey>) {
        let is_changed = {
            let slots = &mut self.inner.borrow_mut().context.slots;
            let slot = slots.iter_mut().find(|known| known.id == slot);
            slot.is_some_and(|slot| {
                let is_changed = slot.sku != sku;
                slot.sku = sku;
                is_changed
            })
        };
        if is_changed {
            self.replan();
        }
    }

    /// Closes a place.
    pub fn close_slot(&self, slot: u32) {
        self.inner
            .borrow_mut()
            .context
            .slots
            .retain(|known| known.id != slot);
        self.replan();
        // A view that is dropped stays among those that its signals wake (reactive_graph 0.2.16 unsubscribes no RenderEffect), which
        // costs 160 bytes a view. Those that live were woken just now, and subscribe again when they run.
        self.page.clear_subscribers();
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

    /// The SKUs whose data files the plan waits for, besides those that the page names.
    #[must_use]
    pub fn wants(&self) -> Vec<String> {
        let Inner {
            policy, context, ..
        } = &*self.inner.borrow();
        engine::wants(policy, context)
            .into_iter()
            .map(str::to_owned)
            .collect()
    }

    fn replan(&self) {
        let plan = {
            let Inner {
                graph,
                policy,
                context,
                ..
            } = &*self.inner.borrow();
            engine::plan(graph, policy, context)
        };
        self.page.update(|page| page.plan = Arc::new(plan));
    }
}
