//! `shop.toml`: what it means, and how its mistakes are named.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use tillside::learn::shop::{read_shop, shop_schema};
use tillside::model::Reward;

use crate::plans::is_blessed;

/// Reads a file with this content; an error comes back without the directory.
fn read(content: &str) -> Result<tillside::learn::shop::Shop, String> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("shop.toml");
    fs::write(&path, content).unwrap();
    let prefix = format!("{}/", directory.path().display());
    read_shop(&path).map_err(|error| error.to_string().replace(&prefix, ""))
}

#[test]
fn amounts_become_minor_units_of_the_shop() {
    let shop = read("currency = \"KWD\"\n[[shipping]]\nname = \"Post\"\nprice = \"1.5\"\nfree_from = \"20.250\"\n").unwrap();
    assert_eq!(shop.policy.tiers[0].reward, Reward::Shipping(1_500));
    assert_eq!(shop.policy.tiers[0].from_minor, 20_250);
}

#[test]
fn mistakes_are_named_with_line_column_and_remedy() {
    let rule = "currency = \"GBP\"\n[[shipping]]\nname = \"Post\"\nprice = \"4.95\"\n";
    let plan = "currency = \"GBP\"\n[[plans]]\nid = \"a\"\nname = \"A\"\nmonth = \"1.00\"\n";
    let cases = [
        (
            format!("{rule}free_from = \"0\"\n"),
            "shop.toml:5:13: free from nothing is free always. Name the subtotal that earns it, or remove the rule.",
        ),
        (
            format!("{rule}free_from = \"fifty\"\n"),
            "shop.toml:5:13: \"fifty\" is not an amount. Write digits with a point, such as \"4.95\".",
        ),
        (
            format!("{rule}free_form = \"50\"\n"),
            "shop.toml:5:1: there is no key \"free_form\" in [[shipping]]. Did you mean \"free_from\"?",
        ),
        (
            format!("{plan}discount_percent = 101\n"),
            "shop.toml:6:20: a discount of 101 % is impossible. Use a whole number from 0 to 100.",
        ),
        (format!("{plan}{}", &plan[17..]), "shop.toml:7:6: two plans have the id \"a\". Give each its own."),
        (
            format!("{plan}url = \"javascript:alert(1)\"\n"),
            "shop.toml:6:7: \"javascript:alert(1)\" is no address of a page. Use http:, https: or an address of this site.",
        ),
        (
            "[links]\nproduct = \"/products\"\n".into(),
            "shop.toml:2:11: a link template needs {sku} where the SKU goes, such as \"/products/{sku}\".",
        ),
        (
            "currency = \"pounds sterling\"\n".into(),
            "shop.toml:1:12: \"pounds sterling\" is not a currency code. Use the three letters of ISO 4217, such as GBP.",
        ),
        (
            "[[shipping]]\nname = \"Post\"\nprice = \"4.95\"\nfree_from = \"50\"\n".into(),
            "shop.toml:3:9: an amount needs a currency. Write currency = \"GBP\" at the top of the file.",
        ),
        (
            format!("{rule}free_from = 50\n"),
            "shop.toml:5:13: invalid type: integer `50`, expected a string. Write, for example, free_from = \"50.00\".",
        ),
        (rule.into(), "shop.toml:2:1: [[shipping]] lacks free_from. Add, for example, free_from = \"50.00\"."),
        (
            "[shipping]\nname = \"Post\"\n".into(),
            "shop.toml:1:1: shipping is a section that may stand many times. Write [[shipping]], and what it holds below.",
        ),
        (
            "[[block]]\nsku = \"LAMP\"\nwith = []\n".into(),
            "shop.toml:3:8: this names no product. Add the SKU of one, or remove the section.",
        ),
        (
            "title_case = \"loud\"\n".into(),
            "shop.toml:1:14: unknown variant `loud`, expected `as_is` or `sentence`. Write, for example, title_case = \"sentence\".",
        ),
        (
            "currency = GBP\n".into(),
            "shop.toml:1:12: this is not TOML: string values must be quoted, expected literal string. Each key stands once, as key = value with texts in quotes; sections are [links] or [[shipping]].",
        ),
    ];
    for (content, message) in cases {
        assert_eq!(read(&content).unwrap_err(), message);
    }
}

#[test]
fn all_mistakes_are_named_at_once_and_what_follows_from_them_is_not() {
    let content = r#"currency = 5
[links]
product = "/products"
imag = "/images/{sku}"
[[shipping]]
name = "Post"
price = "4.95"
free_form = "50"
[[shipping]]
name = "Courier"
[[shiping]]
name = "Drone"
[[plans]]
id = "a"
name = "A"
month = "free"
[[plans]]
id = "b"
name = "B"
year = "5"
discount_percent = -1
[[related]]
sku = "LAMP"
relation = "accessory"
with = ["AA-4", 4]
[[related]]
sku = "LAMP"
relation = "friend"
with = ["AA-4"]
"#;
    let error = read(content).unwrap_err();
    let places: Vec<&str> = error.lines().map(|line| line.split(": ").next().unwrap()).collect();
    let expected = ["1:12", "3:11", "4:1", "8:1", "9:1", "11:3", "21:20", "25:17", "28:12"];
    assert_eq!(places, expected.map(|place| format!("shop.toml:{place}")), "{error}");
}

#[test]
fn an_empty_file_is_a_shop_that_promises_nothing() {
    assert_eq!(read("").unwrap(), tillside::learn::shop::Shop::default());
}

/// The schema as the types give it.
fn schema() -> serde_json::Value {
    shop_schema().to_value()
}

#[test]
fn the_schema_is_the_one_in_the_repository() {
    let text = serde_json::to_string_pretty(&shop_schema()).unwrap() + "\n";
    let golden = Path::new("docs/shop.schema.json");
    if is_blessed() {
        fs::write(golden, &text).unwrap();
    }
    assert_eq!(fs::read_to_string(golden).unwrap(), text, "TILLSIDE_BLESS=1 cargo test writes it anew");
}

#[test]
fn the_files_in_the_repository_follow_the_schema() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let example = fs::read_to_string("docs/shop.md").unwrap();
    let mut examples: Vec<String> =
        example.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).map(str::to_owned).collect();
    assert!(examples.len() > 4, "docs/shop.md shows every section");
    examples.push(String::new());
    examples.extend(["data/shop.toml", "tests/data/shop/shop.toml"].map(|path| fs::read_to_string(path).unwrap()));
    for content in examples {
        let instance: serde_json::Value = toml::from_str(&content).unwrap();
        let errors: Vec<String> = validator.iter_errors(&instance).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?} in\n{content}");
        let with_currency = if content.contains("currency") { content } else { format!("currency = \"GBP\"\n{content}") };
        read(&with_currency).unwrap();
    }
}

#[test]
fn reader_and_schema_refuse_the_same() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let sections = [
        "currency = \"GBP\"\n",
        "currency = \"GBP\"\n[links]\nproduct = \"/{sku}\"\n",
        "currency = \"GBP\"\n[[shipping]]\nname = \"Post\"\nprice = \"4.95\"\nfree_from = \"50\"\n",
        "currency = \"GBP\"\n[[plans]]\nid = \"a\"\nname = \"A\"\nmonth = \"1\"\n",
        "currency = \"GBP\"\n[[rewards]]\nname = \"a bag\"\nfrom = \"80\"\ngift = \"BAG\"\n",
        "currency = \"GBP\"\n[[services]]\nid = \"wrap\"\nname = \"Wrap\"\npercent = 8\n",
        "currency = \"GBP\"\n[[trials]]\nsku = \"A-1\"\nname = \"A sample\"\nof = \"A\"\n",
        "currency = \"GBP\"\n[points]\nper_unit = 1\n",
        "currency = \"GBP\"\n[deal]\npercent = 15\n",
        "currency = \"GBP\"\n[[related]]\nsku = \"A\"\nrelation = \"accessory\"\nwith = [\"B\"]\n",
        "currency = \"GBP\"\n[[block]]\nsku = \"A\"\nwith = [\"B\"]\n",
    ];
    let agree = |content: &str, is_good: bool| {
        let instance: serde_json::Value = toml::from_str(content).unwrap();
        assert_eq!(read(content).is_ok(), is_good, "the reader on\n{content}");
        assert_eq!(validator.is_valid(&instance), is_good, "the schema on\n{content}");
    };
    for section in sections {
        agree(section, true);
        agree(&format!("{section}colour = \"red\"\n"), false);
        // Each key is needed or it is not, for both.
        for missing in section.lines().skip(2) {
            let without: String = section.split_inclusive('\n').filter(|line| line.trim_end() != missing).collect();
            agree(&without, section.contains("[links]"));
        }
    }
    for (key, value) in [
        ("currency", "\"£\""),
        ("price", "\"4,95\""),
        ("free_from", "50"),
        ("product", "\"/\""),
        ("month", "\"4,95\""),
        ("percent", "0"),
        ("per_unit", "0.5"),
        ("gift", "true"),
        ("of", "1"),
        ("discount_percent", "101"),
        ("discount_percent", "2.5"),
        ("free_shipping", "\"yes\""),
        ("relation", "\"friend\""),
        ("with", "[]"),
        ("with", "[4]"),
        ("sku", "4"),
        ("title_case", "\"loud\""),
    ] {
        let line = format!("{key} = {value}");
        let mut is_tried = false;
        for section in sections {
            let has_key = section.lines().any(|old| old.starts_with(&format!("{key} =")));
            let takes_key = key == "title_case" && !section.contains('[')
                || section.contains("[[plans]]") && ["discount_percent", "free_shipping"].contains(&key);
            if has_key {
                is_tried = true;
                let lines = section.lines().map(|old| if old.starts_with(&format!("{key} =")) { &line } else { old });
                agree(&lines.fold(String::new(), |text, line| text + line + "\n"), false);
            } else if takes_key {
                is_tried = true;
                agree(&format!("{section}{line}\n"), false);
            }
        }
        assert!(is_tried, "{key}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_fail_otherwise_than_with_a_place(
        lines in proptest::collection::vec(
            prop_oneof![
                "(currency|price|free_from|name|with|id|sku|x|links|shipping) = (1|\"[a-z{}4.]{0,6}\"|true|\\[\\]|\\[1, \"a\"\\]|\\{ y = 1 \\})",
                "\\[(links|shipping|x)\\]",
                "\\[\\[(shipping|plans|related|block|x)\\]\\]",
                "\\PC{0,12}",
            ],
            0..14,
        )
    ) {
        if let Err(error) = read(&lines.join("\n")) {
            for line in error.lines() {
                prop_assert!(line.starts_with("shop.toml:"), "{}", error);
            }
        }
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = read_shop(Path::new("nowhere.toml")).unwrap_err().to_string();
    assert!(error.starts_with("nowhere.toml: could not be read:"), "{error}");
}
