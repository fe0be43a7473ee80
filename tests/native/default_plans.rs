//! Default plans: what a page paints before the wasm has arrived.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tillside::build::{DefaultPlans, Unpainted, plan_name};
use tillside::engine::{self, Context, Slot};
use tillside::graph::{Graph, Manifest, read_directory};
use tillside::model::{Currency, DealProduct, DealRule, OfferKind, SkuKey};

fn shop() -> (Manifest, Graph) {
    read_directory(Path::new("tests/data/shop/graph")).unwrap()
}

fn plan_of(manifest: &Manifest, graph: &Graph, sku: &str) -> Value {
    let content = DefaultPlans::new(manifest, graph).content(&SkuKey::new(sku));
    serde_json::from_str(&content).unwrap()
}

/// The entries of a kind that shows something.
fn shown<'a>(plan: &'a Value, tag: &str) -> Option<&'a Value> {
    let mut offers = plan["offers"].as_array().unwrap().iter();
    offers.find(|offer| offer[0] == tag && offer[1].is_array())
}

#[test]
fn a_default_plan_shows_what_the_engine_plans_for_an_unknown_shopper() {
    let (manifest, graph) = shop();
    let plan = plan_of(&manifest, &graph, "LANTERN");
    let mut context = Context::new(manifest.currency.clone());
    context.slots = vec![Slot::of(0, OfferKind::Bundle, Some(SkuKey::new("LANTERN")))];
    let planned = engine::plan(&graph, &manifest.policy, &context);
    let described = shown(&plan, "bundle").unwrap().to_string();
    assert!(planned.offers[0].items.len() > 1);
    for item in &planned.offers[0].items {
        assert!(
            described.contains(&format!("\"{}\"", item.title)),
            "{}",
            item.title
        );
        assert!(described.contains(&format!("[{}]", item.price_minor.unwrap())));
    }
    assert!(described.contains("[\"bundle.viewed\"]"));
    assert_eq!(plan["texts"]["bundle.viewed"], "This item");
    assert!(shown(&plan, "shipping").is_some());
}

#[test]
fn the_sold_out_product_has_its_alternatives_in_the_place_of_the_bundle() {
    let (manifest, graph) = shop();
    let plan = plan_of(&manifest, &graph, "SOLDOUT");
    let kinds: Vec<_> = plan["offers"].as_array().unwrap().iter().collect();
    assert_eq!(
        kinds[0][0], "bundle",
        "alternatives come first, in the bundle's element"
    );
    let bundle = shown(&plan, "bundle").map(ToString::to_string);
    assert!(bundle.is_none_or(|bundle| bundle.contains("sold-out-alternatives")));
}

#[test]
fn an_offer_names_the_days_on_which_the_deal_changes_its_prices() {
    let (mut manifest, graph) = shop();
    let deal = |sku: &str| DealProduct {
        sku: sku.into(),
        lowest_minor: None,
    };
    manifest.policy.deal = None;
    let before = plan_of(&manifest, &graph, "LANTERN");
    assert!(shown(&before, "bundle").unwrap()[2].get("days").is_none());
    manifest.policy.deal = Some(DealRule {
        percent: 10,
        pool: vec![deal("TRAY"), deal("candle"), deal("LANTERN")],
    });
    let plan = plan_of(&manifest, &graph, "LANTERN");
    assert_eq!(plan["cycle"], 3);
    assert_eq!(
        shown(&plan, "bundle").unwrap()[2]["days"],
        serde_json::json!([1, 2])
    );
    assert_eq!(
        plan["offers"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|offer| offer[0] == "deal" && !offer[1].is_null())
            .count(),
        0
    );
}

#[test]
fn a_sku_that_is_no_name_of_a_file_has_no_default_plan() {
    for sku in [
        "a/b", "..", ".x", "a\\b", "a?b", "a%20b", "a#b", "c:", "", "x.", "a\u{0}b",
    ] {
        assert_eq!(plan_name(&SkuKey::new(sku)), None, "{sku}");
    }
    assert_eq!(plan_name(&SkuKey::new(" ts-1 é ")).unwrap(), "TS-1 é.json");
    assert_eq!(plan_name(&SkuKey::new(&"x".repeat(500))), None);
}

/// Builds the graph of the test shop with default plans for this number of products.
fn build(most: &str, out: &Path) -> std::process::Output {
    crate::cli::tillside(&[
        "build",
        "--quiet",
        "--orders",
        "tests/data/shop/orders.csv",
        "--currency",
        "GBP",
        "--catalog",
        "tests/data/shop/catalog.csv",
        "--default-plans",
        most,
        "--out",
        out.to_str().unwrap(),
    ])
}

#[test]
fn the_products_with_the_most_orders_come_first_and_their_number_is_limited() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("graph");
    assert!(build("1", &out).status.success());
    let plans: Vec<_> = fs::read_dir(out.join("plans")).unwrap().collect();
    assert_eq!(plans.len(), 1);
    let name = plans[0].as_ref().unwrap().file_name();
    let sku = name.to_str().and_then(|name| name.strip_suffix(".json"));
    let (_, graph) = read_directory(&out).unwrap();
    let planned = graph.product(&SkuKey::new(sku.unwrap())).unwrap();
    let most = graph.products().filter_map(|product| product.orders).max();
    assert_eq!(planned.orders, most);
}

/// In the page, only the data file of the product is loaded.
#[test]
fn a_plan_with_the_data_file_of_the_product_alone_is_that_with_the_whole_graph() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("graph");
    assert!(build("100000", &out).status.success());
    let (manifest, graph) = read_directory(&out).unwrap();
    for product in graph.products() {
        let sku = SkuKey::new(product.sku);
        let written = fs::read(out.join("plans").join(plan_name(&sku).unwrap())).unwrap();
        let mut written: Value = serde_json::from_slice(&written).unwrap();
        written.as_object_mut().unwrap().remove("checksum");
        assert_eq!(written, plan_of(&manifest, &graph, product.sku));
    }
}

#[test]
fn a_build_leaves_unchanged_plans_alone_and_removes_those_of_former_products() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("graph");
    assert!(build("100", &out).status.success());
    let plans = out.join("plans");
    let count = fs::read_dir(&plans).unwrap().count();
    assert!(count > 5);
    let lantern = plans.join("LANTERN.json");
    let before = fs::metadata(&lantern).unwrap().modified().unwrap();
    fs::write(plans.join("FORMER.json"), "{}").unwrap();
    fs::write(plans.join("CANDLE.json"), "{}").unwrap();
    assert!(build("100", &out).status.success());
    assert_eq!(fs::read_dir(&plans).unwrap().count(), count);
    assert_eq!(fs::metadata(&lantern).unwrap().modified().unwrap(), before);
    assert_ne!(fs::read_to_string(plans.join("CANDLE.json")).unwrap(), "{}");

    assert!(build("0", &out).status.success());
    assert!(!plans.exists());
    // The graph stays readable, and another's file is not touched.
    read_directory(&out).unwrap();
    fs::create_dir(&plans).unwrap();
    fs::write(plans.join("notes.txt"), "mine").unwrap();
    assert!(!build("100", &out).status.success());
    assert_eq!(fs::read_to_string(plans.join("notes.txt")).unwrap(), "mine");
}

fn export(arguments: &[&str]) -> std::process::Output {
    let graph = ["export", "--graph", "tests/data/shop/graph"];
    crate::cli::tillside(&[&graph[..], arguments].concat())
}

#[test]
fn the_companions_of_a_product_are_written_as_html_without_prices() {
    let output = export(&["--format", "html", "--sku", "lantern"]);
    let html = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    assert!(
        html.starts_with("<h2>Frequently bought together</h2>\n<ul>\n"),
        "{html}"
    );
    assert!(
        html.contains("<li><a href=\"/products/CANDLE\">Ivory candle</a></li>"),
        "{html}"
    );
    assert!(!html.contains("White metal lantern") && !html.contains("3.49"));

    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("html");
    let output = export(&["--format", "html", "--out", out.to_str().unwrap()]);
    assert!(output.status.success());
    assert_eq!(fs::read_to_string(out.join("LANTERN.html")).unwrap(), html);

    assert!(!export(&["--format", "html"]).status.success());
    assert!(
        !export(&["--format", "html", "--sku", "nothing"])
            .status
            .success()
    );
}

/// A shop with three products that are bought together, and without terms.
fn plain_shop(folder: &Path, catalog: &str) -> String {
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let mut orders = "order,sku,price\n".to_owned();
    for order in 0..40 {
        for sku in ["LAMP", "BAD", "QUOTE"] {
            writeln!(orders, "{order},{sku},5.00").unwrap();
        }
    }
    fs::write(path("orders.csv"), orders).unwrap();
    fs::write(path("catalog.csv"), catalog).unwrap();
    let (orders, catalog, out) = (path("orders.csv"), path("catalog.csv"), path("graph"));
    let built = crate::cli::tillside(&[
        "build", "--quiet", "--orders", &orders, "--catalog", &catalog, "--currency", "GBP",
        "--out", &out,
    ]);
    assert!(built.status.success());
    out
}

#[test]
fn titles_and_addresses_of_the_shop_are_escaped_in_html() {
    let folder = tempfile::tempdir().unwrap();
    let out = plain_shop(
        folder.path(),
        "sku,title,url\nLAMP,Lamp,/lamp\nBAD,Bad & co < 3,javascript:alert(1)\nQUOTE,Quote,/a?b=1&c=%22\n",
    );
    let output = crate::cli::tillside(&[
        "export", "--graph", &out, "--format", "html", "--sku", "LAMP",
    ]);
    let html = String::from_utf8(output.stdout).unwrap();
    assert!(html.contains("<li>Bad &amp; co &lt; 3</li>"), "{html}");
    assert!(html.contains("href=\"/a?b=1&amp;c=%22\""), "{html}");
}

#[test]
fn the_line_for_the_head_names_the_file_of_the_product() {
    let line = |sku: &[&str]| {
        let output = export(&[&["--format", "head"], sku].concat());
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(line(&["--sku", " a b/"]).is_empty());
    assert!(line(&["--sku", "ts 1é"]).contains("href=\"/graph/plans/TS%201%C3%A9.json\""));
    assert!(line(&[]).contains("/graph/plans/SKU.json"));
}

fn element(graph: &str, arguments: &[&str]) -> (String, String) {
    let command = ["export", "--graph", graph, "--format", "element"];
    let output = crate::cli::tillside(&[&command[..], arguments].concat());
    assert!(output.status.success());
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr))
}

#[test]
fn an_element_is_written_with_its_offer_for_browsers_without_scripts() {
    let folder = tempfile::tempdir().unwrap();
    let graph = plain_shop(
        folder.path(),
        "sku,title,url,price\nLAMP,Lamp,/lamp,1234.50\nBAD,Bad & co < 3,javascript:alert(1),5.00\nQUOTE,\"Quote \"\"q\"\"\",/a?b=1&c=%22,0.05\n",
    );
    let (html, said) = element(&graph, &["--sku", "lamp"]);
    assert!(said.is_empty(), "{said}");
    assert!(
        html.starts_with("<tillside-bundle sku=\"LAMP\"><template shadowrootmode=\"open\"><style>")
    );
    assert!(html.ends_with("</ul>\n</tillside-bundle>\n"));
    assert!(!html.contains("/*"), "the stylesheet has no comments");
    for part in [
        "<a class=\"title\" part=\"title\" href=\"/lamp\">Lamp</a>",
        "<a class=\"title\" part=\"title\" href=\"/a?b=1&amp;c=%22\">Quote \"q\"</a>",
        " part=\"title\">Bad &amp; co &lt; 3</",
        "aria-label=\"Quote &quot;q&quot;\"",
        "<span class=\"price\" part=\"price\">£1,234.50</span>",
        "<span class=\"price\" part=\"price\">£0.05</span>",
        "<span class=\"sum\" part=\"sum\">£1,239.55</span>",
        "In 40 of 40 orders with Lamp",
        "disabled type=\"button\">Add 3 to basket</button>",
    ] {
        assert!(html.contains(part), "{part} is missing in {html}");
    }

    let out = folder.path().join("html");
    element(&graph, &["--out", out.to_str().unwrap()]);
    assert_eq!(fs::read_to_string(out.join("LAMP.html")).unwrap(), html);

    let shop = "tests/data/shop/graph";
    let theme = [
        "--sku", "lantern", "--element", "shipping", "--theme", "dawn",
    ];
    let (shipping, _) = element(shop, &theme);
    assert!(shipping.starts_with("<tillside-shipping sku=\"LANTERN\"><template"));
    assert!(shipping.contains("data-theme=\"dawn\""));
    assert!(
        shipping.contains("style=\"inline-size: 0%;\""),
        "{shipping}"
    );
}

#[test]
fn an_offer_that_an_unknown_shopper_may_not_see_is_not_written_and_the_command_says_why() {
    let root = |change: fn(&mut Manifest), now_ms: i64| {
        let (mut manifest, graph) = shop();
        manifest.policy.deal = None;
        change(&mut manifest);
        let plans = DefaultPlans::new(&manifest, &graph);
        plans.shadow_root(OfferKind::Bundle, &SkuKey::new("LANTERN"), None, now_ms)
    };
    let unchanged: fn(&mut Manifest) = |_| {};
    assert!(root(unchanged, 0).is_ok());
    assert_eq!(
        root(|manifest| manifest.policy.control_group_percent = 10, 0),
        Err(Unpainted::ControlGroup)
    );
    assert_eq!(
        root(|manifest| manifest.policy.freshness.live = true, 0),
        Err(Unpainted::LivePrices)
    );
    assert_eq!(
        root(
            |manifest| manifest.currency = Currency::new("XTS").unwrap(),
            0
        ),
        Err(Unpainted::UnknownCurrency)
    );
    let stale: fn(&mut Manifest) = |manifest| {
        manifest.policy.freshness.max_age_days = Some(30);
        manifest.as_of = Some("2026-01-01".to_owned());
    };
    let day = |day: i64| day * 86_400_000;
    let first = day(20_454);
    assert!(root(stale, first).is_ok());
    assert_eq!(root(stale, first + day(40)), Err(Unpainted::Expired));
    let deal: fn(&mut Manifest) = |manifest| {
        let product = |sku: &str| DealProduct {
            sku: sku.into(),
            lowest_minor: None,
        };
        let pool = ["LANTERN", "OTHER1", "OTHER2", "OTHER3"].map(product);
        manifest.policy.deal = Some(DealRule {
            percent: 10,
            pool: pool.into(),
        });
    };
    // The deal of four products is LANTERN on the days 0, 4, 8 and so on.
    assert_eq!(root(deal, day(5)), Err(Unpainted::DealOfTheDay));
    assert!(root(deal, day(6)).is_ok());

    let folder = tempfile::tempdir().unwrap();
    let graph = plain_shop(folder.path(), "sku,title\nLAMP,Lamp\n");
    let (html, said) = element(&graph, &["--sku", "lamp", "--element", "services"]);
    assert_eq!(
        html,
        "<tillside-services sku=\"LAMP\">\n</tillside-services>\n"
    );
    assert_eq!(
        said,
        "<tillside-services> of LAMP is written without an offer: the product has no such offer.\n"
    );
}
