//! `tillside sql`: prints the scripts with which a database counts the orders.

use super::CliError;
use super::args::SqlArgs;
use super::build::refused;
use super::markets::{ReadCatalogs, Sources};
use super::output::print;
use super::progress::Progress;
use super::source;
use crate::build::{Disclosure, VariantRule};
use crate::cluster::{OrderScript, TableFolder, order_script};
use crate::import::ImportOptions;
use crate::model::Currency;

pub(super) fn run(args: &SqlArgs) -> Result<(), CliError> {
    let location = args.location.as_str();
    if location.contains(['\'', '"', '`', '\\', '\n']) {
        return Err(CliError::Input(format!(
            "--location {location}: a script cannot contain this path. Use one without quotation marks and backslashes."
        )));
    }
    let script = match (&args.table, &args.tables) {
        (Some(orders), _) => order_script(OrderScript {
            dialect: args.dialect,
            orders,
            location,
        }),
        (None, Some(folder)) => {
            let folder = TableFolder {
                path: folder.clone(),
                max_bytes: args.reading().max_bytes,
            };
            pair_script(args, folder)?
        }
        (None, None) => return Ok(()),
    };
    print(|out| write!(out, "{script}"))
}

/// Tunes on the tables of the first script.
fn pair_script(args: &SqlArgs, folder: TableFolder) -> Result<String, CliError> {
    let mut progress = Progress::new(args.learning.quiet);
    let shop = source::shop(args.shop.as_deref())?;
    let reading = ImportOptions {
        currency: source::known_currency(&args.learning, &shop),
        ..args.reading()
    };
    // The build numbers the products of all markets, too.
    let sources = Sources {
        terms: args.shop.as_deref(),
        catalog: &args.catalog,
    };
    let read = ReadCatalogs::read(sources, &shop, &reading, &mut progress)?;
    let catalogs = read.rows();
    // Neither the currency nor the rules of publication matter to tuning.
    let disclosure = Disclosure {
        min_support: 1,
        is_rounded: false,
    };
    let options = source::options(&args.learning, &shop, disclosure, VariantRule::None);
    let tables = folder
        .read(
            catalogs.all().as_deref(),
            Some(&Currency::none()),
            &mut progress,
        )
        .map_err(refused)?;
    progress.step("Choosing the weights of orders");
    let target = (args.dialect, args.location.as_str());
    let script = tables.pair_script(target, catalogs.own, options.tuning);
    progress.finish();
    progress.check().map_err(|_| CliError::Interrupted)?;
    Ok(script)
}
