//! `tillside build`: builds a graph from an order export.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::CliError;
use super::args::BuildArgs;
use super::progress::Progress;
use super::source::{self, TrainingInput};
use super::summary::{RowsSummary, Summary};
use crate::build::{Disclosure, plan_files};
use crate::graph::{self, Output};
use crate::model::SkuKey;
use crate::shop_config::{Shop, read_shop};

pub(super) fn run(args: &BuildArgs) -> Result<(), CliError> {
    let is_quiet = args.source.quiet;
    let mut progress = Progress::new(is_quiet);
    // Cheap checks come first, before the long work.
    let output = Output::claim(&args.out).map_err(CliError::input)?;
    let shop = args
        .shop
        .as_deref()
        .map_or_else(|| Ok(Shop::default()), read_shop)
        .map_err(CliError::input)?;
    let catalog = source::read_catalog(&args.catalog, &args.source, &shop, &mut progress)?;
    let rows = catalog.as_ref().map(|catalog| catalog.rows.as_slice());
    let disclosure = Disclosure {
        min_support: args.min_support,
        is_rounded: args.hide_counts,
    };
    let TrainingInput {
        imported,
        dataset,
        options,
    } = source::read(&args.source, &shop, rows, disclosure, &mut progress)?;

    progress.step("Learning what is bought together");
    let result = dataset.learn(rows, &options);
    // Both are as large as the shop, and the graph has all that is needed of them.
    drop(dataset);
    let catalog = catalog.map(|catalog| catalog.report);
    progress.finish();
    if !is_quiet && result.is_err() {
        eprint!("{}", RowsSummary(&imported));
    }
    let learned = result.map_err(CliError::input)?;
    progress.check().map_err(|_| CliError::Interrupted)?;

    let encoded = graph::encode(&learned.contents);
    let planned = learned.contents.products.iter().take(args.default_plans);
    let planned: Vec<SkuKey> = planned.map(|product| SkuKey::new(&product.sku)).collect();
    let as_of = args.as_of.or_else(|| learned.newest.and_then(date));
    let as_of = as_of.map(|date| date.to_string());
    let manifest = learned.manifest(&encoded, shop.policy, as_of);
    progress.step("Planning the product pages");
    let plans = plan_files(&manifest, &encoded, &planned).map_err(CliError::input)?;
    progress.finish();
    let bytes = output
        .write(&manifest, &encoded, &plans)
        .map_err(CliError::input)?;
    if !is_quiet {
        eprint!(
            "{}",
            Summary {
                imported: &imported,
                catalog: catalog.as_ref(),
                learned: &learned,
                out: &args.out,
                files: encoded.files.len(),
                bytes
            }
        );
    }
    Ok(())
}

/// The date of a time in seconds since 1970 in the shop's local time.
fn date(seconds: i64) -> Option<Date> {
    Some(
        Timestamp::from_second(seconds)
            .ok()?
            .to_zoned(TimeZone::UTC)
            .date(),
    )
}
