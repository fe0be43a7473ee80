//! Where orders come from: the exports named on the command line, gathered.

use super::args::{CatalogArgs, CheckArgs, SourceArgs};
use super::progress::Progress;
use super::{CliError, summary};
use crate::build::{Disclosure, Options, VariantRule};
use crate::check::Spending;
use crate::dataset::{Dataset, DatasetBuilder, LearnError};
use crate::import::{self, CatalogRow, ImportError, ImportOptions, ImportReport, Preset, Rows};
use crate::shop_config::Shop;
use crate::train::Tuning;

/// Why a row could not become a line of the data set.
enum Fault {
    Import(ImportError),
    Learn(LearnError),
}

impl From<ImportError> for Fault {
    fn from(error: ImportError) -> Self {
        Self::Import(error)
    }
}

impl From<Fault> for CliError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Import(ImportError::Interrupted) => Self::Interrupted,
            Fault::Import(error) => Self::input(error),
            Fault::Learn(error) => Self::input(error),
        }
    }
}

/// The orders of all exports, and how to learn from them.
pub(super) struct Source {
    pub(super) imported: ImportReport,
    pub(super) dataset: Dataset,
    pub(super) options: Options,
}

/// Reads the catalog, if there is one.
pub(super) fn read_catalog(
    args: &CatalogArgs,
    orders: &SourceArgs,
    progress: &mut Progress,
) -> Result<Option<Vec<CatalogRow>>, CliError> {
    let Some(path) = args.catalog.as_deref() else {
        return Ok(None);
    };
    let columns = args.catalog_columns.clone();
    let options = ImportOptions {
        rows: Rows::Catalog,
        preset: None,
        columns,
        ..orders.reading.options()
    };
    Ok(import::read_catalog(path, &options, progress)
        .map_err(Fault::Import)
        .map(Some)?)
}

/// Reads what the orders are worth.
pub(super) fn read_spending(
    args: &CheckArgs,
    progress: &mut Progress,
) -> Result<Spending, CliError> {
    let options = args.reading.options();
    let mut spending = Spending::default();
    for path in &args.orders {
        import::read_orders(path, &options, progress, |line| {
            spending.push(&line);
            Ok::<(), Fault>(())
        })?;
    }
    Ok(spending)
}

/// Reads the exports.
pub(super) fn read(
    args: &SourceArgs,
    shop: &Shop,
    catalog: Option<&[CatalogRow]>,
    disclosure: Disclosure,
    progress: &mut Progress,
) -> Result<Source, CliError> {
    let orders = args.reading.options();
    let mut builder = DatasetBuilder::default();
    let mut reports: Vec<ImportReport> = Vec::new();
    for path in &args.orders {
        let report = import::read_orders(path, &orders, progress, |line| {
            builder.push(&line).map_err(Fault::Learn)
        })?;
        reports.push(report);
    }
    let (preset, columns) = (Some(Preset::Plain), args.session_columns.clone());
    let clicks = ImportOptions {
        rows: Rows::Sessions,
        preset,
        columns,
        ..orders
    };
    for path in &args.sessions {
        let report = import::read_orders(path, &clicks, progress, |line| {
            builder.push_click(&line).map_err(Fault::Learn)
        })?;
        reports.push(report);
    }
    let imported = summary::merge(&reports);
    progress.step("Putting orders together");
    let options = Options {
        currency: args.currency.clone().or_else(|| shop.currency.clone()),
        tuning: Tuning {
            neighbors: args.neighbors.map(usize::from),
            coverage: f64::from(args.coverage) / 100.0,
        },
        disclosure,
        hand: shop.hand.clone(),
        selections: shop.selections.clone(),
        deal: shop.deal.clone(),
        title_case: shop.title_case,
        variants: match imported.preset {
            Preset::Uci => VariantRule::NumericStem,
            Preset::Shopify => VariantRule::TitleBeforeDash,
            Preset::Plain | Preset::Woocommerce => VariantRule::None,
        },
    };
    match builder.gather(catalog, options.currency.as_ref()) {
        Ok(dataset) => Ok(Source {
            imported,
            dataset,
            options,
        }),
        Err(error) => {
            progress.finish();
            if !args.quiet {
                eprint!("{}", summary::Rows(&imported));
            }
            Err(CliError::input(error))
        }
    }
}
