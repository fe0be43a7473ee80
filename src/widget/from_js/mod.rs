//! Plain JavaScript values as the shop's nouns: the parsed `manifest.json`, and what the page says.
//!
//! Read by hand: the readers that `serde` derives add 9 KB (brotli) to the wasm. What is read is what `serde` reads on the host,
//! which a test compares. A value that is not what it should be is noted and read as nothing, so that no reader has to look out for
//! the mistakes of another; whoever reads as a whole asks for the note in the end.
//!
//! *Invariants*: values have no prototypes (`bare` in `www/dom.js`); the first value that cannot be read is named by its path.

mod context_update;
mod policy;

use std::cell::RefCell;
use std::fmt;

use js_sys::{Array, Number, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::graph::{Manifest, Settings};
use crate::model::Currency;

pub use context_update::update;

/// A value that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidField {
    path: String,
    wants: &'static str,
}

impl fmt::Display for InvalidField {
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
/// [`InvalidField`] names the first field at fault.
pub fn manifest(value: JsValue) -> Result<Manifest, InvalidField> {
    Plain::read(value, "manifest", |manifest| Manifest {
        format: manifest.number("format"),
        graph: manifest.text("graph"),
        shards: manifest.number("shards"),
        currency: manifest.currency("currency"),
        products: manifest.number("products"),
        as_of: manifest.maybe("as_of").map(|date| date.as_text()),
        orders: manifest.number("orders"),
        visits: manifest.maybe_number("visits").unwrap_or(0),
        settings: Settings::default(),
        policy: policy::policy(&manifest.field("policy")),
    })
}

/// A value and the way to it.
struct Plain<'a> {
    value: JsValue,
    name: Name<'a>,
    parent: Option<&'a Self>,
    /// What was wrong first in all that is read together.
    fault: &'a RefCell<Option<InvalidField>>,
}

#[derive(Clone, Copy)]
enum Name<'a> {
    Key(&'a str),
    Place(u32),
}

impl<'a> Plain<'a> {
    /// Reads a whole; what it holds in the place of unreadable values is no one's to see.
    fn read<T>(
        value: JsValue,
        name: &str,
        work: impl FnOnce(&Plain<'_>) -> T,
    ) -> Result<T, InvalidField> {
        let fault = RefCell::new(None);
        let read = work(&Plain {
            value,
            name: Name::Key(name),
            parent: None,
            fault: &fault,
        });
        fault.into_inner().map_or(Ok(read), Err)
    }

    fn refuse(&self, wants: &'static str) {
        let mut fault = self.fault.borrow_mut();
        if fault.is_none() {
            *fault = Some(InvalidField {
                path: self.path(),
                wants,
            });
        }
    }

    fn path(&self) -> String {
        let before = self
            .parent
            .map(|parent| parent.path() + ".")
            .unwrap_or_default();
        match self.name {
            Name::Key(key) => before + key,
            Name::Place(place) => before + &place.to_string(),
        }
    }

    /// What stands under this name; `undefined` where nothing does.
    fn field(&'a self, name: &'a str) -> Plain<'a> {
        let value = Reflect::get(&self.value, &name.into()).unwrap_or(JsValue::UNDEFINED);
        Plain {
            value,
            name: Name::Key(name),
            parent: Some(self),
            fault: self.fault,
        }
    }

    /// The same, but `None` where nothing stands.
    fn maybe(&'a self, name: &'a str) -> Option<Plain<'a>> {
        Some(self.field(name)).filter(|field| !field.value.is_null_or_undefined())
    }

    fn text(&self, name: &str) -> String {
        self.field(name).as_text()
    }

    fn maybe_text(&self, name: &str) -> Option<String> {
        self.maybe(name).map(|text| text.as_text())
    }

    fn currency(&self, name: &str) -> Currency {
        let field = self.field(name);
        Currency::new(&field.as_text()).unwrap_or_else(|_| {
            field.refuse("a currency code such as GBP");
            Currency::none()
        })
    }

    /// A whole number of the kind that is asked for.
    fn number<T: TryFrom<i64> + Default>(&self, name: &str) -> T {
        self.field(name).as_number()
    }

    fn maybe_number<T: TryFrom<i64> + Default>(&self, name: &str) -> Option<T> {
        self.maybe(name).map(|number| number.as_number())
    }

    fn as_number<T: TryFrom<i64> + Default>(&self) -> T {
        T::try_from(self.as_whole()).unwrap_or_else(|_| {
            self.refuse("in the range of its kind");
            T::default()
        })
    }

    /// False where nothing stands, or something else.
    fn flag(&self, name: &str) -> bool {
        self.field(name).value.as_bool().unwrap_or_default()
    }

    fn texts(&self) -> Vec<String> {
        let text = |text: &Plain<'_>| text.as_text();
        self.list(text)
    }

    /// Empty where nothing stands.
    fn maybe_texts(&self, name: &str) -> Vec<String> {
        self.maybe(name)
            .map(|list| list.texts())
            .unwrap_or_default()
    }

    /// Empty where nothing stands.
    fn maybe_list<T>(&self, name: &str, read: impl Fn(&Plain<'_>) -> T) -> Vec<T> {
        self.maybe(name)
            .map(|list| list.list(read))
            .unwrap_or_default()
    }

    fn list<T>(&self, read: impl Fn(&Plain<'_>) -> T) -> Vec<T> {
        let mut items = Vec::new();
        if !Array::is_array(&self.value) {
            self.refuse("a list");
            return items;
        }
        let values: &Array = self.value.unchecked_ref();
        for place in 0..values.length() {
            let item = Plain {
                value: values.get(place),
                name: Name::Place(place),
                parent: Some(self),
                fault: self.fault,
            };
            items.push(read(&item));
        }
        items
    }

    fn as_text(&self) -> String {
        self.value.as_string().unwrap_or_else(|| {
            self.refuse("a text");
            String::new()
        })
    }

    fn as_whole(&self) -> i64 {
        let number = self
            .value
            .as_f64()
            .filter(|_| Number::is_safe_integer(&self.value));
        if number.is_none() {
            self.refuse("a whole number");
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a safe integer has at most 53 bits"
        )]
        let number = number.unwrap_or(0.0) as i64;
        number
    }
}
