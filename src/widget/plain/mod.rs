//! Plain JavaScript values as the shop's nouns: the parsed `manifest.json`, and what the page says.
//!
//! Read by hand: the readers that `serde` derives add 9 KB (brotli) to the wasm. What is read is what `serde` reads on the host,
//! which a test compares.
//!
//! *Invariants*: values have no prototypes (`bare` in `www/load.js`); what cannot be read is named by its path.

mod policy;
mod said;

use std::fmt;

use js_sys::{Array, Number, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::graph::{Manifest, Settings};
use crate::model::Currency;

pub use said::Said;

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
        as_of: manifest.optional_text("as_of")?,
        orders: manifest.whole("orders")?,
        visits: manifest.optional("visits", Plain::as_number)?.unwrap_or(0),
        settings: Settings::default(),
        policy: policy::policy(&manifest.field("policy"))?,
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

    fn text(&self, name: &str) -> Result<String, Unreadable> {
        self.field(name).as_text()
    }

    /// `None` where nothing stands.
    fn optional<T>(&self, name: &str, read: impl Fn(&Self) -> Result<T, Unreadable>) -> Result<Option<T>, Unreadable> {
        let field = self.field(name);
        if field.value.is_null_or_undefined() { Ok(None) } else { read(&field).map(Some) }
    }

    fn optional_text(&self, name: &str) -> Result<Option<String>, Unreadable> {
        self.optional(name, Self::as_text)
    }

    /// False where nothing stands, or something else.
    fn flag(&self, name: &str) -> bool {
        self.field(name).value.as_bool().unwrap_or_default()
    }

    fn currency(&self, name: &str) -> Result<Currency, Unreadable> {
        Currency::new(&self.text(name)?).map_err(|_| self.field(name).unreadable("a currency code such as GBP"))
    }

    fn whole<T: TryFrom<i64>>(&self, name: &str) -> Result<T, Unreadable> {
        self.field(name).as_number()
    }

    fn as_number<T: TryFrom<i64>>(&self) -> Result<T, Unreadable> {
        T::try_from(self.as_whole()?).map_err(|_| self.unreadable("in the range of its kind"))
    }

    /// Empty where nothing stands.
    fn optional_list<T>(&self, name: &str, read: impl Fn(&Self) -> Result<T, Unreadable>) -> Result<Vec<T>, Unreadable> {
        Ok(self.optional(name, |field| field.list(&read))?.unwrap_or_default())
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
