//! Reads product feeds and orders in XML: one row for each `item`, `entry` or `product`, with the
//! facts of the order around it.

use std::collections::BTreeMap;
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::Row;
use crate::import::ImportError;
use crate::import::words::concepts::Concept;
use crate::import::words::headers::meaning;

/// Elements that contain a product or an order line.
const ITEMS: &[&str] = &[
    "item", "entry", "product", "offer", "shopitem", "row", "record", "line",
];

/// Maximum depth; no feed is nested more deeply.
const DEPTH: usize = 64;

/// Fields by name, in the order of their first appearance.
#[derive(Default)]
struct Fields {
    names: Vec<String>,
    places: BTreeMap<String, usize>,
}

impl Fields {
    fn place(&mut self, name: &str) -> usize {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        let place = self.names.len();
        self.places.insert(name.to_owned(), place);
        self.names.push(name.to_owned());
        place
    }
}

/// An element that has begun.
struct Element {
    name: String,
    /// The number of rows before it.
    rows: usize,
    has_elements: bool,
}

/// The facts of the open orders: an order's number and date are elements beside its items.
#[derive(Default)]
struct Facts {
    /// The place of a fact's field, and its value.
    known: Vec<(usize, String)>,
}

impl Facts {
    /// Keeps a fact for the items that follow, and adds it to the items of the same order before it.
    fn add(
        &mut self,
        open: &[Element],
        name: &str,
        value: &str,
        fields: &mut Fields,
        rows: &mut [Vec<String>],
    ) {
        let (Some(order), Some(parent)) = (order(open), open.last()) else {
            return;
        };
        let place = fields.place(&format!("{} {name}", parent.name));
        for row in rows.iter_mut().skip(order.rows) {
            fill(row, place, value);
        }
        self.known.push((place, value.to_owned()));
    }

    fn fill(&self, row: &mut Vec<String>) {
        for (place, value) in &self.known {
            fill(row, *place, value);
        }
    }

    /// Forgets the facts of an order that has ended.
    fn end(&mut self, open: &[Element]) {
        if order(open).is_none() {
            self.known.clear();
        }
    }
}

/// The open order. The first element surrounds all orders.
fn order(open: &[Element]) -> Option<&Element> {
    let mut inner = open.iter().skip(1);
    inner.find(|element| meaning(&element.name).concepts.has(Concept::Order))
}

/// Sets a cell that is still empty: the first of several pictures counts.
fn fill(cells: &mut Vec<String>, place: usize, value: &str) {
    if cells.len() <= place {
        cells.resize(place.saturating_add(1), String::new());
    }
    if let Some(cell) = cells.get_mut(place).filter(|cell| cell.is_empty()) {
        value.clone_into(cell);
    }
}

/// Reads the items of a feed as rows; the first row contains the names of the fields.
pub(super) fn rows(path: &Path, bytes: &[u8]) -> Result<Vec<Row>, ImportError> {
    let text = String::from_utf8_lossy(bytes);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    let (mut fields, mut rows) = (Fields::default(), Vec::new());
    let (mut open, mut facts) = (Vec::<Element>::new(), Facts::default());
    let mut item: Option<(usize, Vec<String>)> = None;
    let mut value = String::new();
    loop {
        let event = reader.read_event().map_err(|_| refused(path))?;
        match event {
            Event::Eof => break,
            Event::Start(start) => {
                let name = start.local_name();
                let name = name.as_ref();
                if open.len() >= DEPTH {
                    return Err(refused(path));
                }
                if item.is_none() && ITEMS.contains(&name.to_lowercase().as_str()) {
                    item = Some((open.len(), Vec::new()));
                }
                if let Some(parent) = open.last_mut() {
                    parent.has_elements = true;
                }
                open.push(Element {
                    name: name.to_owned(),
                    rows: rows.len(),
                    has_elements: false,
                });
                value.clear();
            }
            Event::Text(text) => value.push_str(&text.xml10_content()),
            Event::CData(text) => value.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                value.push_str(&html_escape::decode_html_entities(&format!("&{name};")));
            }
            Event::End(_) => {
                let Some(ended) = open.pop() else {
                    continue;
                };
                if let Some((depth, cells)) = &mut item {
                    if open.len() == depth.saturating_add(1) {
                        fill(cells, fields.place(&ended.name), value.trim());
                    }
                } else if !ended.has_elements {
                    facts.add(&open, &ended.name, value.trim(), &mut fields, &mut rows);
                }
                let is_whole = item.as_ref().is_some_and(|(depth, _)| *depth == open.len());
                if is_whole && let Some((_, mut cells)) = item.take() {
                    facts.fill(&mut cells);
                    rows.push(cells);
                }
                facts.end(&open);
                value.clear();
            }
            _ => {}
        }
    }
    if rows.is_empty() {
        return Err(refused(path));
    }
    let width = fields.names.len();
    let names = Row {
        line: 0,
        cells: fields.names,
    };
    let items = (1_u64..).zip(rows).map(|(line, mut cells)| {
        cells.resize(width, String::new());
        Row { line, cells }
    });
    Ok(std::iter::once(names).chain(items).collect())
}

fn refused(path: &Path) -> ImportError {
    ImportError::OtherFormat {
        path: path.to_owned(),
        what: "XML, but not a readable product feed",
        instead: "Export it as CSV, or as a Merchant Center feed",
    }
}
