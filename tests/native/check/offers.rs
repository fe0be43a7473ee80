//! `tillside check`: rewards, services, samples, loyalty points and deals that no shopper ever
//! sees.

use std::fs;

use super::{GRAPH, ORDERS, check, finding, plan};
use crate::cli::tillside;

fn reward(name: &str, from: &str, what: &str) -> String {
    format!("[[rewards]]\nname = \"{name}\"\nfrom = \"{from}\"\n{what}\n")
}

fn service(rest: &str) -> String {
    format!("[[services]]\nid = \"wrap\"\nname = \"Gift wrap\"\n{rest}\n")
}

const TRIAL: &str =
    "[[trials]]\nsku = \"CANDLE-MINI\"\nname = \"One small candle\"\nof = \"CANDLE\"\n";

#[test]
fn unknown_skus_are_reported_in_every_section() {
    let candel = "the graph has no product with the SKU \"CANDEL\". Similar ones: CANDLE.";
    let cases = [
        (service("price = \"0.50\"\nskus = [\"CANDEL\"]"), "6:9"),
        (TRIAL.replace("\"CANDLE\"", "\"CANDEL\""), "5:6"),
        (
            "[deal]\npercent = 10\nskus = [\"TRAY\", \"CANDEL\"]\n".to_owned(),
            "4:17",
        ),
        ("[never]\nskus = [\"CANDEL\"]\n".to_owned(), "3:9"),
        (
            reward(
                "a candle",
                "25",
                "gift = \"CANDLE\"\nexcluding = { skus = [\"CANDEL\"] }",
            ),
            "6:23",
        ),
    ];
    for (content, place) in cases {
        assert_eq!(
            finding(&content, &[]),
            format!("shop.toml:{place}: error: {candel}")
        );
    }
    assert_eq!(
        finding(&reward("a candle", "25", "gift = \"CANDEL\""), &[]),
        format!(
            "shop.toml:5:8: hint: {candel} A gift that is not for sale need not be in the graph."
        )
    );
    let (code, lines) = check(&format!("currency = \"GBP\"\n{TRIAL}"), &GRAPH);
    assert_eq!(
        (code, lines[0].as_str()),
        (0, "shop.toml: no errors, no hints."),
        "a sample need not be sold"
    );
}

#[test]
fn useless_rewards_are_reported() {
    let two = format!(
        "{}{}",
        reward("Ten off", "25", "percent = 10"),
        reward("Nine off", "50", "percent = 9")
    );
    assert_eq!(
        finding(&two, &[]),
        "shop.toml:8:8: hint: \"Ten off\" gives 10 % from GBP 25.00 on, so nobody needs to reach GBP 50.00. Give more here, or \
         remove one of the two rewards."
    );
    let abroad = two.replacen("percent", "countries = [\"IE\"]\npercent", 1);
    let (code, lines) = check(&format!("currency = \"GBP\"\n{abroad}"), &GRAPH);
    assert_eq!(
        (code, lines[0].as_str()),
        (0, "shop.toml: no errors, no hints."),
        "who does not see the first needs the second"
    );
    assert_eq!(
        finding(&reward("Ten off", "1.20", "percent = 10"), &[]),
        "shop.toml:4:8: hint: the cheapest product costs GBP 1.20, so every cart earns this. Raise it, or give this with every \
         order and remove the reward."
    );
    assert_eq!(
        finding(&reward("Ten off", "500", "percent = 10"), &ORDERS),
        "shop.toml:4:8: hint: none of 42 orders reached GBP 500.00; their average is GBP 19.49, and half of them are at most GBP \
         17.99. 1.3 times the average is usual: GBP 25.33."
    );
}

#[test]
fn a_year_costs_no_more_than_twelve_months() {
    let year = |price: &str| {
        plan(
            "club",
            "1.00",
            &format!("year = \"{price}\"\ndiscount_percent = 5"),
        )
    };
    assert_eq!(
        finding(&year("12.01"), &[]),
        "shop.toml:6:8: hint: twelve months cost GBP 12.00, less than a year. Lower it, or remove the yearly price."
    );
    assert_eq!(
        check(&format!("currency = \"GBP\"\n{}", year("12.00")), &GRAPH).1[0],
        "shop.toml: no errors, no hints."
    );
}

#[test]
fn services_without_products_are_reported() {
    let too_dear = "shop.toml:3:6: error: it costs more than 25 % of each of its products, so it is never shown. Make it \
                    cheaper, or raise line_percent in [limits].";
    // The most expensive product costs 24.00, the candle 3.49.
    for dear in [
        "price = \"6.01\"",
        "percent = 26",
        "price = \"0.88\"\nskus = [\"CANDLE\"]",
        "price = \"4\"\nto = \"15\"",
    ] {
        assert_eq!(finding(&service(dear), &[]), too_dear, "{dear}");
    }
    for fair in [
        "price = \"6.00\"",
        "percent = 25",
        "price = \"0.87\"\nskus = [\"CANDLE\"]",
    ] {
        assert_eq!(
            check(&format!("currency = \"GBP\"\n{}", service(fair)), &GRAPH).1[0],
            "shop.toml: no errors, no hints.",
            "{fair}"
        );
    }
    for (range, keys) in [
        ("from = \"100\"", "at least `from`"),
        ("to = \"1\"", "at most `to`"),
    ] {
        assert_eq!(
            finding(&service(&format!("price = \"0.50\"\n{range}")), &[]),
            format!(
                "shop.toml:3:6: error: none of its products costs {keys}, so it is never shown. Widen the range."
            )
        );
    }
}

#[test]
fn categories_are_checked_only_with_a_graph_of_the_same_file() {
    let directory = tempfile::tempdir().unwrap();
    let [shop, out] = ["shop.toml", "graph"].map(|name| directory.path().join(name));
    let content = format!(
        "currency = \"GBP\"\n{}[never]\nskus = [\"TRAY\"]\n",
        service("price = \"1\"\ncategories = [\"Lamps\"]")
    );
    fs::write(&shop, &content).unwrap();
    let build = |catalog: &[&str]| {
        let to = [
            "--shop",
            shop.to_str().unwrap(),
            "--out",
            out.to_str().unwrap(),
        ];
        assert!(
            tillside(&[&["build"], &ORDERS[..], &to[..], catalog].concat())
                .status
                .success()
        );
    };
    let graph = ["--graph", out.to_str().unwrap()];

    build(&["--catalog", "tests/data/shop/catalog.csv"]);
    let (code, lines) = check(&content, &graph);
    assert_eq!(
        (code, lines),
        (0, vec!["shop.toml: no errors, no hints.".to_owned()])
    );
    let (_, lines) = check(&content.replace("price = \"1\"", "price = \"7\""), &graph);
    assert!(
        lines[0]
            .starts_with("shop.toml:3:6: error: it costs more than 25 % of each of its products"),
        "{lines:?}"
    );
    let (code, lines) = check(&content.replace("TRAY", "CANDLE"), &graph);
    let unchecked = "Not checked: whether the categories contain products: the graph was built with another shop.toml; build it again.";
    assert_eq!((code, lines[1].as_str()), (0, unchecked));

    build(&[]);
    let (code, lines) = check(&content, &graph);
    let expected = "shop.toml:6:15: error: no product of the graph is in \"Lamps\". Build the graph again with this file and a --catalog \
                    that has a category column, or name SKUs.";
    assert_eq!(
        (code, lines[0].as_str(), lines[1].as_str()),
        (1, expected, "shop.toml: 1 error, 0 hints.")
    );
    let (_, lines) = check(&format!("{content}sku = 1\n"), &graph);
    assert_eq!(
        lines[2], "Not checked: whether the categories contain products: fix the errors first.",
        "{lines:?}"
    );
}

#[test]
fn an_empty_deal_is_reported() {
    let directory = tempfile::tempdir().unwrap();
    let [orders, shop, out] =
        ["orders.csv", "shop.toml", "graph"].map(|name| directory.path().join(name));
    fs::write(&orders, "order_id,sku,price\n1,LAMP,9.00\n1,BULB,\n").unwrap();
    fs::write(
        &shop,
        "currency = \"GBP\"\n[deal]\npercent = 10\nskus = [\"BULB\"]\n",
    )
    .unwrap();
    let [orders, shop, graph] = [&orders, &shop, &out].map(|path| path.to_str().unwrap());
    assert!(
        tillside(&["build", "--orders", orders, "--shop", shop, "--out", graph])
            .status
            .success()
    );
    let (code, lines) = check(&fs::read_to_string(shop).unwrap(), &["--graph", graph]);
    assert_eq!(code, 1);
    assert_eq!(
        lines[..2],
        [
            "shop.toml:3:11: hint: the build found no product for the rotation, so there is no deal of the day. Select products \
             that have a price, are in stock and are in orders with dates, or build the graph again.",
            "shop.toml:4:9: error: BULB has no price, so it is never the deal of the day. Add its price to the catalog, or remove it \
             here.",
        ]
    );
}

#[test]
fn rewards_out_of_reach_are_reported() {
    let points = |points: u32| {
        format!(
            "[loyalty]\nper_unit = 2\n[[loyalty.rewards]]\npoints = 9000\nname = \"b\"\n[[loyalty.rewards]]\npoints = {points}\nname = \"a\"\n"
        )
    };
    assert_eq!(
        finding(&points(3801), &ORDERS),
        "shop.toml:8:10: hint: the average order earns 38 points, so the first reward takes more than 100 of them. Lower the number \
         of points, or raise per_unit."
    );
    let arguments = [&GRAPH[..], &ORDERS].concat();
    assert_eq!(
        check(&format!("currency = \"GBP\"\n{}", points(3800)), &arguments).1,
        ["shop.toml: no errors, no hints."]
    );
    let (_, lines) = check(&format!("currency = \"GBP\"\n{}", points(3800)), &GRAPH);
    assert_eq!(
        lines[1],
        "Not checked: whether orders reach the rewards: add --orders FILE."
    );
}

#[test]
fn sections_that_no_stage_permits_are_reported() {
    let stages = "[stages]\nbrowse = []\ncheckout = []\npost_purchase = []\n";
    let cases = [
        ("shipping", reward("Ten off", "25", "percent = 10"), "4:8"),
        (
            "memberships",
            plan("club", "3", "discount_percent = 5"),
            "3:6",
        ),
        ("services", service("price = \"1\""), "3:6"),
        ("trial", TRIAL.to_owned(), "3:7"),
        ("loyalty", "[loyalty]\nper_unit = 1\n".to_owned(), "3:12"),
        ("deal", "[deal]\npercent = 10\n".to_owned(), "3:11"),
        (
            "bundle",
            "[bundle]\ndiscount_percent = 5\n".to_owned(),
            "3:20",
        ),
    ];
    for (word, content, place) in cases {
        assert_eq!(
            finding(&format!("{content}{stages}"), &[]),
            format!(
                "shop.toml:{place}: error: no list in [stages] has \"{word}\", so this is never shown. Add it to a stage."
            )
        );
        let allowed = stages.replacen("[]", &format!("[\"{word}\"]"), 1);
        assert_eq!(
            check(&format!("currency = \"GBP\"\n{content}{allowed}"), &GRAPH).0,
            0,
            "{word}"
        );
    }
}

#[test]
fn a_quantity_break_must_cost_less_than_single_pieces() {
    let rule = |skus: &str, rest: &str| {
        format!("[[quantity_breaks]]\nskus = [{skus}]\ntiers = [{rest}]\n")
    };
    let bulb = |rest: &str| finding(&rule("\"BULB\"", rest), &[]);
    for useless in [
        "{ from = 3, total = \"7.50\" }",
        "{ from = 3, price_each = \"2.50\" }",
    ] {
        assert_eq!(
            bulb(useless),
            "shop.toml:4:19: error: 3 pieces cost no less than single ones of BULB at GBP 2.50, so this has no effect on it. Lower the price of the tier, or leave the product out."
        );
    }
    assert_eq!(
        finding(
            &rule("\"LAMP\", \"BULB\"", "{ from = 2, price_each = \"4.00\" }"),
            &[]
        ),
        "shop.toml:4:19: hint: 2 pieces cost no less than single ones of BULB at GBP 2.50, so this has no effect on it. Lower the price of the tier, or leave the product out."
    );
    assert_eq!(
        bulb("{ from = 3, total = \"4.99\" }"),
        "shop.toml:4:19: hint: 3 pieces of BULB cost GBP 4.99, less than 2 single ones. Raise the price if that is not intended."
    );
}

#[test]
fn a_product_belongs_in_one_quantity_break() {
    let rule = |keys: &str| {
        format!("[[quantity_breaks]]\n{keys}\ntiers = [{{ from = 3, percent = 10 }}]\n")
    };
    let both = |first: &str, second: &str| [rule(first), rule(second)].concat();
    assert_eq!(
        finding(
            &both(
                "skus = [\"BULB\", \"LAMP\"]",
                "skus = [\"SHADE\", \"lamp\"]"
            ),
            &[]
        )
        .split(". ")
        .next()
        .unwrap(),
        "shop.toml:7:9: error: an earlier quantity break has the same SKU or category, so one of the two has no effect"
    );
    // In different countries, both apply.
    let apart = both(
        "skus = [\"LAMP\"]\ncountries = [\"FR\"]",
        "skus = [\"LAMP\"]\ncountries = [\"GB\"]",
    );
    let (code, lines) = check(&format!("currency = \"GBP\"\n{apart}"), &GRAPH);
    assert_eq!(code, 0, "{lines:?}");
}

#[test]
fn a_quantity_break_that_no_stage_permits_is_an_error() {
    let content = "[[quantity_breaks]]\nskus = [\"BULB\"]\ntiers = [{ from = 3, percent = 10 }]\n[stages]\nbrowse = [\"bundle\"]\ncheckout = []\npost_purchase = []\n";
    assert_eq!(
        finding(content, &[]),
        "shop.toml:4:9: error: no list in [stages] has \"quantity_break\", so this is never shown. Add it to a stage."
    );
}
