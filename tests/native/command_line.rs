//! The command line is part of the contract (`docs/contract.md`): every added or removed command or
//! option must be accepted explicitly.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::cli::tillside;
use crate::golden_plans::is_blessed;

/// The output of `tillside` as text.
fn answer(arguments: &[&str]) -> String {
    let output = tillside(arguments);
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// The options, arguments and values in a help text, without their descriptions.
fn named(help: &str) -> impl Iterator<Item = String> {
    let is_name =
        |name: &str| name.starts_with("--") || name.starts_with('<') || name.starts_with('[');
    let lines = help
        .lines()
        .skip_while(|line| !line.starts_with("Usage"))
        .skip(1);
    // Examples follow the last option.
    let lines = lines.take_while(|line| !line.starts_with("Example"));
    lines.map(str::trim_start).filter_map(move |line| {
        let line = line.strip_prefix("-h, ").unwrap_or(line);
        let value = line
            .strip_prefix("- ")
            .and_then(|value| value.split(':').next())
            .map(|value| format!("  {value}"));
        value.or_else(|| {
            is_name(line).then(|| line.split("  ").next().unwrap_or_default().to_owned())
        })
    })
}

#[test]
fn the_command_line_is_the_one_in_the_repository() {
    let overview = answer(&["--help"]);
    let listed = overview
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty());
    // Continuation lines of a description are indented further.
    let names = listed
        .filter_map(|line| line.strip_prefix("  "))
        .filter(|line| !line.starts_with(' '));
    let commands: Vec<&str> = names
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(
        commands.contains(&"build") && commands.contains(&"evaluate"),
        "{commands:?}"
    );
    let mut text = String::new();
    for command in commands.into_iter().filter(|command| *command != "help") {
        writeln!(text, "{command}").unwrap();
        for name in named(&answer(&["help", command])) {
            writeln!(text, "  {name}").unwrap();
        }
    }
    let golden = Path::new("tests/contract/command-line.txt");
    if is_blessed() {
        fs::write(golden, &text).unwrap();
    }
    let hint = "scripts rely on it; if this is meant, write a line into CHANGELOG.md, then TILLSIDE_BLESS=1 cargo test command_line";
    assert_eq!(
        fs::read_to_string(golden).unwrap_or_default(),
        text,
        "{hint}"
    );
}

#[test]
fn the_contract_of_the_program_is_the_one_in_the_repository() {
    let text = answer(&["contract", "--json"]);
    let golden = Path::new("contract/program.json");
    if is_blessed() {
        fs::write(golden, &text).unwrap();
    }
    assert_eq!(
        fs::read_to_string(golden).unwrap_or_default(),
        text,
        "pages rely on it; if this is meant, run TILLSIDE_BLESS=1 cargo test command_line, then node tools/contract.mjs"
    );
}
