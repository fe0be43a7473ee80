//! `tillside simulate`: prints the effect of a shop's rules on past orders.

use std::fmt;

use super::CliError;
use super::args::SimulateArgs;
use super::output::print;
use super::progress::Progress;
use super::source;
use crate::build::Disclosure;
use crate::import::ImportOptions;
use crate::offline::Interval;
use crate::simulate::{RewardRow, SilenceRow, SimulateError, SimulatedOffer, Simulation, simulate};

pub(super) fn run(args: &SimulateArgs) -> Result<(), CliError> {
    let shop = source::shop(args.shop.as_deref())?;
    let mut progress = Progress::new(args.source.learning.quiet);
    let reading = ImportOptions {
        currency: source::known_currency(&args.source.learning, &shop),
        ..args.source.reading.options()
    };
    let catalog = source::read_catalog(&args.catalog, reading, &mut progress)?;
    let rows = catalog.as_ref().map(|catalog| catalog.rows.as_slice());
    let disclosure = Disclosure {
        min_support: 5,
        is_rounded: false,
    };
    let source = source::read(&args.source, &shop, rows, disclosure, &mut progress)?;
    progress.step("Learning, and replaying the latest orders");
    let found = simulate(&source.dataset, rows, &source.options, &shop.policy);
    progress.finish();
    progress.check().map_err(|_| CliError::Interrupted)?;
    let simulation = found.map_err(|error: SimulateError| CliError::input(error))?;
    if simulation.replayed_orders == 0 {
        return Err(CliError::Input(
            "No recent order contains two products of the earlier orders, so there is nothing to replay. Export more orders."
                .to_owned(),
        ));
    }
    print(|out| {
        if args.json {
            serde_json::to_writer_pretty(&mut *out, &simulation)?;
            writeln!(out)
        } else {
            write!(out, "{}", Table(&simulation))
        }
    })
}

struct Table<'a>(&'a Simulation);

impl fmt::Display for Table<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Simulation {
            training_orders,
            replayed_orders,
            currency,
            offers,
            rewards,
            silence,
        } = self.0;
        writeln!(
            out,
            "Learned from {training_orders} orders; {replayed_orders} later ones replayed, three pages each."
        )?;
        writeln!(
            out,
            "Browse: the shopper views one of the order's products. Checkout: half of them are in the cart. Post-purchase: the order is placed.\n"
        )?;
        writeln!(
            out,
            "{:<13} {:<21} {:>22} {:>28}",
            "stage", "offer", "shown on", "bought later"
        )?;
        for SimulatedOffer {
            stage,
            kind,
            shown,
            bought,
            asked,
        } in offers
        {
            let bought = bought.map_or_else(
                || "–".to_owned(),
                |bought| format!("{} of {asked}", percent(bought)),
            );
            writeln!(
                out,
                "{:<13} {:<21} {:>22} {:>28}",
                stage.name(),
                kind.name(),
                percent(*shown),
                bought
            )?;
        }
        writeln!(out)?;
        for SilenceRow {
            stage,
            pages,
            silent,
        } in silence
        {
            writeln!(
                out,
                "{:<13} no offer on {} of {pages} pages",
                stage.name(),
                percent(*silent)
            )?;
        }
        if let Some(RewardRow {
            ahead,
            remaining_minor,
            filled,
            bought,
            closed,
        }) = rewards
        {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "means of amounts are amounts"
            )]
            let amount = |minor: f64| currency.format(minor.round() as i64);
            let missing = remaining_minor.map_or_else(String::new, |remaining| {
                format!("; {} were missing on average", amount(remaining.mean))
            });
            writeln!(
                out,
                "\n{} of the carts had not reached the next reward{missing}.",
                percent(*ahead),
            )?;
            writeln!(
                out,
                "Products that close the gap were suggested for {}; {} of those carts later contained one,",
                percent(*filled),
                percent(*bought)
            )?;
            writeln!(
                out,
                "and these products closed {} of the gap.",
                percent(*closed)
            )?;
        }
        writeln!(
            out,
            "\nAfter an order, the customer's next order within 60 days is compared. Shoppers bought without these offers, so a hit shows\n\
             that an offer was relevant, not that it increased sales. Quantities count as one, and consent as given.\n\
             In brackets: the 95 % confidence interval (bootstrap)."
        )
    }
}

fn percent(Interval { mean, low, high }: Interval) -> String {
    format!(
        "{:.1} % [{:.1}–{:.1}]",
        100.0 * mean,
        100.0 * low,
        100.0 * high
    )
}
