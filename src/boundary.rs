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
use crate::model::{Currency, SkuKey};
use crate::widget::{self, Emit, Kind, State, Store, Unreadable, ViewId};

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

fn bad_config(takes: &str, source: &Unreadable) -> JsValue {
    error("bad-config", &format!("{takes}: {source}."))
}

/// The widget of one page.
#[wasm_bindgen]
pub struct Tillside {
    store: Store,
}

#[wasm_bindgen]
impl Tillside {
    /// Starts with the parsed `manifest.json` and the currency of the page, if it names one.
    ///
    /// # Errors
    /// `graph-version`, `graph-corrupt`, and `bad-config` when page and graph speak of different money.
    #[wasm_bindgen(constructor)]
    pub fn new(manifest: JsValue, currency: Option<String>) -> Result<Tillside, JsValue> {
        let manifest = widget::manifest(manifest).map_err(|source| {
            error("graph-corrupt", &format!("The graph's manifest.json is not a manifest: {source}. Build the graph again."))
        })?;
        let currency = currency.map(|code| Currency::new(&code).map_err(|source| error("bad-config", &source.to_string())));
        let currency = currency.transpose()?;
        if let Some(currency) = currency.as_ref().filter(|currency| **currency != manifest.currency) {
            let (page, graph) = (currency.code(), manifest.currency.code());
            return Err(error(
                "bad-config",
                &format!("The page sells in {page}, the graph's prices are in {graph}. Build a graph with --currency {page}."),
            ));
        }
        Ok(Self { store: Store::new(manifest, currency).map_err(|source| read_error(&source))? })
    }

    /// Takes the bytes of a data file.
    ///
    /// # Errors
    /// `graph-version`, `graph-corrupt`, `graph-mismatch`.
    pub fn absorb(&self, file: &[u8]) -> Result<(), JsValue> {
        self.store.absorb(file).map_err(|source| read_error(&source))
    }

    /// Takes `[{ sku, quantity, priceMinor? }]`.
    ///
    /// # Errors
    /// `bad-config`, naming the field at fault; the basket stays as it was.
    #[wasm_bindgen(js_name = setBasket)]
    pub fn set_basket(&self, lines: JsValue) -> Result<(), JsValue> {
        let basket =
            widget::basket(lines).map_err(|source| bad_config("setBasket takes [{ sku, quantity, priceMinor? }]", &source))?;
        self.store.set_basket(basket);
        Ok(())
    }

    /// Takes a list of the SKUs that are sold out.
    ///
    /// # Errors
    /// `bad-config`
    #[wasm_bindgen(js_name = setUnavailable)]
    pub fn set_unavailable(&self, skus: JsValue) -> Result<(), JsValue> {
        let skus = widget::skus(skus).map_err(|source| bad_config("setUnavailable takes a list of SKUs", &source))?;
        self.store.set_unavailable(skus);
        Ok(())
    }

    /// Takes the id of the membership that the shopper has.
    #[wasm_bindgen(js_name = setPlan)]
    pub fn set_plan(&self, id: Option<String>) {
        self.store.set_membership(id);
    }

    /// Takes the strings to replace as `[[key, text]]`.
    ///
    /// # Errors
    /// `bad-config`
    #[wasm_bindgen(js_name = setMessages)]
    pub fn set_messages(&self, messages: JsValue) -> Result<(), JsValue> {
        let words = widget::words(messages).map_err(|source| bad_config("setMessages takes { key: text }", &source))?;
        self.store.set_words(words);
        Ok(())
    }

    /// The plan as plain JSON.
    ///
    /// # Errors
    /// `internal`
    pub fn plan(&self) -> Result<JsValue, JsValue> {
        let plan = self.store.page.read_untracked().plan.clone();
        let written = plan.serialize(&serde_wasm_bindgen::Serializer::json_compatible());
        written.map_err(|source| error("internal", &source.to_string()))
    }

    /// Mounts a view into an element of a shadow root; events come from `host`.
    ///
    /// # Errors
    /// `internal` for an unknown kind.
    pub fn mount(&self, kind: &str, into: HtmlElement, host: HtmlElement, locale: String) -> Result<View, JsValue> {
        let kind = match kind {
            "bundle" => Kind::Bundle,
            "shipping" => Kind::Shipping,
            "plans" => Kind::Plans,
            "also" => Kind::Also,
            _ => return Err(error("internal", "There is no such element.")),
        };
        let state = ArcRwSignal::new(State::default());
        let view = widget::View { kind, page: self.store.page.clone(), state: state.clone(), locale, emit: Emit::new(host) };
        let handle = widget::mount(view, into);
        Ok(View { store: self.store.clone(), id: self.store.open_view(), state, _handle: Box::new(handle) })
    }
}

/// A mounted view; freeing it takes the view down.
#[wasm_bindgen]
pub struct View {
    store: Store,
    id: ViewId,
    state: ArcRwSignal<State>,
    _handle: Box<dyn Any>,
}

#[wasm_bindgen]
impl View {
    /// Tells which product a bundle is for; an empty SKU is none.
    #[wasm_bindgen(js_name = setSku)]
    pub fn set_sku(&self, sku: &str) {
        let sku = Some(SkuKey::new(sku)).filter(|sku| !sku.as_str().is_empty());
        self.store.present(self.id, sku.as_ref());
        self.state.update(|state| state.sku = sku);
    }
}

impl Drop for View {
    fn drop(&mut self) {
        self.store.present(self.id, None);
    }
}
