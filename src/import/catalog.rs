//! The merchant's own list of products.

use std::collections::BTreeMap;
use std::path::Path;

use super::columns::Columns;
use super::orders::check_width;
use super::table::{Row, Table};
use super::values::{amount_micros, whole};
use super::{ImportError, ImportOptions, Role, Watch};
use crate::model::{ManualLink, Rating, SkuKey, parse_related};

/// One product as the catalog lists it; what it does not say, the orders do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CatalogRow {
    /// Line in the file.
    pub line: u64,
    /// The merchant's SKU.
    pub sku: String,
    /// What shoppers call it.
    pub title: Option<String>,
    /// Price of one in millionths of the major unit.
    pub price_micros: Option<i64>,
    /// The price's currency.
    pub currency: Option<String>,
    /// Its page.
    pub url: Option<String>,
    /// Its picture.
    pub image: Option<String>,
    /// What its variants share.
    pub group: Option<String>,
    /// What kind of product it is.
    pub category: Option<String>,
    /// What the merchant links it to.
    pub related: Vec<ManualLink>,
    /// Whether it can be bought.
    pub is_available: Option<bool>,
    /// What shoppers think of it; never without somebody who said so.
    pub rating: Option<Rating>,
    /// What one of them says, at most 280 characters.
    pub testimonial: Option<String>,
}

/// More than this nobody reads beside a price.
const TESTIMONIAL: usize = 280;

/// Reads a catalog; only a SKU column is needed.
///
/// # Errors
/// [`ImportError`]; a SKU that is listed twice is [`ImportError::Duplicate`] unless bad rows are skipped.
pub fn read_catalog(
    path: &Path,
    options: &ImportOptions,
    watch: &mut dyn Watch,
) -> Result<Vec<CatalogRow>, ImportError> {
    let mut table = Table::open(path, options, watch)?;
    let columns = Columns::recognise(path, &table.headers, options, &[Role::Sku])?;
    let mut lines: BTreeMap<SkuKey, u64> = BTreeMap::new();
    let mut rows = Vec::new();
    let mut row = Row::default();
    while table.next(&mut row)? {
        watch.advance(table.bytes_read())?;
        let read = check_width(path, &columns, &row)
            .and_then(|()| understand(path, &columns, &row))
            .and_then(|product| {
                let Some(product) = product else {
                    return Ok(None);
                };
                match lines.insert(SkuKey::new(&product.sku), product.line) {
                    None => Ok(Some(product)),
                    Some(first) => {
                        lines.insert(SkuKey::new(&product.sku), first);
                        Err(ImportError::Duplicate {
                            path: path.to_owned(),
                            sku: product.sku,
                            first,
                            second: product.line,
                        })
                    }
                }
            });
        match read {
            Ok(product) => rows.extend(product),
            Err(_) if options.skip_bad_rows => {}
            Err(error) => return Err(error),
        }
    }
    Ok(rows)
}

fn understand(
    path: &Path,
    columns: &Columns,
    row: &Row,
) -> Result<Option<CatalogRow>, ImportError> {
    let cell = |role| columns.cell(role, &row.cells);
    let text = |role| cell(role).map(str::to_owned);
    let Some(sku) = text(Role::Sku) else {
        return Ok(None);
    };
    let bad_cell = |role, expected| ImportError::Cell {
        path: path.to_owned(),
        line: row.line,
        column: columns.header(role),
        found: text(role).unwrap_or_default().chars().take(40).collect(),
        expected,
    };
    let price = cell(Role::Price).map(|text| amount_micros(text).filter(|price| *price >= 0));
    let price = price
        .map(|price| price.ok_or_else(|| bad_cell(Role::Price, "a price")))
        .transpose()?;
    let available = cell(Role::Availability).map(|text| {
        availability(text).ok_or_else(|| {
            bad_cell(
                Role::Availability,
                "an availability such as \"in stock\" or \"out of stock\"",
            )
        })
    });
    let related = cell(Role::Related).map_or(Ok(Vec::new()), |related| {
        let expected = "related products such as \"accessory:id:SKU, required_part:id:SKU\"";
        parse_related(&SkuKey::new(&sku), related).map_err(|found| ImportError::Cell {
            path: path.to_owned(),
            line: row.line,
            column: columns.header(Role::Related),
            found: found.chars().take(40).collect(),
            expected,
        })
    })?;
    let stars = cell(Role::Rating).map(|text| {
        hundredths(text).ok_or_else(|| bad_cell(Role::Rating, "stars from 0 to 5 such as \"4.6\""))
    });
    let reviews = cell(Role::Reviews).map(|text| {
        let reviews = whole(text).and_then(|reviews| u32::try_from(reviews).ok());
        reviews.ok_or_else(|| bad_cell(Role::Reviews, "a number of reviews"))
    });
    let rating = stars
        .transpose()?
        .zip(reviews.transpose()?)
        .map(|(hundredths, reviews)| Rating {
            hundredths,
            reviews,
        });
    // Merchant Center writes "15.00 GBP" into the price.
    let in_price = cell(Role::Price)
        .and_then(|price| price.rsplit(' ').next())
        .filter(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()));
    Ok(Some(CatalogRow {
        line: row.line,
        sku,
        title: text(Role::Title),
        price_micros: price.filter(|price| *price > 0),
        currency: text(Role::Currency).or_else(|| in_price.map(str::to_owned)),
        url: text(Role::Url),
        image: text(Role::Image),
        group: text(Role::Group),
        category: text(Role::Category),
        related,
        is_available: available.transpose()?,
        rating: rating.filter(|rating| rating.hundredths > 0 && rating.reviews > 0),
        testimonial: cell(Role::Testimonial).map(shorten),
    }))
}

/// Stars, `4.6`, `4,6` or `4.6/5`, in hundredths; at most five. A comma never groups thousands of stars.
fn hundredths(text: &str) -> Option<u16> {
    let stars = text
        .strip_suffix('5')
        .and_then(|text| text.trim_end().strip_suffix('/'))
        .unwrap_or(text);
    let stars = amount_micros(&stars.replace(',', "."))?;
    let hundredths = stars.checked_add(5_000)?.checked_div(10_000)?;
    u16::try_from(hundredths)
        .ok()
        .filter(|hundredths| *hundredths <= 500)
}

/// Cuts at a word what is too long.
fn shorten(text: &str) -> String {
    if text.chars().nth(TESTIMONIAL).is_none() {
        return text.to_owned();
    }
    let mut head: String = text.chars().take(TESTIMONIAL).collect();
    // At a word, else before the last character: there has to be a place for the dots.
    let end = head
        .rfind(char::is_whitespace)
        .or_else(|| head.char_indices().next_back().map(|(last, _)| last));
    head.truncate(end.unwrap_or(0));
    format!("{}…", head.trim_end())
}

fn availability(text: &str) -> Option<bool> {
    let folded: String = text
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    match folded.as_str() {
        "instock" | "true" | "yes" | "1" | "backorder" | "onbackorder" | "preorder"
        | "available" => Some(true),
        "outofstock" | "false" | "no" | "0" | "soldout" | "unavailable" | "discontinued" => {
            Some(false)
        }
        _ => None,
    }
}
