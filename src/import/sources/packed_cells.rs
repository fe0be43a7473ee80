//! Rows that contain all products of an order: in a cell as JSON, as named fields, or as
//! `2x Mug | 1x Bowl`, or in columns with numbers.
//!
//! Each product becomes a row with the cells of its order, followed by columns `item …`.

use std::collections::BTreeSet;

use super::json;
use super::numbered_columns::{Numbered, numbered};
use super::record_numbers::{ORDER_RECORD, record_number};
use crate::import::Role;
use crate::import::rules::header_score;
use crate::import::words::concepts::Concept::{Name, Number, Product, Quantity, Sku};
use crate::import::words::headers::meaning;

/// The notation of several products in one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    /// `[{"sku": "MUG", …}, …]`.
    Json,
    /// `Product SKU: MUG, Product Qty: 1|Product SKU: …`.
    Named,
    /// `2x Mug | 1x Bowl` or `Mug x 2, Bowl x 1`.
    Counted,
    /// `name:Mug|sku:MUG|quantity:2`, one product in each of several columns.
    Fields,
    /// Several columns for each product, with its number in their headers.
    Columns,
    /// `MUG,POT`: the SKUs of an order.
    Codes,
}

const PACKINGS: [Packing; 4] = [
    Packing::Json,
    Packing::Named,
    Packing::Counted,
    Packing::Fields,
];

/// Signs between the SKUs of a list.
const LISTS: [char; 4] = [',', ';', '|', '\n'];

/// The name of the additional column with the SKU.
const ITEM_SKU: &str = "item sku";

/// The products of a cell, each as named fields.
type Items = Vec<Vec<(String, String)>>;

impl Packing {
    fn items(self, cell: &str) -> Option<Items> {
        let cell = cell.trim();
        match self {
            Self::Json if cell.starts_with(['[', '{']) => json::items_of(cell),
            Self::Codes => Some(codes(cell)),
            Self::Json | Self::Columns => None,
            Self::Named => named(cell),
            Self::Counted => counted(cell),
            Self::Fields => products(cell),
        }
    }
}

/// The columns whose cells are split into products.
#[derive(Clone, Debug)]
pub(in crate::import) struct Unpacked {
    place: usize,
    /// Further columns with the next products of the order.
    more: Vec<usize>,
    packing: Packing,
    /// The columns of each product, for [`Packing::Columns`].
    products: Vec<Numbered>,
    /// Names of the additional columns.
    names: Vec<String>,
    /// Whether the rows have no numbers of orders, so that each row is an order.
    are_rows_orders: bool,
}

impl Unpacked {
    /// Adds a column with a number for each row, because no column contains that of the order.
    pub(in crate::import) fn number_rows(&mut self) {
        self.are_rows_orders = true;
        self.names.push(ORDER_RECORD.to_owned());
    }

    /// Numbered columns, else the first column in which nearly every cell has such a notation, and at
    /// least one contains several products.
    pub(in crate::import) fn find(headers: &[String], rows: &[Vec<String>]) -> Option<Self> {
        Self::in_columns(headers)
            .or_else(|| Self::in_cells(headers, rows))
            .or_else(|| Self::in_codes(headers, rows))
    }

    /// A column of SKUs of which some cells contain several, in a file with one row for each order.
    fn in_codes(headers: &[String], rows: &[Vec<String>]) -> Option<Self> {
        let cells = |place: usize| {
            let cells = rows.iter().filter_map(move |row| row.get(place));
            cells
                .map(|cell| cell.trim())
                .filter(|cell| !cell.is_empty())
        };
        let scored = headers.iter().enumerate();
        let scored = scored.map(|(place, header)| (header_score(Role::Order, header), place));
        let (_, order) = scored.filter(|(score, _)| *score >= 60).max()?;
        let orders: BTreeSet<&str> = cells(order).collect();
        if orders.len() < rows.len() {
            return None;
        }
        let is_listed = |place: &usize| {
            let alone: BTreeSet<&str> =
                cells(*place).filter(|cell| !cell.contains(LISTS)).collect();
            let lists = cells(*place).filter(|cell| cell.contains(LISTS));
            let (all, known) = lists.fold((0_usize, 0_usize), |(all, known), cell| {
                let mut pieces = cell.split(LISTS).map(str::trim);
                let is_known = pieces.any(|piece| alone.contains(piece));
                (
                    all.saturating_add(1),
                    known.saturating_add(usize::from(is_known)),
                )
            });
            all > 0 && known.saturating_mul(2) >= all
        };
        let names_sku = |place: &usize| {
            let header = headers.get(*place).map_or("", String::as_str);
            meaning(header).concepts.has(Sku)
        };
        let place = (0..headers.len()).filter(names_sku).find(is_listed)?;
        Some(Self {
            place,
            more: Vec::new(),
            packing: Packing::Codes,
            products: Vec::new(),
            names: vec![ITEM_SKU.to_owned()],
            are_rows_orders: false,
        })
    }

    fn in_columns(headers: &[String]) -> Option<Self> {
        let products = numbered(headers);
        let mut places = products.iter().flatten().map(|(_, place)| *place);
        let place = places.next()?;
        let more = places.collect();
        let mut names: Vec<String> = Vec::new();
        for (name, _) in products.iter().flatten() {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        Some(Self {
            place,
            more,
            packing: Packing::Columns,
            products,
            names,
            are_rows_orders: false,
        })
    }

    fn in_cells(headers: &[String], rows: &[Vec<String>]) -> Option<Self> {
        let width = headers.len();
        (0..width).find_map(|place| {
            let cells: Vec<&str> = rows
                .iter()
                .filter_map(|row| row.get(place))
                .map(|cell| cell.trim())
                .filter(|cell| !cell.is_empty())
                .collect();
            PACKINGS.into_iter().find_map(|packing| {
                let items: Vec<Items> = cells
                    .iter()
                    .filter_map(|cell| packing.items(cell))
                    .collect();
                let is_most = !items.is_empty()
                    && items.len().saturating_mul(10) >= cells.len().saturating_mul(9);
                let more = if packing == Packing::Fields {
                    (place.saturating_add(1)..width)
                        .filter(|other| Self::has_fields(*other, rows))
                        .collect()
                } else {
                    Vec::new()
                };
                let are_several = packing == Packing::Fields
                    || packing == Packing::Json && cells.iter().all(|cell| cell.starts_with('['))
                    || items.iter().any(|items| items.len() > 1);
                let names = names(&items);
                // A list of texts may be one of tags.
                let is_list = packing == Packing::Json && names == [json::TEXT];
                let is_product = if is_list {
                    headers.get(place).is_some_and(|header| {
                        let found = meaning(header).concepts;
                        found.has(Product) || found.has(Sku)
                    })
                } else {
                    names.iter().any(|name| is_of_product(name))
                };
                (is_most && are_several && is_product).then_some(Self {
                    place,
                    more,
                    packing,
                    products: Vec::new(),
                    names,
                    are_rows_orders: false,
                })
            })
        })
    }

    /// Whether a column is blank, or holds one product with named fields in each cell.
    fn has_fields(place: usize, rows: &[Vec<String>]) -> bool {
        let cells = rows.iter().filter_map(|row| row.get(place));
        let mut filled = cells
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty());
        let first = filled.next();
        first.is_some_and(|first| fields(first).is_some())
            && filled.all(|cell| fields(cell).is_some())
    }

    /// The index of the first column.
    pub(in crate::import) fn place(&self) -> usize {
        self.place
    }

    /// The headers with those of the products; the packed column has no name afterwards.
    pub(in crate::import) fn headers(&self, headers: &[String]) -> Vec<String> {
        let mut all: Vec<String> = headers.to_vec();
        for place in self.places() {
            if let Some(header) = all.get_mut(place) {
                header.clear();
            }
        }
        all.extend(self.names.iter().cloned());
        all
    }

    /// One row for each product of a row; the row itself, without products, if its cell cannot be
    /// split.
    pub(in crate::import) fn rows(&self, line: u64, cells: &[String]) -> Vec<Vec<String>> {
        let base = |fields: &[(String, String)]| {
            let mut row = cells.to_vec();
            for place in self.places() {
                if let Some(cell) = row.get_mut(place) {
                    cell.clear();
                }
            }
            let value = |name: &String| {
                let found = fields.iter().find(|(known, _)| known == name);
                found.map_or_else(String::new, |(_, text)| text.clone())
            };
            row.extend(self.names.iter().map(value));
            if self.are_rows_orders
                && let Some(last) = row.last_mut()
            {
                *last = record_number(line, cells.iter().map(String::as_str));
            }
            row
        };
        let packed = self.places().filter_map(|place| cells.get(place));
        let items = packed.filter_map(|cell| self.packing.items(cell)).flatten();
        let in_columns = self.products.iter().map(|columns| {
            let cell = |place: &usize| cells.get(*place).cloned().unwrap_or_default();
            let fields = columns
                .iter()
                .map(|(name, place)| (name.clone(), cell(place)));
            fields.collect::<Vec<_>>()
        });
        let is_filled =
            |item: &Vec<(String, String)>| item.iter().any(|(_, text)| !text.trim().is_empty());
        let items = items.chain(in_columns.filter(is_filled));
        let rows: Vec<_> = items.map(|item| base(&item)).collect();
        if rows.is_empty() {
            vec![base(&[])]
        } else {
            rows
        }
    }

    /// The indices of all columns.
    pub(in crate::import) fn places(&self) -> impl Iterator<Item = usize> {
        std::iter::once(self.place).chain(self.more.iter().copied())
    }
}

/// The SKUs of a list.
fn codes(cell: &str) -> Items {
    let pieces = cell.split(LISTS).map(str::trim);
    let pieces = pieces.filter(|piece| !piece.is_empty());
    pieces
        .map(|piece| vec![(ITEM_SKU.to_owned(), piece.to_owned())])
        .collect()
}

/// Whether a cell contains several products.
pub(in crate::import) fn is_packed(cell: &str) -> bool {
    let found = PACKINGS.into_iter().find_map(|packing| packing.items(cell));
    found.is_some_and(|items| items.len() > 1 || cell.trim_start().starts_with('['))
}

fn is_of_product(name: &str) -> bool {
    let found = meaning(name);
    [Name, Number, Sku]
        .into_iter()
        .any(|concept| found.concepts.has(concept))
}

fn names(items: &[Items]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (name, _) in items.iter().flatten().flatten() {
        if !names.contains(name) && names.len() < 100 {
            names.push(name.clone());
        }
    }
    names
}

/// `Product SKU: MUG, Product Qty: 1|Product SKU: POT, …`; at least a SKU or name among them.
fn named(cell: &str) -> Option<Items> {
    let mut items = Vec::new();
    for part in cell
        .split(['|', '\n'])
        .filter(|part| !part.trim().is_empty())
    {
        let mut fields: Vec<(String, String)> = Vec::new();
        for piece in part.split(", ").flat_map(|piece| piece.split("; ")) {
            let split = piece.split_once(':').filter(|(name, _)| is_name(name));
            match (split, fields.last_mut()) {
                (Some((name, value)), _) => {
                    fields.push((format!("item {}", name.trim()), value.trim().to_owned()));
                }
                // A comma in a value.
                (None, Some((_, value))) => {
                    value.push_str(", ");
                    value.push_str(piece);
                }
                (None, None) => return None,
            }
        }
        if fields.len() < 2 {
            return None;
        }
        items.push(fields);
    }
    (!items.is_empty()).then_some(items)
}

/// One product, or several between semicolons, each with named fields.
fn products(cell: &str) -> Option<Items> {
    let parts = cell
        .split([';', '\n'])
        .filter(|part| !part.trim().is_empty());
    let several: Option<Items> = parts.map(fields).collect();
    let several = several.filter(|products| !products.is_empty());
    several.or_else(|| fields(cell).map(|fields| vec![fields]))
}

/// `name:Mug|sku:MUG|quantity:2`, at least three fields, of which one is the SKU or the name and one the
/// quantity.
fn fields(cell: &str) -> Option<Vec<(String, String)>> {
    let pieces = cell.split('|').filter(|piece| !piece.trim().is_empty());
    let split = pieces.map(|piece| piece.split_once(':').filter(|(name, _)| is_name(name)));
    let fields: Option<Vec<(String, String)>> = split
        .map(|split| {
            split.map(|(name, value)| (format!("item {}", name.trim()), value.trim().to_owned()))
        })
        .collect();
    fields.filter(|fields| {
        let has = |concept| {
            let mut names = fields.iter().map(|(name, _)| name);
            names.any(|name| meaning(name).concepts.has(concept))
        };
        fields.len() > 2 && has(Quantity) && (has(Sku) || has(Name))
    })
}

fn is_name(name: &str) -> bool {
    let name = name.trim();
    (1..=40).contains(&name.chars().count()) && name.chars().any(char::is_alphabetic)
}

/// `2x Mug | 1x Bowl`, `Mug x 2, Bowl x 1`, `Mug (2); Bowl (1)`.
fn counted(cell: &str) -> Option<Items> {
    let separators: [&[char]; 2] = [&['|', '\n', ';'], &[',']];
    let read = separators.into_iter().filter_map(|separator| {
        let parts = cell.split(separator).map(str::trim);
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        let items: Option<Items> = parts.iter().map(|part| one(part)).collect();
        items.filter(|items| !items.is_empty())
    });
    read.max_by_key(Vec::len)
}

/// One product with its quantity.
fn one(part: &str) -> Option<Vec<(String, String)>> {
    let is_times = |sign: char| matches!(sign, 'x' | 'X' | '×' | '*');
    let digits = part.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = part.split_at_checked(digits)?;
    let leading = rest
        .trim_start()
        .strip_prefix(is_times)
        .filter(|_| (1..=4).contains(&digits))
        .filter(|name| name.starts_with(char::is_whitespace))
        .map(|name| (name.trim(), number));
    let bracketed = part
        .strip_suffix(')')
        .and_then(|part| part.rsplit_once('('));
    let bracketed = bracketed.map(|(name, number)| (name, number.trim_start_matches(is_times)));
    let trailing = || {
        let (name, number) = part.rsplit_once(is_times)?;
        name.ends_with(char::is_whitespace)
            .then_some((name, number))
    };
    let (name, number) = leading.or_else(trailing).or(bracketed)?;
    let (name, number) = (name.trim(), number.trim());
    let is_number =
        (1..=4).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && name.chars().any(char::is_alphanumeric)).then(|| {
        let (name, sku) = with_sku(name);
        let fields = [
            ("item name", Some(name)),
            ("item sku", sku),
            ("item quantity", Some(number)),
        ];
        let filled = fields
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)));
        filled
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    })
}

/// A name and the SKU in brackets behind it: `Tea pot (SKU: POT-2)`, `Tea pot [#POT-2]`.
fn with_sku(text: &str) -> (&str, Option<&str>) {
    let inner = || {
        let open = text.rfind(['(', '['])?;
        let (name, brackets) = text.split_at_checked(open)?;
        let inner = brackets.get(1..)?.strip_suffix([')', ']'])?;
        let named = inner.split_once(':').filter(|(word, _)| {
            let found = meaning(word).concepts;
            found.has(Sku) || found.has(Number)
        });
        let sku = named
            .map(|(_, sku)| sku)
            .or_else(|| inner.strip_prefix('#'))?;
        let (name, sku) = (name.trim(), sku.trim());
        (!name.is_empty() && !sku.is_empty()).then_some((name, Some(sku)))
    };
    inner().unwrap_or((text, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpacked(cell: &str) -> Vec<String> {
        let rows = vec![vec!["1".to_owned(), cell.to_owned()]];
        let found = Unpacked::find(&[const { String::new() }; 2], &rows).unwrap();
        let rows = found.rows(1, &rows[0]);
        rows.iter().map(|row| row.join("|")).collect()
    }

    #[test]
    fn every_product_becomes_a_row() {
        let json = r#"[{"sku":"MUG","quantity":1},{"sku":"POT","quantity":2}]"#;
        assert_eq!(unpacked(json), ["1||1|MUG", "1||2|POT"]);
        let python = "[{'sku': 'MUG', 'quantity': 1, 'name': None}, {'sku': 'POT', 'quantity': Decimal('2')}]";
        assert_eq!(unpacked(python), ["1|||1|MUG", "1|||2|POT"]);
        let named = "Product Qty: 1, Product SKU: MUG, Product Name: Mug, blue|Product Qty: 2, Product SKU: POT, Product Name: Pot";
        assert_eq!(unpacked(named), ["1||1|MUG|Mug, blue", "1||2|POT|Pot"]);
        let fields = "name:Mug|product_id:7|sku:MUG|quantity:2|total:24.00";
        assert_eq!(unpacked(fields), ["1||Mug|7|MUG|2|24.00"]);
        let columns = [
            "name:Mug|sku:MUG|quantity:2".to_owned(),
            "name:Pot|sku:POT|quantity:1".to_owned(),
        ];
        let rows = [columns.to_vec(), vec![columns[0].clone(), String::new()]];
        let found = Unpacked::find(&[const { String::new() }; 2], &rows).unwrap();
        assert_eq!(found.rows(1, &rows[0]).len(), 2);
        assert_eq!(found.rows(1, &rows[1]).len(), 1);
        assert_eq!(unpacked("2x Mug | 1x Bowl"), ["1||Mug|2", "1||Bowl|1"]);
        assert_eq!(unpacked("Mug x 2, Bowl × 1"), ["1||Mug|2", "1||Bowl|1"]);
        assert_eq!(
            unpacked("Mug (SKU: MUG-1) x 2 | Bowl (large) x 1"),
            ["1||Mug|MUG-1|2", "1||Bowl (large)||1"]
        );
    }

    #[test]
    fn titles_are_no_packed_orders() {
        for title in [
            "2 x 4 board", "Mug, blue", "Tea: a book", "3x3 cube", "Best of, 2",
        ] {
            assert!(!is_packed(title), "{title}");
        }
    }
}
