//! On the host: the one type of which all views are built, as a description of the nodes.
//!
//! A node is `[tag, class, attributes, text, child, …]`: in lower case, without listeners, and with 0 in
//! place of what it lacks. The class is also its `::part`. `www/first_paint.js` builds the nodes.
//!
//! *Invariants*: it has the functions of `dom.rs`, and describes the nodes that they build.

use serde_json::{Map, Value, json};

use crate::widget::messages::description;
use crate::widget::platform::Event;

/// An element that is being described.
#[must_use = "it is shown as a child"]
pub(super) struct Element {
    tag: &'static str,
    class: String,
    attributes: Map<String, Value>,
    text: Value,
    children: Vec<Value>,
}

/// An element; `class` is also the name of its `::part`.
pub(super) fn element(tag: &'static str, class: &str) -> Element {
    Element {
        tag,
        class: class.to_owned(),
        attributes: Map::new(),
        text: json!(0),
        children: Vec::new(),
    }
}

impl Element {
    pub(super) fn attribute(mut self, name: &'static str, value: &str) -> Self {
        self.attributes.insert(name.to_owned(), description(value));
        self
    }

    /// A property; the description has `true` or `false` in place of a text.
    pub(super) fn property(mut self, name: &'static str, is_set: bool) -> Self {
        self.attributes.insert(name.to_owned(), is_set.into());
        self
    }

    /// The one property of a style that views set is the length of the bar.
    pub(super) fn style(mut self, name: &'static str, value: &str) -> Self {
        self.attributes
            .insert(format!("style.{name}"), value.into());
        self
    }

    pub(super) fn on(self, _: &'static str, _: impl Fn(&Event) + Send + Sync + 'static) -> Self {
        self
    }

    pub(super) fn text(mut self, text: &str) -> Self {
        self.text = description(text);
        self
    }

    pub(super) fn child(mut self, child: Self) -> Self {
        self.children.push(child.into_value());
        self
    }

    pub(super) fn children(mut self, children: impl Iterator<Item = Self>) -> Self {
        self.children.extend(children.map(Self::into_value));
        self
    }

    /// An optional child.
    pub(super) fn maybe(self, child: Option<Self>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// The description.
    pub(super) fn into_value(self) -> Value {
        let attributes = if self.attributes.is_empty() {
            json!(0)
        } else {
            Value::Object(self.attributes)
        };
        let mut node = vec![
            self.tag.to_ascii_lowercase().into(),
            self.class.into(),
            attributes,
            self.text,
        ];
        node.extend(self.children);
        // Nothing but tag and class.
        while node.last() == Some(&json!(0)) {
            node.pop();
        }
        Value::Array(node)
    }
}
