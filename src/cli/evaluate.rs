//! `tillside evaluate`: compares recommendation methods.

use std::fmt;

use serde::Serialize;

use super::CliError;
use super::args::EvaluateArgs;
use super::output::{print, write_whole};
use super::progress::Progress;
use super::source;
use crate::build::Disclosure;
use crate::evaluate::{
    AgeCost, BuyAgain, BuyAgainRow, Evaluation, MethodName, MethodResult, OwnOrdersRow, by_links,
    evaluate, report,
};
use crate::model::Currency;
use crate::offline::Interval;
use crate::shop_config::Shop;
use crate::train::{Hyperparameter, Model};

pub(super) fn run(args: &EvaluateArgs) -> Result<(), CliError> {
    let mut progress = Progress::new(args.source.learning.quiet);
    // Prices are not used, so no currency is required.
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
        &MethodName::ALL[..]
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
        .is_none_or(|row| row.cart.questions == 0)
    {
        return Err(CliError::Input(
            "No test order contains two products of the training orders, so there is nothing to measure. Export more orders."
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

#[derive(Serialize)]
struct Json<'a> {
    training_orders: usize,
    products: usize,
    test_orders: usize,
    split: &'static str,
    settings: std::collections::BTreeMap<&'static str, f64>,
    methods: &'a [MethodResult],
    #[serde(skip_serializing_if = "Option::is_none")]
    with_own_orders: Option<OwnOrdersRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    buy_again: Option<&'a BuyAgain>,
    #[serde(skip_serializing_if = "Option::is_none")]
    age: Option<AgeCost>,
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
            with_own_orders: evaluation.own_orders,
            buy_again: evaluation.again.as_ref(),
            age: evaluation.age,
        }
    }
}

fn settings(model: &Model) -> impl Iterator<Item = (&'static str, f64)> {
    Hyperparameter::ALL
        .into_iter()
        .map(|hyperparameter| (hyperparameter.name(), hyperparameter.of(model)))
}

/// A mean with its interval in brackets.
struct Mean<'a>(&'a Interval);

impl fmt::Display for Mean<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Interval { mean, low, high } = self.0;
        write!(out, "{mean:.4} [{low:.3}–{high:.3}]")
    }
}

struct Table<'a>(&'a Evaluation);

impl fmt::Display for Table<'_> {
    #[expect(
        clippy::too_many_lines,
        reason = "the rows of one table, one after the other"
    )]
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Evaluation {
            training_orders,
            products,
            test_orders,
            has_steps,
            is_by_time,
            tuned,
            rows,
            own_orders,
            age,
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
                "Next: the next product of a session, not viewed before,"
            } else {
                "Cart: one product is hidden; it"
            };
            writeln!(out, "{asked} is predicted, {} times.", row.cart.questions)?;
            writeln!(
                out,
                "Page: a product is viewed, {} times; a hit is any other product of its {order}.\n",
                row.page.views
            )?;
        }
        writeln!(
            out,
            "{:<11} {:^20} {:^20} {:^20} {:^20} {:>8} {:>8} {:>7} {:>8}",
            "", "HR@10", "MRR@10", "NDCG@10", "HR@20", "page@10", "coverage", "edges", "bytes"
        )?;
        for MethodResult {
            method,
            cart,
            page,
            edges,
            edge_bytes,
            ..
        } in rows
        {
            write!(out, "{method:<11}")?;
            for interval in [
                cart.hr_at_10, cart.mrr_at_10, cart.ndcg_at_10, cart.hr_at_20,
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
        if let Some(OwnOrdersRow {
            known,
            cart,
            ndcg_at_10_gain,
        }) = own_orders
        {
            let percent = (known * 100.0).round();
            writeln!(
                out,
                "\nWith the shopper's own earlier orders, known for {percent} % of the carts, the tuned model reaches"
            )?;
            writeln!(
                out,
                "HR@10 {}, MRR@10 {}, NDCG@10 {} ({:+.4} [{:+.4} to {:+.4}]).",
                Mean(&cart.hr_at_10),
                Mean(&cart.mrr_at_10),
                Mean(&cart.ndcg_at_10),
                ndcg_at_10_gain.mean,
                ndcg_at_10_gain.low,
                ndcg_at_10_gain.high
            )?;
        }
        if let Some(BuyAgain { customers, methods }) = again {
            writeln!(
                out,
                "\nBuy again: the next order of {customers} customers, predicted from their earlier ones"
            )?;
            for BuyAgainRow {
                method,
                recall_at_10,
                ndcg_at_10,
            } in methods
            {
                writeln!(
                    out,
                    "{method:<22}  recall@10 {}  NDCG@10 {}",
                    Mean(recall_at_10),
                    Mean(ndcg_at_10)
                )?;
            }
        }
        if let Some(AgeCost {
            days,
            fresh_ndcg_at_10,
            ndcg_at_10,
        }) = age
        {
            writeln!(
                out,
                "\nAge: on the latest of these orders, a graph that is {days} days older has NDCG@10 {:+.4} [{:+.4} to {:+.4}] (newer: {fresh_ndcg_at_10:.4}).",
                ndcg_at_10.mean, ndcg_at_10.low, ndcg_at_10.high
            )?;
        }
        write!(
            out,
            "\nIn brackets: the 95 % confidence interval (bootstrap).\nTuned:"
        )?;
        for (word, value) in settings(&tuned.model) {
            write!(out, " {word} {value}")?;
        }
        let own = tuned.model.own_orders;
        write!(
            out,
            " own_orders {}/{}/{}",
            own.bought, own.recent, own.share
        )?;
        writeln!(
            out,
            " ({} settings tried on training orders)",
            tuned.trials.len()
        )
    }
}
