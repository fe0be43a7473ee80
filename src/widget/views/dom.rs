//! The one shape of which all views are built.
//!
//! Leptos compiles its machinery anew for every type of view and of closure. Here every element has the same type as the next, and
//! nothing but the whole view follows signals, so each piece of the machinery is there once.
//!
//! *Invariants*: only `createElement`, text nodes, attributes, properties and listeners; nothing is parsed as HTML or CSS.
//! A view that is rendered again keeps the nodes that stand at the same places with the same tags, so a child that comes and goes
//! leaves [`nothing`] in its place.

use std::sync::Arc;

use leptos::html::custom;
use leptos::prelude::*;
use web_sys::Event;

use super::attributes::{Attributes, Value};

/// An element that is being built.
#[must_use = "it is shown as a child or as a view"]
pub(super) struct Element {
    tag: &'static str,
    attributes: Attributes,
    children: Vec<AnyView>,
}

/// An element; `class` is also the name of its `::part`.
///
/// The tag is in upper case, as the browser gives it back: Leptos compares the two to see whether the node can stay, because of
/// <https://github.com/leptos-rs/leptos/issues/4412>.
pub(super) fn element(tag: &'static str, class: &str) -> Element {
    let element = Element {
        tag,
        attributes: Attributes::default(),
        children: Vec::new(),
    };
    element.attribute("class", class).attribute("part", class)
}

/// What stands where there is nothing to show.
pub(super) fn nothing() -> AnyView {
    ().into_any()
}

impl Element {
    pub(super) fn attribute(mut self, name: &'static str, value: &str) -> Self {
        self.attributes
            .set(name, Value::Attribute(value.to_owned()));
        self
    }

    pub(super) fn property(mut self, name: &'static str, is_set: bool) -> Self {
        self.attributes.set(name, Value::Property(is_set));
        self
    }

    pub(super) fn style(mut self, name: &'static str, value: &str) -> Self {
        self.attributes.set(name, Value::Style(value.to_owned()));
        self
    }

    pub(super) fn on(
        mut self,
        event: &'static str,
        work: impl Fn(&Event) + Send + Sync + 'static,
    ) -> Self {
        self.attributes.on(event, Arc::new(work));
        self
    }

    pub(super) fn text(self, text: &str) -> Self {
        self.view(text.to_owned().into_any())
    }

    pub(super) fn child(self, child: Self) -> Self {
        self.view(child.into_view())
    }

    pub(super) fn children(mut self, children: impl Iterator<Item = Self>) -> Self {
        self.children.extend(children.map(Self::into_view));
        self
    }

    /// A child that comes and goes.
    pub(super) fn maybe(self, child: Option<Self>) -> Self {
        self.view(child.map_or_else(nothing, Self::into_view))
    }

    pub(super) fn into_view(self) -> AnyView {
        custom(self.tag)
            .add_any_attr(self.attributes)
            .child(self.children)
            .into_any()
    }

    fn view(mut self, view: AnyView) -> Self {
        self.children.push(view);
        self
    }
}
