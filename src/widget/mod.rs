//! What shoppers see: Leptos views over the plan of one page.
//!
//! *Invariants*: views are built with `leptos::html` only, so that they work under the strictest Content Security Policy and Trusted
//! Types (`view!` writes `innerHTML`); merchant data becomes text nodes and checked addresses, nothing else; a view with nothing
//! to show renders no element.

mod address;
mod events;
mod from_js;
mod messages;
mod store;
mod views;

pub use address::{safe_address, safe_picture};
pub use events::Events;
pub use from_js::{InvalidField, manifest};
pub use messages::Messages;
pub use store::{Page, Store};
pub use views::{State, View, answer, mount};
