//! Everything about an element but its tag and children, as one type.
//!
//! Leptos can erase the types of attributes (`AnyAttribute`), but a list of erased ones takes all of them off the element before it
//! sets them again. This list touches what differs.
//!
//! *Invariants*: an element that is shown again has the same names in its list, with other values.

use std::sync::Arc;

use leptos::attr::{Attribute, NextAttribute};
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
    /// Unlike the attribute of that name it follows after the shopper has touched the control.
    Property(bool),
    /// Through the object model, which a Content Security Policy does not forbid.
    Style(String),
}

impl Attributes {
    pub(super) fn set(&mut self, name: &'static str, value: Value) {
        self.values.push((name, value));
    }

    /// Listens to one event; another one takes its place.
    pub(super) fn on(&mut self, event: &'static str, work: Listener) {
        self.listener = Some((event, work));
    }
}

impl Value {
    fn apply(&self, element: &Element, name: &str) {
        match self {
            Self::Attribute(text) => Rndr::set_attribute(element, name, text),
            Self::Property(is_set) => Rndr::set_property(element, name, &(*is_set).into()),
            Self::Style(text) => Rndr::set_css_property(&Rndr::style(element), name, text),
        }
    }
}

/// What an element has now.
pub(super) struct Applied {
    element: Element,
    values: Vec<(&'static str, Value)>,
    _listener: Option<RemoveEventHandler<Element>>,
}

impl Attribute for Attributes {
    const MIN_LENGTH: usize = 0;
    type State = Applied;
    type AsyncOutput = Self;
    type Cloneable = Self;
    type CloneableOwned = Self;

    fn build(self, element: &Element) -> Applied {
        let mut applied = Applied {
            element: element.clone(),
            values: Vec::new(),
            _listener: None,
        };
        self.rebuild(&mut applied);
        applied
    }

    fn rebuild(self, applied: &mut Applied) {
        let Applied {
            element,
            values,
            _listener,
        } = applied;
        for pair in &self.values {
            if !values.contains(pair) {
                pair.1.apply(element, pair.0);
            }
        }
        *values = self.values;
        *_listener = self.listener.map(|(event, work)| {
            Rndr::add_event_listener(
                element,
                event,
                Box::new(move |event| work(event.unchecked_ref())),
            )
        });
    }

    fn into_cloneable(self) -> Self {
        self
    }

    fn into_cloneable_owned(self) -> Self {
        self
    }

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    // What follows is for servers; the widget is rendered in browsers only.

    fn html_len(&self) -> usize {
        0
    }

    fn to_html(self, _: &mut String, _: &mut String, _: &mut String, _: &mut String) {}

    fn hydrate<const FROM_SERVER: bool>(self, element: &Element) -> Applied {
        self.build(element)
    }
}

impl NextAttribute for Attributes {
    type Output<Next: Attribute> = (Self, Next);

    fn add_any_attr<Next: Attribute>(self, next: Next) -> (Self, Next) {
        (self, next)
    }
}
