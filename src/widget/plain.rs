//! Plain JavaScript values as the shop's nouns: the parsed `manifest.json` and the page's line items.
//!
//! Read by hand, because what `serde` derives for reading is ten times as large (9 of 74 KB brotli). What is read is what `serde`
//! reads on the host, which a test compares.
//!
//! *Invariants*: values have no prototypes (`bare` in `www/load.js`); what cannot be read is named by its path.

use std::fmt;

use js_sys::{Array, Number, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::graph::{Manifest, Settings};
use crate::model::{Basket, Currency, LineItem, Links, Membership, Period, Policy, ShippingRule};

/// A value that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    path: String,
    wants: &'static str,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in [&self.path, " is not ", self.wants] {
            out.write_str(part)?;
        }
        Ok(())
    }
}

/// Reads the parsed `manifest.json`, but for how the graph was learned.
///
/// # Errors
/// [`Unreadable`] names the first field at fault.
pub fn manifest(value: JsValue) -> Result<Manifest, Unreadable> {
    let manifest = Plain::new(value, "manifest");
    Ok(Manifest {
        format: manifest.field("format").whole()?,
        graph: manifest.field("graph").text()?,
        shards: manifest.field("shards").whole()?,
        currency: manifest.field("currency").currency()?,
        products: manifest.field("products").whole()?,
        orders: manifest.field("orders").whole()?,
        settings: Settings::default(),
        policy: manifest.field("policy").optional(policy)?.unwrap_or_default(),
    })
}

/// Reads `[{ sku, quantity, priceMinor? }]`.
///
/// # Errors
/// [`Unreadable`] names the first field at fault.
pub fn basket(value: JsValue) -> Result<Basket, Unreadable> {
    let line = |line: &Plain| {
        Ok(LineItem {
            sku: line.field("sku").text()?,
            quantity: line.field("quantity").whole()?,
            price_minor: line.field("priceMinor").optional(Plain::whole)?,
        })
    };
    Plain::new(value, "lines").list(line).map(Basket::new)
}

fn policy(policy: &Plain) -> Result<Policy, Unreadable> {
    let links = |links: &Plain| {
        Ok(Links { product: links.field("product").optional(Plain::text)?, image: links.field("image").optional(Plain::text)? })
    };
    Ok(Policy {
        links: policy.field("links").optional(links)?.unwrap_or_default(),
        shipping: policy.field("shipping").optional(|rules| rules.list(shipping_rule))?.unwrap_or_default(),
        plans: policy.field("plans").optional(|plans| plans.list(membership))?.unwrap_or_default(),
    })
}

fn shipping_rule(rule: &Plain) -> Result<ShippingRule, Unreadable> {
    Ok(ShippingRule {
        name: rule.field("name").text()?,
        currency: rule.field("currency").currency()?,
        price_minor: rule.field("price_minor").whole()?,
        free_from_minor: rule.field("free_from_minor").whole()?,
    })
}

fn membership(plan: &Plain) -> Result<Membership, Unreadable> {
    Ok(Membership {
        id: plan.field("id").text()?,
        name: plan.field("name").text()?,
        currency: plan.field("currency").currency()?,
        price_minor: plan.field("price_minor").whole()?,
        period: plan.field("period").period()?,
        free_shipping: plan.field("free_shipping").value.as_bool().unwrap_or_default(),
        discount_percent: plan.field("discount_percent").optional(Plain::whole)?.unwrap_or_default(),
        benefits: plan.field("benefits").optional(|benefits| benefits.list(Plain::text))?.unwrap_or_default(),
        url: plan.field("url").optional(Plain::text)?,
    })
}

/// A value and the way to it.
struct Plain {
    value: JsValue,
    path: String,
}

impl Plain {
    fn new(value: JsValue, path: &str) -> Self {
        Self { value, path: path.to_owned() }
    }

    fn unreadable(&self, wants: &'static str) -> Unreadable {
        Unreadable { path: self.path.clone(), wants }
    }

    /// What stands under this name; `undefined` where nothing does.
    fn field(&self, name: &str) -> Self {
        let value = Reflect::get(&self.value, &name.into()).unwrap_or(JsValue::UNDEFINED);
        Self { value, path: [self.path.as_str(), ".", name].concat() }
    }

    /// `None` for `undefined` and `null`.
    fn optional<T>(&self, read: impl FnOnce(&Self) -> Result<T, Unreadable>) -> Result<Option<T>, Unreadable> {
        if self.value.is_null_or_undefined() { Ok(None) } else { read(self).map(Some) }
    }

    fn list<T>(&self, read: impl Fn(&Self) -> Result<T, Unreadable>) -> Result<Vec<T>, Unreadable> {
        if !Array::is_array(&self.value) {
            return Err(self.unreadable("a list"));
        }
        let list: &Array = self.value.unchecked_ref();
        (0..list.length()).map(|place| read(&self.field(&place.to_string()))).collect()
    }

    fn text(&self) -> Result<String, Unreadable> {
        self.value.as_string().ok_or_else(|| self.unreadable("a text"))
    }

    fn whole<T: TryFrom<i64>>(&self) -> Result<T, Unreadable> {
        let number = self.value.as_f64().filter(|_| Number::is_safe_integer(&self.value));
        #[expect(clippy::cast_possible_truncation, reason = "a safe integer has at most 53 bits")]
        let number = number.and_then(|number| T::try_from(number as i64).ok());
        number.ok_or_else(|| self.unreadable("a whole number in its range"))
    }

    fn currency(&self) -> Result<Currency, Unreadable> {
        Currency::new(&self.text()?).map_err(|_| self.unreadable("a currency code such as GBP"))
    }

    fn period(&self) -> Result<Period, Unreadable> {
        match self.text()?.as_str() {
            "month" => Ok(Period::Month),
            "year" => Ok(Period::Year),
            _ => Err(self.unreadable("\"month\" or \"year\"")),
        }
    }
}
