//! Reads the merchant's list of products.

use std::collections::BTreeMap;
use std::path::Path;

use super::catalog_cells as cells;
use super::choose_reading::{Decided, decide};
use super::kept_rows::{is_remark, is_wide};
use super::numbers::micros;
use super::report::{DropReason, ImportReport};
use super::sources::Row;
use super::text::{plain, unquoted, without_decimals};
use super::variant_options::{OptionColumns, VariantOption};
use super::words::fold;
use super::words::statuses::is_yes;
use super::{
    Accept, Decimal, ImportError, ImportOptions, Preset, Role, RowLayout, Watch, money_signs, roles,
};
use crate::model::{ManualLink, Rating, SkuKey, parse_related};

/// One piece in millionths.
const ONE_PIECE: i64 = 1_000_000;

/// One product of the catalog. The orders fill in missing fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CatalogRow {
    /// Line in the file.
    pub line: u64,
    /// The merchant's SKU.
    pub sku: String,
    /// Name for shoppers.
    pub title: Option<String>,
    /// Price of one piece in millionths of the major unit.
    pub price_micros: Option<i64>,
    /// The announced end of that price.
    pub price_change: Option<CatalogPriceChange>,
    /// The price's currency.
    pub currency: Option<String>,
    /// Address of its page.
    pub url: Option<String>,
    /// Address of its picture.
    pub image: Option<String>,
    /// Identifier that its variants share.
    pub group: Option<String>,
    /// The options by which it differs from the other variants, such as `("Size", "M")`; a name may
    /// be empty.
    pub options: Vec<VariantOption>,
    /// Path of its category.
    pub category: Option<String>,
    /// Links that the merchant maintains.
    pub related: Vec<ManualLink>,
    /// Whether it is in stock and on sale.
    pub is_available: Option<bool>,
    /// Whether it is only sold by several pieces: with a minimum quantity or a step.
    pub is_in_sets: bool,
    /// Whether an order contains at most one piece.
    pub is_singly: bool,
    /// Rating by customers; only with at least one review.
    pub rating: Option<Rating>,
    /// A customer's sentence, at most 280 characters.
    pub testimonial: Option<String>,
    /// Titles of other languages or store views, each with the catalog's name of the language.
    pub titles: Vec<(String, String)>,
}

/// The end of a price: of a sale, or before one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CatalogPriceChange {
    /// The last day of the price, in days since 1970.
    pub last_day: u32,
    /// The price after it, in millionths of the major unit; `None` if that one has an end too.
    pub next_micros: Option<i64>,
}

/// The products of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    /// Its products.
    pub rows: Vec<CatalogRow>,
    /// Numbers of kept and dropped rows.
    pub report: ImportReport,
}

/// Reads a catalog. It needs a column of SKUs, or a column of titles.
///
/// # Errors
/// [`ImportError`]; a SKU that is listed twice is [`ImportError::Duplicate`], unless repeated SKUs are accepted
/// or bad rows are skipped.
pub fn read_catalog(
    path: &Path,
    options: &ImportOptions,
    watch: &mut dyn Watch,
) -> Result<Vec<CatalogRow>, ImportError> {
    read_catalog_report(path, options, watch).map(|catalog| catalog.rows)
}

/// Reads a catalog with a report on its rows.
///
/// # Errors
/// As [`read_catalog`].
pub fn read_catalog_report(
    path: &Path,
    options: &ImportOptions,
    watch: &mut dyn Watch,
) -> Result<Catalog, ImportError> {
    let options = ImportOptions {
        rows: RowLayout::Catalog,
        ..options.clone()
    };
    let (mut table, decided) = decide(path, &options, roles::OF_CATALOG, watch)?;
    let mut reader = CatalogReader::new(path, &decided, &options);
    let mut catalog = Catalog::default();
    catalog.report.preset = decided.columns.preset;
    catalog.report.reading = decided.reading.clone();
    let mut row = Row::default();
    // All repeated SKUs are one error, which counts them.
    let mut repeated: Option<ImportError> = None;
    let takes_first = options.accepts(Accept::RepeatedSkus) || options.skip_bad_rows;
    while table.next(&mut row)? {
        watch.advance(table.bytes_read())?;
        let report = &mut catalog.report;
        report.rows = report.rows.saturating_add(1);
        match reader.read(&row, &mut catalog.rows) {
            Ok(None) => report.kept = report.kept.saturating_add(1),
            Ok(Some(reason)) => report.drop_row(reason),
            Err(ImportError::Duplicate { .. }) if takes_first => {
                report.drop_row(DropReason::RepeatedSku);
            }
            Err(error @ ImportError::Duplicate { .. }) => match &mut repeated {
                Some(ImportError::Duplicate { more, .. }) => *more = more.saturating_add(1),
                _ => repeated = Some(error),
            },
            Err(_) if options.skip_bad_rows => report.drop_row(DropReason::BadRow),
            Err(error) => return Err(error),
        }
    }
    (catalog.report.repaired_cells, catalog.report.encoding) = table.repaired();
    catalog.report.notes.extend(table.unread_sheets());
    repeated.map_or(Ok(catalog), Err)
}

/// Shopify's headers of the column that is blank if the stock is not tracked.
const TRACKERS: [&str; 3] = [
    "Variant Inventory Tracker",
    "Inventory tracker",
    "variant inventory_management",
];

/// WooCommerce's header of the column with the places where a product is visible (everywhere, in
/// lists, in the search, nowhere), in the languages of its translations.
const VISIBILITIES: [&str; 9] = [
    "Visibility in catalog",
    "Sichtbarkeit im Katalog",
    "Visibilité dans le catalogue",
    "Visibilidad en el catálogo",
    "Visibilità nel catalogo",
    "Visibilidade no catálogo",
    "Zichtbaarheid in catalogus",
    "Widoczność w katalogu",
    "Видимость в каталоге",
];

/// Cells that a file may contain only in the first row of a product.
#[derive(Default)]
struct ProductFacts {
    group: String,
    title: String,
    category: Option<String>,
    published: Option<bool>,
    included: Option<bool>,
    price: Option<ListedPrice>,
    /// The options of the first row, if it is a variant whose title does not contain them, and its
    /// index in the list.
    first: Option<(usize, String)>,
}

/// The price of one piece in millionths of the major unit, with its announced end.
#[derive(Clone, Copy)]
struct ListedPrice {
    micros: i64,
    change: Option<CatalogPriceChange>,
}

/// Converts rows to products.
struct CatalogReader<'a> {
    path: &'a Path,
    decided: &'a Decided,
    options: &'a ImportOptions,
    /// Columns of further options of a variant.
    option_places: Vec<usize>,
    /// Column that shows whether the shop tracks the stock of a product; blank if it does not.
    tracker: Option<usize>,
    /// Columns with the options of a variant.
    options_of_variants: OptionColumns,
    /// Columns with the stock of each location, as in Square's export.
    stocks: Vec<usize>,
    /// Column that can hide a published product from the lists of the shop.
    visibility: Option<usize>,
    /// Index, line and language of each SKU.
    known: BTreeMap<SkuKey, (usize, u64, Option<String>)>,
    facts: ProductFacts,
}

impl<'a> CatalogReader<'a> {
    fn new(path: &'a Path, decided: &'a Decided, options: &'a ImportOptions) -> Self {
        let headers = &decided.columns.headers;
        let place = |name: &str| super::columns::place_of(headers, name);
        let option_places = ["Option2 Value", "Option3 Value"]
            .into_iter()
            .filter_map(place);
        Self {
            path,
            decided,
            options,
            option_places: option_places.collect(),
            options_of_variants: OptionColumns::find(headers, decided.columns.place(Role::Variant)),
            tracker: TRACKERS.iter().find_map(|name| place(name)),
            stocks: stocks_of_locations(headers),
            visibility: VISIBILITIES.iter().find_map(|name| place(name)),
            known: BTreeMap::new(),
            facts: ProductFacts::default(),
        }
    }

    /// Adds the product of a row to the list; the reason if the row is not a product.
    fn read(
        &mut self,
        row: &Row,
        rows: &mut Vec<CatalogRow>,
    ) -> Result<Option<DropReason>, ImportError> {
        let width = self.decided.columns.count();
        if is_remark(row, width) {
            return Ok(Some(DropReason::Remark));
        }
        if !is_wide(row, width) {
            return Err(ImportError::Ragged {
                path: self.path.to_owned(),
                line: row.line,
                found: row.cells.len(),
                expected: width,
            });
        }
        let Some(product) = self.product(row, rows)? else {
            return Ok(Some(DropReason::NoSku));
        };
        let language = self.cell(Role::Language, row).map(str::to_owned);
        let key = SkuKey::new(&product.sku);
        let Some((place, first, known_language)) = self.known.get(&key) else {
            self.known.insert(key, (rows.len(), row.line, language));
            rows.push(product);
            return Ok(None);
        };
        // A row in another language or store view is not another product.
        if let Some(language) = language.clone()
            && *known_language != Some(language.clone())
            && let Some(listed) = rows.get_mut(*place)
        {
            listed
                .titles
                .extend(product.title.map(|title| (language, title)));
            return Ok(None);
        }
        Err(ImportError::Duplicate {
            path: self.path.to_owned(),
            sku: product.sku,
            first: *first,
            second: row.line,
            more: 0,
        })
    }

    fn cell<'r>(&self, role: Role, row: &'r Row) -> Option<&'r str> {
        if self.options.unread.contains(&role) {
            return None;
        }
        self.decided.columns.cell(role, &row.cells)
    }

    fn bad_cell(&self, role: Role, row: &Row, found: &str, expected: &'static str) -> ImportError {
        ImportError::Cell {
            path: self.path.to_owned(),
            line: row.line,
            column: self.decided.columns.header(role),
            found: found.chars().take(40).collect(),
            expected,
        }
    }

    /// Reads a cell; an invalid one becomes an error that names the expected content.
    fn read_cell<T>(
        &self,
        role: Role,
        row: &Row,
        read: impl FnOnce(&str) -> Option<T>,
        expected: &'static str,
    ) -> Result<Option<T>, ImportError> {
        self.cell(role, row)
            .map(|cell| read(cell).ok_or_else(|| self.bad_cell(role, row, cell, expected)))
            .transpose()
    }

    /// The product of a row; `rows` are the products before it.
    fn product(
        &mut self,
        row: &Row,
        rows: &mut [CatalogRow],
    ) -> Result<Option<CatalogRow>, ImportError> {
        let title = self.title(row, rows);
        let group = self.decided.columns.cell(Role::Group, &row.cells);
        let options = self
            .options_of_variants
            .of_row(row, group.unwrap_or_default());
        let sku = self.cell(Role::Sku, row).map(|sku| {
            let sku = unquoted(sku);
            if self.decided.forms.has_floats {
                without_decimals(sku)
            } else {
                sku
            }
        });
        // Rows with additional pictures have none of these cells.
        let is_product = [Role::Price, Role::Title, Role::Variant]
            .into_iter()
            .any(|role| self.cell(role, row).is_some());
        let stand_in = title.clone().filter(|_| is_product);
        let sku = sku.filter(|sku| !sku.is_empty()).map(str::to_owned);
        let Some(sku) = sku.or(stand_in) else {
            return Ok(None);
        };
        // A variant without a price of its own has that of its product.
        let price = self.price(row)?;
        let price = price.or_else(|| self.facts.price.filter(|_| self.may_inherit_price(row)));
        self.facts.price = self.facts.price.or(price);
        let price = price.filter(|price| price.micros > 0);
        let text = |role| self.cell(role, row).map(str::to_owned);
        let (stars, reviews) = (self.stars(row)?, self.reviews(row)?);
        let rating = stars.zip(reviews).map(|(hundredths, reviews)| Rating {
            hundredths,
            reviews,
        });
        let category = text(Role::Category).map(|category| plain(&category).into_owned());
        Ok(Some(CatalogRow {
            line: row.line,
            title,
            price_micros: price.map(|price| price.micros),
            price_change: price.and_then(|price| price.change),
            currency: self.currency(row),
            url: text(Role::Url),
            image: self.cell(Role::Image, row).map(cells::first_address),
            group: text(Role::Group).or_else(|| self.group_above()),
            options,
            category: category.or_else(|| self.facts.category.clone()),
            related: self.related(row, &sku)?,
            is_available: self.is_available(row)?,
            is_in_sets: self.is_in_sets(row),
            is_singly: self.cell(Role::Singly, row).is_some_and(is_yes),
            rating: rating.filter(|rating| rating.hundredths > 0 && rating.reviews > 0),
            testimonial: self.cell(Role::Testimonial, row).map(cells::shorten),
            titles: Vec::new(),
            sku,
        }))
    }

    /// The title of a row, or the title of the product's first row with the row's options.
    fn title(&mut self, row: &Row, rows: &mut [CatalogRow]) -> Option<String> {
        let own = self
            .cell(Role::Title, row)
            .map(|title| plain(title).into_owned());
        let group = self.cell(Role::Group, row).unwrap_or_default().to_owned();
        let is_below = self.decided.columns.preset.rules().has_variants_below && group.is_empty();
        let is_same = !group.is_empty() && group == self.facts.group;
        // The same title again is the product's, not that of another variant.
        let is_repeated = is_same && own.as_deref() == Some(&*self.facts.title);
        let is_new = own.is_some() && !is_repeated;
        if is_new || !(is_same || is_below) {
            let sku = || self.cell(Role::Sku, row).unwrap_or_default().to_owned();
            self.facts = ProductFacts {
                group: if is_below { sku() } else { group },
                title: own.clone().unwrap_or_default(),
                category: self.cell(Role::Category, row).map(str::to_owned),
                published: self
                    .cell(Role::Published, row)
                    .and_then(cells::is_published),
                included: self.cell(Role::Included, row).and_then(cells::is_published),
                price: None,
                first: None,
            };
        }
        let is_shopify = self.decided.columns.preset == Preset::Shopify;
        let title = own
            .clone()
            .or_else(|| Some(self.facts.title.clone()).filter(|title| !title.is_empty()))?;
        let options: Vec<&str> = self
            .cell(Role::Variant, row)
            .into_iter()
            .chain(self.option_places.iter().filter_map(|place| {
                let cell = row.cells.get(*place).map(|cell| cell.trim());
                cell.filter(|cell| !cell.is_empty())
            }))
            .filter(|option| *option != "Default Title")
            .collect();
        // The first row of a Shopify product is a variant like the others, but its title is
        // complete.
        let is_further = !is_new || (is_shopify && self.cell(Role::Sku, row).is_none());
        if options.is_empty() {
            return Some(title);
        }
        let options = options.join(" / ");
        if !is_further {
            // A product with one variant is not named after it, and Wix lists all options of a product.
            let is_variant = !options.contains(';');
            self.facts.first = is_variant.then_some((rows.len(), options));
            return Some(title);
        }
        // The title of the first row belongs to the product, unless each variant repeats it.
        if let Some((place, options)) = self.facts.first.take()
            && is_repeated
            && let Some(first) = rows.get_mut(place)
        {
            first.title = Some(format!("{} - {options}", self.facts.title));
        }
        Some(format!("{title} - {options}"))
    }

    /// The price that shoppers pay: the sale price while it is valid.
    fn price(&self, row: &Row) -> Result<Option<ListedPrice>, ImportError> {
        let forms = &self.decided.forms;
        let read = |form: Decimal| move |cell: &str| micros(cell, form).filter(|price| *price >= 0);
        // Square's word for a price that is entered at the till.
        let is_open = self
            .cell(Role::Price, row)
            .is_some_and(|cell| fold(cell) == "variable");
        let price = if is_open {
            None
        } else {
            self.read_cell(Role::Price, row, read(forms.price), "a price")?
        };
        let sale = self.read_cell(Role::SalePrice, row, read(forms.sale_price), "a price")?;
        let sale = sale.filter(|sale| *sale > 0 && price.is_none_or(|price| *sale < price));
        Ok(self.price_today(price, sale, row))
    }

    /// The price of today: the usual one, or that of the sale.
    fn price_today(&self, usual: Option<i64>, sale: Option<i64>, row: &Row) -> Option<ListedPrice> {
        let endless = |micros| ListedPrice {
            micros,
            change: None,
        };
        let Some((sale, today)) = sale.zip(self.options.today) else {
            return sale.or(usual).map(endless);
        };
        let (start, end) = (
            self.cell(Role::SaleStart, row),
            self.cell(Role::SaleEnd, row),
        );
        let period = cells::sale_period(start, end);
        let today = cells::day_number(today);
        let change = |last_day: Option<i64>, next_micros| {
            let last_day = last_day.and_then(|day| u32::try_from(day).ok())?;
            Some(CatalogPriceChange {
                last_day,
                next_micros,
            })
        };
        if period.last.is_some_and(|last| last < today) {
            usual.map(endless)
        } else if let Some(first) = period.first.filter(|first| *first > today) {
            let next = Some(sale).filter(|_| period.last.is_none());
            usual.map(|micros| ListedPrice {
                micros,
                change: change(first.checked_sub(1), next),
            })
        } else {
            Some(ListedPrice {
                micros: sale,
                change: change(period.last, usual),
            })
        }
    }

    /// The group of the variants below a product.
    fn group_above(&self) -> Option<String> {
        let has_variants_below = self.decided.columns.preset.rules().has_variants_below;
        let group = Some(&self.facts.group).filter(|group| !group.is_empty());
        group.filter(|_| has_variants_below).cloned()
    }

    /// Whether the price of a variant may be that of its product: Wix adds a surcharge.
    fn may_inherit_price(&self, row: &Row) -> bool {
        let place = super::columns::place_of(&self.decided.columns.headers, "surcharge");
        let surcharge = place.and_then(|place| row.cells.get(place));
        surcharge.is_none_or(|cell| micros(cell, Decimal::Point).is_none_or(|more| more == 0))
    }

    /// The currency of the currency column, else that of the price: Merchant Center writes `15.00
    /// GBP`.
    fn currency(&self, row: &Row) -> Option<String> {
        let shop = self.options.currency.as_deref();
        let named = self.cell(Role::Currency, row);
        let named = named
            .map(|named| money_signs::currency(named, shop).unwrap_or_else(|| named.to_owned()));
        named
            .or_else(|| money_signs::currency(self.cell(Role::Price, row)?, shop))
            .or_else(|| self.decided.currency_in_header())
    }

    fn related(&self, row: &Row, sku: &str) -> Result<Vec<ManualLink>, ImportError> {
        let Some(related) = self.cell(Role::Related, row) else {
            return Ok(Vec::new());
        };
        let expected = "related products such as \"accessory:id:SKU, required_part:id:SKU\"";
        parse_related(&SkuKey::new(sku), related)
            .map_err(|found| self.bad_cell(Role::Related, row, &found, expected))
    }

    fn is_in_sets(&self, row: &Row) -> bool {
        let mut cells = [Role::Minimum, Role::Step]
            .into_iter()
            .filter_map(|role| self.cell(role, row));
        cells.any(|cell| micros(cell, Decimal::Point).is_some_and(|pieces| pieces > ONE_PIECE))
    }

    fn stars(&self, row: &Row) -> Result<Option<u16>, ImportError> {
        let expected = "stars from 0 to 5 such as \"4.6\"";
        self.read_cell(Role::Rating, row, cells::hundredths, expected)
    }

    fn reviews(&self, row: &Row) -> Result<Option<u32>, ImportError> {
        self.read_cell(Role::Reviews, row, cells::count, "a number of reviews")
    }

    /// The number of pieces in stock, in millionths, at all locations together.
    fn stock(&self, row: &Row) -> Option<i64> {
        let read = |cell: &str| micros(cell, Decimal::Point);
        if self.stocks.len() < 2 {
            return self.cell(Role::Stock, row).and_then(read);
        }
        let cells = self.stocks.iter().filter_map(|place| row.cells.get(*place));
        let found = cells.filter_map(|cell| read(cell));
        found.reduce(|sum, stock| sum.saturating_add(stock.max(0)))
    }

    /// Whether the product can be bought, according to its status, availability, stock and
    /// backorder policy.
    fn is_available(&self, row: &Row) -> Result<Option<bool>, ImportError> {
        let published = self
            .cell(Role::Published, row)
            .and_then(cells::is_published);
        let visible = self.visibility.and_then(|place| row.cells.get(place));
        let visible = visible.and_then(|cell| cells::is_published(cell));
        let included = self.cell(Role::Included, row).and_then(cells::is_published);
        let told = [
            published.or(self.facts.published),
            included.or(self.facts.included),
            visible,
        ];
        if told.contains(&Some(false)) {
            return Ok(Some(false));
        }
        let expected = "an availability such as \"in stock\" or \"out of stock\"";
        let told = self.read_cell(Role::Availability, row, cells::availability, expected)?;
        let backorders = self
            .cell(Role::Backorders, row)
            .and_then(cells::is_backorder);
        let is_tracked = self.tracker.is_none_or(|place| {
            row.cells
                .get(place)
                .is_some_and(|cell| !cell.trim().is_empty())
        });
        let stock = self.stock(row).filter(|_| is_tracked);
        let by_stock = stock.map(|stock| stock > 0 || backorders == Some(true));
        Ok(match told {
            Some(false) if backorders == Some(true) => Some(true),
            Some(told) => Some(told),
            None => by_stock,
        })
    }
}

/// The columns with the stock of each location: `Current Quantity Main Street`.
fn stocks_of_locations(headers: &[String]) -> Vec<usize> {
    let of_location = |header: &String| fold(header).starts_with("currentquantity");
    let places = (0..).zip(headers).filter(|(_, header)| of_location(header));
    places.map(|(place, _)| place).collect()
}
