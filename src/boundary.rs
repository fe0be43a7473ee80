//! The boundary to JavaScript: the only file with `#[wasm_bindgen]`.
//!
//! *Invariants*: every call that can fail returns a `Result`, whose error is one shape, `{ name: "TillsideError", code, message }`;
//! handles are opaque; nothing here decides anything.
//!
//! `www/session.js` is the only caller. What shops call is described in `www/tillside.d.ts`.

use std::any::Any;

use leptos::prelude::{ArcRwSignal, ReadUntracked, Update};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::graph::ReadError;
use crate::model::{Currency, OfferKind, SkuKey};
use crate::widget::{self, Events, State, Store};

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
    /// Starts with the parsed `manifest.json`, the currency of the page, if it names one, and whether it takes pictures that stand in
    /// the graph itself.
    ///
    /// # Errors
    /// `graph-version`, `graph-corrupt`, and `bad-config` when page and graph speak of different money.
    #[wasm_bindgen(constructor)]
    pub fn new(
        manifest: JsValue,
        currency: Option<String>,
        takes_inline_pictures: bool,
    ) -> Result<Tillside, JsValue> {
        let manifest = widget::manifest(manifest).map_err(|source| {
            error(
                "graph-corrupt",
                &format!(
                    "The graph's manifest.json is not a manifest: {source}. Build the graph again."
                ),
            )
        })?;
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
                    "The page sells in {page}, the graph's prices are in {graph}. Build a graph with --currency {page}."
                ),
            ));
        }
        let store = Store::new(manifest, currency, takes_inline_pictures)
            .map_err(|source| read_error(&source))?;
        Ok(Self { store })
    }

    /// Takes the bytes of a data file.
    ///
    /// # Errors
    /// `graph-version`, `graph-corrupt`, `graph-mismatch`.
    #[wasm_bindgen(js_name = addShard)]
    pub fn add_shard(&self, file: &[u8]) -> Result<(), JsValue> {
        self.store
            .add_shard(file)
            .map_err(|source| read_error(&source))
    }

    /// Takes what the page says: the basket, what is sold out, who the shopper is. The names and forms stand in `widget/from_js/context_update.rs`.
    ///
    /// # Errors
    /// `bad-config`, naming the field at fault; what was said before stays.
    pub fn tell(&self, what: &str, value: JsValue) -> Result<(), JsValue> {
        let heard = self
            .store
            .update(what, value)
            .ok_or_else(|| error("internal", "Nothing of that name can be told."))?;
        heard.map_err(|source| {
            error(
                "bad-config",
                &format!("What the page says cannot be read: {source}."),
            )
        })
    }

    /// The SKUs whose data files the plan waits for, besides those that the page names.
    #[must_use]
    pub fn wants(&self) -> Vec<String> {
        self.store.wants()
    }

    /// What became of every offer, as plain JSON.
    ///
    /// # Errors
    /// `internal`
    pub fn explain(&self) -> Result<JsValue, JsValue> {
        plain(&self.store.explain())
    }

    /// The plan as plain JSON.
    ///
    /// # Errors
    /// `internal`
    pub fn plan(&self) -> Result<JsValue, JsValue> {
        plain(&*self.store.page.read_untracked().plan)
    }

    /// Mounts a view into an element of a shadow root, and what it announces into `voice`, beside it; events come from `host`. `offers`
    /// takes any kind of offer.
    ///
    /// # Errors
    /// `internal` for an unknown kind.
    pub fn mount(
        &self,
        kind: &str,
        into: HtmlElement,
        voice: HtmlElement,
        host: HtmlElement,
        locale: String,
    ) -> Result<View, JsValue> {
        let any = (kind == "offers").then_some(None);
        let kind = any
            .or_else(|| OfferKind::of(kind).map(Some))
            .ok_or_else(|| error("internal", "There is no such element."))?;
        let slot = self.store.open_slot(kind);
        let page = self.store.page.clone();
        let state = ArcRwSignal::new(State::new(locale));
        let view = widget::View {
            slot,
            kind,
            page,
            state: state.clone(),
            emit: Events::new(host),
        };
        Ok(View {
            store: self.store.clone(),
            slot,
            state,
            _handle: Box::new(widget::mount(view, into, voice)),
        })
    }
}

fn plain(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let written = value.serialize(&serde_wasm_bindgen::Serializer::json_compatible());
    written.map_err(|source| error("internal", &source.to_string()))
}

/// A mounted view; freeing it takes the view down.
#[wasm_bindgen]
pub struct View {
    store: Store,
    slot: u32,
    state: ArcRwSignal<State>,
    _handle: Box<dyn Any>,
}

#[wasm_bindgen]
impl View {
    /// Tells which product it stands beside; an empty SKU is none.
    #[wasm_bindgen(js_name = setSku)]
    pub fn set_sku(&self, sku: &str) {
        self.store.present(
            self.slot,
            Some(SkuKey::new(sku)).filter(|sku| !sku.as_str().is_empty()),
        );
    }

    /// Tells in which language it stands now: a tag that `Intl` takes.
    #[wasm_bindgen(js_name = setLocale)]
    pub fn set_locale(&self, locale: String) {
        self.state.update(|state| state.locale = locale);
    }

    /// Tells what became of an addition to which the page answered later: how many products it took, and the titles of the others.
    pub fn answer(&self, added: usize, refused: String) {
        widget::answer(self.state.clone(), added, refused);
    }
}

impl Drop for View {
    fn drop(&mut self) {
        self.store.close_slot(self.slot);
    }
}
