//! The three elements' insides.
//!
//! *Invariants*: each view derives its part of the plan with a memo, so a change elsewhere on the page touches none of its nodes; lists
//! are keyed by product, so the control that has the focus keeps it.

mod bundle;
mod parts;
mod plans;
mod shipping;

use std::sync::Arc;

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::{Emit, Store, Words};
use crate::model::{Currency, Minor, Plan, SkuKey};

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
    plan: ArenaPlan,
    words: ArenaWords,
    locale: StoredValue<String>,
    emit: StoredValue<Emit, LocalStorage>,
}

type ArenaPlan = RwSignal<Arc<Plan>>;
type ArenaWords = RwSignal<Words>;

impl Shared {
    fn say(self, key: &str, values: &[(&str, &str)]) -> String {
        self.words.with(|words| words.say(key, values))
    }

    fn count(self, key: &str, count: usize, values: &[(&str, &str)]) -> String {
        self.words.with(|words| self.locale.with_value(|locale| words.count(key, count, locale, values)))
    }

    fn currency(self) -> Currency {
        self.plan.with(|plan| plan.currency.clone())
    }

    fn money(self, amount: Minor) -> String {
        self.locale.with_value(|locale| super::words::money(amount, &self.currency(), locale))
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
            Kind::Bundle => bundle::bundle(shared, sku.into()).into_any(),
            Kind::Shipping => shipping::shipping(shared).into_any(),
            Kind::Plans => plans::plans(shared).into_any(),
        }
    })
}
