//! `tillside export`: the products of a graph as a list.

use std::io::{self, Write};

use serde::Serialize;

use super::Failure;
use super::args::{ExportArgs, Format};
use crate::graph::read_directory;
use crate::model::{Minor, Product};

/// One product in the list; the CSV's headers are those that `--catalog` knows.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item<'a> {
    sku: &'a str,
    title: &'a str,
    price_minor: Option<Minor>,
    orders: Option<u32>,
    group: Option<u32>,
}

pub(super) fn run(args: &ExportArgs) -> Result<(), Failure> {
    let (manifest, graph) = read_directory(&args.graph).map_err(Failure::input)?;
    let mut products: Vec<&Product> = graph.products().collect();
    products.sort_unstable_by_key(|product| product.id);
    let items = products.into_iter().map(|product| Item {
        sku: &product.sku,
        title: &product.title,
        price_minor: product.price_minor,
        orders: product.orders,
        group: product.group,
    });
    let out = io::BufWriter::new(io::stdout().lock());
    let written = match args.format {
        Format::Json => write_json(out, &items.collect::<Vec<_>>()),
        Format::Csv => write_csv(out, items, |price| manifest.currency.decimal(price)),
    };
    match written {
        // Whoever reads may stop reading: `tillside export … | head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(|error| Failure::input(format!("The list could not be written: {error}."))),
    }
}

fn write_json(mut out: impl Write, items: &[Item<'_>]) -> io::Result<()> {
    serde_json::to_writer(&mut out, items)?;
    out.write_all(b"\n")?;
    out.flush()
}

fn write_csv<'a>(out: impl Write, items: impl Iterator<Item = Item<'a>>, decimal: impl Fn(Minor) -> String) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["sku", "title", "price", "orders", "group"])?;
    for item in items {
        let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        let price = item.price_minor.map(&decimal).unwrap_or_default();
        writer.write_record([item.sku, item.title, &price, &number(item.orders), &number(item.group)])?;
    }
    writer.flush()
}
