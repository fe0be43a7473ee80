//! The three elements' insides.
//!
//! *Invariants*: all views of a page read one plan; lists are keyed by what their rows show, so a row that stays as it was keeps its
//! nodes, and the control that has the focus keeps it.

mod bundle;
mod dom;
mod parts;
mod plans;
mod shipping;

use std::sync::Arc;

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::{Emit, Store, Words};
use crate::model::{Currency, Minor, Offered, Plan, SkuKey};

/// Which element a view is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `<tillside-bundle>`
    Bundle,
    /// `<tillside-shipping>`
    Shipping,
    /// `<tillside-plans>`
    Plans,
}

/// What every view works with; cheap to copy into closures.
#[derive(Clone, Copy)]
struct Shared {
    plan: RwSignal<Arc<Plan>>,
    words: RwSignal<Words>,
    locale: StoredValue<String>,
    emit: StoredValue<Emit, LocalStorage>,
}

impl Shared {
    fn say(self, key: &str, values: &[(&str, &str)]) -> String {
        self.words.with(|words| words.say(key, values))
    }

    fn count(self, key: &str, count: usize, values: &[(&str, &str)]) -> String {
        self.words.with(|words| self.locale.with_value(|locale| words.count(key, count, locale, values)))
    }

    fn currency(self) -> Currency {
        self.plan.read_untracked().currency.clone()
    }

    fn money(self, amount: Minor) -> String {
        self.locale.with_value(|locale| super::words::money(amount, &self.currency(), locale))
    }

    /// Asks the page to add products; `false` when it refused.
    fn add(self, source: &'static str, products: &[Offered]) -> bool {
        self.emit.with_value(|emit| emit.add(source, self.currency().code(), products))
    }

    /// Asks the page to sell a membership.
    fn join(self, membership: &str) -> bool {
        self.emit.with_value(|emit| emit.join(self.currency().code(), membership))
    }
}

/// Mounts the view of a kind into an element inside a shadow root; dropping the handle takes it down.
pub fn mount(
    store: &Store,
    kind: Kind,
    into: HtmlElement,
    emit: Emit,
    locale: String,
    sku: ArcRwSignal<Option<SkuKey>>,
) -> UnmountHandle<impl Mountable + use<>> {
    let (plan, words) = (store.plan.clone(), store.words.clone());
    mount_to(into, move || {
        let shared = Shared {
            plan: plan.into(),
            words: words.into(),
            locale: StoredValue::new(locale),
            emit: StoredValue::new_local(emit),
        };
        match kind {
            Kind::Bundle => bundle::bundle(shared, sku),
            Kind::Shipping => shipping::shipping(shared),
            Kind::Plans => plans::plans(shared),
        }
    })
}
