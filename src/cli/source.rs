//! Reads the exports named on the command line.

use std::path::Path;

use super::args::{CatalogArgs, CheckArgs, LearningArgs, SourceArgs};
use super::matching::SkuMatcher;
use super::price_scale::PriceScale;
use super::progress::Progress;
use super::{CliError, summary};
use crate::build::{Catalogs, Disclosure, Options, VariantRule};
use crate::check::Spending;
use crate::dataset::{Dataset, DatasetBuilder, DatasetError};
use crate::import::{
    self, Accept, Catalog, ImportError, ImportOptions, ImportReport, Preset, RowLayout,
};
use crate::shop_config::{Shop, read_shop};
use crate::train::Tuning;

/// Reason why a row could not become a line of the data set.
pub(super) enum RowError {
    Import(ImportError),
    Learn(DatasetError),
}

impl From<ImportError> for RowError {
    fn from(error: ImportError) -> Self {
        Self::Import(error)
    }
}

impl From<RowError> for CliError {
    fn from(fault: RowError) -> Self {
        match fault {
            RowError::Import(ImportError::Interrupted) => Self::Interrupted,
            RowError::Import(error) => Self::input(error),
            RowError::Learn(error) => Self::input(error),
        }
    }
}

/// The data set of all exports, and the options of learning.
pub(super) struct TrainingInput {
    pub(super) imported: ImportReport,
    pub(super) dataset: Dataset,
    pub(super) options: Options,
}

/// The terms in a file, or those of a shop without a file.
pub(super) fn shop(path: Option<&Path>) -> Result<Shop, CliError> {
    path.map_or_else(|| Ok(Shop::default()), read_shop)
        .map_err(CliError::input)
}

/// The currency that the shop is known to have before a file is read.
pub(super) fn known_currency(args: &LearningArgs, shop: &Shop) -> Option<String> {
    let currency = args.currency.as_ref().or(shop.currency.as_ref());
    currency.map(|currency| currency.code().to_owned())
}

/// The options of learning.
pub(super) fn options(
    args: &LearningArgs,
    shop: &Shop,
    disclosure: Disclosure,
    variants: VariantRule,
) -> Options {
    Options {
        currency: args.currency.clone().or_else(|| shop.currency.clone()),
        tuning: Tuning {
            neighbors: args.neighbors.map(usize::from),
            coverage: f64::from(args.coverage) / 100.0,
        },
        disclosure,
        manual_links: shop.hand.clone(),
        selections: shop.selections.clone(),
        deal: shop.deal.clone(),
        title_case: shop.title_case,
        variants,
    }
}

/// Reads the catalog, if one is given; `orders` are the options of reading orders.
pub(super) fn read_catalog(
    args: &CatalogArgs,
    orders: ImportOptions,
    progress: &mut Progress,
) -> Result<Option<Catalog>, CliError> {
    let Some(path) = args.catalog.as_deref() else {
        return Ok(None);
    };
    let options = catalog_options(args, orders);
    Ok(import::read_catalog_report(path, &options, progress)
        .map_err(RowError::Import)
        .map(Some)?)
}

/// How to read the catalog beside orders that are read with other options.
pub(super) fn catalog_options(args: &CatalogArgs, orders: ImportOptions) -> ImportOptions {
    ImportOptions {
        rows: RowLayout::Catalog,
        columns: args.catalog_columns.clone(),
        unread: orders.unread,
        skip_bad_rows: orders.skip_bad_rows,
        max_bytes: orders.max_bytes,
        currency: orders.currency,
        today: orders.today,
        ..ImportOptions::default()
    }
}

/// Reads the totals of orders.
pub(super) fn read_spending(
    args: &CheckArgs,
    progress: &mut Progress,
) -> Result<Spending, CliError> {
    let options = args.reading.options();
    let mut spending = Spending::default();
    for path in &args.orders {
        import::read_orders(path, &options, progress, |line| {
            spending.push(&line);
            Ok::<(), RowError>(())
        })?;
    }
    Ok(spending)
}

/// Reads the exports.
pub(super) fn read<'a>(
    args: &SourceArgs,
    shop: &Shop,
    catalogs: impl Into<Catalogs<'a>>,
    disclosure: Disclosure,
    progress: &mut Progress,
) -> Result<TrainingInput, CliError> {
    let catalogs = catalogs.into();
    let currency = known_currency(&args.learning, shop);
    let orders = ImportOptions {
        // Another file may name it.
        needs_currency: args.orders.len() == 1 && currency.is_none(),
        currency,
        ..args.reading.options()
    };
    let mut builder = DatasetBuilder::default();
    let mut reports: Vec<ImportReport> = Vec::new();
    let mut matching = catalogs.own.map(SkuMatcher::new);
    let mut scale = catalogs.own.map(PriceScale::new);
    for path in &args.orders {
        let report = import::read_orders(path, &orders, progress, |line| {
            if let Some(matching) = &mut matching {
                matching.add(line.sku);
            }
            if let Some(scale) = &mut scale {
                scale.add(line.sku, line.price_micros);
            }
            builder.push(&line).map_err(RowError::Learn)
        })?;
        reports.push(report);
    }
    let (preset, columns) = (Some(Preset::Plain), args.session_columns.clone());
    let clicks = ImportOptions {
        rows: RowLayout::Sessions,
        needs_currency: false,
        preset,
        columns,
        reading: None,
        ..orders.clone()
    };
    for path in &args.sessions {
        let report = import::read_orders(path, &clicks, progress, |line| {
            builder.push_view(&line).map_err(RowError::Learn)
        })?;
        reports.push(report);
    }
    let imported = summary::merge(&reports);
    if let Some(sentence) = matching.and_then(SkuMatcher::mismatch)
        && !orders.accepted.contains(&Accept::NoMatch)
    {
        progress.finish();
        return Err(CliError::Input(sentence));
    }
    if let Some(sentence) = scale.and_then(|scale| scale.mismatch())
        && !orders.accepted.contains(&Accept::PriceJumps)
    {
        progress.finish();
        return Err(CliError::Input(sentence));
    }
    progress.step("Grouping orders");
    let variants = match imported.preset {
        Preset::Uci => VariantRule::NumericStem,
        Preset::Shopify | Preset::Squarespace => VariantRule::TitleBeforeDash,
        _ => VariantRule::None,
    };
    let options = options(&args.learning, shop, disclosure, variants);
    match builder.gather(catalogs.all().as_deref(), options.currency.as_ref()) {
        Ok(dataset) => Ok(TrainingInput {
            imported,
            dataset,
            options,
        }),
        Err(error) => {
            progress.finish();
            if !args.learning.quiet {
                eprint!("{}", summary::RowsSummary(&imported));
            }
            Err(CliError::input(error))
        }
    }
}
