//! JSON: a list of orders with their items, a list of lines or products, or one JSON object per line
//! of text.
//!
//! An order with items becomes a row for each item. Fields of the order are named `order …` and
//! those of the item `item …`, so that their `id`s are not confused. A product with variants becomes
//! a row for each variant, whose fields are named `variant …`; the product's `id` is the `parent id`.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value};

use super::record_numbers::{ORDER_RECORD, is_number_of_order, record_number};
use super::size_limit::Meter;
use super::{Row, too_large};
use crate::import::ImportError;
use crate::import::money_signs::decimals;
use crate::import::words::concepts::Concept::{Name, Number, Price, Product, Quantity, Sku};
use crate::import::words::headers::meaning;

/// Names of lists of items.
const ITEM_LISTS: &[&str] = &[
    "line_items", "lineitems", "items", "products", "lines", "order_items", "orderitems",
    "order_lines", "orderlines", "positions", "order_products", "rows", "articles", "details",
    "cart", "cart_items", "basket", "basket_items",
];

/// Names of lists that contain items in some systems and payments in others.
const LESS_CERTAIN_LISTS: &[&str] = &["transactions"];

/// Names of lists of variants.
const VARIANT_LISTS: [&str; 2] = ["variants", "variations"];

/// Maximum depth; no export is nested more deeply.
const DEPTH: usize = 8;

/// Maximum length of a text; longer ones are ignored.
const LONGEST: usize = 20_000;

/// Reads records as rows; the first row contains the names of the fields.
pub(super) fn rows(path: &Path, bytes: &[u8]) -> Result<Vec<Row>, ImportError> {
    let values = parse(bytes).ok_or_else(|| ImportError::OtherFormat {
        path: path.to_owned(),
        what: "damaged JSON",
        instead: "Export it again, or as CSV",
    })?;
    let values = joined(values);
    let mut table = Flat::new(Meter::packed(bytes.len() as u64, None));
    for value in &values {
        for record in records(value, 0) {
            table.add(record).map_err(|large| too_large(path, large))?;
        }
    }
    if table.rows.is_empty() {
        return Err(ImportError::OtherFormat {
            path: path.to_owned(),
            what: "JSON without a list of orders",
            instead: "Export the orders with their line items",
        });
    }
    Ok(table.finish())
}

/// Parses one value, or one value per line.
fn parse(bytes: &[u8]) -> Option<Vec<Value>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(value) = serde_json::from_slice(bytes) {
        return Some(vec![value]);
    }
    let values = serde_json::Deserializer::from_slice(bytes).into_iter::<Value>();
    values.collect::<Result<Vec<_>, _>>().ok()
}

/// Puts objects that name a parent into their parents, as items: Shopify's bulk operations write
/// orders and their lines one below the other.
fn joined(values: Vec<Value>) -> Vec<Value> {
    const PARENT: &str = "__parentId";
    if values.len() < 2 || !values.iter().any(|value| value.get(PARENT).is_some()) {
        return values;
    }
    let mut parents: Vec<Value> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for value in values {
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let parent = text(PARENT).and_then(|parent| places.get(&parent).copied());
        let Some(parent) = parent.and_then(|place| parents.get_mut(place)) else {
            if let Some(id) = text("id") {
                places.insert(id, parents.len());
            }
            parents.push(value);
            continue;
        };
        // Other children of an order are deliveries and refunds.
        if let (Some(parent), true) = (parent.as_object_mut(), value.get("quantity").is_some()) {
            let items = parent
                .entry("line_items")
                .or_insert_with(|| Value::Array(Vec::new()));
            if let Some(items) = items.as_array_mut() {
                items.push(value);
            }
        }
    }
    parents
}

/// The field of an item that is only a text.
pub(super) const TEXT: &str = "item name";

/// A list or dictionary in Python's notation as JSON: `[{'sku': 'A', 'price': Decimal('2.50')}]`.
fn from_python(cell: &str) -> String {
    let mut json = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some(first) = rest.chars().next() {
        let length = if matches!(first, '\'' | '"') {
            let inner = rest.get(1..).unwrap_or_default();
            let end = closing(inner, first);
            let text = inner.get(..end).unwrap_or_default().replace("\\'", "'");
            json.push_str(&Value::String(text).to_string());
            end.saturating_add(2)
        } else if first.is_alphabetic() {
            let end = rest.find(|sign: char| !sign.is_alphanumeric());
            let end = end.unwrap_or(rest.len());
            json.push_str(match rest.get(..end).unwrap_or_default() {
                "None" | "nan" => "null",
                "True" => "true",
                "False" => "false",
                "Decimal" => "",
                other => other,
            });
            end
        } else {
            // The brackets of `Decimal('2.50')`.
            if !matches!(first, '(' | ')') {
                json.push(first);
            }
            first.len_utf8()
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    json
}

/// The place of the quotation mark that ends a text.
fn closing(text: &str, mark: char) -> usize {
    let mut is_escaped = false;
    let end = text.char_indices().find(|(_, sign)| {
        let is_end = *sign == mark && !is_escaped;
        is_escaped = *sign == '\\' && !is_escaped;
        is_end
    });
    end.map_or(text.len(), |(place, _)| place)
}

/// The items in a cell of JSON, or in Python's notation, each as fields; `None` if there are none.
pub(super) fn items_of(cell: &str) -> Option<Vec<Vec<(String, String)>>> {
    let value: Value = serde_json::from_str(cell)
        .or_else(|_| serde_json::from_str(&from_python(cell)))
        .ok()?;
    let list = match &value {
        Value::Array(list) if list.iter().all(Value::is_string) => {
            let named = |name: &Value| {
                vec![(
                    TEXT.to_owned(),
                    name.as_str().unwrap_or_default().to_owned(),
                )]
            };
            return (!list.is_empty()).then(|| list.iter().map(named).collect());
        }
        Value::Array(list) => objects(list)?,
        Value::Object(map) => match map.values().find_map(|inner| inner.as_array()) {
            Some(list) => objects(list)?,
            None => vec![map],
        },
        _ => return None,
    };
    let fields = |map: &Map<String, Value>| {
        let mut fields = Vec::new();
        flatten("item", map, 0, &mut fields);
        fields
    };
    Some(list.into_iter().map(fields).collect())
}

/// The objects of a list, also inside GraphQL's `edges` and `nodes`; `None` if there are none.
fn objects(list: &[Value]) -> Option<Vec<&Map<String, Value>>> {
    let found: Vec<_> = list
        .iter()
        .filter_map(Value::as_object)
        .map(|map| map.get("node").and_then(Value::as_object).unwrap_or(map))
        .collect();
    (!found.is_empty()).then_some(found)
}

/// The value, or its `edges` or `nodes`, as a list.
fn listed(value: &Value) -> Option<Vec<&Map<String, Value>>> {
    match value {
        Value::Array(list) => objects(list),
        Value::Object(map) => ["edges", "nodes", "data"]
            .iter()
            .find_map(|key| map.get(*key))
            .and_then(Value::as_array)
            .and_then(|list| objects(list)),
        _ => None,
    }
}

/// The records in a value: orders, lines or products.
fn records(value: &Value, depth: usize) -> Vec<&Map<String, Value>> {
    if let Some(list) = listed(value) {
        return list;
    }
    let Value::Object(map) = value else {
        return Vec::new();
    };
    let is_record = map
        .values()
        .any(|inner| !inner.is_object() && !inner.is_array());
    // A page of an API: its `items` are orders with items of their own.
    let is_page = items(map).is_some_and(|(_, list)| list.iter().any(|inner| has_list(inner)));
    if (is_record && items(map).is_some() && !is_page) || depth >= DEPTH {
        return vec![map];
    }
    let inner = map
        .values()
        .map(|inner| records(inner, depth.saturating_add(1)));
    // A page of an API can have lists about itself.
    let best = inner.max_by_key(|list| (list.iter().any(|inner| has_list(inner)), list.len()));
    let best = best.unwrap_or_default();
    if best.is_empty() && is_record {
        vec![map]
    } else {
        best
    }
}

/// Whether a key is among the names of lists.
fn is_among(lists: &[&str], key: &str) -> bool {
    let named = |key: &str| lists.contains(&key.to_ascii_lowercase().as_str());
    named(key) || named(&snake(key))
}

/// Whether a record has a list of items, which may be empty.
fn has_list(map: &Map<String, Value>) -> bool {
    map.iter()
        .any(|(key, value)| value.is_array() && is_among(ITEM_LISTS, key))
}

/// The key and the objects of a record's list of items.
fn items(map: &Map<String, Value>) -> Option<(&str, Vec<&Map<String, Value>>)> {
    let of = |lists: &[&str]| {
        map.iter()
            .filter(|(key, _)| is_among(lists, key))
            .find_map(|(key, value)| Some((key.as_str(), listed(value)?)))
    };
    of(ITEM_LISTS)
        .or_else(|| of(LESS_CERTAIN_LISTS))
        .or_else(|| items_by_fields(map))
}

/// The list of items of an order under a name of another language, by its fields: `productos`. The
/// fields of a product beside the list would mean that the record is a product with a list of others.
fn items_by_fields(map: &Map<String, Value>) -> Option<(&str, Vec<&Map<String, Value>>)> {
    let is_of_product = |key: &str| {
        let found = meaning(key);
        let is_named =
            found.concepts.has(Product) && (found.concepts.has(Name) || found.concepts.has(Number));
        found.unknown == 0 && (found.concepts.has(Sku) || is_named)
    };
    let is_counted = |key: &str| {
        let found = meaning(key).concepts;
        found.has(Quantity) || found.has(Price)
    };
    let has = |map: &Map<String, Value>, is: &dyn Fn(&str) -> bool| {
        let mut texts = map.iter().filter(|(_, value)| !value.is_array());
        texts.any(|(key, _)| is(key))
    };
    if has(map, &is_of_product) || has(map, &is_counted) {
        return None;
    }
    let lists = map
        .iter()
        .filter(|(key, _)| !VARIANT_LISTS.contains(&key.as_str()));
    let mut lists = lists.filter_map(|(key, value)| Some((key.as_str(), listed(value)?)));
    lists.find(|(_, list)| {
        let mut items = list.iter();
        items.all(|item| has(item, &is_of_product) && has(item, &is_counted))
    })
}

/// The objects of a product's list of variants.
fn variants(map: &Map<String, Value>) -> Option<Vec<&Map<String, Value>>> {
    VARIANT_LISTS.iter().find_map(|key| listed(map.get(*key)?))
}

fn snake(key: &str) -> String {
    crate::import::words::tokens(key).join("_")
}

/// The end of the names of Square's amounts, which are in the currency's smallest unit.
const MONEY: &str = "_money";

/// An amount that APIs give in small units, as a decimal number, with its currency:
/// `{"amount": 750, "divisor": 100, "currency_code": "USD"}` is 7.50, `{"centAmount": 750,
/// "fractionDigits": 2, "currencyCode": "EUR"}` too.
fn in_small_units(key: &str, map: &Map<String, Value>) -> Option<(String, String)> {
    let whole = |name: &str| map.get(name).and_then(Value::as_i64);
    let codes = ["currency", "currency_code", "currencyCode"];
    let code = codes.iter().find_map(|name| map.get(*name)?.as_str())?;
    let (amount, decimals) = if let Some(cents) = whole("centAmount") {
        (cents, whole("fractionDigits").unwrap_or(2))
    } else {
        let amount = whole("amount")?;
        match whole("divisor") {
            Some(divisor) => (amount, i64::from(divisor.max(1).ilog10())),
            None if key.ends_with(MONEY) => (amount, decimals(code)?.into()),
            None => return None,
        }
    };
    let digits = usize::try_from(decimals)
        .ok()
        .filter(|digits| *digits <= 6)?;
    let sign = if amount < 0 { "-" } else { "" };
    let units = format!(
        "{:0>width$}",
        amount.unsigned_abs(),
        width = digits.saturating_add(1)
    );
    let (major, minor) = units.split_at_checked(units.len().saturating_sub(digits))?;
    let point = if digits > 0 { "." } else { "" };
    Some((format!("{sign}{major}{point}{minor}"), code.to_owned()))
}

/// Names and values of all fields of an object that are not lists.
fn flatten(prefix: &str, map: &Map<String, Value>, depth: usize, into: &mut Vec<(String, String)>) {
    let with_tax = total_with_tax(map);
    for (key, value) in map {
        // The prices of WooCommerce's API are without tax, which is given beside them.
        if with_tax.is_some() && WITHOUT_TAX.contains(&key.as_str()) {
            continue;
        }
        let name = if prefix.is_empty() {
            key.clone()
        } else {
            format!("{prefix} {key}")
        };
        let text = match value {
            Value::Null => String::new(),
            Value::Bool(is) => is.to_string(),
            Value::Number(number) => number.to_string(),
            Value::String(text) => text.clone(),
            Value::Object(inner) if depth < DEPTH => {
                if let Some((amount, currency)) = in_small_units(key, inner) {
                    let name = name.strip_suffix(MONEY).unwrap_or(&name);
                    into.push((name.to_owned(), amount));
                    into.push((format!("{name} currency"), currency));
                    continue;
                }
                flatten(&name, inner, depth.saturating_add(1), into);
                continue;
            }
            Value::Array(_) | Value::Object(_) => continue,
        };
        if text.len() <= LONGEST {
            into.push((name, text));
        }
    }
    if let Some(total) = with_tax {
        into.push((format!("{prefix} total with tax"), format!("{total:.4}")));
    }
}

/// The fields of an item of `WooCommerce`'s API that [`total_with_tax`] replaces.
const WITHOUT_TAX: [&str; 5] = ["price", "subtotal", "subtotal_tax", "total", "total_tax"];

/// The total with tax of an item of `WooCommerce`'s API, in which all amounts are without tax.
fn total_with_tax(map: &Map<String, Value>) -> Option<f64> {
    let amount = |key: &str| {
        let value = map.get(key)?;
        value
            .as_f64()
            .or_else(|| value.as_str()?.trim().parse().ok())
    };
    amount("subtotal_tax")?;
    Some(amount("total")? + amount("total_tax")?)
}

/// Rows whose columns are added as fields appear.
struct Flat {
    names: Vec<String>,
    places: BTreeMap<String, usize>,
    rows: Vec<Vec<String>>,
    /// For each row of an item, the number of its order's record.
    records: Vec<String>,
    meter: Meter,
}

impl Flat {
    fn new(meter: Meter) -> Self {
        Self {
            names: Vec::new(),
            places: BTreeMap::new(),
            rows: Vec::new(),
            records: Vec::new(),
            meter,
        }
    }

    fn add(&mut self, record: &Map<String, Value>) -> Result<(), super::TooLarge> {
        let mut fields = Vec::new();
        let Some((key, list)) = items(record) else {
            if let Some(variants) = variants(record) {
                return self.add_variants(record, &variants);
            }
            // The fields of an order without items have the same names.
            let prefix = if has_list(record) { "order" } else { "" };
            flatten(prefix, record, 0, &mut fields);
            return self.push(&[&fields]);
        };
        for (name, value) in record {
            if name != key {
                let mut one = Map::new();
                if value.is_array() {
                    continue;
                }
                one.insert(name.clone(), value.clone());
                flatten("order", &one, 0, &mut fields);
            }
        }
        let place = self.rows.len() as u64;
        let texts = fields.iter().map(|(_, text)| text.as_str());
        let number = record_number(place, texts);
        self.records.resize(self.rows.len(), String::new());
        self.push_each(&fields, "item", &list)?;
        self.records.resize(self.rows.len(), number);
        Ok(())
    }

    /// A row for each inner record, with the fields of the outer one.
    fn push_each(
        &mut self,
        outer: &[(String, String)],
        prefix: &str,
        list: &[&Map<String, Value>],
    ) -> Result<(), super::TooLarge> {
        for record in list {
            let mut inner = Vec::new();
            flatten(prefix, record, 0, &mut inner);
            self.push(&[outer, &inner])?;
        }
        Ok(())
    }

    fn add_variants(
        &mut self,
        product: &Map<String, Value>,
        variants: &[&Map<String, Value>],
    ) -> Result<(), super::TooLarge> {
        let mut fields = Vec::new();
        flatten("", product, 0, &mut fields);
        for (name, _) in &mut fields {
            if name == "id" {
                "parent id".clone_into(name);
            }
        }
        self.push_each(&fields, "variant", variants)
    }

    fn push(&mut self, parts: &[&[(String, String)]]) -> Result<(), super::TooLarge> {
        let mut cells = Vec::new();
        for (name, text) in parts.iter().flat_map(|part| part.iter()) {
            let next = self.names.len();
            let place = *self.places.entry(name.clone()).or_insert(next);
            if place == next {
                self.names.push(name.clone());
            }
            if cells.len() <= place {
                cells.resize(place.saturating_add(1), String::new());
            }
            self.meter.count(text.len().saturating_add(24) as u64)?;
            if let Some(cell) = cells.get_mut(place) {
                text.clone_into(cell);
            }
        }
        self.rows.push(cells);
        Ok(())
    }

    /// The rows; without numbers of orders, with those of the records.
    fn finish(mut self) -> Vec<Row> {
        self.records.resize(self.rows.len(), String::new());
        let are_items = self.records.iter().any(|number| !number.is_empty());
        if are_items && !self.names.iter().any(|name| is_number_of_order(name)) {
            let place = self.names.len();
            self.names.push(ORDER_RECORD.to_owned());
            for (cells, number) in self.rows.iter_mut().zip(self.records) {
                cells.resize(place, String::new());
                cells.push(number);
            }
        }
        let width = self.names.len();
        let names = Row {
            line: 0,
            cells: self.names,
        };
        let rows = (1_u64..).zip(self.rows).map(|(line, mut cells)| {
            cells.resize(width, String::new());
            Row { line, cells }
        });
        std::iter::once(names).chain(rows).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Vec<String>> {
        let rows = rows(Path::new("orders.json"), text.as_bytes()).unwrap();
        rows.into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn an_order_becomes_a_row_for_each_item() {
        let whole = r#"{"orders":[{"id":1,"email":"x","line_items":[{"sku":"A","price":{"amount":"2"}},{"sku":"B"}]}]}"#;
        let expected: [&[&str]; 3] = [
            &["order email", "order id", "item price amount", "item sku"],
            &["x", "1", "2", "A"],
            &["x", "1", "", "B"],
        ];
        assert_eq!(read(whole), expected);
        let graphql = r#"{"data":{"orders":{"edges":[{"node":{"id":1,"email":"x","lineItems":{"edges":[
            {"node":{"sku":"A","price":{"amount":"2"}}},{"node":{"sku":"B"}}]}}}]}}}"#;
        assert_eq!(read(graphql), expected);
    }

    #[test]
    fn a_line_for_each_record_is_read_like_a_list() {
        let lines = "{\"order_id\":1,\"sku\":\"A\"}\n{\"order_id\":2,\"sku\":\"B\"}\n";
        let list = r#"[{"order_id":1,"sku":"A"},{"order_id":2,"sku":"B"}]"#;
        assert_eq!(read(lines), read(list));
        assert_eq!(read(lines)[2], ["2", "B"]);
    }
}
