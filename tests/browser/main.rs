//! Tests of the widget in a real browser: `wasm-pack test --headless --chrome -- --test browser`.
#![cfg(target_arch = "wasm32")]
#![allow(
    missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic
)]

mod addresses;
mod memberships;
mod money;
mod page;
mod variants;
mod views;

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);
