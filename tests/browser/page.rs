//! A page with the widget of the small shop.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use gloo::timers::future::TimeoutFuture;
use js_sys::{Array, JSON, Reflect};
use tillside::wasm_exports::{MountedView, Tillside};
use wasm_bindgen::prelude::*;
use web_sys::{
    CustomEvent, Document, Element, HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode,
};

/// The id of the small shop's graph.
pub const GRAPH: &str = "b2df81bf53497837";

pub fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

/// The policy file of the small shop.
pub fn policy_file() -> &'static [u8] {
    include_bytes!("../data/shop/graph/b2df81bf53497837-50d96ea8ca7325fc.bin")
}

/// The data file of the small shop, which has only one.
pub fn graph_file() -> &'static [u8] {
    include_bytes!("../data/shop/graph/b2df81bf53497837-0000.bin")
}

/// The widget of a page, with its slots and its latest plan; clones share it.
#[derive(Clone)]
pub struct Widget {
    pub tillside: Rc<Tillside>,
    /// By id: the kind and the SKU as JSON.
    slots: Rc<RefCell<BTreeMap<u32, String>>>,
    plan: Rc<RefCell<JsValue>>,
}

/// A widget with the whole small graph.
pub fn widget() -> Widget {
    let tillside = Tillside::new(GRAPH, policy_file(), Some("GBP".into()), false).unwrap();
    tillside.add_shard(0, graph_file()).unwrap();
    let widget = Widget {
        tillside: Rc::new(tillside),
        slots: Rc::default(),
        plan: Rc::default(),
    };
    widget.place();
    widget
}

impl Widget {
    /// Passes several values at once, like `www/session.js`, and returns the messages for invalid ones.
    pub fn update(&self, said: &[(&str, &str)]) -> Vec<String> {
        let said = said.iter().map(|(name, value)| {
            Array::of2(&(*name).into(), &JSON::parse(value).unwrap()).unchecked_into::<JsValue>()
        });
        let answer = self.tillside.update(&said.collect()).unwrap();
        let of = |name: &str| Reflect::get(&answer, &name.into()).unwrap();
        if !of("plan").is_undefined() {
            *self.plan.borrow_mut() = of("plan");
        }
        let errors = of("errors").unchecked_into::<Array>();
        errors.iter().filter_map(|text| text.as_string()).collect()
    }

    /// The latest plan.
    pub fn plan(&self) -> JsValue {
        self.plan.borrow().clone()
    }

    fn place(&self) {
        let slots: Vec<String> = self.slots.borrow().values().cloned().collect();
        assert!(
            self.update(&[("slots", &format!("[{}]", slots.join(",")))])
                .is_empty()
        );
    }
}

/// Passes a valid value to the widget.
pub fn tell(widget: &Widget, what: &str, value: &str) {
    assert_eq!(
        widget.update(&[(what, value)]),
        Vec::<String>::new(),
        "{value}"
    );
}

pub fn set_cart(widget: &Widget, lines: &str) {
    tell(widget, "cart", &format!(r#"{{"lines":{lines}}}"#));
}

/// A view in the shadow root of an element of the page.
pub struct Mounted {
    pub host: HtmlElement,
    pub root: ShadowRoot,
    pub view: Option<MountedView>,
    widget: Widget,
    slot: u32,
}

impl Mounted {
    /// `kind` is the part of the tag after `tillside-`.
    pub fn new(widget: &Widget, kind: &str, sku: &str) -> Self {
        Self::with_locale(widget, kind, sku, "en-GB")
    }

    pub fn with_locale(widget: &Widget, kind: &str, sku: &str, locale: &str) -> Self {
        let host: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&host).unwrap();
        let root = host
            .attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))
            .unwrap();
        let into: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        let live_region: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        live_region.set_class_name("live-region");
        root.append_child(&into).unwrap();
        root.append_child(&live_region).unwrap();
        let last = widget.slots.borrow().keys().next_back().copied();
        let slot = last.map_or(0, |last: u32| last.wrapping_add(1));
        let json = format!(r#"{{"id":{slot},"kind":"{kind}","sku":"{sku}"}}"#);
        widget.slots.borrow_mut().insert(slot, json);
        widget.place();
        let view = widget
            .tillside
            .mount(
                slot,
                into,
                live_region,
                host.clone(),
                locale.into(),
                String::new(),
            )
            .unwrap();
        Self {
            host,
            root,
            view: Some(view),
            widget: widget.clone(),
            slot,
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

    /// Records the detail of each `tillside-add` as JSON; `is_refused` cancels the event.
    pub fn listen(&self, is_refused: bool) -> Array {
        self.listen_to("tillside-add", is_refused)
    }

    pub fn listen_to(&self, event: &str, is_refused: bool) -> Array {
        let heard = Array::new();
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
        self.widget.slots.borrow_mut().remove(&self.slot);
        self.widget.place();
    }
}

/// Waits until the views follow the plan, which they do in a microtask.
pub async fn settle() {
    TimeoutFuture::new(0).await;
}
