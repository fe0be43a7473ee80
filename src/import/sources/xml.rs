//! Reads product feeds and orders in XML: one row for each `item`, `entry` or `product`, or element
//! of an order that is named as a line, with the facts of the order around it. If a file has none of
//! them, each element of the most frequent name with several fields is a row.
//!
//! A field is an element without elements, or an attribute.

use std::collections::BTreeMap;
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Row;
use crate::import::ImportError;
use crate::import::words::concepts::{Concept, Concepts};
use crate::import::words::headers::meaning;

/// Elements that contain a product or an order line.
const ITEMS: &[&str] = &[
    "item", "entry", "product", "offer", "shopitem", "row", "record", "line",
];

/// Elements of a product that are a row each, with the fields of the product around them.
const VARIANTS: &[&str] = &["variant", "variation"];

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
    /// The number of its attributes, and of its elements without elements.
    fields: usize,
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

/// An open element that may be an item: its depth and its cells.
struct Candidate {
    depth: usize,
    cells: Vec<String>,
    /// Whether an element inside is an item: then this one lists them, such as `<lines>`.
    holds_items: bool,
    /// Whether it is a variant of the product around it.
    is_variant: bool,
    /// The cells of its variants.
    variants: Vec<Vec<String>>,
}

impl Candidate {
    /// The rows of a product: itself, or its variants with its own cells where they have none.
    fn rows(self) -> Vec<Vec<String>> {
        let Self {
            cells,
            mut variants,
            ..
        } = self;
        for variant in &mut variants {
            for (place, value) in cells.iter().enumerate() {
                if !value.is_empty() {
                    fill(variant, place, value);
                }
            }
        }
        if variants.is_empty() {
            vec![cells]
        } else {
            variants
        }
    }

    fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }
}

/// The rows of a file while it is read.
#[derive(Default)]
struct Feed {
    /// The name of further elements that contain a row.
    item: Option<String>,
    /// How many elements of each name have several fields.
    fielded: BTreeMap<String, usize>,
    fields: Fields,
    rows: Vec<Vec<String>>,
    open: Vec<Element>,
    facts: Facts,
    /// The open items, the innermost last; outside of orders there is at most one.
    items: Vec<Candidate>,
    value: String,
}

impl Feed {
    fn begin(&mut self, start: &BytesStart<'_>) {
        let name = start.local_name();
        let name = name.as_ref();
        if self.may_begin_item(name) {
            self.items.push(Candidate {
                depth: self.open.len(),
                cells: Vec::new(),
                holds_items: false,
                is_variant: self.is_variant(name),
                variants: Vec::new(),
            });
        }
        if let Some(parent) = self.open.last_mut() {
            parent.has_elements = true;
        }
        self.open.push(Element {
            name: name.to_owned(),
            rows: self.rows.len(),
            has_elements: false,
            fields: start.attributes().flatten().count(),
        });
        for attribute in start.attributes().flatten() {
            let value = html_escape::decode_html_entities(&*attribute.value);
            let name = attribute.key.local_name();
            self.attribute(name.as_ref(), value.trim());
        }
        self.value.clear();
    }

    /// Whether an element may be an item. Inside an order, any element that is named as a line or a
    /// product may be, such as `<product-lineitem>`, even inside another that has no fields yet.
    fn may_begin_item(&self, name: &str) -> bool {
        let is_named =
            ITEMS.contains(&name.to_lowercase().as_str()) || self.item.as_deref() == Some(name);
        if order(&self.open).is_none() {
            return (self.items.is_empty() && is_named) || self.is_variant(name);
        }
        let is_inner = self.items.last().is_none_or(|outer| outer.filled() < 2);
        is_inner && (is_named || is_line(name))
    }

    /// Whether an element is a variant of the open product.
    fn is_variant(&self, name: &str) -> bool {
        order(&self.open).is_none()
            && self.items.len() == 1
            && VARIANTS.contains(&name.to_lowercase().as_str())
    }

    /// An attribute of the element that has just begun.
    fn attribute(&mut self, name: &str, value: &str) {
        match self.items.last_mut() {
            Some(item) if item.depth.saturating_add(1) == self.open.len() => {
                fill(&mut item.cells, self.fields.place(name), value);
            }
            Some(_) => {}
            None => self.fact(name, value),
        }
    }

    /// A field outside of the items.
    fn fact(&mut self, name: &str, value: &str) {
        let Self {
            open,
            fields,
            rows,
            facts,
            ..
        } = self;
        facts.add(open, name, value, fields, rows);
    }

    fn end(&mut self) {
        let Some(ended) = self.open.pop() else {
            return;
        };
        let depth = self.open.len();
        if let Some(outer) = self.open.last_mut().filter(|_| !ended.has_elements) {
            outer.fields = outer.fields.saturating_add(1);
        }
        if ended.fields > 1 {
            let of_name = self.fielded.entry(ended.name.clone()).or_default();
            *of_name = of_name.saturating_add(1);
        }
        let value = std::mem::take(&mut self.value);
        let ended_item = self.items.pop_if(|item| item.depth == depth);
        // `<product id="7">Mug</product>` inside a line is a field of it.
        let is_field = !ended.has_elements && !value.trim().is_empty() && !self.items.is_empty();
        if let Some(variant) = ended_item.as_ref().filter(|item| item.is_variant)
            && !is_field
        {
            if let Some(product) = self.items.last_mut().filter(|_| variant.filled() > 0) {
                product.variants.push(variant.cells.clone());
            }
            return;
        }
        let item = ended_item.filter(|item| item.filled() > 0 && !is_field);
        if let Some(mut item) = item {
            if !item.holds_items || item.filled() > 1 {
                if let Some(outer) = self.items.last_mut() {
                    outer.holds_items = true;
                }
                self.facts.fill(&mut item.cells);
                self.rows.extend(item.rows());
            }
        } else if let Some(item) = self.items.last_mut() {
            if depth == item.depth.saturating_add(1) {
                fill(
                    &mut item.cells,
                    self.fields.place(&ended.name),
                    value.trim(),
                );
            }
        } else if !ended.has_elements {
            self.fact(&ended.name, value.trim());
        }
        self.facts.end(&self.open);
    }
}

/// Whether an element's name is that of an order line or a product.
fn is_line(name: &str) -> bool {
    let found = meaning(name);
    let others = Concepts::of(&[
        Concept::Line,
        Concept::Product,
        Concept::Order,
        Concept::Sale,
    ]);
    let is_of_line = found.concepts.has(Concept::Line) || found.concepts.has(Concept::Product);
    found.unknown == 0 && is_of_line && others.holds(found.concepts)
}

/// Reads the items of a feed as rows; the first row contains the names of the fields.
pub(super) fn rows(path: &Path, bytes: &[u8]) -> Result<Vec<Row>, ImportError> {
    let text = String::from_utf8_lossy(bytes);
    let mut feed = read(path, &text, None)?;
    if feed.rows.is_empty() {
        let fielded = feed.fielded.into_iter();
        let (item, _) = fielded
            .max_by_key(|(_, count)| *count)
            .ok_or_else(|| refused(path))?;
        feed = read(path, &text, Some(item))?;
    }
    let Feed { fields, rows, .. } = feed;
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

/// Reads the whole file; `item` is the name of further elements that contain a row.
fn read(path: &Path, text: &str, item: Option<String>) -> Result<Feed, ImportError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().expand_empty_elements = true;
    let mut feed = Feed {
        item,
        ..Feed::default()
    };
    loop {
        match reader.read_event().map_err(|_| refused(path))? {
            Event::Eof => break,
            Event::Start(_) if feed.open.len() >= DEPTH => return Err(refused(path)),
            Event::Start(start) => feed.begin(&start),
            Event::Text(text) => feed.value.push_str(&text.xml10_content()),
            Event::CData(text) => feed.value.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                let text = format!("&{name};");
                feed.value
                    .push_str(&html_escape::decode_html_entities(&text));
            }
            Event::End(_) => feed.end(),
            _ => {}
        }
    }
    Ok(feed)
}

fn refused(path: &Path) -> ImportError {
    ImportError::OtherFormat {
        path: path.to_owned(),
        what: "XML, but not a readable product feed",
        instead: "Export it as CSV, or as a Merchant Center feed",
    }
}
