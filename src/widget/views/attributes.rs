//! Everything about an element except its tag and children: its attributes, text and listeners.
//!
//! *Invariants*: when an element is rendered again, its list has the same names, possibly with
//! other values; only values that differ are applied.

use std::sync::Arc;

use leptos::tachys::renderer::{RemoveEventHandler, Rndr};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

/// The attributes, properties, styles and the listener of one element.
#[derive(Clone, Default)]
pub(super) struct Attributes {
    values: Vec<(&'static str, Value)>,
    listener: Option<(&'static str, Listener)>,
}

type Listener = Arc<dyn Fn(&Event) + Send + Sync>;

#[derive(Clone, PartialEq)]
pub(super) enum Value {
    Attribute(String),
    /// Properties. Unlike the attribute of the same name, a property has an effect even after the
    /// shopper has changed the control.
    Property(bool),
    /// Set through the object model, which a Content Security Policy permits.
    Style(String),
    /// The whole text of the element, which has no children then; the name is empty.
    Text(String),
}

impl Attributes {
    pub(super) fn set(&mut self, name: &'static str, value: Value) {
        self.values.push((name, value));
    }

    /// Listens to one event; a later listener replaces it.
    pub(super) fn on(&mut self, event: &'static str, work: Listener) {
        self.listener = Some((event, work));
    }
}

impl Value {
    fn apply(&self, element: &Element, name: &str) {
        match self {
            // A picture whose address is set again is loaded again, and a text loses its selection.
            Self::Attribute(text) if element.get_attribute(name).as_ref() == Some(text) => {}
            Self::Text(text) if element.text_content().as_ref() == Some(text) => {}
            Self::Attribute(text) => Rndr::set_attribute(element, name, text),
            Self::Property(is_set) => Rndr::set_property(element, name, &(*is_set).into()),
            Self::Style(text) => Rndr::set_css_property(&Rndr::style(element), name, text),
            Self::Text(text) => element.set_text_content(Some(text)),
        }
    }
}

/// The current state of an element.
#[derive(Default)]
pub(super) struct Applied {
    values: Vec<(&'static str, Value)>,
    listener: Option<RemoveEventHandler<Element>>,
}

impl Applied {
    /// Makes an element have these attributes, this text and this listener.
    pub(super) fn apply(&mut self, element: &Element, attributes: Attributes) {
        for pair in &attributes.values {
            if !self.values.contains(pair) {
                pair.1.apply(element, pair.0);
            }
        }
        self.values = attributes.values;
        self.listener = attributes.listener.map(|(event, work)| {
            Rndr::add_event_listener(
                element,
                event,
                Box::new(move |event| work(event.unchecked_ref())),
            )
        });
    }
}
