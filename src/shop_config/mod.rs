//! `shop.toml`: the terms of a shop.
//!
//! A new section needs a field of `ShopFile` in `schema/` with its table, a few lines in
//! `resolve/`, and, if a graph or orders can contradict it, a check in `src/check/`. The JSON
//! Schema and the messages about keys derive from the types.
//!
//! *Invariants*: a file with an unknown key or an invalid rule is refused; the error lists line,
//! column and remedy of every problem; an empty file is a shop without terms.

mod diagnostic;
mod json_schema;
mod parse;
mod resolve;
mod schema;
mod selector;

use std::fs;
use std::path::Path;

use crate::model::{Currency, ManualLink, Policy};

pub use diagnostic::{Diagnostic, Severity, ShopError};
pub(crate) use diagnostic::{LineIndex, SpannedDiagnostic};
pub use json_schema::shop_schema;
pub(crate) use resolve::{ResolvedShop, StatedLink};
pub(crate) use schema::{ChoiceTable, DealTable, QuantityBreakTable, ServiceTable};
pub use selector::{DealSettings, DealStrategy, Selector, TitleCase};

/// A shop's settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shop {
    /// The currency of its prices.
    pub currency: Option<Currency>,
    /// The case of product titles.
    pub title_case: TitleCase,
    /// The rules that pages need.
    pub policy: Policy,
    /// Manual links and blocks.
    pub hand: Vec<ManualLink>,
    /// Selections of products; the index is the number of a [`Selection`](crate::model::Selection).
    pub selections: Vec<Selector>,
    /// The settings of the deal of the day.
    pub deal: Option<DealSettings>,
    /// Further markets.
    pub markets: Vec<Market>,
}

/// A market of a shop: `[[markets]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Market {
    /// Its name for pages, and the name of its folder.
    pub id: String,
    /// Language tags of its pages.
    pub languages: Vec<String>,
    /// Its countries by ISO 3166 codes.
    pub countries: Vec<String>,
    /// Path of its catalog, relative to the file; `None` for the catalog of the shop.
    pub catalog: Option<String>,
    /// Columns of the catalog with its values, as in `--catalog-column`.
    pub columns: Vec<String>,
    /// The shop as this market has it; its selections are those of the shop.
    pub terms: Shop,
}

impl Market {
    /// Whether its products are read from a file or from columns of its own.
    #[must_use]
    pub fn has_own_rows(&self) -> bool {
        self.catalog.is_some() || !self.columns.is_empty()
    }

    /// Whether it has prices of its own, and not those of the shop.
    #[must_use]
    pub fn has_own_prices(&self) -> bool {
        has_own_prices(self.catalog.as_deref(), &self.columns)
    }
}

/// Whether a market with this catalog and these columns has prices of its own.
fn has_own_prices(catalog: Option<&str>, columns: &[String]) -> bool {
    let role = |column: &String| column.split('=').next().map(str::trim) == Some("price");
    catalog.is_some() || columns.iter().any(role)
}

/// Reads a shop's settings.
///
/// # Errors
/// [`ShopError`] with the positions of all errors.
pub fn read_shop(path: &Path) -> Result<Shop, ShopError> {
    let text = read_text(path)?;
    let (shop, diagnostics) = resolve_text(&text);
    if diagnostics.is_empty() {
        return Ok(shop.into());
    }
    let lines = LineIndex::new(&text);
    Err(ShopError::Content {
        path: path.to_owned(),
        diagnostics: diagnostics
            .into_iter()
            .map(|diagnostic| lines.locate(diagnostic))
            .collect(),
    })
}

/// Reads the text of the file.
///
/// # Errors
/// [`ShopError::Io`].
pub(crate) fn read_text(path: &Path) -> Result<String, ShopError> {
    fs::read_to_string(path).map_err(|source| ShopError::Io {
        path: path.to_owned(),
        source,
    })
}

/// The valid part of a file, and all errors in the order of the file.
pub(crate) fn resolve_text(text: &str) -> (ResolvedShop, Vec<SpannedDiagnostic>) {
    let (shop, mut diagnostics) = resolve::read(parse::read(text));
    diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
    // Markets read inherited sections again.
    diagnostics.dedup_by(|one, other| one.span == other.span && one.message == other.message);
    (shop, diagnostics)
}
