//! What shoppers see: Leptos views over the plan of one page.
//!
//! *Invariants*: views are built with `leptos::html` only, so that they work under the strictest Content Security Policy and Trusted
//! Types (`view!` writes `innerHTML`); merchant data becomes text nodes and checked addresses, nothing else; a view with nothing
//! to show renders no element.

mod address;
mod emit;
mod plain;
mod store;
mod views;
mod words;

pub use address::{safe_address, safe_picture};
pub use emit::Emit;
pub use plain::{Unreadable, manifest};
pub use store::{Page, Store};
pub use views::{State, View, answer, mount};
pub use words::Words;
