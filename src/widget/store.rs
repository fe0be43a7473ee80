//! One store for a page: the context, the loaded part of the graph, and the plan that follows from them.
//!
//! *Invariants*: the plan is computed anew, at once, whenever anything it depends on changes; all elements show parts of this one
//! plan.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::{ArcRwSignal, Update};

use super::Words;
use crate::engine::{self, Context};
use crate::graph::{Graph, Manifest, ReadError};
use crate::model::{Basket, Currency, Plan, Policy, SkuKey};

/// Tells the views of one page apart; views keep the page's order.
pub type ViewId = u32;

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
    pub words: Words,
}

struct Inner {
    graph: Graph,
    policy: Policy,
    context: Context,
    /// What the views present, in the order in which they were opened.
    viewed: Vec<(ViewId, SkuKey)>,
    next_view: ViewId,
}

impl Store {
    /// An empty basket over an empty graph; the currency is the graph's unless the page names one.
    ///
    /// # Errors
    /// [`ReadError`] for a manifest that this release does not read.
    pub fn new(manifest: Manifest, currency: Option<Currency>) -> Result<Self, ReadError> {
        let graph = Graph::new(&manifest)?;
        let Manifest { currency: sold_in, policy, .. } = manifest;
        let context = Context::new(currency.unwrap_or(sold_in));
        let page = Page { plan: Arc::new(engine::plan(&graph, &policy, &context)), words: Words::default() };
        let inner = Inner { graph, policy, context, viewed: Vec::new(), next_view: 0 };
        Ok(Self { inner: Rc::new(RefCell::new(inner)), page: ArcRwSignal::new(page) })
    }

    /// Takes data files and plans with what they bring.
    ///
    /// # Errors
    /// [`ReadError`] of the file; the plan stays as it was.
    pub fn absorb(&self, file: &[u8]) -> Result<(), ReadError> {
        self.inner.borrow_mut().graph.absorb(file)?;
        self.replan();
        Ok(())
    }

    /// Takes the basket of the page.
    pub fn set_basket(&self, basket: Basket) {
        self.inner.borrow_mut().context.basket = basket;
        self.replan();
    }

    /// Takes what is sold out.
    pub fn set_unavailable(&self, skus: Vec<SkuKey>) {
        self.inner.borrow_mut().context.unavailable = skus;
        self.replan();
    }

    /// Takes the membership that the shopper has.
    pub fn set_membership(&self, id: Option<String>) {
        self.inner.borrow_mut().context.membership = id;
        self.replan();
    }

    /// Replaces strings.
    pub fn set_words(&self, words: Words) {
        self.page.update(|page| page.words = words);
    }

    /// Registers a view of the page, with the product that it presents.
    #[must_use]
    pub fn open_view(&self) -> ViewId {
        let mut inner = self.inner.borrow_mut();
        let view = inner.next_view;
        inner.next_view = view.wrapping_add(1);
        view
    }

    /// Tells which product a view presents; `None` for none (any more).
    pub fn present(&self, view: ViewId, sku: Option<&SkuKey>) {
        let is_changed = {
            let viewed = &mut self.inner.borrow_mut().viewed;
            let place = viewed.partition_point(|(known, _)| *known < view);
            let is_known = viewed.get(place).is_some_and(|(known, _)| *known == view);
            let before = is_known.then(|| viewed.remove(place).1);
            if let Some(sku) = sku {
                viewed.insert(place, (view, sku.clone()));
            }
            before.as_ref() != sku
        };
        if is_changed {
            self.replan();
        }
    }

    fn replan(&self) {
        let plan = {
            let mut inner = self.inner.borrow_mut();
            let Inner { graph, policy, context, viewed, .. } = &mut *inner;
            context.viewed = viewed.iter().map(|(_, sku)| sku.clone()).collect();
            engine::plan(graph, policy, context)
        };
        self.page.update(|page| page.plan = Arc::new(plan));
    }
}
