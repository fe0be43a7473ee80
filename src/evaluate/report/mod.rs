//! The report: one self-contained page for a shop owner, with all figures.
//!
//! *Invariants*: the page has no script, no link and no external file, so that it can be mailed and
//! printed.

mod charts;
mod page;
mod patterns;

use charts::{Axes, Bar, Point, bars, curve};
use page::STYLE;
use patterns::{Counted, Patterns};

use super::{Evaluation, MethodName, MethodResult};
use crate::build::Options;
use crate::dataset::Dataset;
use crate::html_page::HtmlPage;
use crate::shop_config::TitleCase;
use crate::train::{Hyperparameter, Method, Model, ScoredModel};

/// Writes the report.
///
/// `by_links` are evaluations of the tuned model with other numbers of links per product.
#[must_use]
pub fn report(
    dataset: &Dataset,
    options: &Options,
    evaluation: &Evaluation,
    by_links: &[(usize, MethodResult)],
) -> String {
    let order = evaluation.unit();
    let mut page = HtmlPage::new(&format!("Report on your {order}s"), STYLE);
    summary(&mut page, evaluation, order);
    methods(&mut page, &evaluation.rows, order);
    hyperparameters(&mut page, evaluation, by_links, order);
    if dataset.is_bought() {
        shop(&mut page, dataset, options, evaluation.tuned.model);
    }
    page.finish()
}

fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

fn summary(page: &mut HtmlPage, evaluation: &Evaluation, order: &str) {
    let Evaluation {
        training_orders,
        test_orders,
        products,
        is_by_time,
        rows,
        ..
    } = evaluation;
    let when = if *is_by_time {
        "the latest"
    } else {
        "chosen at random, because there are no dates"
    };
    page.text(&format!(
        "Tillside learned from {training_orders} {order}s of {products} products and was tested on {test_orders} other {order}s, {when}."
    ));
    if let Some(tuned) = rows.iter().find(|row| row.method == MethodName::Tuned) {
        page.text(&format!(
            "One product of each of these {order}s was hidden. Given the {}, Tillside predicted it among its first ten suggestions in {} \
             of the cases. On the page of a single product, its ten companions contained another product of the same {order} in {} of \
             the cases, and {} of all products are recommended on some page.",
            if evaluation.has_steps { "products before it" } else { "others" },
            percent(tuned.cart.hr_at_10.mean),
            percent(tuned.page.hit_at_10),
            percent(tuned.page.coverage)
        ));
    }
}

fn methods(page: &mut HtmlPage, rows: &[MethodResult], order: &str) {
    page.section("Comparison with textbook methods");
    page.text(
        "Longer is better: the bar is NDCG@10, which is 1 if the hidden product always ranks first and 0 if it is never among the \
         first ten. The thin line is the 95 % confidence interval; where two lines overlap widely, the difference may be chance."
    );
    let bar = |row: &MethodResult| Bar {
        label: row.method.to_string(),
        value: row.cart.ndcg_at_10.mean,
        interval: Some((row.cart.ndcg_at_10.low, row.cart.ndcg_at_10.high)),
        is_ours: row.method == MethodName::Tuned,
    };
    let best = rows.iter().max_by(|one, other| {
        one.cart
            .ndcg_at_10
            .mean
            .total_cmp(&other.cart.ndcg_at_10.mean)
    });
    let caption = best.map_or(String::new(), |best| {
        format!(
            "Of {} methods, {} completes {order}s best: NDCG@10 {:.3}.",
            rows.len(),
            best.method,
            best.cart.ndcg_at_10.mean
        )
    });
    let table: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let numbers = [
                row.cart.hr_at_10, row.cart.mrr_at_10, row.cart.ndcg_at_10, row.cart.hr_at_20,
            ];
            let mut cells = vec![row.method.to_string()];
            cells.extend(numbers.iter().map(|number| {
                format!("{:.3} ({:.3}–{:.3})", number.mean, number.low, number.high)
            }));
            cells.extend([
                percent(row.page.hit_at_10),
                percent(row.page.coverage),
                row.edge_bytes.to_string(),
            ]);
            cells
        })
        .collect();
    let svg = bars(
        Axes {
            x: "NDCG@10",
            y: "",
            caption: &caption,
        },
        &rows.iter().map(bar).collect::<Vec<_>>(),
    );
    page.chart_with_data(
        &caption,
        &svg,
        &[
            "Method", "HR@10", "MRR@10", "NDCG@10", "HR@20", "Product page hit", "Coverage",
            "Bytes",
        ],
        &table,
    );
}

fn hyperparameters(
    page: &mut HtmlPage,
    evaluation: &Evaluation,
    by_links: &[(usize, MethodResult)],
    order: &str,
) {
    let trials = &evaluation.tuned.trials;
    if trials.is_empty() {
        page.section("Settings");
        return page.text(&format!(
            "There are too few {order}s for tuning, so the default settings were used."
        ));
    }
    page.section("Tuning");
    page.text(&format!(
        "{} settings were tried on the latest of the training {order}s. Each curve varies one setting; the orange point is the chosen \
         value. A flat curve means that the setting hardly matters in your shop.",
        trials.len()
    ));
    for hyperparameter in Hyperparameter::ALL {
        let chosen = hyperparameter.of(&evaluation.tuned.model);
        let best = evaluation.tuned.curve(hyperparameter);
        if best.len() < 2 {
            continue;
        }
        let point = |trial: &ScoredModel| {
            let x = hyperparameter.of(&trial.model);
            Point {
                x,
                y: trial.objective,
                label: x.to_string(),
                is_ours: x.total_cmp(&chosen).is_eq(),
            }
        };
        let caption = format!("{}: best at {chosen}.", label_of(hyperparameter));
        let points: Vec<Point> = best.iter().map(point).collect();
        let svg = curve(
            Axes {
                x: label_of(hyperparameter),
                y: "objective",
                caption: &caption,
            },
            &points,
        );
        let table: Vec<Vec<String>> = points
            .iter()
            .map(|point| vec![point.label.clone(), format!("{:.4}", point.y)])
            .collect();
        page.chart_with_data(&caption, &svg, &["Setting", "Objective"], &table);
    }
    let turned = evaluation.tuned.curve(Hyperparameter::PopularityExponent);
    let coverage: Vec<Point> = turned
        .iter()
        .map(|trial| Point {
            x: 100.0 * trial.score.coverage,
            y: 100.0 * trial.score.page_hit,
            label: format!("{}", trial.model.popularity_exponent),
            is_ours: trial
                .model
                .popularity_exponent
                .total_cmp(&evaluation.tuned.model.popularity_exponent)
                .is_eq(),
        })
        .collect();
    page.section("Coverage and hits");
    let caption =
        "A higher popularity exponent shows more different products, and fewer suggestions hit.";
    let svg = curve(
        Axes {
            x: "products shown on some page, %",
            y: "page hits, %",
            caption,
        },
        &coverage,
    );
    let table = numbers(&coverage, 1);
    page.chart_with_data(
        caption,
        &svg,
        &["Popularity exponent", "Products shown, %", "Page hits, %"],
        &table,
    );

    let bytes: Vec<Point> = by_links
        .iter()
        .map(|(links, row)| Point {
            #[expect(clippy::cast_precision_loss, reason = "bytes stay far below 2^53")]
            x: row.edge_bytes as f64 / 1000.0,
            y: row.cart.ndcg_at_10.mean,
            label: format!("{links} links"),
            is_ours: *links == evaluation.tuned.model.neighbors,
        })
        .collect();
    page.section("Bytes");
    let caption = "More links per product cost bytes and soon add nothing.";
    let svg = curve(
        Axes {
            x: "all links, in thousands of bytes (brotli)",
            y: "NDCG@10",
            caption,
        },
        &bytes,
    );
    let table = numbers(&bytes, 4);
    page.chart_with_data(
        caption,
        &svg,
        &["Links per product", "Thousand bytes", "NDCG@10"],
        &table,
    );
}

/// The points of a curve as table rows, with the given number of decimals.
fn numbers(points: &[Point], decimals: usize) -> Vec<Vec<String>> {
    points
        .iter()
        .map(|point| {
            vec![
                point.label.clone(),
                format!("{:.1}", point.x),
                format!("{:.decimals$}", point.y),
            ]
        })
        .collect()
}

fn label_of(hyperparameter: Hyperparameter) -> &'static str {
    match hyperparameter {
        Hyperparameter::SizeExponent => {
            "Size exponent: larger values lower the weight of large orders"
        }
        Hyperparameter::HalfLifeDays => "Half-life of an order in days (0: no decay)",
        Hyperparameter::StepDecay => "Decay per step between two views of a session",
        Hyperparameter::Recency => "Weight of an earlier view relative to the next one",
        Hyperparameter::PopularityExponent => "Popularity exponent",
        Hyperparameter::Ridge => "Evidence that a link needs (ridge)",
        Hyperparameter::TitleWeight => "Weight of shared title words",
        Hyperparameter::Bestsellers => "Number of best-sellers recommended without a link",
        Hyperparameter::Candidates => {
            "Candidates per product, before the weaker ones are pruned (0: as many as links)"
        }
        Hyperparameter::Neighbors => "Links per product",
        Hyperparameter::Reach => "Links including two-step links, per learned link",
    }
}

fn shop(page: &mut HtmlPage, dataset: &Dataset, options: &Options, model: Model) {
    let min_support = options.disclosure.min_support;
    let patterns = Patterns::new(dataset, |rank| dataset.title(rank), min_support);
    page.section("Your shop");
    let (returning, customers) = patterns.returning;
    if customers > 0 {
        page.text(&format!(
            "{returning} of {customers} known customers ordered more than once."
        ));
    }
    let charts: [(&str, &str, &str, &Counted); 6] = [
        (
            "Number of different products in an order",
            "orders",
            "Size",
            &patterns.sizes,
        ),
        ("Orders by month", "orders", "Month", &patterns.months),
        (
            "Orders by country", "orders", "Country", &patterns.countries,
        ),
        (
            "Days between two orders of a customer",
            "times",
            "After",
            &patterns.returns,
        ),
        (
            "Products in a customer's first order",
            "customers",
            "Product",
            &patterns.firsts,
        ),
        (
            "From the first purchase to the second",
            "customers",
            "From → to",
            &patterns.flows,
        ),
    ];
    for (caption, unit, column, counted) in charts {
        let bar = |(label, count): &(String, u32)| Bar {
            label: label.clone(),
            value: f64::from(*count),
            interval: None,
            is_ours: false,
        };
        let svg = bars(
            Axes {
                x: unit,
                y: "",
                caption,
            },
            &counted.iter().map(bar).collect::<Vec<_>>(),
        );
        let table: Vec<Vec<String>> = counted
            .iter()
            .map(|(label, count)| vec![label.clone(), count.to_string()])
            .collect();
        page.chart_with_data(caption, &svg, &[column, unit], &table);
    }
    let readable = Options {
        title_case: TitleCase::Sentence,
        ..options.clone()
    };
    let pairs = dataset.strongest_pairs(&readable, Method::Ridge(model));
    if !pairs.is_empty() {
        page.section("Strongest pairs");
        let rows: Vec<Vec<String>> = pairs
            .iter()
            .map(|pair| vec![pair.titles.join(" + "), pair.orders.to_string()])
            .collect();
        page.text_table(&["Pair", "Orders with both"], &rows);
    }
    page.text(&format!(
        "This page shows no pattern of fewer than {min_support} orders or customers."
    ));
}
