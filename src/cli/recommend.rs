//! `tillside recommend`: recommendations for baskets from a file, for programs and for everyone who wants to check.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};

use serde::Serialize;

use super::CliError;
use super::args::RecommendArgs;
use super::output::print;
use crate::engine::{Completion, RecencyWeight, Shelf};
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
    let recency = RecencyWeight::new(manifest.settings.recency);
    let path = args.baskets.display();
    let cannot_read =
        |error: io::Error| CliError::input(format!("{path}: could not be read: {error}."));
    let lines: Box<dyn BufRead> = if args.baskets.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(
            File::open(&args.baskets).map_err(cannot_read)?,
        ))
    };
    let read = |(number, line): (u64, io::Result<String>)| -> Result<Vec<String>, CliError> {
        serde_json::from_str(&line.map_err(cannot_read)?).map_err(|error| {
            let column = error.column();
            CliError::input(format!(
                "{path}:{number}:{column}: a line is one JSON array of SKUs, such as [\"85123A\", \"22423\"]: {error}"
            ))
        })
    };
    let shelf = Shelf::new(&graph);
    let mut refused = Ok(());
    print(|out| {
        for skus in (1_u64..).zip(lines.lines()).map(read) {
            match skus {
                Ok(skus) => write_line(
                    &mut *out,
                    &shelf.complete(&basket(&graph, &skus), recency, args.limit),
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

/// SKUs that the graph does not know say nothing, as in a page.
fn basket(graph: &Graph, skus: &[String]) -> Vec<ProductId> {
    let mut basket: Vec<ProductId> = Vec::new();
    for product in skus
        .iter()
        .filter_map(|sku| graph.product(&SkuKey::new(sku)))
    {
        // What is named again was looked at again.
        basket.retain(|known| *known != product.id);
        basket.push(product.id);
    }
    basket
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
