//! The report as one self-contained page for a shop owner.
//!
//! *Invariants*: no script, no address and no external file, so that the page can be mailed and
//! printed.

use super::charts::{Mark, NARROW, WIDE, bars, intervals};
use super::compare::{ComparedMeasure, GroupComparison};
use super::group::Group;
use super::html::{self, Cell};
use super::report::{Earnings, OfferEarnings};
use super::sentences::{Sentence, count, money, name, percent, range, sentences, value};
use crate::html_page::HtmlPage;
use crate::model::OfferKind;

/// Lists that the page shows.
const LISTS: usize = 50;

/// Writes the report as HTML.
#[must_use]
pub fn page(found: &Earnings) -> String {
    let mut html = html::page("What the offers earned", &lead(found));
    let said = sentences(found);
    let (mut warnings, mut notes) = (Vec::new(), Vec::new());
    for sentence in said {
        match sentence {
            Sentence::Answer(text) => html.styled_text("answer", &text),
            Sentence::Detail(text) => html.text(&text),
            Sentence::Warning(text) => warnings.push(text),
            Sentence::Note(text) => notes.push(text),
        }
    }
    html.card("warnings", "Before you rely on this", &warnings);
    facts(&mut html, found);
    comparison(&mut html, found);
    offers(&mut html, found);
    html.card("", "What this report cannot say", &found.unknown);
    method(&mut html, found, &notes);
    html.finish()
}

fn lead(found: &Earnings) -> String {
    let orders = count(found.orders);
    match (&found.first_day, &found.last_day) {
        (Some(first), Some(last)) => format!("{orders} orders from {first} to {last}"),
        _ => format!("{orders} orders"),
    }
}

fn facts(html: &mut HtmlPage, found: &Earnings) {
    let mut facts = vec![("Orders", count(found.orders))];
    #[expect(clippy::cast_precision_loss, reason = "shown rounded")]
    let amount = |minor: i64| money(&found.currency, minor as f64);
    if found.revenue_minor > 0 {
        facts.push(("Revenue of all orders", amount(found.revenue_minor)));
    }
    if found.log.is_some() {
        facts.push(("Bought from offers", amount(found.offers_revenue_minor)));
    }
    if let Some(attached) = found.attached {
        facts.push((
            "Orders with an offered product",
            percent(attached.share.value),
        ));
    }
    html.facts(&facts);
}

fn comparison(html: &mut HtmlPage, found: &Earnings) {
    if found.groups.is_empty() {
        return;
    }
    html.section("With offers and without");
    if !found.measures.is_empty() {
        let marks: Vec<Mark> = found.measures.iter().filter_map(mark).collect();
        let says = "Difference from the control group, in percent of its mean. The line is the 95 % confidence interval: \
                    where it crosses zero, the difference may be chance.";
        let unit = "difference in %";
        html.figure(
            says,
            &intervals(WIDE, unit, says, &marks),
            &intervals(NARROW, unit, says, &marks),
        );
        let rows: Vec<Vec<Cell>> = found
            .measures
            .iter()
            .map(|measure| row(found, measure))
            .collect();
        html.two_line_table(&["", "With offers", "Control group", "Difference"], &rows);
        if found.measures.len() > 1 {
            html.styled_text(
                "quiet",
                "The answer at the top is about the first row, whatever the others show: of twenty figures without any \
                 effect, one has an interval without zero.",
            );
        }
    }
    let rows: Vec<Vec<Cell>> = found
        .groups
        .iter()
        .map(|row| {
            let title = match row.group {
                Group::Treatment => "With offers",
                Group::Control => "Control group",
            };
            vec![
                Cell::of(title),
                Cell::of(row.visitors.map_or("–".to_owned(), count)),
                Cell::of(count(row.orders)),
                Cell::of(count(row.buyers)),
                Cell::of(money(&found.currency, row.revenue_minor)),
            ]
        })
        .collect();
    html.two_line_table(
        &[
            "Group", "Visitors", "Orders", "Shoppers who bought", "Revenue",
        ],
        &rows,
    );
    if let Some(split) = found.split {
        let what = if split.is_of_visitors {
            "visitors"
        } else {
            "orders"
        };
        html.styled_text(
            "quiet",
            &format!(
                "Split: {:.1} % of the {what} are in the control group, {} % were set (chi-square test, p = {:.3}).",
                split.found_percent, split.expected_percent, split.chance
            ),
        );
    }
}

fn mark(measure: &GroupComparison) -> Option<Mark> {
    let relative = measure.relative?.times(100.0);
    Some(Mark {
        label: format!("{}: {:+.1} %", name(measure.name), relative.value).replace('-', "−"),
        value: relative.value,
        low: relative.low,
        high: relative.high,
    })
}

fn row(found: &Earnings, measure: &GroupComparison) -> Vec<Cell> {
    let currency = &found.currency;
    let MeasureRow { name: title, unit } = MeasureRow::of(measure.name);
    let cell = |estimate: super::statistics::Estimate| {
        Cell::with(
            value(currency, unit, estimate.value),
            range(currency, unit, estimate),
        )
    };
    vec![
        Cell::of(title),
        cell(measure.treatment),
        cell(measure.control),
        cell(measure.difference),
    ]
}

/// The title and the unit of a row.
struct MeasureRow {
    name: &'static str,
    unit: ComparedMeasure,
}

impl MeasureRow {
    fn of(measure: ComparedMeasure) -> Self {
        Self {
            name: name(measure),
            unit: measure,
        }
    }
}

fn offers(html: &mut HtmlPage, found: &Earnings) {
    if found.offers.is_empty() {
        return;
    }
    html.section("Each offer");
    html.text(
        "Bought: the visitor added the product from the offer and ordered it within seven days. Each piece of an order \
         belongs to one offer at most. Some of these products would have been bought without the offer, so this is not \
         what the offers earned; the comparison above is.",
    );
    #[expect(clippy::cast_precision_loss, reason = "shown rounded")]
    let amount = |minor: i64| minor as f64;
    let marks: Vec<Mark> = found
        .offers
        .iter()
        .filter(|row| row.revenue_minor > 0)
        .map(|row| {
            let major = amount(row.revenue_minor)
                / 10_f64.powi(i32::try_from(found.currency.exponent()).unwrap_or(2));
            let label = format!(
                "{}: {}",
                title(&row.name),
                money(&found.currency, amount(row.revenue_minor))
            );
            Mark {
                label,
                value: major,
                low: major,
                high: major,
            }
        })
        .collect();
    let says = "Revenue of the products that were bought from each offer";
    let unit = found.currency.code();
    html.figure(
        says,
        &bars(WIDE, unit, says, &marks),
        &bars(NARROW, unit, says, &marks),
    );
    table(html, found, &found.offers, "Offer", title);
    let summary = if found.lists.len() > LISTS {
        let lists = count(found.lists.len() as u64);
        format!("The first {LISTS} of {lists} lists")
    } else {
        "Each list".to_owned()
    };
    let lists = found.lists.get(..LISTS).unwrap_or(&found.lists);
    html.details(&summary, |html| {
        table(html, found, lists, "List", str::to_owned);
    });
}

fn table(
    html: &mut HtmlPage,
    found: &Earnings,
    rows: &[OfferEarnings],
    head: &str,
    title: impl Fn(&str) -> String,
) {
    #[expect(clippy::cast_precision_loss, reason = "shown rounded")]
    let amount = |minor: i64| money(&found.currency, minor as f64);
    let cells: Vec<Vec<Cell>> = rows
        .iter()
        .map(|row| {
            vec![
                Cell::of(title(&row.name)),
                Cell::of(count(row.seen)),
                Cell::of(count(row.selected)),
                Cell::with(
                    count(row.additions),
                    format!(
                        "{} pieces, {}",
                        count(row.added_pieces),
                        amount(row.added_minor)
                    ),
                ),
                Cell::with(
                    count(row.bought_pieces),
                    format!("in {} orders", count(row.orders)),
                ),
                Cell::of(amount(row.revenue_minor)),
            ]
        })
        .collect();
    html.two_line_table(
        &[head, "Seen", "Selected", "Added", "Bought", "Revenue"],
        &cells,
    );
}

/// The name of a kind of offer for a shop owner.
fn title(kind: &str) -> String {
    let text = match OfferKind::from_name(kind) {
        Some(known) => known.name().replace('_', " "),
        None => kind.to_owned(),
    };
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn method(html: &mut HtmlPage, found: &Earnings, notes: &[String]) {
    html.card("", "What was counted", notes);
    html.details("How the figures are computed", |html| {
    html.text(
        "Shoppers are the unit, because the group belongs to the shopper: the orders of one customer count together in every \
         interval. Orders are the lines of the export with their prices; delivery, and discounts of the whole order, are not \
         part of them.",
    );
    html.text(
        "Means: the 95 % interval of the difference is Welch's with Hall's correction for the skewness that few large \
         orders cause. Shares: Newcombe's interval from Wilson's limits. Needed orders: for a power of 80 %.",
    );
    if found.split.is_some() {
        html.text("Split: chi-square test; a warning from p < 0.001.");
    }
    html.text(
        "Choose the last day of the experiment before it begins. Whoever looks every day and stops at the first good \
         result finds effects that do not exist.",
    );
    });
}
