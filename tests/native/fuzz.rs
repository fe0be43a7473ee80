//! Replays the seeds of all fuzz targets.

use std::fs;
use std::path::Path;

#[path = "../../fuzz/src/lib.rs"]
pub mod bodies;

#[test]
fn every_seed_passes_its_target() {
    let seeds = Path::new("tests/data/seeds");
    for (target, body) in bodies::TARGETS {
        let mut replayed = 0;
        for entry in fs::read_dir(seeds.join(target)).unwrap() {
            let path = entry.unwrap().path();
            let data = fs::read(&path).unwrap();
            std::panic::catch_unwind(|| body(&data))
                .unwrap_or_else(|_| panic!("{} breaks {target}", path.display()));
            replayed += 1;
        }
        assert!(replayed > 9, "{target} has {replayed} seeds");
    }
    assert_eq!(
        fs::read_dir(seeds).unwrap().count(),
        bodies::TARGETS.len(),
        "a directory is of no target"
    );
}
