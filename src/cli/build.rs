//! `tillside build`: builds a graph from an order export.

use std::collections::BTreeSet;
use std::iter;
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::CliError;
use super::args::BuildArgs;
use super::markets::{self, ReadCatalogs, Sources};
use super::progress::Progress;
use super::source::{self, TrainingInput};
use super::summary::{OrderSource, RowsSummary, Summary};
use crate::build::{BuiltGraph, Catalogs, Disclosure, VariantRule, plan_files};
use crate::cluster::{ClusterError, TableFolder};
use crate::graph::{self, Encoded, Manifest, MarketFiles, Output};
use crate::import::{ImportError, ImportOptions};
use crate::model::{Policy, ProductId, SkuKey};
use crate::shop_config::Shop;

pub(super) fn run(args: &BuildArgs) -> Result<(), CliError> {
    let is_quiet = args.source.learning.quiet;
    let mut progress = Progress::new(is_quiet);
    // Cheap checks come first, before the long work.
    let output = Output::claim(&args.out).map_err(CliError::input)?;
    let shop = source::shop(args.shop.as_deref())?;
    let reading = ImportOptions {
        currency: source::known_currency(&args.source.learning, &shop),
        ..args.source.reading.options()
    };
    let sources = Sources {
        terms: args.shop.as_deref(),
        catalog: &args.catalog,
    };
    let read = ReadCatalogs::read(sources, &shop, &reading, &mut progress)?;
    let catalogs = read.rows();
    let (orders, learned) = match &args.tables {
        Some(folder) => learn_tables(args, folder, (&shop, catalogs), &mut progress)?,
        None => learn_orders(args, (&shop, catalogs), &mut progress)?,
    };
    markets::check(&shop, &learned)?;
    progress.check().map_err(|_| CliError::Interrupted)?;

    progress.step("Planning the product pages");
    let mut graphs = vec![PlannedGraph::new(args, &learned, shop.policy.clone())?];
    for (market, built) in shop.markets.iter().zip(&learned.markets) {
        let policy = market.terms.policy.clone();
        graphs.push(PlannedGraph::new(args, built, policy)?);
    }
    progress.finish();
    let ids = iter::once("").chain(shop.markets.iter().map(|market| market.id.as_str()));
    let files = ids.zip(&graphs).map(|(id, graph)| graph.files(id));
    let files: Vec<MarketFiles<'_>> = files.collect();
    let list = markets::list(&shop, &learned);
    let bytes = output.write(&files, &list).map_err(CliError::input)?;
    if !is_quiet {
        let names = files.iter().flat_map(|graph| &graph.encoded.files);
        let names: BTreeSet<&str> = names.map(|file| file.name.as_str()).collect();
        eprint!(
            "{}",
            Summary {
                orders: &orders,
                catalog: read.own.as_ref().map(|catalog| &catalog.report),
                learned: &learned,
                markets: &shop.markets,
                out: &args.out,
                files: names.len(),
                bytes
            }
        );
    }
    Ok(())
}

/// The files of one market.
struct PlannedGraph {
    manifest: Manifest,
    encoded: Encoded,
    plans: Vec<(String, Vec<u8>)>,
}

impl PlannedGraph {
    fn new(args: &BuildArgs, learned: &BuiltGraph, policy: Policy) -> Result<Self, CliError> {
        let encoded = graph::encode(&learned.contents);
        let planned = learned.contents.products.iter().take(args.default_plans);
        let mut planned: Vec<SkuKey> = planned.map(|product| SkuKey::new(&product.sku)).collect();
        // Pages may name the group of a product.
        let parents = learned.contents.parents.iter();
        let is_planned = |id: ProductId| (id.0 as usize) < args.default_plans;
        let parents = parents.filter(|(_, product)| is_planned(**product));
        planned.extend(parents.map(|(sku, _)| sku.clone()));
        let as_of = args.as_of.or_else(|| learned.newest.and_then(date));
        let as_of = as_of.map(|date| date.to_string());
        let manifest = learned.manifest(&encoded, policy, as_of);
        let plans = plan_files(&manifest, &encoded, &planned).map_err(CliError::input)?;
        Ok(Self {
            manifest,
            encoded,
            plans,
        })
    }

    fn files<'a>(&'a self, id: &'a str) -> MarketFiles<'a> {
        MarketFiles {
            id,
            manifest: &self.manifest,
            encoded: &self.encoded,
            plans: &self.plans,
        }
    }
}

fn disclosure(args: &BuildArgs) -> Disclosure {
    Disclosure {
        min_support: args.min_support,
        is_rounded: args.hide_counts,
    }
}

/// Learns from exports.
fn learn_orders(
    args: &BuildArgs,
    (shop, catalogs): (&Shop, Catalogs<'_>),
    progress: &mut Progress,
) -> Result<(OrderSource, BuiltGraph), CliError> {
    let TrainingInput {
        imported,
        dataset,
        options,
    } = source::read(&args.source, shop, catalogs, disclosure(args), progress)?;
    progress.step("Learning what is bought together");
    let result = dataset.learn_markets(catalogs, &options);
    progress.finish();
    if !args.source.learning.quiet && result.is_err() {
        eprint!("{}", RowsSummary(&imported));
    }
    let learned = result.map_err(CliError::input)?;
    Ok((OrderSource::Rows(Box::new(imported)), learned))
}

/// Learns from the tables of a database.
fn learn_tables(
    args: &BuildArgs,
    folder: &Path,
    (shop, catalogs): (&Shop, Catalogs<'_>),
    progress: &mut Progress,
) -> Result<(OrderSource, BuiltGraph), CliError> {
    let learning = &args.source.learning;
    let options = source::options(learning, shop, disclosure(args), VariantRule::None);
    let folder = TableFolder {
        path: folder.to_owned(),
        max_bytes: args.source.reading.options().max_bytes,
    };
    let tables = folder
        .read(
            catalogs.all().as_deref(),
            options.currency.as_ref(),
            progress,
        )
        .map_err(refused)?;
    progress.step("Learning what is bought together");
    let learned = tables.learn(catalogs, &options, progress);
    progress.finish();
    Ok((
        OrderSource::Tables(tables.lines()),
        learned.map_err(refused)?,
    ))
}

/// The error of a command that reads tables.
pub(super) fn refused(error: ClusterError) -> CliError {
    match error {
        ClusterError::Import(ImportError::Interrupted) => CliError::Interrupted,
        error => CliError::input(error),
    }
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
