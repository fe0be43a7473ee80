//! `tillside report` as a shop owner runs it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::cli::tillside;

use super::shop::{Shop, year};

/// Runs the command in a directory with `orders.csv` and `events.jsonl`; gives exit code, output and
/// messages.
fn run(orders: &str, events: Option<&str>, more: &[&str]) -> (Option<i32>, String, String) {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    fs::write(path("orders.csv"), orders).unwrap();
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let mut arguments = vec![
        "report".to_owned(),
        "--orders".to_owned(),
        text(&path("orders.csv")),
    ];
    if let Some(events) = events {
        fs::write(path("events.jsonl"), events).unwrap();
        arguments.extend(["--events".to_owned(), text(&path("events.jsonl"))]);
    }
    arguments.extend(
        more.iter()
            .map(|word| word.replace("DIR", &text(directory.path()))),
    );
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let output = tillside(&arguments);
    let prefix = format!("{}/", directory.path().display());
    let words = |bytes: &[u8]| {
        String::from_utf8(bytes.to_vec())
            .unwrap()
            .replace(&prefix, "")
    };
    (
        output.status.code(),
        words(&output.stdout),
        words(&output.stderr),
    )
}

fn csv(control: &str, treatment: &str, header: &str) -> String {
    let shop = Shop {
        visitors: 2_000,
        control_percent: 50,
        conversion: 0.5,
        sigma: 0.5,
        lift: 1.3,
    };
    let (_, sales) = year(&shop, 7);
    let mut text = format!("order,sku,quantity,price,date,customer,{header}\n");
    for sale in &sales {
        let day = (sale.time - 1_735_689_600) / 86_400;
        let (month, day) = (day / 31 + 1, day % 28 + 1);
        writeln!(
            text,
            "{},SKU{},1,{}.{:02},2025-{month:02}-{day:02},{},{}",
            sale.order,
            sale.pence % 50,
            sale.pence / 100,
            sale.pence % 100,
            sale.visitor,
            if sale.is_control { control } else { treatment }
        )
        .unwrap();
    }
    text
}

#[test]
fn a_column_of_groups_gives_the_answer_and_a_page() {
    let orders = csv("Control group", "With offers", "tillside_group");
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("report.html");
    let (code, said, messages) = run(
        &orders,
        None,
        &["--currency", "GBP", "--out", out.to_str().unwrap()],
    );
    assert_eq!(code, Some(0), "{messages}");
    assert!(said.starts_with("The offers earned about GBP "), "{said}");
    assert!(said.contains("Average order value"), "{said}");
    let page = fs::read_to_string(out).unwrap();
    assert!(
        page.contains("<p class=\"answer\">The offers earned about GBP ")
            && page.contains("<svg role=\"img\"")
    );
    let (code, json, _) = run(&orders, None, &["--currency", "GBP", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (code, json["verdict"]["answer"].as_str()),
        (Some(0), Some("more"))
    );
}

#[test]
fn groups_spelled_in_other_ways_need_a_word_or_a_column() {
    let orders = csv("A", "B", "Kohorte");
    let (code, _, said) = run(&orders, None, &["--currency", "GBP"]);
    assert_eq!(code, Some(2));
    assert!(said.starts_with("error: No order has a group"), "{said}");
    let (code, _, said) = run(
        &orders,
        None,
        &["--currency", "GBP", "--column", "group=Kohorte"],
    );
    assert_eq!(code, Some(2));
    assert!(said.contains("--group A=control"), "{said}");
    let all = [
        "--currency", "GBP", "--column", "group=Kohorte", "--group", "A=control", "--group",
        "b=treatment",
    ];
    let (code, said, _) = run(&orders, None, &all);
    assert_eq!(code, Some(0));
    assert!(said.starts_with("The offers earned about"), "{said}");
}

#[test]
fn the_attributes_of_a_shopify_cart_contain_the_group() {
    let orders = "Name,Email,Financial Status,Currency,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Note Attributes\n\
        #1,a@x.test,paid,GBP,2025-03-01 10:00:00 +0000,1,Mug,9.50,MUG,\"gift: no\ntillside-group: control\"\n\
        #1,a@x.test,,,2025-03-01 10:00:00 +0000,2,Cup,4.00,CUP,\n\
        #2,b@x.test,paid,GBP,2025-03-02 10:00:00 +0000,1,Mug,9.50,MUG,tillside-group: treatment\n";
    let (code, json, said) = run(orders, None, &["--json"]);
    assert_eq!(code, Some(0), "{said}");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let groups: Vec<_> = json["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["revenue_minor"].as_f64().unwrap())
        .collect();
    assert_eq!(groups, [950.0, 1750.0]);
    assert_eq!(json["verdict"]["answer"], "too_few");
}

#[test]
fn files_without_contents_are_errors_that_name_the_remedy() {
    let orders = csv("control", "treatment", "tillside_group");
    let gbp = ["--currency", "GBP"];
    for (orders, events, part) in [
        ("", None, "orders.csv"),
        (
            "order,sku,price,tillside_group\n",
            None,
            "No order is left for the report.",
        ),
        (orders.as_str(), Some(""), "The event log is empty."),
        (
            orders.as_str(),
            Some("{}\n{}\n"),
            "No line of the event log is an event of the widget",
        ),
    ] {
        let (code, _, said) = run(orders, events, &gbp);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(part), "{part} is missing in\n{said}");
    }
    let (code, _, said) = run(
        &orders,
        None,
        &["--currency", "GBP", "--since", "2030-01-01"],
    );
    assert_eq!(code, Some(2));
    assert!(said.contains("are outside of the period"), "{said}");
    let (code, _, said) = run(
        &orders,
        None,
        &["--since", "2025-03-01", "--until", "2025-02-01"],
    );
    assert_eq!(
        (code, said.as_str()),
        (
            Some(2),
            "error: --since is after --until. Exchange the two dates.\n"
        )
    );
}
