//! The report: one self-contained page that a shop owner can read, with the numbers for those who want them.
//!
//! *Invariants*: no script, no address, nothing to load: the file can be mailed and printed.

mod charts;
mod page;
mod patterns;

use charts::{Axes, Bar, Point, bars, curve};
use page::Page;
use patterns::{Counted, Patterns};

use super::{Evaluation, Named, Row};
use crate::build::Options;
use crate::dataset::Dataset;
use crate::shop_config::TitleCase;
use crate::train::{Hyperparameter, Method, Model, Trial};

/// Writes the report.
///
/// `by_links` are evaluations of the tuned model with other numbers of links for each product.
#[must_use]
pub fn report(
    dataset: &Dataset,
    options: &Options,
    evaluation: &Evaluation,
    by_links: &[(usize, Row)],
) -> String {
    let order = evaluation.unit();
    let mut page = Page::new(&format!("What your {order}s say"));
    summary(&mut page, evaluation, order);
    methods(&mut page, &evaluation.rows, order);
    dials(&mut page, evaluation, by_links, order);
    if dataset.is_bought() {
        shop(&mut page, dataset, options, evaluation.tuned.model);
    }
    page.finish()
}

fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

fn summary(page: &mut Page, evaluation: &Evaluation, order: &str) {
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
        "drawn by lot, because there are no dates"
    };
    page.text(&format!(
        "Tillside learned from {training_orders} {order}s of {products} products and was then asked about {test_orders} {order}s that it \
         had never seen, {when}."
    ));
    if let Some(tuned) = rows.iter().find(|row| row.method == Named::Tuned) {
        page.text(&format!(
            "One product of each of these {order}s was hidden. Shown the {}, Tillside named it among its first ten suggestions in {} \
             of the cases. On the page of a single product, its ten companions held something of the same {order} in {} of the \
             cases, and {} of all products are recommended on some page.",
            if evaluation.has_steps { "products before it" } else { "others" },
            percent(tuned.basket.hr_at_10.mean),
            percent(tuned.page.hit_at_10),
            percent(tuned.page.coverage)
        ));
    }
}

fn methods(page: &mut Page, rows: &[Row], order: &str) {
    page.section("Compared with the usual methods");
    page.text(&format!(
        "Longer is better: the bar is NDCG@10, which is 1 if the hidden product is always named first and 0 if it is never among the \
         first ten. The thin line is how far the bar would move with other {order}s of the same shop; where two lines overlap widely, \
         do not read much into the difference."
    ));
    let bar = |row: &Row| Bar {
        label: row.method.to_string(),
        value: row.basket.ndcg_at_10.mean,
        interval: Some((row.basket.ndcg_at_10.low, row.basket.ndcg_at_10.high)),
        is_ours: row.method == Named::Tuned,
    };
    let best = rows.iter().max_by(|one, other| {
        one.basket
            .ndcg_at_10
            .mean
            .total_cmp(&other.basket.ndcg_at_10.mean)
    });
    let says = best.map_or(String::new(), |best| {
        format!(
            "Of {} methods, {} completes {order}s best: NDCG@10 {:.3}.",
            rows.len(),
            best.method,
            best.basket.ndcg_at_10.mean
        )
    });
    let table: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let numbers = [
                row.basket.hr_at_10, row.basket.mrr_at_10, row.basket.ndcg_at_10,
                row.basket.hr_at_20,
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
            says: &says,
        },
        &rows.iter().map(bar).collect::<Vec<_>>(),
    );
    page.figure(
        &says,
        &svg,
        &[
            "Method", "HR@10", "MRR@10", "NDCG@10", "HR@20", "Product page hit", "Coverage",
            "Bytes",
        ],
        &table,
    );
}

fn dials(page: &mut Page, evaluation: &Evaluation, by_links: &[(usize, Row)], order: &str) {
    let trials = &evaluation.tuned.trials;
    if trials.is_empty() {
        page.section("Settings");
        return page.text(&format!(
            "There are too few {order}s to try settings on, so the usual ones were taken."
        ));
    }
    page.section("How the settings were found");
    page.text(&format!(
        "{} settings were tried on the latest of the {order}s that Tillside may learn from. Each curve turns one dial; the orange point is \
         where it was left. A flat curve means that the dial hardly matters in your shop.",
        trials.len()
    ));
    for hyperparameter in Hyperparameter::ALL {
        let chosen = hyperparameter.of(&evaluation.tuned.model);
        let best = evaluation.tuned.curve(hyperparameter);
        if best.len() < 2 {
            continue;
        }
        let point = |trial: &Trial| {
            let x = hyperparameter.of(&trial.model);
            Point {
                x,
                y: trial.worth,
                label: x.to_string(),
                is_ours: x.total_cmp(&chosen).is_eq(),
            }
        };
        let says = format!("{}: best at {chosen}.", dial(hyperparameter));
        let points: Vec<Point> = best.iter().map(point).collect();
        let svg = curve(
            Axes {
                x: dial(hyperparameter),
                y: "worth",
                says: &says,
            },
            &points,
        );
        let table: Vec<Vec<String>> = points
            .iter()
            .map(|point| vec![point.label.clone(), format!("{:.4}", point.y)])
            .collect();
        page.figure(&says, &svg, &["Setting", "Worth"], &table);
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
    page.section("Showing more products, or hitting more often");
    let says = "The more popularity is held against a product, the more products are shown, and the fewer suggestions hit.";
    let svg = curve(
        Axes {
            x: "products shown somewhere, in percent",
            y: "page hits, %",
            says,
        },
        &coverage,
    );
    let table = numbers(&coverage, 1);
    page.figure(
        says,
        &svg,
        &["Popularity exponent", "Products shown, %", "Page hits, %"],
        &table,
    );

    let bytes: Vec<Point> = by_links
        .iter()
        .map(|(links, row)| Point {
            #[expect(clippy::cast_precision_loss, reason = "bytes stay far below 2^53")]
            x: row.edge_bytes as f64 / 1000.0,
            y: row.basket.ndcg_at_10.mean,
            label: format!("{links} links"),
            is_ours: *links == evaluation.tuned.model.neighbors,
        })
        .collect();
    page.section("Bytes");
    let says = "More links for each product cost bytes and soon say nothing new.";
    let svg = curve(
        Axes {
            x: "all links, in thousands of bytes (brotli)",
            y: "NDCG@10",
            says,
        },
        &bytes,
    );
    let table = numbers(&bytes, 4);
    page.figure(
        says,
        &svg,
        &["Links for each product", "Thousand bytes", "NDCG@10"],
        &table,
    );
}

/// The points of a curve in words, their height with so many decimals.
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

fn dial(hyperparameter: Hyperparameter) -> &'static str {
    match hyperparameter {
        Hyperparameter::SizeExponent => "How much less large orders say",
        Hyperparameter::HalfLifeDays => "Days until an order counts half (0: orders never age)",
        Hyperparameter::StepDecay => "How much a pair of a visit says, a step further apart",
        Hyperparameter::Recency => "How much an earlier product of a visit says",
        Hyperparameter::PopularityExponent => "How much popularity is held against a product",
        Hyperparameter::Ridge => "How much evidence a link needs",
        Hyperparameter::TitleWeight => "How much shared words of titles count",
        Hyperparameter::Bestsellers => "Best-sellers that need no link",
        Hyperparameter::Neighbors => "Links for each product",
        Hyperparameter::Reach => "Links with those at second hand, for each own one",
    }
}

fn shop(page: &mut Page, dataset: &Dataset, options: &Options, model: Model) {
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
            "How many different products an order holds",
            "orders",
            "Size",
            &patterns.sizes,
        ),
        ("Orders by month", "orders", "Month", &patterns.months),
        ("Where orders go", "orders", "Country", &patterns.countries),
        (
            "When customers come back",
            "times",
            "After",
            &patterns.returns,
        ),
        (
            "What a customer's first order holds",
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
    for (says, unit, column, counted) in charts {
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
                says,
            },
            &counted.iter().map(bar).collect::<Vec<_>>(),
        );
        let table: Vec<Vec<String>> = counted
            .iter()
            .map(|(label, count)| vec![label.clone(), count.to_string()])
            .collect();
        page.figure(says, &svg, &[column, unit], &table);
    }
    let readable = Options {
        title_case: TitleCase::Sentence,
        ..options.clone()
    };
    let pairs = dataset.strongest_pairs(&readable, Method::Ridge(model));
    if !pairs.is_empty() {
        page.section("Bought together most tellingly");
        let rows: Vec<Vec<String>> = pairs
            .iter()
            .map(|pair| vec![pair.titles.join(" + "), pair.orders.to_string()])
            .collect();
        page.table(&["Pair", "Orders with both"], &rows);
    }
    page.text(&format!(
        "Nothing is told here of fewer than {min_support} orders or customers."
    ));
}
