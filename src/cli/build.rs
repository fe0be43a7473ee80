//! `tillside build`: an order export becomes a graph.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::CliError;
use super::args::BuildArgs;
use super::progress::Progress;
use super::source::{self, Source};
use super::summary::{Rows, Summary};
use crate::build::Disclosure;
use crate::graph::{self, Manifest, Output};
use crate::shop_config::{Shop, read_shop};

pub(super) fn run(args: &BuildArgs) -> Result<(), CliError> {
    let is_quiet = args.source.quiet;
    let mut progress = Progress::new(is_quiet);
    // Everything that can be refused at once is looked at before the long work.
    let output = Output::claim(&args.out).map_err(CliError::input)?;
    let shop = args
        .shop
        .as_deref()
        .map_or_else(|| Ok(Shop::default()), read_shop)
        .map_err(CliError::input)?;
    let catalog = source::read_catalog(&args.catalog, &args.source, &mut progress)?;
    let disclosure = Disclosure {
        min_support: args.min_support,
        is_rounded: args.hide_counts,
    };
    let Source {
        imported,
        dataset,
        options,
    } = source::read(
        &args.source,
        &shop,
        catalog.as_deref(),
        disclosure,
        &mut progress,
    )?;

    progress.step("Learning what is bought together");
    let result = dataset.learn(catalog.as_deref(), &options);
    progress.finish();
    if !is_quiet && result.is_err() {
        eprint!("{}", Rows(&imported));
    }
    let learned = result.map_err(CliError::input)?;
    progress.check().map_err(|_| CliError::Interrupted)?;

    let encoded = graph::encode(&learned.contents);
    let mut manifest = Manifest::new(
        &encoded,
        &learned.contents,
        learned.currency.clone(),
        learned.orders,
        shop.policy,
    );
    manifest.settings = learned.settings.clone();
    manifest.visits = learned.visits;
    manifest.as_of = args
        .as_of
        .or_else(|| learned.newest.and_then(date))
        .map(|date| date.to_string());
    if let Some(deal) = &mut manifest.policy.deal {
        deal.pool.clone_from(&learned.deals);
    }
    let bytes = output.write(&manifest, &encoded).map_err(CliError::input)?;
    if !is_quiet {
        eprint!(
            "{}",
            Summary {
                imported: &imported,
                learned: &learned,
                out: &args.out,
                files: encoded.files.len(),
                bytes
            }
        );
    }
    Ok(())
}

/// The day of a time that counts seconds since 1970 in the shop's own time zone.
fn date(seconds: i64) -> Option<Date> {
    Some(
        Timestamp::from_second(seconds)
            .ok()?
            .to_zoned(TimeZone::UTC)
            .date(),
    )
}
