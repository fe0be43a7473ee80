//! Measures the duration of counting: the median time of one pass over the demo shop's orders that
//! counts all pairs and keeps the twenty with the highest cosine for each product, like `fit` of
//! Python's `implicit`.
//!
//!     cargo bench --bench counting [-- EXPORT]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    use std::path::{Path, PathBuf};
    use std::time::Instant;

    use tillside::dataset::DatasetBuilder;
    use tillside::import::{ImportError, ImportOptions, Interrupted, Watch, read_orders};
    use tillside::model::Currency;
    use tillside::train::SimilarityMeasure;

    struct Unwatched;
    impl Watch for Unwatched {
        fn start(&mut self, _: &Path, _: Option<u64>) {}
        fn advance(&mut self, _: u64) -> Result<(), Interrupted> {
            Ok(())
        }
    }

    const RUNS: usize = 9;
    let export = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with("--"));
    let export = export.map_or_else(
        || PathBuf::from("data/online-retail.parquet"),
        PathBuf::from,
    );
    let mut builder = DatasetBuilder::default();
    read_orders::<ImportError>(&export, &ImportOptions::default(), &mut Unwatched, |line| {
        builder.push(&line).expect("the lines can be collected");
        Ok(())
    })
    .expect("the export can be read");
    let dataset = builder
        .gather(None, Some(&Currency::none()))
        .expect("there are orders");
    let mut seconds: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            let closest = dataset.closest(dataset.orders(), SimilarityMeasure::Cosine, 20);
            let seconds = start.elapsed().as_secs_f64();
            assert!(closest.iter().any(|links| !links.is_empty()));
            seconds
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    println!(
        "{} orders: {:.3} s (median of {RUNS})",
        dataset.orders().len(),
        seconds.get(RUNS / 2).unwrap()
    );
}

#[cfg(target_arch = "wasm32")]
fn main() {}
