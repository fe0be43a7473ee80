//! Telling the host page what the shopper wants.

use serde::Serialize;
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement};

use crate::model::{Minor, Offered};

/// The detail of a `tillside-add` event.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Add<'a> {
    source: &'static str,
    currency: &'a str,
    items: Vec<Item<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<&'a str>,
}

/// A line item as the event carries it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Item<'a> {
    sku: &'a str,
    quantity: u32,
    title: &'a str,
    price_minor: Minor,
}

/// Dispatches the events of one host element.
#[derive(Clone, Debug)]
pub struct Emit {
    host: HtmlElement,
}

impl Emit {
    /// Events will come from this element.
    #[must_use]
    pub fn new(host: HtmlElement) -> Self {
        Self { host }
    }

    /// Asks the page to put one of each product into the basket; `false` when the page refused.
    #[must_use]
    pub fn add(&self, source: &'static str, currency: &str, products: &[&Offered]) -> bool {
        let mut items = Vec::with_capacity(products.len());
        for product in products {
            let Offered { sku, title, price_minor, .. } = product;
            items.push(Item { sku, quantity: 1, title, price_minor: *price_minor });
        }
        self.dispatch(&Add { source, currency, items, plan: None })
    }

    /// Asks the page to start the purchase of a membership; `false` when the page refused.
    #[must_use]
    pub fn join(&self, currency: &str, plan: &str) -> bool {
        self.dispatch(&Add { source: "plans", currency, items: Vec::new(), plan: Some(plan) })
    }

    fn dispatch(&self, detail: &Add<'_>) -> bool {
        let detail = detail.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::NULL);
        let init = CustomEventInit::new();
        init.set_bubbles(true);
        init.set_composed(true);
        init.set_cancelable(true);
        init.set_detail(&detail);
        let event = CustomEvent::new_with_event_init_dict("tillside-add", &init);
        event.is_ok_and(|event| self.host.dispatch_event(&event).unwrap_or(false))
    }
}
