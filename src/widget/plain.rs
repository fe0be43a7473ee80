//! Plain JavaScript values as the shop's nouns: the parsed `manifest.json` and the page's line items.
//!
//! Read by hand: the readers that `serde` derives add 9 KB (brotli) to the wasm. What is read is what `serde` reads on the host,
//! which a test compares.
//!
//! *Invariants*: values have no prototypes (`bare` in `www/load.js`); what cannot be read is named by its path.

use std::fmt;

use js_sys::{Array, Number, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::Words;
use crate::graph::{Manifest, Settings};
use crate::model::{Basket, Currency, LineItem, Links, Membership, Period, Policy, ShippingRule, SkuKey, Tact};

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
        format: manifest.whole("format")?,
        graph: manifest.text("graph")?,
        shards: manifest.whole("shards")?,
        currency: manifest.currency("currency")?,
        products: manifest.whole("products")?,
        orders: manifest.whole("orders")?,
        visits: if manifest.has("visits") { manifest.whole("visits")? } else { 0 },
        settings: Settings::default(),
        policy: policy(&manifest.field("policy"))?,
    })
}

/// Reads `[{ sku, quantity, priceMinor? }]`.
///
/// # Errors
/// [`Unreadable`] names the first field at fault.
pub fn basket(value: JsValue) -> Result<Basket, Unreadable> {
    let line = |line: &Plain| {
        let price_minor = if line.has("priceMinor") { Some(line.whole("priceMinor")?) } else { None };
        Ok(LineItem { sku: line.text("sku")?, quantity: line.whole("quantity")?, price_minor })
    };
    Plain::new(value, "lines").list(line).map(Basket::new)
}

/// Reads a list of SKUs.
///
/// # Errors
/// [`Unreadable`] names the first one that is no text.
pub fn skus(value: JsValue) -> Result<Vec<SkuKey>, Unreadable> {
    Plain::new(value, "skus").list(|sku| sku.as_text().map(|sku| SkuKey::new(&sku)))
}

/// Reads `[[key, text]]`.
///
/// # Errors
/// [`Unreadable`] names the first one that is no text.
pub fn words(value: JsValue) -> Result<Words, Unreadable> {
    Plain::new(value, "messages").list(|pair| Ok((pair.text("0")?, pair.text("1")?))).map(Words::new)
}

fn policy(policy: &Plain) -> Result<Policy, Unreadable> {
    let links = policy.field("links");
    Ok(Policy {
        links: Links { product: links.optional_text("product")?, image: links.optional_text("image")? },
        shipping: policy.optional_list("shipping", shipping_rule)?,
        plans: policy.optional_list("plans", membership)?,
        tact: if policy.has("tact") { tact(&policy.field("tact"))? } else { Tact::default() },
    })
}

fn tact(tact: &Plain) -> Result<Tact, Unreadable> {
    Ok(Tact { bundle_percent: tact.whole("bundle_percent")?, basket_percent: tact.whole("basket_percent")? })
}

fn shipping_rule(rule: &Plain) -> Result<ShippingRule, Unreadable> {
    Ok(ShippingRule {
        name: rule.text("name")?,
        currency: rule.currency("currency")?,
        price_minor: rule.whole("price_minor")?,
        free_from_minor: rule.whole("free_from_minor")?,
    })
}

fn membership(plan: &Plain) -> Result<Membership, Unreadable> {
    Ok(Membership {
        id: plan.text("id")?,
        name: plan.text("name")?,
        currency: plan.currency("currency")?,
        price_minor: plan.whole("price_minor")?,
        period: match plan.text("period")?.as_str() {
            "month" => Period::Month,
            "year" => Period::Year,
            _ => return Err(plan.field("period").unreadable("\"month\" or \"year\"")),
        },
        free_shipping: plan.field("free_shipping").value.as_bool().unwrap_or_default(),
        discount_percent: if plan.has("discount_percent") { plan.whole("discount_percent")? } else { 0 },
        benefits: plan.optional_list("benefits", Plain::as_text)?,
        url: plan.optional_text("url")?,
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

    /// Whether something other than `null` stands there.
    fn has(&self, name: &str) -> bool {
        !self.field(name).value.is_null_or_undefined()
    }

    fn text(&self, name: &str) -> Result<String, Unreadable> {
        self.field(name).as_text()
    }

    fn optional_text(&self, name: &str) -> Result<Option<String>, Unreadable> {
        if self.has(name) { self.text(name).map(Some) } else { Ok(None) }
    }

    fn currency(&self, name: &str) -> Result<Currency, Unreadable> {
        Currency::new(&self.text(name)?).map_err(|_| self.field(name).unreadable("a currency code such as GBP"))
    }

    fn whole<T: TryFrom<i64>>(&self, name: &str) -> Result<T, Unreadable> {
        let number = self.field(name).as_whole()?;
        T::try_from(number).map_err(|_| self.field(name).unreadable("in the range of its kind"))
    }

    /// Empty where nothing stands.
    fn optional_list<T>(&self, name: &str, read: impl Fn(&Self) -> Result<T, Unreadable>) -> Result<Vec<T>, Unreadable> {
        if self.has(name) { self.field(name).list(read) } else { Ok(Vec::new()) }
    }

    fn list<T>(&self, read: impl Fn(&Self) -> Result<T, Unreadable>) -> Result<Vec<T>, Unreadable> {
        if !Array::is_array(&self.value) {
            return Err(self.unreadable("a list"));
        }
        let mut items = Vec::new();
        for place in 0..self.value.unchecked_ref::<Array>().length() {
            items.push(read(&self.field(&place.to_string()))?);
        }
        Ok(items)
    }

    fn as_text(&self) -> Result<String, Unreadable> {
        self.value.as_string().ok_or_else(|| self.unreadable("a text"))
    }

    fn as_whole(&self) -> Result<i64, Unreadable> {
        let number = self.value.as_f64().filter(|_| Number::is_safe_integer(&self.value));
        #[expect(clippy::cast_possible_truncation, reason = "a safe integer has at most 53 bits")]
        let number = number.map(|number| number as i64);
        number.ok_or_else(|| self.unreadable("a whole number"))
    }
}
