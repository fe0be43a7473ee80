//! Builds that end early, fail to write, or run at the same time: the previous graph stays intact.
//!
//! A build waits at the point that the test needs, because its `shop.toml` is a pipe that the test
//! has not written to yet.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tillside::graph::read_directory;

use crate::cli::tillside;

/// A directory with an export of 200 products, a pipe for `shop.toml`, and a graph of the small
/// shop.
struct Shop {
    directory: tempfile::TempDir,
}

/// The files of a directory with their contents.
type Files = BTreeMap<PathBuf, Vec<u8>>;

impl Shop {
    fn new() -> Self {
        let shop = Self {
            directory: tempfile::tempdir().unwrap(),
        };
        let row = |order: usize| format!("{0},A{1},2.50\n{0},B{1},4.00\n", order, order % 100);
        fs::write(
            shop.path("orders.csv"),
            (0..300)
                .map(row)
                .fold("order,sku,price\n".to_owned(), |csv, row| csv + &row),
        )
        .unwrap();
        assert!(
            Command::new("mkfifo")
                .arg(shop.path("shop.toml"))
                .status()
                .unwrap()
                .success()
        );
        let small = [
            "build",
            "--orders",
            "tests/data/shop/orders.csv",
            "--currency",
            "GBP",
            "--out",
        ];
        assert!(
            tillside(&[&small[..], &[shop.path("graph").to_str().unwrap()]].concat())
                .status
                .success()
        );
        shop
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn arguments(&self, shop: &str) -> Vec<String> {
        let path = |name: &str| self.path(name).to_str().unwrap().to_owned();
        let orders = path("orders.csv");
        let mut arguments = [
            "build", "--quiet", "--currency", "EUR", "--orders", &orders, "--out",
        ]
        .map(str::to_owned)
        .to_vec();
        arguments.push(path("graph"));
        if !shop.is_empty() {
            arguments.extend(["--shop".to_owned(), path(shop)]);
        }
        arguments
    }

    /// A build that has claimed the directory and waits for its `shop.toml`.
    fn waiting_build(&self) -> Child {
        let mut build = Command::new(env!("CARGO_BIN_EXE_tillside"))
            .args(self.arguments("shop.toml"))
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        while !self.path(".graph.tillside/lock").exists() {
            assert!(
                build.try_wait().unwrap().is_none(),
                "the build ended before it began"
            );
            std::thread::yield_now();
        }
        build
    }

    fn build(&self) -> Output {
        Command::new(env!("CARGO_BIN_EXE_tillside"))
            .args(self.arguments(""))
            .output()
            .unwrap()
    }

    /// The graph's files; asserts that they are a valid graph.
    fn graph(&self) -> Files {
        read_directory(&self.path("graph")).unwrap();
        files(&self.path("graph"))
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.directory.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

const ALONE: [&str; 3] = ["graph", "orders.csv", "shop.toml"];

/// The files of a graph. The default plans are replaced one by one after the manifest, each as a whole.
fn files(directory: &Path) -> Files {
    let plans = directory.join("plans");
    for plan in fs::read_dir(&plans).into_iter().flatten() {
        let text = fs::read(plan.unwrap().path()).unwrap();
        serde_json::from_slice::<serde_json::Value>(&text).unwrap();
    }
    fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| *path != plans)
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect()
}

fn signal(build: &Child, name: &str) {
    assert!(
        Command::new("kill")
            .args([name, &build.id().to_string()])
            .status()
            .unwrap()
            .success()
    );
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_stopped_build_leaves_only_the_previous_graph() {
    for name in ["-INT", "-TERM"] {
        let shop = Shop::new();
        let before = shop.graph();
        let build = shop.waiting_build();
        signal(&build, name);
        // The arrival of the signal is not visible from outside, so a page of comments gives it the
        // time of a read.
        let mut comments = String::new();
        (0..200_000).for_each(|line| writeln!(comments, "# {line}").unwrap());
        fs::write(shop.path("shop.toml"), comments).unwrap();
        let output = build.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(130), "{name}: {}", said(&output));
        assert_eq!(said(&output), "Stopped. Nothing was written.\n");
        assert_eq!(shop.graph(), before, "{name}");
        assert_eq!(shop.names(), ALONE, "{name}");
    }
}

#[test]
fn a_killed_build_leaves_the_graph_intact_and_the_next_one_cleans_up() {
    let shop = Shop::new();
    let before = shop.graph();
    let mut build = shop.waiting_build();
    build.kill().unwrap();
    build.wait().unwrap();
    assert_eq!(shop.graph(), before);
    assert_eq!(
        shop.names(),
        [".graph.tillside", "graph", "orders.csv", "shop.toml"]
    );

    // A staged directory, as the build would create it a moment later.
    fs::create_dir(shop.path(".graph.tillside/graph")).unwrap();
    fs::write(shop.path(".graph.tillside/graph/manifest.json"), "{").unwrap();
    let next = shop.build();
    assert!(next.status.success(), "{}", said(&next));
    assert_ne!(shop.graph(), before);
    assert_eq!(shop.names(), ALONE);
}

#[test]
fn a_build_killed_while_writing_leaves_the_old_graph_or_the_new_one() {
    let shop = Shop::new();
    let small = shop.graph();
    assert!(shop.build().status.success());
    let large = shop.graph();
    assert!(large.len() > 9, "{} files", large.len());
    let put = |files: &[(&PathBuf, &Vec<u8>)]| {
        for (path, bytes) in files {
            fs::write(path, bytes).unwrap();
        }
    };
    let small_files: Vec<_> = small.iter().collect();

    // Data files and the policy file are written first, one after another, then the manifest, and then the previous
    // files are removed.
    let manifest = shop.path("graph/manifest.json");
    for moved in 0..=large.len() {
        fs::remove_dir_all(shop.path("graph")).unwrap();
        fs::create_dir(shop.path("graph")).unwrap();
        put(&small_files);
        let data = large.iter().filter(|(path, _)| **path != manifest);
        let order: Vec<_> = data
            .chain([(&manifest, &large[&manifest])])
            .take(moved)
            .collect();
        put(&order);
        let (read, _) = read_directory(&shop.path("graph")).unwrap();
        let is_moved = moved == large.len();
        assert_eq!(
            fs::read(&manifest).unwrap(),
            if is_moved { &large } else { &small }[&manifest]
        );
        assert_eq!(
            read.shards as usize,
            if is_moved { large.len() } else { small.len() } - 2
        );
    }
    assert!(shop.build().status.success());
    assert_eq!(
        shop.graph(),
        large,
        "the next build removes what is of no use"
    );
    assert!(fs::read_dir(shop.path("graph/plans")).unwrap().count() > 9);

    // Whenever a real build is killed, there is a valid graph.
    for files in 0..large.len() {
        fs::remove_dir_all(shop.path("graph")).unwrap();
        fs::create_dir(shop.path("graph")).unwrap();
        put(&small_files);
        let mut build = Command::new(env!("CARGO_BIN_EXE_tillside"))
            .args(shop.arguments(""))
            .spawn()
            .unwrap();
        let count = || fs::read_dir(shop.path(".graph.tillside/graph")).map_or(0, Iterator::count);
        while count() < files && build.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        build.kill().unwrap();
        build.wait().unwrap();
        let manifest = shop.graph().remove(&manifest).unwrap();
        assert!(
            [&small, &large]
                .iter()
                .any(|graph| graph.values().any(|bytes| *bytes == manifest)),
            "killed at {files} files"
        );
    }
}

#[test]
fn a_full_disk_leaves_the_previous_graph_intact() {
    let shop = Shop::new();
    let before = shop.graph();
    // No file may have any contents; with the signal ignored, writing fails as on a full disk.
    let limited = |trap: &str| {
        let script = format!("ulimit -f 0; {trap} exec \"$0\" \"$@\"");
        let binary = env!("CARGO_BIN_EXE_tillside");
        Command::new("bash")
            .args(["-c", &script, binary])
            .args(shop.arguments(""))
            .output()
            .unwrap()
    };
    let output = limited("trap '' XFSZ;");
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(
        said(&output).contains("could not write the graph: File too large"),
        "{}",
        said(&output)
    );
    assert_eq!(shop.graph(), before);
    assert_eq!(shop.names(), ALONE);

    let killed = limited("");
    assert_eq!(killed.status.code(), None, "{}", said(&killed));
    assert_eq!(shop.graph(), before);
    assert!(shop.build().status.success());
    assert_eq!(shop.names(), ALONE);
}

#[test]
fn output_to_a_full_disk_is_an_error() {
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let mut export = Command::new(env!("CARGO_BIN_EXE_tillside"));
    export
        .args(["export", "--graph", "tests/data/shop/graph"])
        .stdout(full)
        .stderr(Stdio::piped());
    let output = export.spawn().unwrap().wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said(&output).contains("The output could not be written: No space left on device"),
        "{}",
        said(&output)
    );
}

#[test]
fn the_second_of_two_builds_into_one_directory_is_refused() {
    let shop = Shop::new();
    let before = shop.graph();
    let first = shop.waiting_build();
    for other in [
        shop.path("graph"),
        shop.path("graph/../graph"),
        shop.path("graph/"),
    ] {
        let mut arguments = shop.arguments("");
        *arguments.last_mut().unwrap() = other.to_str().unwrap().to_owned();
        let second = Command::new(env!("CARGO_BIN_EXE_tillside"))
            .args(&arguments)
            .output()
            .unwrap();
        assert_eq!(second.status.code(), Some(2), "{}", said(&second));
        let remedy = "graph: another build is writing to this directory. Wait until it is done, or use another directory for --out.";
        assert!(said(&second).contains(remedy), "{}", said(&second));
    }
    assert_eq!(shop.graph(), before);
    let mut beside = shop.arguments("");
    *beside.last_mut().unwrap() = shop.path("other").to_str().unwrap().to_owned();
    assert!(
        Command::new(env!("CARGO_BIN_EXE_tillside"))
            .args(&beside)
            .status()
            .unwrap()
            .success(),
        "another directory is free"
    );
    fs::remove_dir_all(shop.path("other")).unwrap();

    fs::write(shop.path("shop.toml"), "").unwrap();
    let first = first.wait_with_output().unwrap();
    assert!(first.status.success(), "{}", said(&first));
    assert_ne!(shop.graph(), before);
    assert_eq!(shop.names(), ALONE);
}

#[test]
fn simultaneous_builds_never_damage_each_other() {
    let shop = Shop::new();
    assert!(shop.build().status.success());
    let graph = shop.graph();
    let start = || {
        Command::new(env!("CARGO_BIN_EXE_tillside"))
            .args(shop.arguments(""))
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    for _ in 0..4 {
        let outputs = [start(), start(), start()].map(|build| build.wait_with_output().unwrap());
        assert!(outputs.iter().any(|output| output.status.success()));
        for output in outputs.iter().filter(|output| !output.status.success()) {
            assert!(
                said(output).contains("another build is writing to this directory"),
                "{}",
                said(output)
            );
        }
        assert_eq!(shop.graph(), graph);
        assert_eq!(shop.names(), ALONE);
    }
}

#[test]
fn a_refused_build_creates_no_directory() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("a/b/graph");
    let build = tillside(&[
        "build",
        "--orders",
        "nowhere.csv",
        "--currency",
        "GBP",
        "--out",
        out.to_str().unwrap(),
    ]);
    assert_eq!(build.status.code(), Some(2));
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
}
