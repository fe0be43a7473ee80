//! `tillside evaluate`: how well recommendations hit, method by method.

use std::fmt;
use std::io::Write;
use std::path::Path;

use serde::Serialize;

use super::CliError;
use super::args::EvaluateArgs;
use super::output::print;
use super::progress::Progress;
use super::source;
use crate::build::Disclosure;
use crate::evaluate::{BuyAgain, Evaluation, Named, Row, by_links, evaluate, report};
use crate::model::Currency;
use crate::offline::Interval;
use crate::shop_config::Shop;
use crate::train::{Hyperparameter, Model};

pub(super) fn run(args: &EvaluateArgs) -> Result<(), CliError> {
    let mut progress = Progress::new(args.source.quiet);
    // Prices are not looked at, so nobody needs to say what they are in.
    let shop = Shop {
        currency: Some(Currency::none()),
        ..Shop::default()
    };
    let disclosure = Disclosure {
        min_support: args.min_support,
        is_rounded: false,
    };
    let source = source::read(&args.source, &shop, None, disclosure, &mut progress)?;
    progress.step("Learning and testing");
    let methods = if args.methods.is_empty() {
        &Named::ALL[..]
    } else {
        &args.methods
    };
    let evaluation =
        evaluate(&source.dataset, &source.options, methods).map_err(CliError::input)?;
    progress.finish();
    progress.check().map_err(|_| CliError::Interrupted)?;
    if evaluation
        .rows
        .first()
        .is_none_or(|row| row.basket.questions == 0)
    {
        return Err(CliError::Input(
            "No test order has two products that the training orders know, so there is nothing to measure. Export more orders."
                .to_owned(),
        ));
    }
    if let Some(path) = &args.report {
        progress.step("Drawing the report");
        let by_links = by_links(&source.dataset, &source.options, &evaluation.tuned)
            .map_err(CliError::input)?;
        let page = report(&source.dataset, &source.options, &evaluation, &by_links);
        progress.finish();
        write_whole(path, page.as_bytes())?;
    }
    print(|out| {
        if args.json {
            serde_json::to_writer_pretty(&mut *out, &Json::new(&evaluation))?;
            writeln!(out)
        } else {
            write!(out, "{}", Table(&evaluation))
        }
    })
}

/// Writes a file that is either there in whole or not at all.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let directory = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let write = || {
        let mut file = tempfile::NamedTempFile::new_in(directory)?;
        file.write_all(bytes)?;
        file.persist(path).map_err(|error| error.error)
    };
    write().map(drop).map_err(|error| {
        CliError::input(format!(
            "{}: could not be written: {error}.",
            path.display()
        ))
    })
}

#[derive(Serialize)]
struct Json<'a> {
    training_orders: usize,
    products: usize,
    test_orders: usize,
    split: &'static str,
    settings: std::collections::BTreeMap<&'static str, f64>,
    methods: &'a [Row],
    #[serde(skip_serializing_if = "Option::is_none")]
    buy_again_recall_at_10: Option<BuyAgain>,
}

impl<'a> Json<'a> {
    fn new(evaluation: &'a Evaluation) -> Self {
        Self {
            training_orders: evaluation.training_orders,
            products: evaluation.products,
            test_orders: evaluation.test_orders,
            split: if evaluation.is_by_time {
                "time"
            } else {
                "hash of the order id"
            },
            settings: settings(&evaluation.tuned.model).collect(),
            methods: &evaluation.rows,
            buy_again_recall_at_10: evaluation.again,
        }
    }
}

fn settings(model: &Model) -> impl Iterator<Item = (&'static str, f64)> {
    Hyperparameter::ALL
        .into_iter()
        .map(|hyperparameter| (hyperparameter.word(), hyperparameter.of(model)))
}

struct Table<'a>(&'a Evaluation);

impl fmt::Display for Table<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Evaluation {
            training_orders,
            products,
            test_orders,
            has_steps,
            is_by_time,
            tuned,
            rows,
            again,
            ..
        } = self.0;
        let order = self.0.unit();
        let split = if *is_by_time {
            "the latest"
        } else {
            "chosen by a hash, as the orders have no dates"
        };
        writeln!(
            out,
            "Learned from {training_orders} {order}s of {products} products; tested on {test_orders} {order}s, {split}."
        )?;
        if let Some(row) = rows.first() {
            let asked = if *has_steps {
                "Next: the next product of a visit, not seen before,"
            } else {
                "Basket: one product is hidden; it"
            };
            writeln!(out, "{asked} is asked for, {} times.", row.basket.questions)?;
            writeln!(
                out,
                "Page: a product is looked at, {} times; a hit is any other product of its {order}.\n",
                row.page.views
            )?;
        }
        writeln!(
            out,
            "{:<11} {:^20} {:^20} {:^20} {:^20} {:>8} {:>8} {:>7} {:>8}",
            "", "HR@10", "MRR@10", "NDCG@10", "HR@20", "page@10", "coverage", "edges", "bytes"
        )?;
        for Row {
            method,
            basket,
            page,
            edges,
            edge_bytes,
            ..
        } in rows
        {
            write!(out, "{method:<11}")?;
            for interval in [
                basket.hr_at_10, basket.mrr_at_10, basket.ndcg_at_10, basket.hr_at_20,
            ] {
                write!(
                    out,
                    "  {:.4} [{:.3}–{:.3}]",
                    interval.mean, interval.low, interval.high
                )?;
            }
            let share = |share: f64| {
                if *edges == 0 {
                    "–".to_owned()
                } else {
                    format!("{share:.3}")
                }
            };
            writeln!(
                out,
                " {:>8} {:>8} {edges:>7} {edge_bytes:>8}",
                share(page.hit_at_10),
                share(page.coverage)
            )?;
        }
        if let Some(BuyAgain {
            customers,
            popularity,
            personal,
        }) = again
        {
            let recall = |interval: &Interval| {
                format!(
                    "{:.4} [{:.3}–{:.3}]",
                    interval.mean, interval.low, interval.high
                )
            };
            writeln!(
                out,
                "\nBuying again: of the next order of {customers} customers, recall@10 of their own past purchases is"
            )?;
            writeln!(
                out,
                "{}, of the best-sellers {}.",
                recall(personal),
                recall(popularity)
            )?;
        }
        write!(
            out,
            "\nIn brackets: 95 % of other test orders of this shop would give a number between these (bootstrap).\nTuned:"
        )?;
        for (word, value) in settings(&tuned.model) {
            write!(out, " {word} {value}")?;
        }
        writeln!(
            out,
            " ({} settings tried on training orders)",
            tuned.trials.len()
        )
    }
}
