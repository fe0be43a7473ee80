//! The allowed arrows between rooms. This list is the only place where they are written.
//!
//! A room is a folder or file directly below `src/`. The test reads every `crate::room` in the
//! sources and compares.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Each room with the rooms that it uses, the lowest rooms first: a room only uses rooms above its
/// own line.
const ARROWS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("did_you_mean", &["model"]),
    ("graph", &["model"]),
    ("engine", &["graph", "model"]),
    ("html_page", &[]),
    ("earnings", &["html_page", "model"]),
    // The builder describes the nodes of default plans.
    ("widget", &["engine", "graph", "model"]),
    ("import", &["model"]),
    ("shop_config", &["did_you_mean", "model"]),
    ("dataset", &["import", "model", "shop_config"]),
    ("offline", &["dataset", "engine", "model"]),
    ("train", &["dataset", "engine", "graph", "model", "offline"]),
    (
        "build",
        &[
            "dataset", "engine", "graph", "import", "model", "shop_config", "train", "widget",
        ],
    ),
    ("cluster", &["build", "dataset", "import", "model", "train"]),
    (
        "evaluate",
        &[
            "build", "dataset", "engine", "graph", "html_page", "model", "offline", "shop_config",
            "train",
        ],
    ),
    (
        "simulate",
        &[
            "build", "dataset", "engine", "graph", "import", "model", "offline",
        ],
    ),
    (
        "check",
        &[
            "dataset", "did_you_mean", "graph", "import", "model", "shop_config",
        ],
    ),
    // `tillside contract` prints the strings of the widget.
    (
        "cli",
        &[
            "build", "check", "cluster", "dataset", "did_you_mean", "earnings", "engine",
            "evaluate", "graph", "import", "model", "offline", "shop_config", "simulate", "train",
            "widget",
        ],
    ),
    ("wasm_exports", &["graph", "model", "widget"]),
];

/// The rooms that the lines of a file use, comments excluded.
fn used_rooms(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split("crate::").skip(1))
        .map(|path| {
            path.chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect()
        })
}

/// Adds the rooms that the sources below `path` use.
fn read(path: &Path, used: &mut BTreeSet<String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            read(&entry.unwrap().path(), used);
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        used.extend(used_rooms(&fs::read_to_string(path).unwrap()));
    }
}

#[test]
fn rooms_use_only_the_rooms_that_the_list_allows() {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in fs::read_dir("src").unwrap() {
        let path = entry.unwrap().path();
        let room = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if room == "lib" || room == "main" {
            continue;
        }
        let mut used = BTreeSet::new();
        read(&path, &mut used);
        used.remove(&room);
        found.insert(room, used);
    }
    let listed: BTreeMap<String, BTreeSet<String>> = ARROWS
        .iter()
        .map(|(room, uses)| {
            let uses = uses.iter().map(|used| (*used).to_owned()).collect();
            ((*room).to_owned(), uses)
        })
        .collect();
    assert_eq!(
        found, listed,
        "left: the sources, right: the list in this test"
    );
}

#[test]
fn the_list_has_no_circle() {
    for (place, (room, uses)) in ARROWS.iter().enumerate() {
        for used in *uses {
            let above = ARROWS[..place].iter().any(|(lower, _)| lower == used);
            assert!(
                above,
                "{room} uses {used}, which is not above it in the list"
            );
        }
    }
}
