//! `tillside export`: lists the products of a graph.

use std::io::{self, Write};

use serde::Serialize;

use super::CliError;
use super::args::{ExportArgs, Format};
use super::export_html;
use super::output::print;
use crate::graph::{Graph, read_directory};
use crate::model::{Minor, Product, Relation};

/// One product of the list; the CSV headers are those that `--catalog` reads.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item<'a> {
    sku: &'a str,
    title: &'a str,
    price_minor: Option<Minor>,
    orders: Option<u32>,
    group: Option<u32>,
}

pub(super) fn run(args: &ExportArgs) -> Result<(), CliError> {
    if let Format::Head = args.format {
        return export_html::head(args);
    }
    let (manifest, graph) = read_directory(&args.graph).map_err(CliError::input)?;
    if let Format::Html | Format::Element = args.format {
        return export_html::html(args, &manifest, &graph);
    }
    let products: Vec<Product<&str>> = graph.products().collect();
    let items = products.iter().map(|product| Item {
        sku: product.sku,
        title: product.title,
        price_minor: product.price_minor,
        orders: product.orders,
        group: product.group,
    });
    print(|out| {
        match if args.related_product {
            Format::RelatedProduct
        } else {
            args.format
        } {
            Format::Json => write_json(out, &items.collect::<Vec<_>>()),
            Format::RelatedProduct => write_related(out, &graph, &products),
            Format::Html | Format::Element | Format::Head => Ok(()),
            Format::Csv => write_csv(out, items, |price| manifest.currency.decimal(price)),
        }
    })
}

fn write_json(mut out: impl Write, items: &[Item<'_>]) -> io::Result<()> {
    serde_json::to_writer(&mut out, items)?;
    out.write_all(b"\n")
}

fn write_csv<'a>(
    out: impl Write,
    items: impl Iterator<Item = Item<'a>>,
    decimal: impl Fn(Minor) -> String,
) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["sku", "title", "price", "orders", "group"])?;
    for item in items {
        let number =
            |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        let price = item.price_minor.map(&decimal).unwrap_or_default();
        writer.write_record([
            item.sku,
            item.title,
            &price,
            &number(item.orders),
            &number(item.group),
        ])?;
    }
    write_all(out, writer)
}

/// Maximum number of related products that Merchant Center accepts.
const RELATED: usize = 30;

/// Writes one row for each product with links. Relations that Merchant Center does not have are
/// left out, and so are SKUs with characters other than letters, digits, dashes and underscores.
fn write_related(out: impl Write, graph: &Graph, products: &[Product<&str>]) -> io::Result<()> {
    let is_plain = |sku: &str| {
        sku.chars()
            .all(|character| character.is_ascii_alphanumeric() || "-_".contains(character))
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["id", "related_product"])?;
    for product in products {
        let edges = graph
            .neighbors(product.id)
            .filter(|edge| !matches!(edge.relation, Relation::Upgrade | Relation::AlsoViewed));
        let related = edges.filter_map(|edge| {
            graph
                .product_at(edge.to)
                .map(|to| (edge.relation.name(), to.sku))
        });
        let cells: Vec<String> = related
            .filter(|(_, sku)| is_plain(sku))
            .take(RELATED)
            .map(|(word, sku)| format!("{word}:id:{sku}"))
            .collect();
        if !cells.is_empty() {
            writer.write_record([product.sku, &cells.join(",")])?;
        }
    }
    write_all(out, writer)
}

/// Writes all rows at once, because the csv crate reports a closed pipe as a different error.
fn write_all(mut out: impl Write, writer: csv::Writer<Vec<u8>>) -> io::Result<()> {
    out.write_all(
        &writer
            .into_inner()
            .map_err(csv::IntoInnerError::into_error)?,
    )
}
