//! `shop.toml`: what the merchant promises.
//!
//! A new section is a field of `ShopFile` in `file/` with its table, a few lines in `meaning/`, and, where a graph or orders can
//! contradict it, a check in `src/check/`; the schema and the messages about keys follow from the types.
//!
//! *Invariants*: a file with a key that nothing reads, or with a rule that cannot be meant, is refused with the line, the column
//! and a remedy of everything that is wrong with it; an empty file is a shop that promises nothing.

mod diagnostic;
mod json_schema;
mod parse;
mod resolve;
mod schema;
mod selector;

use std::fs;
use std::path::Path;

use crate::model::{Currency, ManualLink, Policy};

pub(crate) use diagnostic::{Fault, Lines};
pub use diagnostic::{Mistake, ShopError};
pub use json_schema::shop_schema;
pub(crate) use resolve::{Meaning, StatedLink};
pub(crate) use schema::{ChoiceTable, DealTable, ServiceTable};
pub use selector::{DealSettings, DealStrategy, Selector, TitleCase};

/// A shop's settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shop {
    /// The currency of its prices.
    pub currency: Option<Currency>,
    /// How titles are written.
    pub title_case: TitleCase,
    /// Everything that pages need of it.
    pub policy: Policy,
    /// Links between products that are made or forbidden by hand.
    pub hand: Vec<ManualLink>,
    /// Products that rules of the policy are for; the place is the number of a [`Selection`](crate::model::Selection).
    pub selections: Vec<Selector>,
    /// What takes turns as the deal of the day.
    pub deal: Option<DealSettings>,
}

/// Reads a shop's settings.
///
/// # Errors
/// [`ShopError`] with the places of all that has to be mended.
pub fn read_shop(path: &Path) -> Result<Shop, ShopError> {
    let text = read_text(path)?;
    let (meaning, faults) = understand(&text);
    if faults.is_empty() {
        return Ok(meaning.into());
    }
    let lines = Lines::new(&text);
    Err(ShopError::Content {
        path: path.to_owned(),
        mistakes: faults
            .into_iter()
            .map(|fault| lines.locate(fault))
            .collect(),
    })
}

/// Reads the file alone.
///
/// # Errors
/// [`ShopError::Io`].
pub(crate) fn read_text(path: &Path) -> Result<String, ShopError> {
    fs::read_to_string(path).map_err(|source| ShopError::Io {
        path: path.to_owned(),
        source,
    })
}

/// What can be understood of a file, and all that has to be mended, in the file's order.
pub(crate) fn understand(text: &str) -> (Meaning, Vec<Fault>) {
    let (meaning, mut faults) = resolve::read(parse::read(text));
    faults.sort_by_key(|fault| fault.span.start);
    (meaning, faults)
}
