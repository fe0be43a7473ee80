//! `tillside simulate`: what a shop's rules would have done.

use std::fmt;

use super::CliError;
use super::args::SimulateArgs;
use super::output::print;
use super::progress::Progress;
use super::source;
use crate::build::Disclosure;
use crate::offline::Interval;
use crate::shop_config::{Shop, read_shop};
use crate::simulate::{OfferRow, RewardRow, SilenceRow, SimulateError, Simulation, simulate, word};

pub(super) fn run(args: &SimulateArgs) -> Result<(), CliError> {
    let shop = args
        .shop
        .as_deref()
        .map_or_else(|| Ok(Shop::default()), read_shop)
        .map_err(CliError::input)?;
    let mut progress = Progress::new(args.source.quiet);
    let catalog = source::read_catalog(&args.catalog, &args.source, &mut progress)?;
    let disclosure = Disclosure {
        min_support: 5,
        is_rounded: false,
    };
    let source = source::read(
        &args.source,
        &shop,
        catalog.as_deref(),
        disclosure,
        &mut progress,
    )?;
    progress.step("Learning, and replaying the latest orders");
    let found = simulate(
        &source.dataset,
        catalog.as_deref(),
        &source.options,
        &shop.policy,
    );
    progress.finish();
    progress.check().map_err(|_| CliError::Interrupted)?;
    let simulation = found.map_err(|error: SimulateError| CliError::input(error))?;
    if simulation.replayed_orders == 0 {
        return Err(CliError::Input(
            "None of the latest orders has two products that the earlier ones know, so there is nothing to replay. Export more orders."
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
            "Before: one of the order's products is looked at. During: half of them are in the basket. After: the order is placed.\n"
        )?;
        writeln!(
            out,
            "{:<8} {:<10} {:>22} {:>28}",
            "stage", "offer", "shown on", "named what was bought"
        )?;
        for OfferRow {
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
                "{:<8} {:<10} {:>22} {:>28}",
                word(*stage),
                kind.word(),
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
                "{:<8} silent on {} of {pages} pages",
                word(*stage),
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
            writeln!(
                out,
                "\nA reward was ahead of {} of the baskets, {} away on average.",
                percent(*ahead),
                amount(remaining_minor.mean)
            )?;
            writeln!(
                out,
                "Products that end the way were named for {}; {} of those baskets went on to hold one,",
                percent(*filled),
                percent(*bought)
            )?;
            writeln!(
                out,
                "and what they held closed {} of the way.",
                percent(*closed)
            )?;
        }
        writeln!(
            out,
            "\nAfter an order, the customer's next one within 60 days answers. Shoppers bought without these offers: a hit says that an \
             offer was\nto the point, not that it sold. Quantities count as one, and consent as given. In brackets: 95 % of other orders \
             of this\nshop would give a number between these (bootstrap)."
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
