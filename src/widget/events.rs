//! Events to the host page about the shopper's choices.

use serde::Serialize;
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement};

use crate::model::{BillingPeriod, Minor, OfferItem, OfferKind};

/// The detail of a `tillside-add` event.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Add<'a> {
    source: OfferKind,
    list_id: &'a str,
    currency: &'a str,
    items: Vec<Item<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    membership: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<BillingPeriod>,
}

/// A line item of the event.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Item<'a> {
    sku: &'a str,
    quantity: u32,
    title: &'a str,
    price_minor: Option<Minor>,
    #[serde(skip_serializing_if = "Option::is_none")]
    was_minor: Option<Minor>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replaces: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    belongs_to: Option<&'a str>,
}

/// The detail of a `tillside-dismiss` event.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Dismiss<'a> {
    list_id: &'a str,
}

/// Dispatches the events of one host element.
#[derive(Clone, Debug)]
pub struct Events {
    host: HtmlElement,
}

impl Events {
    /// Dispatches events from this element.
    #[must_use]
    pub fn new(host: HtmlElement) -> Self {
        Self { host }
    }

    /// Asks the page to put products into the cart; `false` if the page refuses.
    #[must_use]
    pub fn add(
        &self,
        source: OfferKind,
        list_id: &str,
        currency: &str,
        products: &[&OfferItem],
    ) -> bool {
        let mut items = Vec::with_capacity(products.len());
        for product in products {
            let OfferItem {
                sku,
                title,
                quantity,
                price_minor,
                was_minor,
                replaces,
                belongs_to,
                ..
            } = product;
            items.push(Item {
                sku,
                quantity: *quantity,
                title,
                price_minor: *price_minor,
                was_minor: *was_minor,
                replaces: replaces.as_deref(),
                belongs_to: belongs_to.as_deref(),
            });
        }
        self.dispatch(
            "tillside-add",
            &Add {
                source,
                list_id,
                currency,
                items,
                membership: None,
                period: None,
            },
        )
    }

    /// Asks the page to start the purchase of a membership; the page may answer with
    /// `setMembership`. `false` if the page refuses.
    #[must_use]
    pub fn join(
        &self,
        list_id: &str,
        currency: &str,
        membership: &str,
        period: BillingPeriod,
    ) -> bool {
        let (membership, period) = (Some(membership), Some(period));
        self.dispatch(
            "tillside-add",
            &Add {
                source: OfferKind::Memberships,
                list_id,
                currency,
                items: Vec::new(),
                membership,
                period,
            },
        )
    }

    /// Reports that the shopper dismissed an offer.
    pub fn dismiss(&self, list_id: &str) {
        self.dispatch("tillside-dismiss", &Dismiss { list_id });
    }

    fn dispatch(&self, name: &str, detail: &impl Serialize) -> bool {
        let detail = detail
            .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
            .unwrap_or(JsValue::NULL);
        let init = CustomEventInit::new();
        init.set_bubbles(true);
        init.set_composed(true);
        init.set_cancelable(true);
        init.set_detail(&detail);
        let event = CustomEvent::new_with_event_init_dict(name, &init);
        event.is_ok_and(|event| self.host.dispatch_event(&event).unwrap_or(false))
    }
}
