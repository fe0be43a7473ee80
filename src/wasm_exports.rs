//! The boundary to JavaScript: the only file with `#[wasm_bindgen]`.
//!
//! *Invariants*: every call that can fail returns a `Result`, whose error always has the shape
//! `{ name: "TillsideError", code, message }`; handles are opaque; this file contains no decisions.
//!
//! `www/session.js` is the only caller. `www/tillside.d.ts` describes the functions that shops call.

use std::any::Any;

use js_sys::Array;
use leptos::prelude::{ArcRwSignal, Update};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::graph::{Manifest, ReadError};
use crate::model::{Currency, Plan};
use crate::widget::{self, Events, InvalidField, State, Store};

fn error(code: &str, message: &str) -> JsValue {
    let error = js_sys::Error::new(message);
    error.set_name("TillsideError");
    // Cannot fail: the object is new and extensible.
    let _ = js_sys::Reflect::set(&error, &"code".into(), &code.into());
    error.into()
}

fn read_error(source: &ReadError) -> JsValue {
    error(source.code(), &source.to_string())
}

/// The widget of one page.
#[wasm_bindgen]
pub struct Tillside {
    store: Store,
}

#[wasm_bindgen]
impl Tillside {
    /// Starts the widget. `graph` is the id of the graph, `policy_file` the content of its policy
    /// file, `currency` the page's currency if it sets one; `takes_inline_pictures` permits pictures
    /// that are embedded in the graph.
    ///
    /// # Errors
    /// `graph-version`, `graph-corrupt`, `graph-mismatch`, and `bad-config` if the currencies of page and
    /// graph differ.
    #[wasm_bindgen(constructor)]
    pub fn new(
        graph: &str,
        policy_file: &[u8],
        currency: Option<String>,
        takes_inline_pictures: bool,
    ) -> Result<Tillside, JsValue> {
        let manifest =
            Manifest::of_graph(graph, policy_file).map_err(|source| read_error(&source))?;
        let currency = currency.map(|code| {
            Currency::new(&code).map_err(|source| error("bad-config", &source.to_string()))
        });
        let currency = currency.transpose()?;
        if let Some(currency) = currency
            .as_ref()
            .filter(|currency| **currency != manifest.currency)
        {
            let (page, graph) = (currency.code(), manifest.currency.code());
            return Err(error(
                "bad-config",
                &format!(
                    "The page's currency is {page}, but the graph's prices are in {graph}. Build a graph with --currency {page}."
                ),
            ));
        }
        let store = Store::new(manifest, currency, takes_inline_pictures)
            .map_err(|source| read_error(&source))?;
        Ok(Self { store })
    }

    /// Adds the bytes of data file number `shard`; the next [`update`](Self::update) plans with it.
    ///
    /// # Errors
    /// `graph-version`, `graph-corrupt`, `graph-mismatch`.
    #[wasm_bindgen(js_name = addShard)]
    pub fn add_shard(&self, shard: u32, file: &[u8]) -> Result<(), JsValue> {
        self.store
            .add_shard(shard, file)
            .map_err(|source| read_error(&source))
    }

    /// Gives up data file number `shard`, so that no plan waits for it.
    #[wasm_bindgen(js_name = missShard)]
    pub fn miss_shard(&self, shard: u32) {
        self.store.miss_shard(shard);
    }

    /// Applies the values that the page has set since the last call, a list of `[name, value]`, and
    /// plans once. `widget/from_js/context_update.rs` defines the names and shapes.
    ///
    /// Returns `{ plan?, wanted, variants, errors }` as plain JSON: the plan if it differs from the
    /// previous one, the numbers of the data files that it needs, those of the files with the other
    /// variants of its products, and a message for each invalid value, whose previous value is kept.
    ///
    /// # Errors
    /// `internal`
    pub fn update(&self, said: &Array) -> Result<JsValue, JsValue> {
        let update = self
            .store
            .update(said)
            .ok_or_else(|| error("internal", "Nothing of that name can be told."))?;
        plain(&Answer {
            plan: update.plan.as_deref(),
            wanted: update.wanted,
            variants: update.variants,
            errors: update.errors.iter().map(refusal).collect(),
        })
    }

    /// The facts about the graph that the page's scripts need: `{ currency, digits, timezone, asOf,
    /// isLive }`.
    ///
    /// # Errors
    /// `internal`
    pub fn terms(&self) -> Result<JsValue, JsValue> {
        plain(&*self.store.terms)
    }

    /// The outcome of every offer and product, as plain JSON.
    ///
    /// # Errors
    /// `internal`
    pub fn explain(&self) -> Result<JsValue, JsValue> {
        plain(&self.store.explain())
    }

    /// Mounts the view of a slot into an element of a shadow root, and its announcements into
    /// `live_region`, next to it; events are dispatched from `host`. [`View::set_locale`] explains
    /// `locale` and `language`.
    ///
    /// # Errors
    /// `internal` for a slot that no update has named.
    pub fn mount(
        &self,
        slot: u32,
        into: HtmlElement,
        live_region: HtmlElement,
        host: HtmlElement,
        locale: String,
        language: String,
    ) -> Result<MountedView, JsValue> {
        let kind = self
            .store
            .kind_of(slot)
            .ok_or_else(|| error("internal", "There is no such slot."))?;
        let mut state = State::new(locale);
        state.language = language;
        let state = ArcRwSignal::new(state);
        let view = widget::View {
            slot,
            kind,
            page: self.store.page.clone(),
            state: state.clone(),
            emit: Events::new(host),
        };
        Ok(MountedView {
            state,
            _handle: Box::new(widget::mount(view, into, live_region)),
        })
    }
}

/// The result of [`Tillside::update`].
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<&'a Plan>,
    wanted: Vec<u32>,
    variants: Vec<u32>,
    errors: Vec<String>,
}

fn refusal(field: &InvalidField) -> String {
    format!("A value from the page is invalid: {field}.")
}

fn plain(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let written = value.serialize(&serde_wasm_bindgen::Serializer::json_compatible());
    written.map_err(|source| error("internal", &source.to_string()))
}

/// A mounted view; freeing it unmounts the view.
#[wasm_bindgen]
pub struct MountedView {
    state: ArcRwSignal<State>,
    _handle: Box<dyn Any>,
}

#[wasm_bindgen]
impl MountedView {
    /// Sets the locale, a tag that `Intl` takes, and the name of the language file of the strings,
    /// which is empty for English.
    #[wasm_bindgen(js_name = setLocale)]
    pub fn set_locale(&self, locale: String, language: String) {
        self.state
            .update(|state| (state.locale, state.language) = (locale, language));
    }

    /// Records that the page will answer the addition of the current event later; returns the
    /// addition's name for [`show_result`](Self::show_result).
    #[must_use]
    #[wasm_bindgen(js_name = awaitAddition)]
    pub fn await_addition(&self) -> String {
        widget::await_addition(&self.state)
    }

    /// Sets the result of an addition that the page answered later: the number of added products,
    /// and the titles of the refused ones.
    #[wasm_bindgen(js_name = showResult)]
    pub fn show_result(&self, name: &str, added: usize, refused: String) {
        widget::show_result(&self.state, name, added, refused);
    }
}
