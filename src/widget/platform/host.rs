//! On the host: values in place of signals, and nobody who clicks.
//!
//! The builder renders each view once, for [default plans](crate::build::default_plans), so nothing
//! here has to notify anybody.

use std::sync::{Arc, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::model::{BillingPeriod, OfferItem, OfferKind};

/// A shared value with the methods of the signal of the same name.
#[derive(Clone, Debug, Default)]
pub struct ArcRwSignal<T>(Arc<RwLock<T>>);

impl<T> ArcRwSignal<T> {
    /// Wraps a value.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self(Arc::new(RwLock::new(value)))
    }

    fn write(&self) -> RwLockWriteGuard<'_, T> {
        // A panic elsewhere leaves a value that is as good as any other.
        self.0
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Reads a value and, in the browser, subscribes to it.
pub trait Read {
    /// The type of the value.
    type Value;

    /// The value.
    fn read(&self) -> RwLockReadGuard<'_, Self::Value>;
}

impl<T> Read for ArcRwSignal<T> {
    type Value = T;

    fn read(&self) -> RwLockReadGuard<'_, T> {
        self.0
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Reads a value without subscribing to it.
pub trait ReadUntracked: Read {
    /// The value.
    fn read_untracked(&self) -> RwLockReadGuard<'_, Self::Value>;
}

impl<T> ReadUntracked for ArcRwSignal<T> {
    fn read_untracked(&self) -> RwLockReadGuard<'_, T> {
        self.read()
    }
}

/// Changes a value and, in the browser, notifies its subscribers.
pub trait Update {
    /// The type of the value.
    type Value;

    /// Changes the value.
    fn update(&self, change: impl FnOnce(&mut Self::Value));
}

impl<T> Update for ArcRwSignal<T> {
    type Value = T;

    fn update(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.write());
    }
}

/// Changes a value without notifying anybody.
pub trait UpdateUntracked: Update {
    /// Changes the value.
    fn update_untracked(&self, change: impl FnOnce(&mut Self::Value));
}

impl<T> UpdateUntracked for ArcRwSignal<T> {
    fn update_untracked(&self, change: impl FnOnce(&mut T)) {
        self.update(change);
    }
}

/// An event, of which there are none.
#[derive(Debug)]
pub enum Event {}

/// Whether the check box of an event is ticked.
#[must_use]
pub fn event_target_checked(event: &Event) -> bool {
    match *event {}
}

/// The value of the control of an event.
#[must_use]
pub fn event_target_value(event: &Event) -> String {
    match *event {}
}

/// Milliseconds since 1970; the host has no clock, see the invariants of the engine.
#[must_use]
pub fn now_ms() -> f64 {
    0.0
}

/// Nothing happens later.
pub fn later(_: u32, _: impl FnOnce() + 'static) {}

/// The events of an element, which nobody receives.
#[derive(Clone, Copy, Debug, Default)]
pub struct Events;

#[expect(
    clippy::unused_self,
    reason = "the same methods as those of the events of a page"
)]
impl Events {
    /// No page accepts an addition.
    #[must_use]
    pub fn add(self, _: OfferKind, _: &str, _: &str, _: &[&OfferItem]) -> bool {
        false
    }

    /// No page sells a membership.
    #[must_use]
    pub fn join(self, _: &str, _: &str, _: &str, _: BillingPeriod) -> bool {
        false
    }

    /// No page hides an offer.
    pub fn dismiss(self, _: &str) {}
}
