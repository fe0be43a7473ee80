//! The widget: Leptos views over the plan of one page.
//!
//! On the host the same views become descriptions of their nodes: default plans, which a page paints
//! before the wasm has arrived.
//!
//! *Invariants*: views are built with `leptos::html` only, so that they work under the strictest
//! Content Security Policy and Trusted Types (`view!` writes `innerHTML`); merchant data only
//! becomes text nodes and checked addresses; an empty view renders no element.

mod address;
mod english;
#[cfg(target_arch = "wasm32")]
mod events;
#[cfg(target_arch = "wasm32")]
mod from_js;
#[cfg_attr(not(target_arch = "wasm32"), path = "text_descriptions.rs")]
mod messages;
mod page;
mod placeholders;
mod platform;
#[cfg(target_arch = "wasm32")]
mod store;
mod views;

pub use english::ENGLISH;
pub use page::Page;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use placeholders::filled;
#[cfg(not(target_arch = "wasm32"))]
pub use views::describe;

pub use address::{safe_address, safe_picture};
#[cfg(target_arch = "wasm32")]
pub use events::Events;
#[cfg(target_arch = "wasm32")]
pub use from_js::InvalidField;
pub use messages::{Messages, money};
#[cfg(target_arch = "wasm32")]
pub use store::{Store, StoreUpdate};
pub use views::{State, View};
#[cfg(target_arch = "wasm32")]
pub use views::{await_addition, mount, show_result};
