//! What counts, what does not, and what is said about it.

use tillside::earnings::{
    EarningsError, Group, OrderBook, ReportPeriod, ReportSettings, Sentence, SoldLine, Verdict,
    page, sentences,
};
use tillside::model::Currency;

use super::shop::{report, settings};

const DAY: i64 = 86_400;

fn sold<'a>(order: &'a str, sku: &'a str, group: Option<&'a str>) -> SoldLine<'a> {
    SoldLine {
        order,
        sku,
        group,
        price_micros: Some(10_000_000),
        quantity: 1,
        time: Some(20_000 * DAY),
        ..SoldLine::default()
    }
}

/// Two orders, one of each group.
fn pair() -> Vec<SoldLine<'static>> {
    vec![
        sold("1", "A", Some("treatment")),
        sold("2", "A", Some("control")),
    ]
}

fn event(text: &str) -> String {
    text.to_owned()
}

#[test]
fn an_order_that_is_exported_again_counts_once() {
    let mut lines = pair();
    lines.insert(1, sold("1", "B", Some("treatment")));
    let mut book = OrderBook::default();
    for file in [lines.repeat(2), lines.clone()] {
        book.begin_file();
        for line in &file {
            book.push(line);
        }
    }
    let orders = book.settle(&settings()).unwrap();
    let found = tillside::earnings::earnings(&orders, None, &settings()).unwrap();
    assert_eq!((found.orders, found.revenue_minor), (2, 3_000));
    assert_eq!(found.left_out.repeated_orders, 4);
}

#[test]
fn the_number_of_another_customer_is_another_order() {
    let with = |customer| SoldLine {
        customer: Some(customer),
        ..sold("1", "A", Some("control"))
    };
    let lines = [with("ann"), with("bob"), sold("2", "A", Some("treatment"))];
    assert_eq!(report(&lines, &[], &settings()).unwrap().orders, 3);
}

#[test]
fn a_cancelled_order_does_not_count_whichever_row_or_file_says_so() {
    let mut lines = pair();
    lines.push(sold("3", "A", Some("control")));
    lines.push(SoldLine {
        is_cancelled: true,
        ..sold("3", "", None)
    });
    let found = report(&lines, &[], &settings()).unwrap();
    assert_eq!((found.orders, found.left_out.cancelled_orders), (2, 1));
}

#[test]
fn an_order_in_both_groups_is_left_out_and_such_a_customer_is_named() {
    let mut lines = pair();
    lines.push(sold("3", "A", Some("control")));
    lines.push(sold("3", "B", Some("treatment")));
    for (order, group) in [("4", "control"), ("5", "treatment")] {
        lines.push(SoldLine {
            customer: Some("ann"),
            ..sold(order, "A", Some(group))
        });
    }
    let found = report(&lines, &[], &settings()).unwrap();
    assert_eq!((found.orders, found.left_out.orders_in_both_groups), (4, 1));
    assert_eq!(found.customers_in_both_groups, 1);
    let warned = sentences(&found).into_iter().any(
        |sentence| matches!(sentence, Sentence::Warning(text) if text.starts_with("1 customer has orders in both groups")),
    );
    assert!(warned);
}

#[test]
fn several_currencies_are_refused_until_one_is_chosen() {
    let mut lines = pair();
    lines[0].currency = Some("gbp");
    lines[1].currency = Some("EUR");
    let open = ReportSettings::default();
    let error = report(&lines, &[], &open).unwrap_err();
    assert_eq!(
        error.to_string(),
        "The orders are in several currencies: EUR (1 orders), GBP (1 orders). Amounts of different currencies have no sum. \
         Write one report for each, with --currency EUR."
    );
    let found = report(&lines, &[], &settings()).unwrap();
    assert_eq!((found.orders, found.left_out.other_currency), (1, 1));
    assert_eq!(
        report(&pair(), &[], &open).unwrap_err(),
        EarningsError::NoCurrency
    );
}

#[test]
fn unknown_groups_are_refused_with_their_words() {
    let mut lines = pair();
    lines[1].group = Some("wholesale");
    let error = report(&lines, &[], &settings()).unwrap_err().to_string();
    assert!(
        error.contains("wholesale (1 lines)") && error.contains("--group wholesale=control"),
        "{error}"
    );
}

#[test]
fn without_groups_and_events_there_is_nothing_to_say() {
    let lines = [sold("1", "A", None)];
    assert_eq!(
        report(&lines, &[], &settings()).unwrap_err(),
        EarningsError::NothingToSay
    );
    assert!(matches!(
        report(&[], &[], &settings()).unwrap_err(),
        EarningsError::NoOrders(_)
    ));
}

#[test]
fn orders_outside_of_the_period_do_not_count() {
    let mut lines = pair();
    lines.push(SoldLine {
        time: Some(20_001 * DAY),
        ..sold("3", "A", Some("control"))
    });
    lines.push(SoldLine {
        time: None,
        ..sold("4", "A", Some("control"))
    });
    let settings = ReportSettings {
        period: ReportPeriod {
            since: Some(20_000 * DAY),
            until: Some(20_001 * DAY),
        },
        currency: Some(Currency::new("JPY").unwrap()),
        control_percent: None,
    };
    let found = report(&lines, &[], &settings).unwrap();
    assert_eq!((found.orders, found.left_out.outside_period), (2, 2));
    // Yen have no smaller unit.
    assert_eq!(found.revenue_minor, 20);
}

#[test]
fn a_shop_with_too_few_orders_is_told_so_and_how_many_it_needs() {
    let numbers: Vec<String> = (0..60).map(|number| number.to_string()).collect();
    let lines: Vec<_> = numbers
        .iter()
        .enumerate()
        .map(|(place, order)| SoldLine {
            price_micros: Some(10_000_000 + 1_000_000 * i64::try_from(place % 7).unwrap()),
            ..sold(
                order,
                "A",
                Some(if place < 10 { "control" } else { "treatment" }),
            )
        })
        .collect();
    let found = report(&lines, &[], &settings()).unwrap();
    let Verdict::TooFew {
        found: shoppers,
        needed,
        more_orders,
    } = found.verdict
    else {
        panic!("{:?}", found.verdict);
    };
    assert_eq!((shoppers, needed), (10, 50));
    // Fifty in the smaller group are reached with five times the orders.
    assert!(more_orders.unwrap() >= 240, "{more_orders:?}");
    assert!(found.measures.is_empty());
    assert!(
        matches!(&sentences(&found)[0], Sentence::Answer(text) if text == "There are too few orders for an answer.")
    );
}

/// A visitor adds two pieces from a bundle and one from the bar, and buys two.
fn visit() -> Vec<String> {
    [
        r#"{"event":"tillside-plan","at":"2024-10-03T10:00:00Z","visitor":"v","detail":{"plan":{"isControlGroup":false,"offers":[]}}}"#,
        r#"{"event":"tillside-view","at":"2024-10-03T10:00:01Z","visitor":"v","detail":{"listId":"bundle:A"}}"#,
        r#"{"event":"tillside-select","at":"2024-10-03T10:00:02Z","visitor":"v","detail":{"listId":"bundle:A","sku":"B"}}"#,
        r#"{"event":"tillside-add","at":"2024-10-03T10:00:03Z","visitor":"v","detail":{"source":"bundle","listId":"bundle:A","currency":"GBP","items":[{"sku":"b","quantity":2,"priceMinor":1000},{"sku":"refused","quantity":1,"priceMinor":9900}]}}"#,
        r#"{"event":"tillside-added","at":"2024-10-03T10:00:04Z","visitor":"v","detail":{"source":"bundle","listId":"bundle:A","currency":"GBP","items":[{"sku":"b","quantity":2,"priceMinor":1000}]}}"#,
        r#"{"event":"tillside-added","at":"2024-10-03T10:00:05Z","visitor":"v","detail":{"source":"shipping","listId":"shipping","currency":"GBP","items":[{"sku":"B","quantity":1,"priceMinor":1000}]}}"#,
        r#"{"event":"tillside-dismiss","at":"2024-10-03T10:00:06Z","visitor":"v","detail":{"listId":"deal"}}"#,
        r#"{"event":"tillside-order","at":"2024-10-03T10:05:00Z","visitor":"v","order":1}"#,
    ]
    .map(event)
    .to_vec()
}

#[test]
fn a_visit_gives_the_numbers_of_its_events_and_never_more_revenue_than_the_order() {
    let lines = [SoldLine {
        quantity: 2,
        ..sold("#1", "B", None)
    }];
    let found = report(&lines, &visit(), &settings()).unwrap();
    let row = |name: &str| {
        found
            .offers
            .iter()
            .find(|row| row.name == name)
            .unwrap()
            .clone()
    };
    let (bundle, bar) = (row("bundle"), row("shipping"));
    assert_eq!(
        (
            bundle.seen, bundle.selected, bundle.additions, bundle.added_pieces, bundle.added_minor
        ),
        (1, 1, 1, 2, 2_000)
    );
    assert_eq!(
        (bar.additions, bar.added_pieces, bar.added_minor),
        (1, 1, 1_000)
    );
    // The latest addition takes the first piece.
    assert_eq!((bar.revenue_minor, bundle.revenue_minor), (1_000, 1_000));
    assert_eq!(found.offers_revenue_minor, found.revenue_minor);
    let log = found.log.clone().unwrap();
    assert_eq!(
        (log.lines, log.used, log.other_events, log.foreign),
        (8, 7, 1, 0)
    );
    assert_eq!(found.groups[0].group, Group::Treatment);
    assert_eq!(found.verdict, Verdict::NoGroups);
    assert_eq!(found.attached.unwrap().orders, 1);
    assert!(!found.has_clicks_only);
    assert!(page(&found).contains("Orders with an offered product"));
}

#[test]
fn an_addition_is_not_bought_by_another_visitor_or_after_a_week() {
    let found = |at: &str, visitor: &str| {
        let mut events = visit();
        events[7] = format!(
            r#"{{"event":"tillside-order","at":"{at}","visitor":"{visitor}","order":"1"}}"#
        );
        report(&[sold("1", "B", None)], &events, &settings())
            .unwrap()
            .offers_revenue_minor
    };
    assert_eq!(found("2024-10-10T10:00:00Z", "v"), 1_000);
    assert_eq!(found("2024-10-10T10:01:00Z", "v"), 0);
    assert_eq!(found("2024-10-03T09:00:00Z", "v"), 0);
    assert_eq!(found("2024-10-03T10:05:00Z", "w"), 0);
}

#[test]
fn clicks_stand_for_additions_if_the_log_has_no_answers() {
    let events: Vec<String> = visit()
        .into_iter()
        .filter(|line| !line.contains("tillside-added"))
        .collect();
    let found = report(&[sold("1", "B", None)], &events, &settings()).unwrap();
    assert!(found.has_clicks_only);
    let row = &found.offers[0];
    assert_eq!(
        (row.additions, row.added_pieces, row.added_minor),
        (1, 3, 11_900)
    );
    assert_eq!(row.revenue_minor, 1_000);
}

#[test]
fn foreign_and_repeated_lines_are_counted_and_change_nothing() {
    let mut events = visit();
    events.extend(visit());
    events.extend(
        [
            "",
            "not json",
            "{\"event\":\"page_view\"}",
            "[1,2]",
            r#"{"event":"tillside-view","detail":null}"#,
            r#"{"event":"tillside-added","detail":{"listId":"x","items":[{"sku":"A","quantity":1e300},7,null]}}"#,
            r#"{"event":"tillside-order","order":{"a":1}}"#,
            "\u{0}\u{feff}{",
        ]
        .map(event),
    );
    let found = report(&[sold("1", "B", None)], &events, &settings()).unwrap();
    let log = found.log.clone().unwrap();
    assert_eq!((log.used, log.repeated, log.foreign), (8, 8, 6), "{log:?}");
    assert_eq!(log.first_foreign.as_deref(), Some("not json"));
    assert_eq!(found.offers_revenue_minor, 1_000);
    let error = report(&pair(), &["GET /index.html".to_owned()], &settings()).unwrap_err();
    assert!(
        error.to_string().contains("the first is: GET /index.html"),
        "{error}"
    );
}

#[test]
fn an_uneven_split_of_visitors_is_named() {
    let mut events = visit();
    events.extend((0..400).map(|number| {
        let is_control = number % 4 == 0;
        format!(r#"{{"event":"tillside-plan","visitor":"n{number}","detail":{{"plan":{{"isControlGroup":{is_control}}}}}}}"#)
    }));
    let settings = ReportSettings {
        control_percent: Some(50),
        ..settings()
    };
    let found = report(&[sold("1", "B", None)], &events, &settings).unwrap();
    let split = found.split.unwrap();
    assert!(
        split.is_of_visitors && split.is_uneven && split.chance < 1e-6,
        "{split:?}"
    );
    assert!((split.found_percent - 24.94).abs() < 0.01, "{split:?}");
}

#[test]
fn the_page_has_no_script_and_escapes_what_it_shows() {
    let mut events = visit();
    events.push("<script>alert(1)</script>".to_owned());
    events.push(event(
        r#"{"event":"tillside-view","visitor":"v","detail":{"listId":"<img src=x>:1"}}"#,
    ));
    let html = page(&report(&[sold("1", "B", None)], &events, &settings()).unwrap());
    assert!(
        !html.contains("<script") && !html.contains("<img"),
        "{html}"
    );
    assert!(html.contains("&lt;img src=x&gt;:1"));
    assert!(
        !html.contains("http://")
            || html.matches("http://").count() == html.matches("xmlns=\"http://").count()
    );
}
