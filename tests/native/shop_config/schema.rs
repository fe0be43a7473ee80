//! The schema of `shop.toml` agrees with the reader.

use std::fs;
use std::path::Path;

use tillside::shop_config::shop_schema;

use super::read;
use crate::golden_plans::is_blessed;

#[test]
fn the_schema_is_the_one_in_the_repository() {
    let text = serde_json::to_string_pretty(&shop_schema()).unwrap() + "\n";
    let golden = Path::new("docs/shop.schema.json");
    if is_blessed() {
        fs::write(golden, &text).unwrap();
    }
    assert_eq!(
        fs::read_to_string(golden).unwrap(),
        text,
        "TILLSIDE_BLESS=1 cargo test writes it anew"
    );
}

#[test]
fn the_files_in_the_repository_follow_the_schema() {
    let validator = jsonschema::validator_for(&shop_schema().to_value()).unwrap();
    let example = fs::read_to_string("docs/shop.md").unwrap();
    let mut examples: Vec<String> = example
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .map(str::to_owned)
        .collect();
    assert!(examples.len() > 4, "docs/shop.md shows every section");
    examples.push(String::new());
    examples.extend(
        ["data/shop.toml", "tests/data/shop/shop.toml"]
            .map(|path| fs::read_to_string(path).unwrap()),
    );
    for content in examples {
        let instance: serde_json::Value = toml::from_str(&content).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&instance)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:?} in\n{content}");
        let with_currency = if content.contains("currency") {
            content
        } else {
            format!("currency = \"GBP\"\n{content}")
        };
        read(&with_currency).unwrap();
    }
}

/// The smallest valid sections.
const SECTIONS: [&str; 18] = [
    "",
    "[links]\nproduct = \"/{sku}\"\n",
    "[[shipping]]\nname = \"Post\"\nprice = \"4.95\"\nfree_from = \"50\"\n",
    "[[rewards]]\nname = \"a bag\"\nfrom = \"80\"\ngift = \"BAG\"\n",
    "[[rewards]]\nname = \"a tenth\"\nfrom = \"80\"\npercent = 10\n",
    "[[quantity_breaks]]\nskus = [\"A\"]\ntiers = [{ from = 3, total = \"9\" }]\n",
    "[[quantity_breaks]]\ncategories = [\"A\"]\ntiers = [{ from = 3, percent = 5 }]\n",
    "[[memberships]]\nid = \"a\"\nname = \"A\"\nmonth = \"1\"\n",
    "[[memberships]]\nid = \"a\"\nname = \"A\"\nyear = \"1\"\n",
    "[[services]]\nid = \"wrap\"\nname = \"Wrap\"\npercent = 8\n",
    "[[services]]\nid = \"wrap\"\nname = \"Wrap\"\nprice = \"3\"\n",
    "[[trials]]\nsku = \"A-1\"\nname = \"A sample\"\nof = \"A\"\n",
    "[loyalty]\nper_unit = 1\n",
    "[deal]\npercent = 15\n",
    "[[related]]\nsku = \"A\"\nrelation = \"accessory\"\nwith = [\"B\"]\n",
    "[[block]]\nsku = \"A\"\nwith = [\"B\"]\n",
    "[limits]\noffers_per_page = 3\n",
    "[stages]\nbrowse = [\"also_bought\"]\n",
];

/// Sections without a required key.
const FREE: [&str; 6] = [
    "[links]\n", "[bundle]\n", "[never]\n", "[limits]\n", "[stages]\n", "[freshness]\n",
];

/// Values of all types, including those on both sides of every bound.
const VALUES: [&str; 45] = [
    "-1",
    "0",
    "1",
    "9",
    "10",
    "90",
    "91",
    "100",
    "101",
    "366",
    "367",
    "3650",
    "3651",
    "10000",
    "10001",
    "2.5",
    "true",
    "\"\"",
    "\"x\"",
    "\"£\"",
    "\"GBP\"",
    "\"4.95\"",
    "\"4,95\"",
    "\"/{sku}\"",
    "\"sentence\"",
    "\"after\"",
    "\"excluded\"",
    "\"hidden\"",
    "\"slow\"",
    "\"upgrade\"",
    "\"friend\"",
    "\"UTC\"",
    "\"Europe/London\"",
    "\"London\"",
    "[]",
    "[4]",
    "[\"gb\"]",
    "[\"GBR\"]",
    "[\"also\", \"deal\"]",
    "[\"also\", \"also\"]",
    "{ skus = [\"A\"] }",
    "{ categories = [] }",
    "[{ points = 1, name = \"a\" }]",
    "[{ points = 0, name = \"a\" }]",
    "{ colour = 4 }",
];

fn agree(validator: &jsonschema::Validator, content: &str) -> bool {
    let instance: serde_json::Value = toml::from_str(content).unwrap();
    let (read, is_valid) = (read(content), validator.is_valid(&instance));
    assert_eq!(
        read.is_ok(),
        is_valid,
        "the reader says {:?}, the schema otherwise of\n{content}",
        read.err()
    );
    is_valid
}

#[test]
fn reader_and_schema_require_the_same_keys() {
    let validator = jsonschema::validator_for(&shop_schema().to_value()).unwrap();
    for section in SECTIONS.iter().chain(&FREE) {
        let section = format!("currency = \"GBP\"\n{section}");
        assert!(agree(&validator, &section), "{section}");
        assert!(
            !agree(&validator, &format!("{section}colour = \"red\"\n")),
            "{section}"
        );
        for missing in section.lines().skip(2) {
            let without: String = section
                .split_inclusive('\n')
                .filter(|line| line.trim_end() != missing)
                .collect();
            let is_free = FREE.iter().any(|free| without.ends_with(free));
            assert_eq!(agree(&validator, &without), is_free, "{without}");
        }
    }
}

#[test]
fn reader_and_schema_accept_the_same_values() {
    let schema = shop_schema().to_value();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for section in SECTIONS.into_iter().chain(FREE) {
        let name = section
            .lines()
            .next()
            .unwrap_or_default()
            .trim_matches(['[', ']']);
        let described = if name.is_empty() {
            &schema
        } else {
            &schema["properties"][name]
        };
        let described = described.get("items").unwrap_or(described);
        for (key, about) in described["properties"].as_object().unwrap() {
            // Sections are tested separately.
            if about.get("properties").is_some() && name.is_empty() {
                continue;
            }
            let others: String = section
                .split_inclusive('\n')
                .filter(|line| !line.starts_with(&format!("{key} =")))
                .collect();
            let currency = if name.is_empty() && key == "currency" {
                ""
            } else {
                "currency = \"GBP\"\n"
            };
            let taken = VALUES
                .iter()
                .filter(|value| agree(&validator, &format!("{currency}{others}{key} = {value}\n")))
                .count();
            let is_list_of_sections = about
                .get("items")
                .is_some_and(|items| items.get("properties").is_some());
            // Of two mutually exclusive keys, the section has one already.
            let is_excluded = [
                ("[[shipping]]", &["free_from", "free_from_items"][..]),
                ("[[rewards]]", &["gift", "percent", "from", "from_items"]),
                ("[[services]]", &["price", "percent"]),
            ]
            .iter()
            .any(|(name, keys)| section.contains(name) && keys.contains(&key.as_str()));
            assert!(
                taken > 0 || is_list_of_sections || is_excluded,
                "no value was taken: {key} in {section}"
            );
            assert!(
                taken < VALUES.len(),
                "every value was taken: {key} in {section}"
            );
        }
    }
}
