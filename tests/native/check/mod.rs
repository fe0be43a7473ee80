//! `tillside check`: the messages about `shop.toml`.

mod offers;

use std::fs;

use crate::cli::tillside;

const GRAPH: [&str; 2] = ["--graph", "tests/data/shop/graph"];
const ORDERS: [&str; 2] = ["--orders", "tests/data/shop/orders.csv"];

/// The exit code and the messages about a file with this content, without the directory.
fn check(content: &str, arguments: &[&str]) -> (i32, Vec<String>) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("shop.toml");
    fs::write(&path, content).unwrap();
    let output = tillside(&[&["check", path.to_str().unwrap()], arguments].concat());
    let prefix = format!("{}/", directory.path().display());
    let said = String::from_utf8(output.stdout)
        .unwrap()
        .replace(&prefix, "");
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    (
        output.status.code().unwrap(),
        said.lines().map(str::to_owned).collect(),
    )
}

/// The only finding with the small shop's graph; asserts that the exit code matches its severity.
fn finding(content: &str, arguments: &[&str]) -> String {
    let (code, lines) = check(
        &format!("currency = \"GBP\"\n{content}"),
        &[&GRAPH[..], arguments].concat(),
    );
    let is_error = lines[0].contains(": error: ");
    assert_eq!(code, i32::from(is_error), "{lines:?}");
    let summary = if is_error {
        "shop.toml: 1 error, 0 hints."
    } else {
        "shop.toml: 0 errors, 1 hint."
    };
    assert_eq!(lines[1], summary, "{lines:?}");
    lines[0].clone()
}

fn shipping(name: &str, price: &str, free_from: &str) -> String {
    format!("[[shipping]]\nname = \"{name}\"\nprice = \"{price}\"\nfree_from = \"{free_from}\"\n")
}

fn plan(id: &str, price: &str, rest: &str) -> String {
    format!("[[memberships]]\nid = \"{id}\"\nname = \"Plan {id}\"\nmonth = \"{price}\"\n{rest}\n")
}

fn related(sku: &str, relation: &str, with: &str) -> String {
    format!("[[related]]\nsku = \"{sku}\"\nrelation = \"{relation}\"\nwith = [{with}]\n")
}

#[test]
fn an_empty_file_is_valid_and_skipped_checks_are_listed() {
    for empty in ["", "# nothing yet\n"] {
        let (code, lines) = check(empty, &[]);
        assert_eq!(code, 0);
        assert_eq!(
            lines,
            ["shop.toml is empty, which is valid: the shop has no terms."]
        );
    }
    let (code, lines) = check(
        &format!("currency = \"GBP\"\n{}", shipping("Post", "4.95", "25")),
        &[],
    );
    assert_eq!(code, 0);
    assert_eq!(
        lines,
        [
            "shop.toml: no errors, no hints.",
            "Not checked: whether the SKUs exist, and everything can be shown: add --graph DIR.",
            "Not checked: whether orders reach the thresholds: add --orders FILE.",
        ]
    );
}

#[test]
fn errors_and_findings_are_reported_in_the_order_of_the_file() {
    let content = format!(
        "{}[[block]]\nsku = \"TRAY\"\nwiht = [\"MATCHES\"]\n",
        related("LANTREN", "accessory", "\"CANDLE\"")
    );
    let (code, lines) = check(&content, &GRAPH);
    assert_eq!(code, 1);
    assert_eq!(
        lines[..3],
        [
            "shop.toml:2:7: error: the graph has no product with the SKU \"LANTREN\". Similar ones: LANTERN.",
            "shop.toml:7:1: error: there is no key \"wiht\" in [[block]]. Did you mean \"with\"?",
            "shop.toml: 2 errors, 0 hints.",
        ]
    );
}

#[test]
fn a_missing_file_is_invalid_input() {
    let output = tillside(&["check", "nowhere.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("nowhere.toml: could not be read"));
}

#[test]
fn an_unknown_sku_without_a_similar_one_leads_to_the_list() {
    assert_eq!(
        finding("[[block]]\nsku = \"LANTERN\"\nwith = [\"ZEPPELIN\"]\n", &[]),
        "shop.toml:4:9: error: the graph has no product with the SKU \"ZEPPELIN\". `tillside export` lists all products."
    );
}

#[test]
fn links_without_effect_are_reported() {
    assert_eq!(
        finding(
            &related("LANTERN", "accessory", "\"CANDLE\", \"candle\""),
            &[]
        ),
        "shop.toml:5:19: hint: LANTERN and candle are already listed above. Remove one."
    );
    assert_eq!(
        finding(&related("LANTERN", "accessory", "\"lantern\""), &[]),
        "shop.toml:5:9: error: lantern is listed with itself, which has no effect. List another product."
    );
    assert_eq!(
        finding(&related("LANTERN", "accessory", "\"SOLDOUT\""), &[]),
        "shop.toml:5:9: hint: SOLDOUT is sold out or no longer in the catalog, and is not shown until it is available again. Add another product."
    );
    assert_eq!(
        finding(&related("MUG-RED", "accessory", "\"MUG-BLUE\""), &[]),
        "shop.toml:5:9: error: MUG-BLUE is a variant of MUG-RED, and variants are never shown together. Remove the link, or \
         write relation = \"substitute\"."
    );
    let blocks = "[[block]]\nsku = \"TRAY\"\nwith = [\"MATCHES\"]\n[[block]]\nsku = \"MATCHES\"\nwith = [\"TRAY\"]\n";
    assert_eq!(
        finding(blocks, &[]),
        "shop.toml:7:9: hint: MATCHES and TRAY are already listed above. Remove one."
    );
}

#[test]
fn links_to_products_without_prices_are_reported() {
    let directory = tempfile::tempdir().unwrap();
    let [orders, out] = ["orders.csv", "graph"].map(|name| directory.path().join(name));
    fs::write(&orders, "order_id,sku,price\n1,LAMP,9.00\n1,BULB,\n").unwrap();
    let [orders, graph] = [&orders, &out].map(|path| path.to_str().unwrap());
    assert!(
        tillside(&[
            "build", "--orders", orders, "--currency", "GBP", "--out", graph
        ])
        .status
        .success()
    );
    let (code, lines) = check(
        &related("LAMP", "required_part", "\"BULB\""),
        &["--graph", graph],
    );
    let expected = "shop.toml:4:9: error: BULB has no price, so it is never shown. Add its price to the catalog and build the graph again.";
    assert_eq!((code, lines[0].as_str()), (1, expected));
    fs::write(orders, "order_id,sku\n1,LAMP\n1,BULB\n").unwrap();
    assert!(
        tillside(&["build", "--orders", orders, "--out", graph])
            .status
            .success()
    );
    let (code, lines) = check("currency = \"GBP\"\n", &["--graph", graph]);
    let expected = "shop.toml:1:12: error: the graph has no prices, so no amount is ever shown. Build it from orders with prices, or \
                    with --catalog.";
    assert_eq!((code, lines[0].as_str()), (1, expected));
}

#[test]
fn a_foreign_currency_is_reported_where_it_is_written() {
    let euros = shipping("Post", "4.95", "25").replace("price", "currency = \"EUR\"\nprice");
    assert_eq!(
        finding(&euros, &[]),
        "shop.toml:4:12: error: the graph's prices are in GBP, so nothing in EUR is ever shown. Write GBP, or build the graph with \
         --currency EUR."
    );
    let plan = plan("club", "3", "currency = \"EUR\"\ndiscount_percent = 5");
    assert!(
        finding(&plan, &[]).starts_with("shop.toml:6:12: error: the graph's prices are in GBP")
    );
    let (_, lines) = check(
        &format!(
            "currency = \"EUR\"\n{}{}",
            shipping("Post", "4", "25"),
            shipping("Van", "5", "60")
        ),
        &GRAPH,
    );
    assert!(
        lines[0].starts_with("shop.toml:1:12: error:")
            && lines[1] == "shop.toml: 1 error, 0 hints.",
        "{lines:?}"
    );
}

#[test]
fn useless_shipping_rules_are_reported() {
    assert_eq!(
        finding(&shipping("Post", "0", "25"), &[]),
        "shop.toml:4:9: error: delivery is free below the threshold too, so shoppers are asked to spend more for nothing. Set \
         its price, or remove the section."
    );
    assert_eq!(
        finding(
            &format!(
                "{}{}",
                shipping("Post", "4.95", "40"),
                shipping("Van", "4.95", "25")
            ),
            &[]
        ),
        "shop.toml:5:13: hint: \"Van\" costs no less and is free from GBP 25.00 on, so nobody needs to reach GBP 40.00. Set a \
         threshold below GBP 25.00, or remove one of the two rules."
    );
    assert_eq!(
        finding(&shipping("Post", "0.50", "1.20"), &[]),
        "shop.toml:5:13: hint: the cheapest product costs GBP 1.20, so every cart earns this. Raise it, or make delivery free and \
         remove the section."
    );
}

#[test]
fn memberships_that_never_pay_are_reported() {
    assert_eq!(
        finding(&plan("plus", "3", "free_shipping = true"), &[]),
        "shop.toml:6:17: error: there is no [[shipping]] in GBP, so free delivery saves nothing. Add [[shipping]] with its price, or \
         list free delivery in benefits instead."
    );
    assert_eq!(
        finding(&plan("plus", "3", ""), &[]),
        "shop.toml:3:6: hint: \"Plan plus\" is shown without a saving and never gets the badge. Add free_shipping = \
         true or discount_percent, if members have these benefits."
    );
    let broken = format!(
        "{}{}",
        plan("plus", "3", "free_shipping = true"),
        shipping("Post", "4,95", "25")
    );
    assert!(
        finding(&broken, &[]).contains("\"4,95\" is not an amount"),
        "what follows from a mistake is not told"
    );
    let two = format!(
        "{}{}",
        plan("a", "3", "discount_percent = 5"),
        plan("b", "4", "discount_percent = 5")
    );
    assert_eq!(
        finding(&two, &[]),
        "shop.toml:8:6: hint: \"Plan a\" saves at least as much for no more money per year, so \"Plan b\" \
         never gets the badge. Add a benefit that the other does not have, or remove it."
    );
}

#[test]
fn thresholds_are_compared_with_the_totals_of_orders() {
    let told = "their average is GBP 19.49, and half of them are at most GBP 17.99.";
    assert_eq!(
        finding(&shipping("Post", "4.95", "15"), &ORDERS),
        format!(
            "shop.toml:5:13: hint: GBP 15.00 is low: 38 of 42 orders reached it; {told} 1.3 times the average is usual: GBP 25.33."
        )
    );
    assert_eq!(
        finding(&shipping("Post", "4.95", "500"), &ORDERS),
        format!(
            "shop.toml:5:13: hint: none of 42 orders reached GBP 500.00; {told} 1.3 times the average is usual: GBP 25.33."
        )
    );
    let second = format!(
        "{}{}",
        shipping("Post", "4.95", "25"),
        shipping("Van", "8.95", "500")
    );
    assert_eq!(
        finding(&second, &ORDERS),
        format!(
            "shop.toml:9:13: hint: none of 42 orders reached GBP 500.00; {told} Lower it, or remove the rule."
        )
    );
    let (code, lines) = check(
        &format!("currency = \"GBP\"\n{}", shipping("Post", "4.95", "25.00")),
        &ORDERS,
    );
    assert_eq!(
        (code, lines[0].as_str()),
        (0, "shop.toml: no errors, no hints.")
    );
}

#[test]
fn the_total_of_an_order_is_price_times_quantity_in_its_currency() {
    let directory = tempfile::tempdir().unwrap();
    let orders = directory.path().join("orders.csv");
    // Order 1: 4 x 2.50 + 10.00 = 20.00; order 2: 40.00; then a cancelled order, one in dollars,
    // and a gift.
    let rows = "order,sku,quantity,price,currency,status\n1,A,4,2.50,GBP,paid\n3,A,1,900,GBP,cancelled\n1,B,1,10.00,,\n\
                2,B,4,10.00,GBP,paid\n4,A,1,70,USD,paid\n5,A,1,0,GBP,paid\n";
    fs::write(&orders, rows).unwrap();
    let arguments = ["--orders", orders.to_str().unwrap()];
    let (_, lines) = check(
        &format!("currency = \"GBP\"\n{}", shipping("Post", "4.95", "99")),
        &arguments,
    );
    assert!(
        lines[0].contains("none of 2 orders reached GBP 99.00; their average is GBP 30.00"),
        "{lines:?}"
    );
    let (_, lines) = check(
        &format!("currency = \"CHF\"\n{}", shipping("Post", "4.95", "99")),
        &arguments,
    );
    let unchecked =
        "Not checked: whether orders reach the threshold CHF 99.00: no order has prices in CHF.";
    assert!(lines.iter().any(|line| line == unchecked), "{lines:?}");
}

#[test]
fn programs_get_json() {
    let (code, lines) = check("currency = \"GBP\"\nlink = 3\n", &["--json"]);
    let json: serde_json::Value = serde_json::from_str(&lines.concat()).unwrap();
    assert_eq!(code, 1);
    assert_eq!(
        (json["errors"].as_u64(), json["hints"].as_u64()),
        (Some(1), Some(0))
    );
    let finding = &json["findings"][0];
    assert_eq!(
        (
            finding["line"].as_u64(),
            finding["column"].as_u64(),
            finding["severity"].as_str()
        ),
        (Some(2), Some(1), Some("error"))
    );
    assert_eq!(
        finding["message"],
        "there is no key \"link\" in shop.toml. Did you mean \"links\"?"
    );
    assert_eq!(json["unchecked"], serde_json::json!([]));
}

#[test]
fn the_printed_schema_is_the_one_in_the_repository() {
    let output = tillside(&["check", "--schema"]);
    assert!(output.status.success());
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        fs::read_to_string("docs/shop.schema.json").unwrap()
    );
}
