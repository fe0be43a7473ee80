//! `shop.toml`: what it means, and how its mistakes are named.

use std::fs;

use tillside::learn::shop::read_shop;

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
    assert_eq!(shop.policy.shipping[0].price_minor, 1_500);
    assert_eq!(shop.policy.shipping[0].free_from_minor, 20_250);
}

#[test]
fn mistakes_are_named_with_line_column_and_remedy() {
    let rule = "currency = \"GBP\"\n[[shipping]]\nname = \"Post\"\nprice = \"4.95\"\n";
    let plan = "currency = \"GBP\"\n[[plans]]\nid = \"a\"\nname = \"A\"\nprice = \"1.00\"\nperiod = \"month\"\n";
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
            "shop.toml:5:1: unknown field `free_form`, expected one of `name`, `currency`, `price`, `free_from`.",
        ),
        (
            format!("{plan}discount_percent = 101\n"),
            "shop.toml:7:20: a discount of 101 % is impossible. Use a whole number from 0 to 100.",
        ),
        (format!("{plan}{}", &plan[17..]), "shop.toml:8:6: two plans have the id \"a\". Give each its own."),
        (
            format!("{plan}url = \"javascript:alert(1)\"\n"),
            "shop.toml:7:7: \"javascript:alert(1)\" is no address of a page. Use http:, https: or an address of this site.",
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
    ];
    for (content, message) in cases {
        assert_eq!(read(&content).unwrap_err(), message);
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = read_shop(std::path::Path::new("nowhere.toml")).unwrap_err().to_string();
    assert!(error.starts_with("nowhere.toml: could not be read:"), "{error}");
}
