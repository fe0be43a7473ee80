//! A page with the small shop's widget in it.

use gloo::timers::future::TimeoutFuture;
use js_sys::JSON;
use tillside::boundary::{Tillside, View};
use wasm_bindgen::prelude::*;
use web_sys::{
    CustomEvent, Document, Element, HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode,
};

pub const MANIFEST: &str = include_str!("../data/shop/graph/manifest.json");

pub fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

/// The data file of the small shop: it has one, named after its content.
pub fn graph_file() -> &'static [u8] {
    include_bytes!("../data/shop/graph/812836504955e12d-0000.bin")
}

/// A widget with the whole small graph.
pub fn widget() -> Tillside {
    let widget = Tillside::new(JSON::parse(MANIFEST).unwrap(), Some("GBP".into()), false).unwrap();
    widget.add_shard(graph_file()).unwrap();
    widget
}

/// Tells what a page would say, as `www/session.js` does.
pub fn tell(widget: &Tillside, what: &str, value: &str) {
    widget.tell(what, JSON::parse(value).unwrap()).unwrap();
}

pub fn set_basket(widget: &Tillside, lines: &str) {
    tell(widget, "basket", &format!(r#"{{"lines":{lines}}}"#));
}

/// A view in the shadow root of an element of the page.
pub struct Mounted {
    pub host: HtmlElement,
    pub root: ShadowRoot,
    pub view: Option<View>,
}

impl Mounted {
    pub fn new(widget: &Tillside, kind: &str, sku: &str) -> Self {
        Self::with_locale(widget, kind, sku, "en-GB")
    }

    pub fn with_locale(widget: &Tillside, kind: &str, sku: &str, locale: &str) -> Self {
        let host: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&host).unwrap();
        let root = host
            .attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))
            .unwrap();
        let into: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        let voice: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        voice.set_class_name("voice");
        root.append_child(&into).unwrap();
        root.append_child(&voice).unwrap();
        let view = widget
            .mount(kind, into, voice, host.clone(), locale.into())
            .unwrap();
        view.set_sku(sku);
        Self {
            host,
            root,
            view: Some(view),
        }
    }

    pub fn all(&self, selector: &str) -> Vec<Element> {
        let found = self.root.query_selector_all(selector).unwrap();
        (0..found.length())
            .map(|place| found.get(place).unwrap().unchecked_into())
            .collect()
    }

    pub fn one(&self, selector: &str) -> HtmlElement {
        let found = self.all(selector);
        assert_eq!(found.len(), 1, "{selector}");
        found[0].clone().unchecked_into()
    }

    pub fn text(&self, selector: &str) -> String {
        self.one(selector).text_content().unwrap_or_default()
    }

    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector)
            .iter()
            .map(|element| element.text_content().unwrap_or_default())
            .collect()
    }

    /// Answers each `tillside-add` with its detail as JSON; `is_refused` cancels it.
    pub fn listen(&self, is_refused: bool) -> js_sys::Array {
        self.listen_to("tillside-add", is_refused)
    }

    pub fn listen_to(&self, event: &str, is_refused: bool) -> js_sys::Array {
        let heard = js_sys::Array::new();
        let events = heard.clone();
        let listener = Closure::<dyn Fn(CustomEvent)>::new(move |event: CustomEvent| {
            events.push(&JSON::stringify(&event.detail()).unwrap());
            if is_refused {
                event.prevent_default();
            }
        });
        self.host
            .add_event_listener_with_callback(event, listener.as_ref().unchecked_ref())
            .unwrap();
        listener.forget();
        heard
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.view.take();
        self.host.remove();
    }
}

/// Lets the views follow the plan: they do so in a microtask.
pub async fn settle() {
    TimeoutFuture::new(0).await;
}
