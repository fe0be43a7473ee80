//! `shop.toml`: the resolved values, and the error messages.

mod resolve;
mod schema;

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use tillside::shop_config::read_shop;

/// Reads a file with this content; an error is returned without the directory.
pub fn read(content: &str) -> Result<tillside::shop_config::Shop, String> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("shop.toml");
    fs::write(&path, content).unwrap();
    let prefix = format!("{}/", directory.path().display());
    read_shop(&path).map_err(|error| error.to_string().replace(&prefix, ""))
}

#[test]
fn errors_have_line_column_and_remedy() {
    let rule = "currency = \"GBP\"\n[[shipping]]\nname = \"Post\"\nprice = \"4.95\"\n";
    let plan = "currency = \"GBP\"\n[[memberships]]\nid = \"a\"\nname = \"A\"\nmonth = \"1.00\"\n";
    let cases = [
        (
            format!("{rule}free_from = \"0\"\n"),
            "shop.toml:5:13: a threshold of 0 makes delivery free for every cart. Set a subtotal above 0, or remove the section.",
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
        (
            format!("{plan}{}", &plan[17..]),
            "shop.toml:7:6: two memberships have the id \"a\". Give each its own.",
        ),
        (
            format!("{plan}url = \"javascript:alert(1)\"\n"),
            "shop.toml:6:7: \"javascript:alert(1)\" is not an address of a page. Use http:, https: or a relative address.",
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
        (
            rule.into(),
            "shop.toml:2:1: [[shipping]] lacks a threshold. Add free_from = \"50.00\" or free_from_items = 3.",
        ),
        (
            "[shipping]\nname = \"Post\"\n".into(),
            "shop.toml:1:1: shipping is a section that may occur several times. Write [[shipping]], and its keys below.",
        ),
        (
            "[[block]]\nsku = \"LAMP\"\nwith = []\n".into(),
            "shop.toml:3:8: this section has no product. Add a SKU, or remove the section.",
        ),
        (
            "title_case = \"loud\"\n".into(),
            "shop.toml:1:14: unknown variant `loud`, expected `as_is` or `sentence`. Write, for example, title_case = \"sentence\".",
        ),
        (
            "currency = GBP\n".into(),
            "shop.toml:1:12: this is not TOML: string values must be quoted, expected literal string. Write each key once, as key = value with texts in quotes; sections are [links] or [[shipping]].",
        ),
    ];
    for (content, message) in cases {
        assert_eq!(read(&content).unwrap_err(), message);
    }
}

#[test]
fn errors_of_offers_have_line_column_and_remedy() {
    let cases = [
        (
            "timezone = \"London\"",
            "2:12: \"London\" is not a time zone. Use an area and a city, such as \"Europe/London\", or \"UTC\".",
        ),
        (
            "[[shipping]]\nname = \"Post\"\nprice = \"4\"\nfree_from = \"50\"\ncountries = [\"GB\", \"fr \", \"UK\"]",
            "6:27: \"UK\" is not a country code. Use the two letters of ISO 3166, such as \"GB\".",
        ),
        (
            "[[shipping]]\nname = \"Post\"\nprice = \"4\"\nfree_from = \"50\"\nexcluding = { sku = [\"CARD\"] }",
            "6:15: there is no key \"sku\" in [shipping.excluding]. Did you mean \"skus\"?",
        ),
        (
            "[[shipping]]\nname = \"Post\"\nprice = \"4\"\nfree_from = \"50\"\nexcluding = [\"CARD\"]",
            "6:13: excluding is a section. Write [shipping.excluding], and its keys below.",
        ),
        (
            "[[rewards]]\nname = \"a bag\"\nfrom = \"50\"",
            "2:1: [[rewards]] lacks a reward. Add gift = \"SKU\" or percent = 10.",
        ),
        (
            "[[rewards]]\nname = \"a bag\"\nfrom = \"50\"\ngift = \"BAG\"\npercent = 5",
            "5:8: a reward is either a gift or a discount. Remove gift or percent, or write two sections.",
        ),
        (
            "[[rewards]]\nname = \"a bag\"\nfrom = \"0\"\ngift = \"BAG\"",
            "4:8: a threshold of 0 gives the reward to every cart. Set a subtotal above 0, or remove the reward.",
        ),
        (
            "[[memberships]]\nid = \"a\"\nname = \"A\"",
            "2:1: [[memberships]] lacks a price. Add month = \"3.99\" or year = \"39.00\", or both; \"0\" for a free club.",
        ),
        (
            "[[memberships]]\nid = \"a\"\nname = \"A\"\nprice = \"29.00\"",
            "5:1: there is no key \"price\" in [[memberships]]. Write month = \"3.99\" or year = \"39.00\", or both.",
        ),
        (
            "[[services]]\nid = \"wrap\"\nname = \"Wrap\"",
            "2:1: [[services]] lacks a price. Add price = \"3.50\" or percent = 8; price = \"0\" for a free one.",
        ),
        (
            "[[services]]\nid = \"wrap\"\nname = \"Wrap\"\nprice = \"3\"\npercent = 8",
            "5:9: a service has either a price or a percentage. Remove price or percent.",
        ),
        (
            "[[services]]\nid = \"wrap\"\nname = \"Wrap\"\nprice = \"3\"\nfrom = \"20\"\nto = \"19.99\"",
            "7:6: this is below `from`, so no product is in the range. Raise it, or lower `from`.",
        ),
        (
            "[[services]]\nid = \"wrap\"\nname = \"Wrap\"\nprice = \"3\"\nskus = []",
            "6:8: this list is empty. Add an entry, or remove the list.",
        ),
        (
            "[[services]]\nid = \"wrap\"\nname = \"Wrap\"\nprice = \"3\"\n[[services]]\nid = \"Wrap\"\nname = \"W\"\nprice = \"4\"",
            "7:6: two services have the id \"Wrap\". Give each its own.",
        ),
        (
            "[[trials]]\nsku = \"TEA\"\nname = \"Some tea\"\nof = \"tea\"",
            "5:6: a sample needs a SKU of its own. Set `of` to the product that is sold.",
        ),
        (
            "[loyalty]",
            "2:1: [loyalty] lacks per_unit. Add, for example, per_unit = 1.",
        ),
        (
            "[[loyalty]]\nper_unit = 1",
            "2:1: loyalty is a section. Write [loyalty], and its keys below.",
        ),
        (
            "[loyalty]\nper_unit = 1\n[loyalty.rewards]\npoints = 9\nname = \"a\"",
            "4:1: rewards is a section that may occur several times. Write [[loyalty.rewards]], and its keys below.",
        ),
        (
            "[loyalty]\nper_unit = 1\n[[loyalty.rewards]]\npoints = 9",
            "4:1: [[loyalty.rewards]] lacks name. Add, for example, name = \"a free dessert\".",
        ),
        (
            "[loyalty]\nper_unit = 1\n[[loyalty.rewards]]\npoints = 0\nname = \"a\"",
            "5:10: 0 is out of range. Write a whole number from 1 to 9007199254740991.",
        ),
        (
            "[loyalty]\nper_unit = 1\nrewards = [{ points = 9, name = \"a\" }, { points = 9, name = \"b\" }]",
            "4:51: another reward has the same number of points. Give each its own.",
        ),
        (
            "[deal]\npick = \"slow\"",
            "2:1: [deal] lacks percent. Add, for example, percent = 15.",
        ),
        (
            "deal = 15",
            "2:8: deal is a section. Write [deal], and its keys below.",
        ),
        (
            "[deal]\npercent = 15\npick = \"quick\"",
            "4:8: unknown variant `quick`, expected `fast` or `slow`. Write, for example, pick = \"fast\".",
        ),
        (
            "[bundle]\ndiscount_percent = 91",
            "3:20: 91 is out of range. Write a whole number from 0 to 90.",
        ),
        (
            "[stages]\nbrowse = [\"bundel\"]",
            "3:11: \"bundel\" is not a kind of offer. Did you mean \"bundle\"?",
        ),
        (
            "[stages]\npost_purchase = [\"memberships\", \"buy_again\", \"memberships\"]",
            "3:46: \"memberships\" is listed twice. Remove one.",
        ),
    ];
    for (content, message) in cases {
        assert_eq!(
            read(&format!("currency = \"GBP\"\n{content}\n")).unwrap_err(),
            format!("shop.toml:{message}"),
            "{content}"
        );
    }
}

#[test]
fn all_errors_are_reported_at_once_without_their_consequences() {
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
[[memberships]]
id = "a"
name = "A"
month = "free"
[[memberships]]
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
[[services]]
id = "wrap"
name = "Wrap"
prise = "3"
from = "dear"
[loyalty]
per_unt = 1
[[loyalty.rewards]]
points = "9"
[never]
skus = []
categories = "Lamps"
[stages]
browse = ["bundel", "also_bought", "also_bought"]
[freshness]
stale = "gone"
max_age_days = 0
"#;
    let error = read(content).unwrap_err();
    let places: Vec<&str> = error
        .lines()
        .map(|line| line.split(": ").next().unwrap())
        .collect();
    let expected = [
        "1:12", "3:11", "4:1", "8:1", "9:1", "11:3", "21:20", "25:17", "28:12", "33:1", "36:1",
        "38:10", "40:8", "41:14", "43:11", "43:36", "45:9", "46:16",
    ];
    assert_eq!(
        places,
        expected.map(|place| format!("shop.toml:{place}")),
        "{error}"
    );
}

#[test]
fn an_empty_file_is_a_shop_without_terms() {
    assert_eq!(read("").unwrap(), tillside::shop_config::Shop::default());
}

proptest! {
    #[test]
    fn every_error_of_the_reader_has_a_position(
        lines in proptest::collection::vec(
            prop_oneof![
                "(currency|price|free_from|name|with|id|sku|skus|percent|rewards|browse|x|links|shipping|loyalty|deal|never) = (1|\"[a-z{}4.]{0,6}\"|true|\\[\\]|\\[1, \"a\"\\]|\\[\\[\"a\"\\]\\]|\\{ y = 1 \\}|\\{ skus = \\[\\] \\})",
                "\\[(links|shipping|loyalty|loyalty.rewards|shipping.excluding|deal|stages|x)\\]",
                "\\[\\[(shipping|rewards|memberships|services|trials|loyalty|loyalty.rewards|deal|never|related|block|x)\\]\\]",
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
fn a_missing_file_is_named() {
    let error = read_shop(Path::new("nowhere.toml"))
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("nowhere.toml: could not be read:"),
        "{error}"
    );
}
