//! The common type of all elements of the views.
//!
//! Leptos is compiled separately for every type of view and of closure. Here a view is one type, and
//! only the whole view follows signals, so each part of Leptos is compiled once.
//!
//! *Invariants*: only `createElement`, text, attributes, properties and listeners are used; no text
//! is parsed as HTML or CSS. A view that is rendered again keeps the nodes at the same positions
//! with the same tags, so a missing optional child is replaced by [`nothing`]. A view that is
//! rendered for the first time takes over the nodes that are there, as far as they are the same
//! (`www/first_paint.js`). An element has either text or children. Its text is set as a whole: a page translator may have replaced the
//! text node, and a change of that node would not be visible.

use std::sync::Arc;

use leptos::prelude::{Mountable, Render};
use leptos::tachys::renderer::Rndr;
use web_sys::{HtmlElement, Node as DomNode};

use super::attributes::{Applied, Attributes, Value};
use crate::widget::platform::Event;

/// An element that is being built.
#[must_use = "it is shown as a child or as a view"]
pub(super) struct Element {
    tag: &'static str,
    attributes: Attributes,
    children: Vec<Option<Self>>,
}

/// An element; `class` is also the name of its `::part`.
///
/// The tag is in upper case, as the browser gives it back.
pub(super) fn element(tag: &'static str, class: &str) -> Element {
    let element = unnamed(tag);
    element.attribute("class", class).attribute("part", class)
}

/// An element without a class and part.
pub(super) fn unnamed(tag: &'static str) -> Element {
    Element {
        tag,
        attributes: Attributes::default(),
        children: Vec::new(),
    }
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

    pub(super) fn text(mut self, text: &str) -> Self {
        self.attributes.set("", Value::Text(text.to_owned()));
        self
    }

    pub(super) fn child(self, child: Self) -> Self {
        self.maybe(Some(child))
    }

    pub(super) fn children(mut self, children: impl Iterator<Item = Self>) -> Self {
        self.children.extend(children.map(Some));
        self
    }

    /// An optional child.
    pub(super) fn maybe(mut self, child: Option<Self>) -> Self {
        self.children.push(child);
        self
    }
}

/// A node of a view, with its current state.
struct Node {
    tag: &'static str,
    element: web_sys::Element,
    applied: Applied,
    children: Vec<Option<Self>>,
}

impl Node {
    /// Builds a node in a parent, out of the first of the nodes that no view has taken over yet.
    fn build(built: Element, parent: &DomNode, found: &mut Option<web_sys::Element>) -> Self {
        let element = match found.take() {
            Some(same) if same.tag_name() == built.tag => {
                *found = same.next_element_sibling();
                same
            }
            other => {
                let new = Rndr::create_element(built.tag, None);
                // Nothing to do about a parent that takes no child; the view is incomplete then.
                let _ = parent.insert_before(&new, other.as_deref());
                *found = other;
                new
            }
        };
        let mut applied = Applied::default();
        applied.apply(&element, built.attributes);
        let mut inside = element.first_element_child();
        let children = built
            .children
            .into_iter()
            .map(|child| Some(Self::build(child?, &element, &mut inside)));
        let children = children.collect();
        remove_from(inside);
        Self {
            tag: built.tag,
            element,
            applied,
            children,
        }
    }

    fn rebuild(&mut self, built: Element) {
        self.applied.apply(&self.element, built.attributes);
        patch(&mut self.children, built.children, &self.element);
    }
}

/// Makes the children of a node those of a new view.
fn patch(children: &mut Vec<Option<Node>>, built: Vec<Option<Element>>, parent: &DomNode) {
    let count = built.len();
    children.resize_with(children.len().max(count), || None);
    let mut before: Option<web_sys::Element> = None;
    // From the end, so that the node behind a new one is known.
    let absent = (count..children.len()).map(|_| None);
    let built: Vec<Option<Element>> = built.into_iter().chain(absent).collect();
    for (child, built) in children.iter_mut().zip(built).rev() {
        match (child.as_mut(), built) {
            (Some(node), Some(built)) if node.tag == built.tag => node.rebuild(built),
            (_, built) => {
                let old = child.take();
                *child = built.map(|built| {
                    let new = Node::build(built, parent, &mut None);
                    let _ = parent.insert_before(&new.element, before.as_deref());
                    new
                });
                if let Some(old) = old {
                    old.element.remove();
                }
            }
        }
        if let Some(node) = child {
            before = Some(node.element.clone());
        }
    }
    children.truncate(count);
}

/// Removes an element and those that follow it.
fn remove_from(mut first: Option<web_sys::Element>) {
    while let Some(element) = first {
        first = element.next_element_sibling();
        element.remove();
    }
}

/// A whole view and its place.
pub(super) struct Shown {
    place: HtmlElement,
    view: Option<Element>,
}

impl Shown {
    pub(super) fn new(place: &HtmlElement, view: Option<Element>) -> Self {
        let place = place.clone();
        Self { place, view }
    }
}

impl Render for Shown {
    type State = Place;

    fn build(self) -> Place {
        let mut found = self.place.first_element_child();
        let view = self
            .view
            .map(|view| Node::build(view, &self.place, &mut found));
        remove_from(found);
        Place {
            place: self.place,
            view: vec![view],
        }
    }

    fn rebuild(self, state: &mut Place) {
        patch(&mut state.view, vec![self.view], &state.place);
    }
}

/// A mounted view: its nodes are in their place from the beginning.
pub(super) struct Place {
    place: HtmlElement,
    view: Vec<Option<Node>>,
}

impl Mountable for Place {
    fn unmount(&mut self) {
        patch(&mut self.view, Vec::new(), &self.place);
    }

    fn mount(&mut self, _: &web_sys::Element, _: Option<&DomNode>) {}

    fn insert_before_this(&self, _: &mut dyn Mountable) -> bool {
        false
    }

    fn elements(&self) -> Vec<web_sys::Element> {
        let nodes = self.view.iter().flatten();
        nodes.map(|node| node.element.clone()).collect()
    }
}
