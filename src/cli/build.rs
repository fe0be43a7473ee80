//! `tillside build`: an order export becomes a graph.

use super::args::BuildArgs;
use super::progress::Progress;
use super::summary::Summary;
use super::{Failure, summary};
use crate::graph::{self, Manifest};
use crate::learn::import::{self, ImportError, ImportOptions, ImportReport, Preset};
use crate::learn::shop::{Shop, read_shop};
use crate::learn::{LearnError, Learner, Options, Tuning, VariantRule};

/// What can go wrong between a row and the learner.
enum Fault {
    Import(ImportError),
    Learn(LearnError),
}

impl From<ImportError> for Fault {
    fn from(error: ImportError) -> Self {
        Self::Import(error)
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Import(ImportError::Interrupted) => Self::Interrupted,
            Fault::Import(error) => Self::input(error),
            Fault::Learn(error) => Self::input(error),
        }
    }
}

pub(super) fn run(args: &BuildArgs) -> Result<(), Failure> {
    // Everything that can be refused at once is looked at before the long work.
    graph::check_output(&args.out).map_err(Failure::input)?;
    let shop = args.shop.as_deref().map_or_else(|| Ok(Shop::default()), read_shop).map_err(Failure::input)?;
    let mut progress = Progress::new(args.quiet);
    let import =
        ImportOptions { preset: args.preset.map(Preset::from), columns: args.columns.clone(), skip_bad_rows: args.skip_bad_rows };
    let catalog_options = ImportOptions { skip_bad_rows: args.skip_bad_rows, ..ImportOptions::default() };
    let read_catalog = |path| import::read_catalog(path, &catalog_options, &mut progress);
    let catalog = args.catalog.as_deref().map(read_catalog).transpose().map_err(Fault::Import)?;

    let mut collected = Learner::default();
    let mut reports: Vec<ImportReport> = Vec::new();
    for path in &args.orders {
        let report = import::read_orders(path, &import, &mut progress, |line| collected.push(&line).map_err(Fault::Learn))?;
        reports.push(report);
    }
    let imported = summary::merge(&reports);

    progress.step("Learning what is bought together");
    let options = Options {
        currency: args.currency.clone().or(shop.currency),
        tuning: Tuning { neighbours: args.neighbours.map(usize::from), coverage: f64::from(args.coverage) / 100.0 },
        min_support: args.min_support,
        title_case: shop.title_case,
        variants: match imported.preset {
            Preset::Uci => VariantRule::NumericStem,
            Preset::Shopify => VariantRule::TitleBeforeDash,
            Preset::Plain | Preset::Woocommerce => VariantRule::None,
        },
    };
    let gathered = collected.gather(catalog.as_deref(), options.currency.as_ref());
    let result = gathered.and_then(|gathered| gathered.learn(catalog.as_deref(), &options));
    progress.finish();
    if !args.quiet && result.is_err() {
        eprint!("{}", summary::Rows(&imported));
    }
    let learned = result.map_err(Failure::input)?;
    progress.check().map_err(|_| Failure::Interrupted)?;

    let encoded = graph::encode(&learned.catalogue);
    let mut manifest = Manifest::new(&encoded, &learned.catalogue, learned.currency.clone(), learned.orders, shop.policy);
    manifest.settings = learned.settings.clone();
    let bytes = graph::write_directory(&args.out, &manifest, &encoded).map_err(Failure::input)?;
    if !args.quiet {
        eprint!("{}", Summary { imported: &imported, learned: &learned, out: &args.out, files: encoded.files.len(), bytes });
    }
    Ok(())
}
