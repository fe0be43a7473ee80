//! The command as a shop owner meets it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn tillside(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tillside")).args(arguments).output().unwrap()
}

fn error(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stderr.clone()).unwrap()
}

const BUILD: [&str; 7] = ["build", "--orders", "tests/data/shop/orders.csv", "--shop", "tests/data/shop/shop.toml", "--out", ""];

fn build_into(out: &Path) -> Output {
    let mut arguments = BUILD;
    arguments[6] = out.to_str().unwrap();
    tillside(&arguments)
}

#[test]
fn a_build_says_what_it_did_and_can_be_repeated() {
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
        let mut names: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
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
            "the directory holds \"holiday.jpg\", which is not part of a graph. Name an empty or a new directory with --out."
        ),
        "{said}"
    );
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
}

#[test]
fn a_bad_row_leaves_the_graph_that_stands_there() {
    let directory = tempfile::tempdir().unwrap();
    let (out, orders) = (directory.path().join("graph"), directory.path().join("bad.csv"));
    assert!(build_into(&out).status.success());
    let before = fs::read(out.join("manifest.json")).unwrap();
    fs::write(&orders, "order,sku,quantity\n1,A,1\n2,B,many\n").unwrap();
    let arguments = ["build", "--orders", orders.to_str().unwrap(), "--currency", "GBP", "--out", out.to_str().unwrap()];
    let said = error(&tillside(&arguments));
    assert!(said.contains("bad.csv:3: quantity \"many\" is not a whole number. Fix the cell or pass --skip-bad-rows."), "{said}");
    assert_eq!(fs::read(out.join("manifest.json")).unwrap(), before);
}

#[test]
fn files_that_are_no_exports_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("graph");
    let refuse =
        |orders: &str| error(&tillside(&["build", "--orders", orders, "--out", out.to_str().unwrap(), "--currency", "GBP"]));
    assert!(refuse("nowhere.csv").contains("nowhere.csv: could not be read"));
    assert!(refuse("tests/data").contains("tests/data: could not be read"));
    assert!(!out.exists());
}

#[test]
fn an_export_of_a_graph_is_a_catalogue_again() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("graph");
    assert!(build_into(&out).status.success());
    let exported = tillside(&["export", "--graph", out.to_str().unwrap()]);
    let text = String::from_utf8(exported.stdout).unwrap();
    assert!(text.starts_with("sku,title,price,orders,group\nLANTERN,White metal lantern,12.99,25,\n"), "{text}");
    let catalog = directory.path().join("catalog.csv");
    fs::write(&catalog, &text).unwrap();
    let again = directory.path().join("again");
    let mut arguments = BUILD.to_vec();
    arguments[6] = again.to_str().unwrap();
    arguments.extend(["--catalog", catalog.to_str().unwrap()]);
    assert!(tillside(&arguments).status.success());
}
