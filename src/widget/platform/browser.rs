//! In the browser: Leptos' signals, the events of the page, and its clock.

use gloo::timers::callback::Timeout;

pub use leptos::prelude::{
    ArcRwSignal, Read, ReadUntracked, Update, UpdateUntracked, event_target_checked,
    event_target_value,
};
pub use web_sys::Event;

pub use crate::widget::events::Events;

/// Milliseconds since 1970.
#[must_use]
pub fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// Calls `work` once after a number of milliseconds.
pub fn later(ms: u32, work: impl FnOnce() + 'static) {
    Timeout::new(ms, work).forget();
}
