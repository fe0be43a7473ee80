//! The place where views run: a shopper's browser, or the host, where the builder renders them once.
//!
//! Both modules have the same names, so that the views exist once.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod host;

#[cfg(target_arch = "wasm32")]
pub use browser::*;
#[cfg(not(target_arch = "wasm32"))]
pub use host::*;
