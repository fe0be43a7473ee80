//! `tillside recommend`: recommendations for carts from a file, for programs and for spot checks.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};

use serde::{Deserialize, Serialize};

use super::CliError;
use super::args::RecommendArgs;
use super::output::print;
use crate::engine::{Completion, History, RecencyWeight, Shelf};
use crate::graph::{Graph, STRENGTH_MAX, read_directory};
use crate::model::{ProductId, Reason, SkuKey};

#[derive(Serialize)]
struct Recommendation<'a> {
    sku: &'a str,
    score: f64,
    reason: &'a Reason,
}

pub(super) fn run(args: &RecommendArgs) -> Result<(), CliError> {
    let (manifest, graph) = read_directory(&args.graph).map_err(CliError::input)?;
    let recency = RecencyWeight::new(manifest.record.settings.recency);
    let path = args.carts.display();
    let cannot_read =
        |error: io::Error| CliError::input(format!("{path}: could not be read: {error}."));
    let lines: Box<dyn BufRead> = if args.carts.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(
            File::open(&args.carts).map_err(cannot_read)?,
        ))
    };
    let read = |(number, line): (u64, io::Result<String>)| -> Result<Line, CliError> {
        serde_json::from_str(&line.map_err(cannot_read)?).map_err(|error| {
            let column = error.column();
            CliError::input(format!(
                "{path}:{number}:{column}: each line must be a JSON array of SKUs, such as [\"85123A\", \"22423\"], or an object with a \"cart\" and the shopper's \"history\": {error}"
            ))
        })
    };
    let shelf = Shelf::new(&graph);
    let mut refused = Ok(());
    print(|out| {
        for line in (1_u64..).zip(lines.lines()).map(read) {
            match line.map(|line| line.resolve(&graph)) {
                Ok(asked) => write_line(
                    &mut *out,
                    &shelf.complete((&asked.cart, &asked.history), recency, args.limit),
                )?,
                Err(failure) => {
                    refused = Err(failure);
                    break;
                }
            }
        }
        Ok(())
    })?;
    refused
}

/// A cart, alone or with the earlier purchases of its shopper.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Cart(Vec<String>),
    Shopper {
        cart: Vec<String>,
        #[serde(default)]
        history: Vec<Entry>,
    },
}

/// An entry of a history, as `setShopper()` takes it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    sku: String,
    #[serde(default = "one")]
    orders: u32,
    #[serde(default)]
    days_ago: Option<u32>,
}

fn one() -> u32 {
    1
}

struct ResolvedLine {
    cart: Vec<ProductId>,
    history: History,
}

impl Line {
    fn resolve(self, graph: &Graph) -> ResolvedLine {
        let (skus, history) = match self {
            Self::Cart(skus) => (skus, Vec::new()),
            Self::Shopper { cart, history } => (cart, history),
        };
        let known = history.iter().filter_map(|entry| {
            let product = graph.product(&SkuKey::new(&entry.sku))?;
            Some((product.id, entry.orders, entry.days_ago))
        });
        ResolvedLine {
            cart: cart(graph, &skus),
            history: History::new(known, []),
        }
    }
}

/// Unknown SKUs are ignored, as in a page.
fn cart(graph: &Graph, skus: &[String]) -> Vec<ProductId> {
    let mut cart: Vec<ProductId> = Vec::new();
    for product in skus
        .iter()
        .filter_map(|sku| graph.product(&SkuKey::new(sku)))
    {
        // A repeated SKU counts at its last position.
        cart.retain(|known| *known != product.id);
        cart.push(product.id);
    }
    cart
}

fn write_line(mut out: impl Write, found: &[Completion<'_>]) -> io::Result<()> {
    let list: Vec<Recommendation<'_>> = found
        .iter()
        .map(|completion| {
            #[expect(clippy::cast_precision_loss, reason = "sums stay far below 2^53")]
            let score = completion.relevance as f64
                / f64::from(STRENGTH_MAX)
                / f64::from(RecencyWeight::ONE);
            Recommendation {
                sku: completion.product.sku,
                score: (score * 1e4).round() / 1e4,
                reason: &completion.reason,
            }
        })
        .collect();
    serde_json::to_writer(&mut out, &list)?;
    out.write_all(b"\n")
}
