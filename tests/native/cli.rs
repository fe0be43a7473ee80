//! The command from a shop owner's point of view.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tillside::graph::{Manifest, read_directory};

pub fn tillside(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tillside"))
        .args(arguments)
        .output()
        .unwrap()
}

fn error(output: &Output) -> String {
    assert_eq!(
        output.status.code(),
        Some(2),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stderr.clone()).unwrap()
}

const BUILD: [&str; 7] = [
    "build",
    "--orders",
    "tests/data/shop/orders.csv",
    "--shop",
    "tests/data/shop/shop.toml",
    "--out",
    "",
];

fn build_into(out: &Path) -> Output {
    let mut arguments = BUILD;
    arguments[6] = out.to_str().unwrap();
    tillside(&arguments)
}

#[test]
fn a_build_prints_a_summary_and_can_be_repeated() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("new/graph");
    let first = build_into(&out);
    assert!(first.status.success());
    let said = String::from_utf8(first.stderr).unwrap();
    for part in [
        "Rows read                98",
        "Orders                   42",
        "Products                  8",
        "Strongest pairs",
        "14 orders  White metal lantern + Ivory candle",
    ] {
        assert!(said.contains(part), "{part} is missing in\n{said}");
    }
    let list = |path: &Path| {
        let mut names: Vec<_> = fs::read_dir(path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        names
    };
    let before = list(&out);
    assert!(build_into(&out).status.success());
    assert_eq!(list(&out), before);
    assert_eq!(list(directory.path()), ["new"]);
    assert_eq!(list(&directory.path().join("new")), ["graph"]);
}

#[test]
fn a_directory_with_other_files_is_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("holiday.jpg"), "x").unwrap();
    let said = error(&build_into(directory.path()));
    assert!(
        said.contains(
            "the directory holds \"holiday.jpg\", which is not part of a graph. Use an empty or a new directory for --out."
        ),
        "{said}"
    );
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
}

#[test]
fn a_bad_row_leaves_the_previous_graph_intact() {
    let directory = tempfile::tempdir().unwrap();
    let (out, orders) = (
        directory.path().join("graph"),
        directory.path().join("bad.csv"),
    );
    assert!(build_into(&out).status.success());
    let before = fs::read(out.join("manifest.json")).unwrap();
    fs::write(&orders, "order,sku,quantity\n1,A,1\n2,B,many\n").unwrap();
    let arguments = [
        "build",
        "--orders",
        orders.to_str().unwrap(),
        "--currency",
        "GBP",
        "--out",
        out.to_str().unwrap(),
    ];
    let said = error(&tillside(&arguments));
    assert!(
        said.contains(
            "bad.csv:3: quantity \"many\" is not a number. Fix the cell or pass --skip-bad-rows."
        ),
        "{said}"
    );
    assert_eq!(fs::read(out.join("manifest.json")).unwrap(), before);
}

#[test]
fn files_that_are_no_exports_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("graph");
    let refuse = |orders: &str| {
        error(&tillside(&[
            "build",
            "--orders",
            orders,
            "--out",
            out.to_str().unwrap(),
            "--currency",
            "GBP",
        ]))
    };
    assert!(refuse("nowhere.csv").contains("nowhere.csv: could not be read"));
    assert!(refuse("tests/data").contains("tests/data: could not be read"));
    assert!(!out.exists());
}

#[test]
fn an_exported_graph_can_be_read_as_a_catalog() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("graph");
    assert!(build_into(&out).status.success());
    let exported = tillside(&["export", "--graph", out.to_str().unwrap()]);
    let text = String::from_utf8(exported.stdout).unwrap();
    assert!(
        text.starts_with("sku,title,price,orders,group\nLANTERN,White metal lantern,12.99,25,\n"),
        "{text}"
    );
    let catalog = directory.path().join("catalog.csv");
    fs::write(&catalog, &text).unwrap();
    let again = directory.path().join("buy_again");
    let mut arguments = BUILD.to_vec();
    arguments[6] = again.to_str().unwrap();
    arguments.extend(["--catalog", catalog.to_str().unwrap()]);
    assert!(tillside(&arguments).status.success());
}

/// A small graph with its directory.
fn built() -> (tempfile::TempDir, String) {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("graph");
    assert!(build_into(&out).status.success());
    let graph = out.to_str().unwrap().to_owned();
    (directory, graph)
}

pub fn said(output: &Output) -> String {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn recommendations_are_one_array_per_line() {
    let (directory, graph) = built();
    let carts = directory.path().join("carts.jsonl");
    fs::write(
        &carts,
        "[\"lantern\"]\n[]\n[\"NOBODY KNOWS\", \"CANDLE\"]\n",
    )
    .unwrap();
    let path = carts.to_str().unwrap();
    let lines = said(&tillside(&[
        "recommend", "--graph", &graph, "--carts", path, "--limit", "2",
    ]));
    let lines: Vec<Vec<serde_json::Value>> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 2]);
    assert_eq!(lines[0][0]["sku"], "CANDLE");
    assert_eq!(lines[0][0]["reason"]["together"], 14);
    assert!(lines[0][0]["score"].as_f64() > lines[0][1]["score"].as_f64());
    assert_eq!(lines[1][0]["reason"]["kind"], "popular");

    fs::write(&carts, "[\"LANTERN\"]\nLANTERN,CANDLE\n").unwrap();
    let said = error(&tillside(&[
        "recommend", "--graph", &graph, "--carts", path,
    ]));
    assert!(
        said.contains(
            "carts.jsonl:2:1: each line must be a JSON array of SKUs, such as [\"85123A\", \"22423\"]"
        ),
        "{said}"
    );
}

#[test]
fn a_graph_explains_itself() {
    let (_directory, graph) = built();
    let overview = said(&tillside(&["inspect", "--graph", &graph]));
    assert!(
        overview.starts_with("8 products, learned from 42 orders."),
        "{overview}"
    );
    assert!(overview.contains("Too few orders for tuning"), "{overview}");
    let lantern = said(&tillside(&[
        "inspect", "--graph", &graph, "--sku", "lantern",
    ]));
    assert!(
        lantern.contains("LANTERN  White metal lantern (12.99 GBP), in 25 orders"),
        "{lantern}"
    );
    assert!(lantern.contains("in 14 of its 25 orders"), "{lantern}");
    let unknown = error(&tillside(&[
        "inspect", "--graph", &graph, "--sku", "LANTERNS",
    ]));
    assert!(
        unknown
            .contains("The graph has no product with the SKU \"LANTERNS\". Similar ones: LANTERN."),
        "{unknown}"
    );
}

#[test]
fn links_are_exported_with_merchant_centers_values() {
    let (_directory, graph) = built();
    let related = said(&tillside(&[
        "export", "--graph", &graph, "--format", "related-product",
    ]));
    assert!(related.starts_with("id,related_product\n"), "{related}");
    let lantern = related
        .lines()
        .find(|line| line.starts_with("LANTERN,"))
        .unwrap();
    assert!(lantern.contains("often_bought_with:id:CANDLE"), "{lantern}");
    assert_eq!(
        said(&tillside(&[
            "export", "--graph", &graph, "--related-product"
        ])),
        related
    );
}

/// Orders of pairs that belong together, with noise, one per hour.
pub fn orders_of_pairs() -> String {
    let mut csv = "order_id,sku,title,date,customer\n".to_owned();
    for order in 0..1500_u64 {
        let mixed = order.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
        let (pair, noise, customer) = (mixed % 20, mixed / 20 % 40, mixed / 800 % 200);
        let date = format!(
            "2024-{:02}-{:02} {:02}:00",
            1 + order / 672,
            1 + order / 24 % 28,
            order % 24
        );
        for product in [format!("L{pair}"), format!("R{pair}"), format!("N{noise}")] {
            writeln!(
                csv,
                "{order},{product},Product {product},{date},C{customer}"
            )
            .unwrap();
        }
    }
    csv
}

#[test]
fn an_evaluation_compares_methods_and_writes_a_page() {
    let directory = tempfile::tempdir().unwrap();
    let (orders, report) = (
        directory.path().join("orders.csv"),
        directory.path().join("report.html"),
    );
    fs::write(&orders, orders_of_pairs()).unwrap();
    let (path, page) = (orders.to_str().unwrap(), report.to_str().unwrap());
    let json = said(&tillside(&[
        "evaluate", "--orders", path, "--methods", "popularity,tuned", "--json", "--report", page,
    ]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (
            json["training_orders"].as_u64(),
            json["test_orders"].as_u64()
        ),
        (Some(1350), Some(150))
    );
    let hit = |method: usize| {
        json["methods"][method]["cart"]["hr_at_10"]["mean"]
            .as_f64()
            .unwrap()
    };
    assert_eq!(
        (
            json["methods"][0]["method"].as_str(),
            json["methods"][1]["method"].as_str()
        ),
        (Some("popularity"), Some("tuned"))
    );
    assert!(
        hit(1) > 0.6 && hit(1) > 2.0 * hit(0),
        "{} {}",
        hit(1),
        hit(0)
    );
    let page = fs::read_to_string(&report).unwrap();
    assert!(
        page.contains("<svg role=\"img\"")
            && page.contains("Days between two orders of a customer"),
        "{page}"
    );
    assert!(
        !page.contains("<script") && !page.contains("http://")
            || page.matches("http://www.w3.org").count() == page.matches("http://").count()
    );
    let table = said(&tillside(&[
        "evaluate", "--orders", path, "--methods", "tuned",
    ]));
    assert!(
        table
            .contains("Learned from 1350 orders of 80 products; tested on 150 orders, the latest."),
        "{table}"
    );
    let said = error(&tillside(&[
        "evaluate", "--orders", path, "--methods", "magic", "--json",
    ]));
    assert!(
        said.contains(
            "\"magic\" is not one of popularity, confidence, jaccard, cosine, llr, tuned"
        ),
        "{said}"
    );
}

#[test]
fn an_export_without_prices_and_dates_still_makes_a_graph() {
    let directory = tempfile::tempdir().unwrap();
    let (orders, out) = (
        directory.path().join("orders.csv"),
        directory.path().join("graph"),
    );
    fs::write(
        &orders,
        "order_id,sku\n1,bread\n1,milk\n2,bread\n2,milk\n3,milk\n",
    )
    .unwrap();
    assert!(
        tillside(&[
            "build",
            "--orders",
            orders.to_str().unwrap(),
            "--out",
            out.to_str().unwrap()
        ])
        .status
        .success()
    );
    let bread = said(&tillside(&[
        "inspect",
        "--graph",
        out.to_str().unwrap(),
        "--sku",
        "bread",
    ]));
    assert!(bread.contains("milk"), "{bread}");
}

/// Sessions that walk a few steps around a ring of forty products.
fn walks() -> String {
    let mut csv = "visit_id,sku,time\n".to_owned();
    for visit in 0..1500_u64 {
        let mixed = visit.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
        for step in 0..3 + mixed % 3 {
            writeln!(
                csv,
                "V{visit},P{},{}",
                (mixed / 3 + step) % 40,
                1_700_000_000 + visit * 3600 + step * 20
            )
            .unwrap();
        }
    }
    csv
}

#[test]
fn sessions_alone_predict_the_next_view() {
    let directory = tempfile::tempdir().unwrap();
    let (visits, out) = (
        directory.path().join("visits.csv"),
        directory.path().join("graph"),
    );
    fs::write(&visits, walks()).unwrap();
    let (visits, graph) = (visits.to_str().unwrap(), out.to_str().unwrap());
    assert!(
        tillside(&["build", "--sessions", visits, "--out", graph])
            .status
            .success()
    );
    let overview = said(&tillside(&["inspect", "--graph", graph]));
    assert!(
        overview.starts_with("40 products, learned from 1500 sessions."),
        "{overview}"
    );

    let carts = directory.path().join("carts.jsonl");
    fs::write(&carts, "[\"P2\",\"P3\",\"P4\"]\n[\"P4\",\"P3\",\"P2\"]\n").unwrap();
    let lines = said(&tillside(&[
        "recommend",
        "--graph",
        graph,
        "--carts",
        carts.to_str().unwrap(),
        "--limit",
        "1",
    ]));
    let first: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()[0].clone())
        .collect();
    assert_eq!(
        (&first[0]["sku"], &first[1]["sku"]),
        (&"P5".into(), &"P1".into()),
        "the last product says most"
    );
    assert_eq!(
        (&first[0]["reason"]["kind"], &first[0]["reason"]["relation"]),
        (&"goes_with".into(), &"also_viewed".into())
    );

    let table = said(&tillside(&[
        "evaluate", "--sessions", visits, "--methods", "cosine,tuned",
    ]));
    assert!(
        table.contains(
            "Learned from 1350 sessions of 40 products; tested on 150 sessions, the latest."
        ),
        "{table}"
    );
    assert!(
        table.contains("Next: the next product of a session, not viewed before, is predicted"),
        "{table}"
    );
}

#[test]
fn products_viewed_but_not_bought_together_are_substitutes() {
    let directory = tempfile::tempdir().unwrap();
    let [orders, visits, out] =
        ["orders.csv", "visits.csv", "graph"].map(|name| directory.path().join(name));
    let pair = |order: usize| {
        format!(
            "{order},{0},9.00\n{order},{1},4.00\n",
            ["LAMP", "TORCH"][order % 2],
            ["BULB", "CELL"][order % 2]
        )
    };
    fs::write(
        &orders,
        (0..40)
            .map(pair)
            .fold("order_id,sku,price\n".to_owned(), |csv, pair| csv + &pair),
    )
    .unwrap();
    let look = |visit: usize| {
        let at = |seconds| 1_700_000_000 + visit * 90 + seconds;
        format!(
            "{visit},LAMP,{}\n{visit},TORCH,{}\n{visit},BULB,{}\n",
            at(0),
            at(9),
            at(20)
        )
    };
    fs::write(
        &visits,
        (1..9)
            .map(look)
            .fold("Runde,Ding,Moment\n".to_owned(), |csv, look| csv + &look),
    )
    .unwrap();
    let [orders, visits, graph] = [&orders, &visits, &out].map(|path| path.to_str().unwrap());
    let build = [
        "build", "--orders", orders, "--sessions", visits, "--currency", "EUR", "--out", graph,
    ];
    let refused = error(&tillside(&build));
    assert!(
        refused.contains("visits.csv") && refused.contains("--session-column order="),
        "{refused}"
    );
    let named = ["order=Runde", "sku=Ding", "time=Moment"]
        .map(|column| ["--session-column", column])
        .concat();
    assert!(
        tillside(&[&build[..], &named[..]].concat())
            .status
            .success()
    );
    let lamp = said(&tillside(&["inspect", "--graph", graph, "--sku", "LAMP"]));
    let instead = lamp.split("Substitutes").nth(1).unwrap_or_default();
    assert!(
        instead.contains("TORCH") && !instead.contains("BULB"),
        "{lamp}"
    );
}

#[test]
fn inspect_prints_ratings_and_notes_of_a_product() {
    let graph = ["--graph", "tests/data/shop/graph", "--sku"];
    let inspect = |sku| said(&tillside(&[&["inspect"], &graph[..], &[sku]].concat()));
    let lantern = inspect("lantern");
    assert!(
        lantern.contains(
            "Rated 4.60 of 5 in 128 reviews.\n  Testimonial: \"It glows like a small house\"\n"
        ),
        "{lantern}"
    );
    let lamp = inspect("lamp");
    assert!(
        lamp.contains("Selections of shop.toml that contain it: 1.") && !lamp.contains("Rated"),
        "{lamp}"
    );
    assert!(
        lamp.contains("LAMP-XL      Studio lamp  (manual)  \"Lights the whole table\""),
        "{lamp}"
    );
}

/// The manifest of a build of the small shop with additional arguments.
fn manifest_of(more: &[&str]) -> Result<Manifest, String> {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("graph");
    let mut arguments = BUILD.to_vec();
    arguments[6] = out.to_str().unwrap();
    arguments.extend(["--catalog", "tests/data/shop/catalog.csv"]);
    arguments.extend(more);
    let built = tillside(&arguments);
    if !built.status.success() {
        return Err(error(&built));
    }
    Ok(read_directory(&out).unwrap().0)
}

#[test]
fn the_date_of_prices_is_that_of_the_newest_order_or_the_given_one() {
    let manifest = manifest_of(&[]).unwrap();
    assert_eq!(manifest.as_of.as_deref(), Some("2024-03-28"));
    assert_eq!(manifest.policy.deal.unwrap().pool.len(), 3);
    let given = manifest_of(&["--as-of", "2024-05-01"]).unwrap();
    assert_eq!(given.as_of.as_deref(), Some("2024-05-01"));
    for no_day in ["yesterday", "2024-02-31", "31/12/2024"] {
        let refused = manifest_of(&["--as-of", no_day]).unwrap_err();
        assert!(
            refused
                .contains("for '--as-of <DATE>': invalid date; write year, month and day, such as"),
            "{refused}"
        );
    }
}

#[test]
fn a_simulation_reports_each_offer_and_is_repeatable() {
    let run = |extra: &[&str]| {
        let shop = "--catalog tests/data/shop/catalog.csv --shop tests/data/shop/shop.toml";
        let arguments: Vec<&str> = "simulate --quiet --orders tests/data/shop/orders.csv"
            .split(' ')
            .chain(shop.split(' '))
            .collect();
        let output = tillside(&[&arguments[..], extra].concat());
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    };
    let found: serde_json::Value = serde_json::from_str(&run(&["--json"])).unwrap();
    assert!(found["replayed_orders"].as_u64().unwrap() > 0);
    let offers = found["offers"].as_array().unwrap();
    let bundle = offers
        .iter()
        .find(|row| row["kind"] == "bundle" && row["stage"] == "browse")
        .unwrap();
    let share = |interval: &serde_json::Value, end: &str| interval[end].as_f64().unwrap();
    assert!(share(&bundle["shown"], "mean") > 0.0 && share(&bundle["shown"], "high") <= 1.0);
    assert!(
        offers
            .iter()
            .all(|row| row["kind"] != "services" || row["bought"].is_null()),
        "a service is in no order"
    );
    assert!(
        found["rewards"]["remaining_minor"]["mean"]
            .as_f64()
            .unwrap()
            > 0.0
    );
    let table = run(&[]);
    assert!(
        table.contains("browse        bundle") && table.contains("no offer on"),
        "{table}"
    );
    assert_eq!(table, run(&[]));
}

#[test]
fn a_large_export_without_a_currency_is_refused_after_its_first_rows() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("orders.csv");
    let mut content = "order,sku,price,date\n".to_owned();
    for order in 0..3_000 {
        writeln!(content, "{order},MUG,12.50,2024-03-14").unwrap();
    }
    // The end of the file is never reached.
    content.push_str("3000,MUG,no price,2024-03-14\n");
    fs::write(&path, &content).unwrap();
    let (orders, out) = (path.to_str().unwrap(), directory.path().join("graph"));
    let arguments = ["build", "--orders", orders, "--out", out.to_str().unwrap()];
    let refused = error(&tillside(&arguments));
    assert!(
        refused.contains("The orders contain no currency"),
        "{refused}"
    );
    let with_sign = content.replace("12.50", "£12.50");
    fs::write(&path, with_sign).unwrap();
    let later = error(&tillside(&arguments));
    assert!(later.contains("no price"), "{later}");
}
