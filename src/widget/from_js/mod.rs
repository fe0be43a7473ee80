//! Converts the plain JavaScript values that the page sets.
//!
//! The readers are written by hand, because those derived by `serde` add 9 KB (brotli) to the wasm.
//! A field of the wrong type is recorded and replaced by a default, so readers need no error
//! handling. `Plain::read` returns the recorded error at the end.
//!
//! *Invariants*: values have no prototypes (`bare` in `www/dom.js`); the error contains the path of
//! the first invalid value.

mod context_update;

use std::cell::RefCell;
use std::fmt;

use js_sys::{Array, Number, Reflect};
use wasm_bindgen::{JsCast, JsValue};

pub use context_update::update;

/// A value of the wrong type or out of range.
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

/// A value and its path.
struct Plain<'a> {
    value: JsValue,
    name: Name<'a>,
    parent: Option<&'a Self>,
    /// The first error of the whole value.
    fault: &'a RefCell<Option<InvalidField>>,
}

#[derive(Clone, Copy)]
enum Name<'a> {
    Key(&'a str),
    Place(u32),
}

impl<'a> Plain<'a> {
    /// Reads a whole value. If a field is invalid, the result is discarded and the error returned.
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

    /// The field with this name; `undefined` if there is none.
    fn field(&'a self, name: &'a str) -> Plain<'a> {
        let value = Reflect::get(&self.value, &name.into()).unwrap_or(JsValue::UNDEFINED);
        Plain {
            value,
            name: Name::Key(name),
            parent: Some(self),
            fault: self.fault,
        }
    }

    /// The field with this name; `None` if it is `null` or missing.
    fn maybe(&'a self, name: &'a str) -> Option<Plain<'a>> {
        Some(self.field(name)).filter(|field| !field.value.is_null_or_undefined())
    }

    fn text(&self, name: &str) -> String {
        self.field(name).as_text()
    }

    fn maybe_text(&self, name: &str) -> Option<String> {
        self.maybe(name).map(|text| text.as_text())
    }

    /// A whole number of the requested type.
    fn number<T: TryFrom<i64> + Default>(&self, name: &str) -> T {
        self.field(name).as_number()
    }

    fn maybe_number<T: TryFrom<i64> + Default>(&self, name: &str) -> Option<T> {
        self.maybe(name).map(|number| number.as_number())
    }

    fn as_number<T: TryFrom<i64> + Default>(&self) -> T {
        T::try_from(self.as_whole()).unwrap_or_else(|_| {
            self.refuse("within the permitted range");
            T::default()
        })
    }

    /// A boolean; `false` if the field is missing or not a boolean.
    fn flag(&self, name: &str) -> bool {
        self.field(name).value.as_bool().unwrap_or_default()
    }

    fn texts(&self) -> Vec<String> {
        let text = |text: &Plain<'_>| text.as_text();
        self.list(text)
    }

    /// A list; empty if the field is missing.
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

    /// A percentage, rounded up to whole percent.
    fn as_percent(&self) -> u8 {
        let percent = self.value.as_f64();
        let percent = percent.filter(|percent| (0.0..=100.0).contains(percent));
        if percent.is_none() {
            self.refuse("a percentage from 0 to 100");
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "in 0..=100"
        )]
        let percent = percent.unwrap_or(0.0).ceil() as u8;
        percent
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
