//! A shop with several markets: one learning, and a graph for each market.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use tillside::build::{DefaultPlans, in_language};
use tillside::engine::{Context, Slot, plan};
use tillside::graph::{Graph, Manifest, read_directory};
use tillside::import::CatalogRow;
use tillside::model::{Cart, LineItem, OfferKind, SkuKey, Threshold};

use crate::cli::{said, tillside};
use crate::till::{Rounding, Till, TillLine};

const ORDERS: &str = "order,sku,quantity,price\n";
const HOME: &str = "sku,title,price,link,price usd\n\
    KETTLE,Kettle,30.00,/p/kettle,41.00\n\
    CUP,Cup,9.00,/p/cup,12.50\n\
    PRESS,French press,20.00,/p/press,\n";
const GERMAN: &str = "sku,title,price,link\n\
    KETTLE,Wasserkessel,37.90,/de/kettle\n\
    CUP,Tasse,11.90,/de/cup\n\
    BOWL,Schale,14.90,/de/bowl\n";
const TERMS: &str = r#"currency = "GBP"

[[shipping]]
name = "Standard delivery"
price = "4.95"
free_from = "50.00"

[limits]
big_ticket = "900.00"
repeats = 5

[[services]]
id = "wrap"
name = "Gift wrap"
price = "3.50"

[[related]]
sku = "KETTLE"
relation = "accessory"
with = ["CUP"]
note = "Goes in the gift box"
"#;
const MARKETS: &str = r#"
[[markets]]
id = "de"
currency = "EUR"
languages = ["de"]
countries = ["DE", "AT"]
catalog = "products-de.csv"

[[markets.shipping]]
name = "Standardversand"
price = "5.95"
free_from = "45.00"

[[markets.related]]
sku = "KETTLE"
relation = "accessory"
with = ["CUP"]
note = "Passt in den Karton"

[[markets]]
id = "us"
currency = "USD"
columns = ["price=price usd"]

[[markets]]
id = "gb"
"#;

/// A shop in a temporary directory.
struct Shop(tempfile::TempDir);

impl Shop {
    fn new(terms: &str) -> Self {
        let shop = Self(tempfile::tempdir().unwrap());
        let mut orders = ORDERS.to_owned();
        for order in 0..40 {
            let other = if order % 2 == 0 {
                "CUP,1,9.00"
            } else {
                "PRESS,1,20.00"
            };
            writeln!(orders, "{order},KETTLE,1,30.00\n{order},{other}").unwrap();
        }
        shop.write("orders.csv", &orders);
        shop.write("products.csv", HOME);
        shop.write("products-de.csv", GERMAN);
        shop.write("shop.toml", terms);
        shop
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn build(&self) -> std::process::Output {
        let path = |name: &str| self.path(name).to_str().unwrap().to_owned();
        let (orders, catalog, terms) =
            (path("orders.csv"), path("products.csv"), path("shop.toml"));
        let out = path("graph");
        tillside(&[
            "build", "--orders", &orders, "--catalog", &catalog, "--shop", &terms, "--out", &out,
        ])
    }

    /// The summary of a build that succeeds.
    fn summary(&self) -> String {
        let output = self.build();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{said}");
        said
    }

    fn refusal(&self) -> String {
        let output = self.build();
        assert_eq!(output.status.code(), Some(2));
        assert!(!self.path("graph").exists());
        String::from_utf8(output.stderr).unwrap()
    }

    fn market(&self, id: &str) -> (Manifest, Graph) {
        read_directory(&self.path(&format!("graph/markets/{id}"))).unwrap()
    }
}

fn price(graph: &Graph, sku: &str) -> Option<i64> {
    graph.product(&SkuKey::new(sku)).unwrap().price_minor
}

/// The files of a directory with their bytes, by relative path.
fn files(directory: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![directory.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(directory).unwrap().to_owned();
                found.push((name, fs::read(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn each_market_has_its_prices_titles_addresses_and_terms() {
    let shop = Shop::new(&format!("{TERMS}{MARKETS}"));
    shop.summary();
    let (home, graph) = read_directory(&shop.path("graph")).unwrap();
    let (german, in_germany) = shop.market("de");
    let (american, in_america) = shop.market("us");
    let codes = [&home, &german, &american].map(|manifest| manifest.currency.code().to_owned());
    assert_eq!(codes, ["GBP", "EUR", "USD"]);
    assert_eq!(price(&graph, "KETTLE"), Some(3000));
    assert_eq!(price(&in_germany, "KETTLE"), Some(3790));
    assert_eq!(price(&in_america, "KETTLE"), Some(4100));

    let kettle = in_germany.product(&SkuKey::new("kettle")).unwrap();
    assert_eq!(
        (kettle.title, kettle.url),
        ("Wasserkessel", Some("/de/kettle"))
    );
    let note = |graph: &Graph| {
        let [kettle, cup] =
            ["KETTLE", "CUP"].map(|sku| graph.product(&SkuKey::new(sku)).unwrap().id);
        graph.note(kettle, cup).map(str::to_owned)
    };
    assert_eq!(note(&in_germany).as_deref(), Some("Passt in den Karton"));
    assert_eq!(note(&in_america).as_deref(), Some("Goes in the gift box"));

    let tiers = |manifest: &Manifest| {
        let tiers = manifest.policy.tiers.iter();
        tiers
            .map(|tier| (tier.name.clone(), tier.threshold))
            .collect::<Vec<_>>()
    };
    let tier = |name: &str, minor| vec![(name.to_owned(), Threshold::Amount(minor))];
    assert_eq!(tiers(&home), tier("Standard delivery", 5000));
    assert_eq!(tiers(&german), tier("Standardversand", 4500));
    // Pounds are not offered for dollars.
    assert_eq!(tiers(&american), []);
    assert_eq!([&home, &german].map(|it| it.policy.services.len()), [1, 0]);
    assert_eq!(german.policy.limits.repeats, 5);
    assert_eq!(german.policy.limits.big_ticket_minor, None);
    assert_eq!(home.policy.limits.big_ticket_minor, Some(90_000));
}

#[test]
fn a_product_without_a_price_in_a_market_is_not_offered_there() {
    let shop = Shop::new(&format!("{TERMS}{MARKETS}"));
    shop.summary();
    let offered = |directory: &str| {
        let (manifest, graph) = read_directory(&shop.path(directory)).unwrap();
        let plans = DefaultPlans::new(&manifest, &graph);
        let plan = plans.plan_of(OfferKind::Bundle, &SkuKey::new("KETTLE"));
        let items = plan.offers.into_iter().flat_map(|offer| offer.items);
        let mut skus: Vec<String> = items.map(|item| item.sku).collect();
        skus.sort();
        skus
    };
    assert_eq!(offered("graph"), ["CUP", "KETTLE", "PRESS"]);
    assert_eq!(offered("graph/markets/gb"), ["CUP", "KETTLE", "PRESS"]);
    assert_eq!(offered("graph/markets/us"), ["CUP", "KETTLE"]);
    assert_eq!(offered("graph/markets/de"), ["CUP", "KETTLE"]);
    let (_, graph) = read_directory(&shop.path("graph")).unwrap();
    assert!(
        graph.product(&SkuKey::new("BOWL")).is_none(),
        "sold in Germany only"
    );
    assert_eq!(price(&shop.market("de").1, "BOWL"), Some(1490));
    assert_eq!(price(&shop.market("de").1, "PRESS"), None);
}

#[test]
fn the_till_of_each_market_keeps_the_promise_of_free_delivery() {
    let shop = Shop::new(&format!("{TERMS}{MARKETS}"));
    shop.summary();
    let line = |graph: &Graph, sku: &str| TillLine {
        sku: sku.to_owned(),
        quantity: 1,
        price: price(graph, sku).unwrap(),
        tax_percent: 0,
    };
    // Fee before and after the suggested products, in the market's currency.
    let fees = |directory: &str| {
        let (manifest, graph) = read_directory(&shop.path(directory)).unwrap();
        let mut context = Context::new(manifest.currency.clone());
        context.cart = Cart::new(vec![LineItem {
            sku: "KETTLE".to_owned(),
            quantity: 1,
            price_minor: None,
            tax_minor: None,
            is_measured: false,
        }]);
        context.slots = vec![Slot::of(0, OfferKind::Shipping, None)];
        let plan = plan(&graph, &manifest.policy, &context);
        let fill = plan.shipping?.fill?;
        let till = Till {
            policy: &manifest.policy,
            bits: &BTreeMap::new(),
            prices: &BTreeMap::new(),
            deal: None,
            rounding: Rounding::PieceUp,
            lines: vec![line(&graph, "KETTLE")],
            coupon: 0,
            coupon_percent: 0,
            is_shipping_free: false,
            is_member: false,
        };
        let after = till.with(fill.items.iter().map(|item| line(&graph, &item.sku)));
        assert_eq!(after.subtotal() - till.subtotal(), fill.total_minor);
        Some((
            plan.currency.code().to_owned(),
            till.delivery(),
            after.delivery(),
        ))
    };
    assert_eq!(fees("graph"), Some(("GBP".to_owned(), 495, 0)));
    assert_eq!(fees("graph/markets/de"), Some(("EUR".to_owned(), 595, 0)));
    // A promise in pounds is not one in dollars.
    assert_eq!(fees("graph/markets/us"), None);
}

#[test]
fn the_shops_own_files_are_those_of_a_build_without_markets() {
    let shop = Shop::new(&format!(
        "{TERMS}\n[[markets]]\nid = \"gb\"\n\n[[markets]]\nid = \"us\"\ncurrency = \"USD\"\ncolumns = [\"price=price usd\"]\n"
    ));
    shop.summary();
    let with = files(&shop.path("graph"));
    shop.write("shop.toml", TERMS);
    shop.summary();
    let without = files(&shop.path("graph"));
    let kept = |name: &Path| {
        let name = name.to_str().unwrap();
        !name.starts_with("market") && name != "manifest.json"
    };
    let own: Vec<_> = without.iter().filter(|(name, _)| kept(name)).collect();
    assert!(own.len() > 3);
    for file in &own {
        assert!(with.contains(file), "{} differs", file.0.display());
    }
    // Nothing of the former markets is left.
    assert_eq!(without.len(), own.len() + 1);
    // A market with the shop's own prices has the same data files, and the plans of its products.
    let of = |name: &str| {
        with.iter()
            .find(|(known, _)| known == Path::new(name))
            .unwrap()
    };
    assert_eq!(of("manifest.json").1, of("markets/gb/manifest.json").1);
    assert_eq!(
        of("plans/KETTLE.json").1,
        of("markets/gb/plans/KETTLE.json").1
    );
    let data = with
        .iter()
        .filter(|(name, _)| name.extension().is_some_and(|it| it == "bin"));
    assert_eq!(
        data.count(),
        4,
        "a data file and a policy file for each of two sets of prices"
    );
}

#[test]
fn the_list_of_markets_is_for_pages_whose_market_is_not_clear() {
    let list = |terms: &str| {
        let shop = Shop::new(terms);
        shop.summary();
        let text = fs::read_to_string(shop.path("graph/markets.json")).ok();
        let list = text.map(|text| serde_json::from_str::<serde_json::Value>(&text).unwrap());
        let manifest = fs::read_to_string(shop.path("graph/manifest.json")).unwrap();
        (list, manifest.contains("\"markets\""))
    };
    assert_eq!(list(TERMS), (None, false));
    let (all, has_list) = list(&format!("{TERMS}{MARKETS}"));
    assert!(has_list);
    let all = all.unwrap();
    // The market "gb" has the shop's prices, so the shop itself is not another choice.
    let ids: Vec<&str> = all["markets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["de", "us", "gb"]);
    assert_eq!(
        all["markets"][0]["countries"],
        serde_json::json!(["DE", "AT"])
    );
    let german = MARKETS.split("[[markets]]\nid = \"us\"").next().unwrap();
    let (all, _) = list(&format!("{TERMS}{german}"));
    assert_eq!(
        all.unwrap()["markets"][0],
        serde_json::json!({ "id": "", "currency": "GBP", "languages": [], "countries": [] })
    );
}

#[test]
fn the_summary_counts_the_prices_of_each_market() {
    let shop = Shop::new(&format!("{TERMS}{MARKETS}"));
    let said = shop.summary();
    for line in [
        "Market de                 3  products with a price in EUR, 1 without, which it never offers",
        "Market us                 2  products with a price in USD, 1 without, which it never offers",
        "Market gb                 3  products with a price in GBP, 0 without, which it never offers",
    ] {
        assert!(said.contains(line), "{line} is missing in\n{said}");
    }
}

#[test]
fn a_market_without_prices_is_refused_with_a_remedy() {
    let shop = Shop::new(&format!(
        "{TERMS}\n[[markets]]\nid = \"jp\"\ncurrency = \"JPY\"\n"
    ));
    let said = shop.refusal();
    assert!(
        said.contains("shop.toml:24:6: this market has no prices in JPY. Add catalog = \"FILE\" with its products, or columns = [\"price=HEADER\"]"),
        "{said}"
    );
    shop.write(
        "products-de.csv",
        "sku,title,price,currency\nKETTLE,Wasserkessel,37.90,CHF\n",
    );
    shop.write("shop.toml", &format!("{TERMS}{MARKETS}"));
    let said = shop.refusal();
    assert!(
        said.contains("market \"de\": none of 3 products has a price in EUR. In [[markets]], set catalog to a file with its prices"),
        "{said}"
    );
}

#[test]
fn errors_in_a_market_name_the_market_or_their_place() {
    let refusal = |market: &str| Shop::new(&format!("{TERMS}\n[[markets]]\n{market}\n")).refusal();
    let euros = "id = \"de\"\ncurrency = \"EUR\"\n";
    let cases = [
        (
            "id = \"De\"",
            ":24:6: \"De\" is not an id of a market. Use up to 32 lower-case letters, digits and dashes, such as \"de\".",
        ),
        (
            "currency = \"EUR\"",
            ":23:1: [[markets]] lacks id. Add, for example, id = \"de\".",
        ),
        (
            "id = \"de\"\nlanguages = [\"Deutsch!\"]",
            ":25:14: \"Deutsch!\" is not a language tag. Use the value of the pages' attribute lang, such as \"de\".",
        ),
        (
            "id = \"de\"\ncountries = [\"Germany\"]",
            ":25:14: \"Germany\" is not a country code.",
        ),
        (
            "id = \"de\"\ntitle_case = \"sentence\"",
            ":25:1: there is no key \"title_case\" in [[markets]].",
        ),
        (
            "id = \"de\"\n[[markets]]\nid = \"de\"",
            ":26:6: two markets have the id \"de\". Give each its own.",
        ),
        (
            "id = \"de\"\n[[markets.shipping]]\nname = \"Post\"\nprice = \"4,95\"\nfree_from = \"70.00\"",
            ":27:9: \"4,95\" is not an amount.",
        ),
        (
            &format!("{euros}catalog = \"nowhere.csv\""),
            "market \"de\": ",
        ),
        (
            &format!("{euros}columns = [\"price=Price / Germany\"]"),
            "market \"de\": ",
        ),
        (
            &format!("{euros}columns = [\"price=price usd\", \"cost=Price\"]"),
            "market \"de\": columns contains \"cost=Price\": \"cost\" is not one of order, sku,",
        ),
    ];
    let many: Vec<String> = (0..65)
        .map(|number| format!("id = \"m{number}\"\n"))
        .collect();
    let many = many.join("[[markets]]\n");
    let most = [(
        many.as_str(),
        "a shop has at most 64 markets. Build a graph for the others.",
    )];
    for (market, expected) in cases.into_iter().chain(most) {
        let said = refusal(market);
        assert!(said.contains(expected), "{expected} is missing in\n{said}");
    }
}

#[test]
fn every_command_reads_the_folder_of_a_market() {
    let shop = Shop::new(&format!("{TERMS}{MARKETS}"));
    shop.summary();
    let german = shop.path("graph/markets/de");
    let german = german.to_str().unwrap();
    let inspected = said(&tillside(&[
        "inspect", "--graph", german, "--sku", "KETTLE",
    ]));
    assert!(
        inspected.contains("Wasserkessel (37.90 EUR)"),
        "{inspected}"
    );
    let home = shop.path("graph");
    let overview = said(&tillside(&["inspect", "--graph", home.to_str().unwrap()]));
    let line = "further markets: de (EUR), us (USD), gb (GBP); --graph DIR/markets/ID reads one";
    assert!(overview.contains(line), "{overview}");
    // The heading would be in English.
    let fragment = |graph: &Path| {
        let graph = graph.to_str().unwrap();
        said(&tillside(&[
            "export", "--graph", graph, "--format", "html", "--sku", "KETTLE",
        ]))
    };
    let html = fragment(&home);
    assert!(
        html.starts_with("<h2>") && html.contains("<a href=\"/p/cup\">Cup</a>"),
        "{html}"
    );
    let html = fragment(&shop.path("graph/markets/de"));
    assert_eq!(
        html,
        "<ul>\n  <li><a href=\"/de/cup\">Tasse</a></li>\n</ul>\n"
    );
    let exported = said(&tillside(&["export", "--graph", german]));
    assert!(exported.contains("CUP,Tasse,11.90,"), "{exported}");
    let head = said(&tillside(&[
        "export", "--graph", german, "--format", "head", "--sku", "cup",
    ]));
    assert!(
        head.contains("href=\"/graph/markets/de/plans/CUP.json\""),
        "{head}"
    );
    let terms = shop.path("shop.toml");
    let terms = terms.to_str().unwrap();
    let checked = said(&tillside(&["check", terms, "--graph", german]));
    assert!(
        checked.contains("shop.toml: no errors, no hints."),
        "{checked}"
    );
    shop.write("shop.toml", TERMS);
    let refused = tillside(&["check", terms, "--graph", german]);
    let refused = String::from_utf8(refused.stderr).unwrap();
    assert!(
        refused.contains("there is no market \"de\". The file has no [[markets]]."),
        "{refused}"
    );
}

#[test]
fn a_folder_of_markets_with_other_files_is_left_alone() {
    let shop = Shop::new(&format!("{TERMS}{MARKETS}"));
    shop.summary();
    shop.write("graph/markets/de/notes.txt", "mine");
    let output = shop.build();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains(
            "the directory holds \"markets/de/notes.txt\", which is not part of a graph."
        ),
        "{said}"
    );
    assert!(shop.path("graph/markets/de/notes.txt").exists());
}

#[test]
fn a_rebuild_replaces_the_markets() {
    let shop = Shop::new(&format!("{TERMS}{MARKETS}"));
    shop.summary();
    let before = files(&shop.path("graph"));
    shop.summary();
    assert_eq!(files(&shop.path("graph")), before);
    let without_german = format!(
        "{TERMS}\n[[markets]]\nid = \"us\"\ncurrency = \"USD\"\ncolumns = [\"price=price usd\"]\n"
    );
    shop.write("shop.toml", &without_german);
    shop.write("products.csv", &HOME.replace("41.00", "42.00"));
    shop.summary();
    assert!(!shop.path("graph/markets/de").exists());
    assert_eq!(price(&shop.market("us").1, "KETTLE"), Some(4200));
    let data = files(&shop.path("graph"));
    let data = data
        .iter()
        .filter(|(name, _)| name.extension().is_some_and(|it| it == "bin"));
    assert_eq!(
        data.count(),
        4,
        "the data files of the former build are removed"
    );
}

#[test]
fn shopifys_columns_of_a_market_are_read() {
    let header = "Handle,Title,Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Price,Status,Included / Germany,Price / Germany";
    let rows = [
        "kettle,Kettle,Us,Size,S,KETTLE,30.00,active,TRUE,37.90",
        "kettle,,,,L,CUP,9.00,,,11.90",
        "press,French press,Us,Title,Default Title,PRESS,20.00,active,FALSE,24.90",
    ];
    let market = "id = \"germany\"\ncurrency = \"EUR\"\ncolumns = [\"price=Price / Germany\", \"included=Included / Germany\"]";
    let shop = Shop::new(&format!("{TERMS}\n[[markets]]\n{market}\n"));
    shop.write("products.csv", &format!("{header}\n{}\n", rows.join("\n")));
    shop.summary();
    let (_, graph) = shop.market("germany");
    assert_eq!(
        ["KETTLE", "CUP"].map(|sku| price(&graph, sku)),
        [Some(3790), Some(1190)]
    );
    let sold = |sku: &str| graph.product(&SkuKey::new(sku)).unwrap().is_available;
    assert_eq!(["KETTLE", "CUP", "PRESS"].map(sold), [true, true, false]);
    let (_, home) = read_directory(&shop.path("graph")).unwrap();
    assert!(home.product(&SkuKey::new("PRESS")).unwrap().is_available);
}

#[test]
fn a_list_of_prices_is_completed_from_the_shops_catalog() {
    let shop = Shop::new(&format!("{TERMS}{MARKETS}"));
    let header =
        "sku,title,price,link,image link,availability,category,item group id,size,price usd";
    let rows = [
        "KETTLE,Kettle,30.00,/p/kettle,/kettle.jpg,in stock,Kitchen,,,41.00",
        "CUP,Cup,9.00,/p/cup,/cup.jpg,out of stock,Kitchen,,,12.50",
        "PRESS,French press S,20.00,/p/press,/press.jpg,in stock,Kitchen,FP,S,27.00",
        "PRESS-L,French press L,24.00,/p/press,/press.jpg,in stock,Kitchen,FP,L,29.00",
    ];
    shop.write("products.csv", &format!("{header}\n{}\n", rows.join("\n")));
    let prices = "sku,price\nKETTLE,37.90\nCUP,11.90\nPRESS,24.90\nPRESS-L,28.90\n";
    shop.write("products-de.csv", prices);
    shop.summary();
    let (_, graph) = shop.market("de");
    let product = |sku: &str| graph.product(&SkuKey::new(sku)).unwrap();
    let kettle = product("KETTLE");
    assert_eq!(
        (kettle.title, kettle.image),
        ("Kettle", Some("/kettle.jpg"))
    );
    // The address is that of a page in pounds.
    assert_eq!((kettle.price_minor, kettle.url), (Some(3790), None));
    assert!(!product("CUP").is_available);
    assert!(product("PRESS").group.is_some());
    assert_eq!(product("PRESS").group, product("PRESS-L").group);
}

#[test]
fn sale_prices_and_currencies_of_the_shops_file_are_not_those_of_a_market() {
    let market = "id = \"de\"\ncurrency = \"EUR\"\ncolumns = [\"price=price eur\"]";
    let shop = Shop::new(&format!("{TERMS}\n[[markets]]\n{market}\n"));
    shop.write(
        "products.csv",
        "sku,title,price,sale price,currency,price eur\nKETTLE,Kettle,30.00,24.00,GBP,37.90\nCUP,Cup,9.00,,GBP,11.90\n",
    );
    shop.summary();
    let (_, home) = read_directory(&shop.path("graph")).unwrap();
    assert_eq!(price(&home, "KETTLE"), Some(2400));
    assert_eq!(price(&shop.market("de").1, "KETTLE"), Some(3790));
    // Without a column of prices, those of the file are pounds.
    let titles = market.replace("price=price eur", "title=title");
    shop.write("shop.toml", &format!("{TERMS}\n[[markets]]\n{titles}\n"));
    let output = shop.build();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("this market has no prices in EUR."), "{said}");
}

#[test]
fn a_catalog_in_several_languages_gives_each_market_its_titles() {
    let shop = Shop::new(&format!(
        "{TERMS}\n[[markets]]\nid = \"cy\"\nlanguages = [\"de-AT\"]\n"
    ));
    shop.write(
        "products.csv",
        "sku,title,price,language\nKETTLE,Kettle,30.00,en\nKETTLE,Wasserkessel,30.00,de_DE\nCUP,Cup,9.00,en\n",
    );
    shop.summary();
    let title =
        |graph: &Graph, sku: &str| graph.product(&SkuKey::new(sku)).unwrap().title.to_owned();
    let (_, graph) = shop.market("cy");
    assert_eq!(
        ["KETTLE", "CUP"].map(|sku| title(&graph, sku)),
        ["Wasserkessel", "Cup"]
    );
    let (_, home) = read_directory(&shop.path("graph")).unwrap();
    assert_eq!(title(&home, "KETTLE"), "Kettle");
}

#[test]
fn a_title_of_the_exact_language_comes_before_one_of_a_related_language() {
    let row = CatalogRow {
        title: Some("Cup".to_owned()),
        titles: [("de_DE", "Tasse"), ("de_AT", "Häferl")]
            .map(|(tag, title)| (tag.to_owned(), title.to_owned()))
            .to_vec(),
        ..CatalogRow::default()
    };
    let title = |tags: &[&str]| {
        let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
        in_language(std::slice::from_ref(&row), &tags).map(|rows| rows[0].title.clone().unwrap())
    };
    assert_eq!(title(&["de-AT"]).as_deref(), Some("Häferl"));
    assert_eq!(title(&["fr", "de"]).as_deref(), Some("Tasse"));
    assert_eq!(title(&["fr"]), None);
}
