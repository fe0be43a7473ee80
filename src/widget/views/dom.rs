//! The few building blocks that all views are made of, each of exactly one type.
//!
//! Leptos compiles its machinery anew for every shape of view and every type of closure. Here every element, list, text and
//! attribute has the same shape as the next, which took a tenth off the wasm (brotli, 145 to 131 KB before any other measure).
//!
//! *Invariants*: only `createElement`, text nodes, attributes, properties and listeners; nothing is parsed as HTML or CSS.

use std::sync::Arc;

use leptos::attr::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::attr::custom::custom_attribute;
use leptos::ev;
use leptos::html::custom;
use leptos::prelude::*;
use leptos::tachys::html::event::on;
use leptos::tachys::html::property::prop;
use leptos::tachys::html::style::style;

/// Text that follows the plan.
type Text = Box<dyn Fn() -> String + Send>;

/// An element; `class` is also the name of its `::part`.
pub(super) fn element(
    tag: &'static str,
    class: &'static str,
    mut attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
) -> AnyView {
    if !class.is_empty() {
        attributes.push(attribute("class", class));
        attributes.push(attribute("part", class));
    }
    custom(tag).add_any_attr(attributes).child(children).into_any()
}

/// A text that stays.
pub(super) fn text(text: &str) -> AnyView {
    text.to_owned().into_any()
}

/// A text that changes.
pub(super) fn live_text(text: impl Fn() -> String + Send + 'static) -> AnyView {
    fn boxed(text: Text) -> AnyView {
        (move || text()).into_any()
    }
    boxed(Box::new(text))
}

/// A view that is there or not. It is made anew whenever `view` runs, so what it reads must change seldom.
pub(super) fn maybe(view: impl Fn() -> Option<AnyView> + Send + 'static) -> AnyView {
    fn boxed(view: Box<dyn Fn() -> Option<AnyView> + Send>) -> AnyView {
        (move || view()).into_any()
    }
    boxed(Box::new(view))
}

/// A view for each key; a key that stays keeps its nodes, and with them the focus.
pub(super) fn keyed(
    keys: impl Fn() -> Vec<String> + Send + Sync + 'static,
    view: impl Fn(String) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    type Keys = Box<dyn Fn() -> Vec<String> + Send + Sync>;
    type View = Arc<dyn Fn(String) -> AnyView + Send + Sync>;
    fn boxed(keys: Keys, view: View) -> AnyView {
        For(ForProps::builder().each(keys).key(String::clone).children(move |key| view(key)).build()).into_any()
    }
    boxed(Box::new(keys), Arc::new(view))
}

/// An attribute that stays.
pub(super) fn attribute(name: &'static str, value: &str) -> AnyAttribute {
    custom_attribute(name, value.to_owned()).into_any_attr()
}

/// An attribute that changes.
pub(super) fn live_attribute(name: &'static str, value: impl Fn() -> String + Send + 'static) -> AnyAttribute {
    fn boxed(name: &'static str, value: Text) -> AnyAttribute {
        custom_attribute(name, value).into_any_attr()
    }
    boxed(name, Box::new(value))
}

/// A property of one or zero, such as `checked`: unlike the attribute it follows after the shopper has touched the control.
pub(super) fn live_property(name: &'static str, value: impl Fn() -> bool + Send + 'static) -> AnyAttribute {
    fn boxed(name: &'static str, value: Box<dyn Fn() -> bool + Send>) -> AnyAttribute {
        prop(name, value).into_any_attr()
    }
    boxed(name, Box::new(value))
}

/// A style through the object model, which a Content Security Policy does not forbid.
pub(super) fn live_style(name: &'static str, value: impl Fn() -> String + Send + 'static) -> AnyAttribute {
    fn boxed(name: &'static str, value: Text) -> AnyAttribute {
        style((name, move || value())).into_any_attr()
    }
    boxed(name, Box::new(value))
}

/// Listens to clicks.
pub(super) fn on_click(work: impl Fn() + 'static) -> AnyAttribute {
    fn boxed(work: Box<dyn Fn()>) -> AnyAttribute {
        on(ev::click, move |_| work()).into_any_attr()
    }
    boxed(Box::new(work))
}

/// Listens to a check box.
pub(super) fn on_tick(work: impl Fn(bool) + 'static) -> AnyAttribute {
    fn boxed(work: Box<dyn Fn(bool)>) -> AnyAttribute {
        on(ev::change, move |event| work(event_target_checked(&event))).into_any_attr()
    }
    boxed(Box::new(work))
}
