//! The options of variants in a catalog: size S, color red.
//!
//! | catalog | columns |
//! |---|---|
//! | Shopify | `Option1 Name`, `Option1 Value`, up to 3; the names are in the first row of a product |
//! | WooCommerce | `Attribute 1 name`, `Attribute 1 value(s)` and so on, in the language of the shop |
//! | Google's product feed | `color`, `size`, `material`, `pattern` |
//! | others | the column that is recognized as that of variants |
//!
//! *Invariants*: an option has a value; its name may be empty.

use super::columns::place_of;
use super::sources::Row;
use super::words::fold;

/// An option of a variant: its name, which may be empty, and its value.
pub type VariantOption = (String, String);

/// The attributes by which variants of Google's product feed differ.
const FEED: [&str; 5] = ["color", "colour", "size", "material", "pattern"];

/// The word for an attribute in the headers of WooCommerce's translations.
const ATTRIBUTES: [&str; 3] = ["attribut", "atribut", "atrybut"];

/// Shopify's value of a product without options.
const NO_OPTION: &str = "Default Title";

/// The columns of options.
#[derive(Debug, Default)]
pub(super) struct OptionColumns {
    options: Vec<OptionColumn>,
    /// The latest name of each option, for rows below the first one of a product.
    names: Vec<String>,
    /// The product that has these names.
    group: String,
}

#[derive(Debug)]
struct OptionColumn {
    name: OptionName,
    value: usize,
}

#[derive(Debug)]
enum OptionName {
    /// The index of the column with the name.
    Column(usize),
    Fixed(String),
}

impl OptionColumns {
    /// The columns of a file; `variant` is the one that is recognized as that of variants.
    pub(super) fn find(headers: &[String], variant: Option<usize>) -> Self {
        let shopify = (1..=3).filter_map(|number| {
            let name = place_of(headers, &format!("Option{number} Name"))?;
            let value = place_of(headers, &format!("Option{number} Value"))?;
            let name = OptionName::Column(name);
            Some(OptionColumn { name, value })
        });
        let mut options: Vec<OptionColumn> = shopify.collect();
        if options.is_empty() {
            options = attributes(headers);
        }
        if options.is_empty() {
            options = feed(headers);
        }
        if options.is_empty() {
            options.extend(variant.map(|value| OptionColumn {
                name: OptionName::Fixed(String::new()),
                value,
            }));
        }
        Self {
            names: vec![String::new(); options.len()],
            options,
            group: String::new(),
        }
    }

    /// The options of a row of a product.
    pub(super) fn of_row(&mut self, row: &Row, group: &str) -> Vec<VariantOption> {
        if group != self.group {
            group.clone_into(&mut self.group);
            self.names.iter_mut().for_each(String::clear);
        }
        let cell = |place: usize| {
            let cell = row.cells.get(place).map(|cell| cell.trim());
            cell.filter(|cell| !cell.is_empty()).map(str::to_owned)
        };
        let mut found = Vec::new();
        for (option, name) in self.options.iter().zip(&mut self.names) {
            let named = match &option.name {
                OptionName::Column(place) => cell(*place),
                OptionName::Fixed(name) => Some(name.clone()),
            };
            if let Some(named) = named {
                *name = named;
            }
            let value = cell(option.value).filter(|value| value != NO_OPTION);
            found.extend(value.map(|value| (name.clone(), value)));
        }
        found
    }
}

/// WooCommerce's attributes: of the columns with one number, the first has the name and the second
/// the value.
fn attributes(headers: &[String]) -> Vec<OptionColumn> {
    let number_of = |header: &String| -> Option<u32> {
        let folded = fold(header);
        let is_attribute = ATTRIBUTES.iter().any(|word| folded.contains(word));
        let digits = folded.matches(|c: char| c.is_ascii_digit());
        let digits: String = digits.collect();
        digits.parse().ok().filter(|_| is_attribute)
    };
    let numbers: Vec<Option<u32>> = headers.iter().map(number_of).collect();
    let with_number = |number: u32| {
        let places = (0..).zip(&numbers);
        places.filter_map(move |(place, found)| (*found == Some(number)).then_some(place))
    };
    let options = (1..).map_while(|number| {
        let mut places = with_number(number);
        let (name, value) = (places.next()?, places.next()?);
        let name = OptionName::Column(name);
        Some(OptionColumn { name, value })
    });
    options.collect()
}

/// The attributes of Google's product feed, each under its own name.
fn feed(headers: &[String]) -> Vec<OptionColumn> {
    let columns = FEED.iter().filter_map(|attribute| {
        let value = place_of(headers, attribute)
            .or_else(|| place_of(headers, &format!("g:{attribute}")))?;
        let mut name = (*attribute).to_owned();
        if let Some(first) = name.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let name = OptionName::Fixed(name);
        Some(OptionColumn { name, value })
    });
    columns.collect()
}
