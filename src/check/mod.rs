//! Checks `shop.toml` for statements that do not work as intended: unknown SKUs and categories,
//! rules that never apply, thresholds that orders do not reach.
//!
//! *Invariants*: an error marks a statement that has no effect, or that shows shoppers something
//! false; a hint marks one that works, but probably not as intended. Diagnostics are in the order of
//! the file, and each contains a remedy. Totals of orders are used here only and never enter a
//! graph.

mod links;
mod memberships;
mod quantity_breaks;
mod sections;
mod selectors;
mod spending;
mod stages;
mod tiers;

use std::ops::Range;

use toml::Spanned;

use crate::graph::{Graph, Manifest};
use crate::model::Currency;
use crate::shop_config::{LineIndex, ResolvedShop, SpannedDiagnostic, resolve_text};

pub use crate::shop_config::{Diagnostic, Severity};
pub use spending::Spending;

/// The result of a check.
#[derive(Debug)]
pub struct Report {
    /// By line, then by column.
    pub diagnostics: Vec<Diagnostic>,
    /// The checks that were not possible, and the option that each needs.
    pub unchecked: Vec<String>,
}

impl Report {
    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    }
}

/// The data that a file is checked against.
#[derive(Clone, Copy, Debug)]
pub struct Against<'a> {
    /// A graph that was built with this file, or with another version of it.
    pub graph: Option<(&'a Manifest, &'a Graph)>,
    /// Totals of the orders.
    pub spending: Option<&'a Spending>,
}

/// Checks the text of a `shop.toml`.
#[must_use]
pub fn check(text: &str, against: Against<'_>) -> Report {
    let (shop, diagnostics) = resolve_text(text);
    let mut report = check_shop(text, &shop, diagnostics, against);
    if !shop.markets.is_empty() {
        let rest = "the terms of the markets: check each with --graph DIR/markets/ID".to_owned();
        report.unchecked.push(rest);
    }
    report
}

/// Checks the terms of one market in the text of a `shop.toml`; the graph is that of the market.
///
/// # Errors
/// The ids of the file's markets if this is not one of them.
pub fn check_market(text: &str, market: &str, against: Against<'_>) -> Result<Report, Vec<String>> {
    let (mut shop, diagnostics) = resolve_text(text);
    let place = shop.markets.iter().position(|known| known.id == market);
    let Some(place) = place else {
        let known = shop.markets.into_iter().map(|known| known.id);
        return Err(known.collect());
    };
    let shop = shop.markets.swap_remove(place).shop;
    Ok(check_shop(text, &shop, diagnostics, against))
}

fn check_shop(
    text: &str,
    shop: &ResolvedShop,
    diagnostics: Vec<SpannedDiagnostic>,
    against: Against<'_>,
) -> Report {
    let input = CheckInput {
        shop,
        is_whole: diagnostics.is_empty(),
        against,
    };
    let mut diagnostics = Diagnostics {
        found: diagnostics,
        unchecked: Vec::new(),
    };
    if let Some((code, currency)) = &shop.currency {
        input.check_currency(Some(code), currency, &mut diagnostics);
    }
    tiers::check(&input, &mut diagnostics);
    memberships::check(&input, &mut diagnostics);
    quantity_breaks::check(&input, &mut diagnostics);
    sections::check(&input, &mut diagnostics);
    stages::check(&input, &mut diagnostics);
    if let Some((manifest, graph)) = against.graph {
        selectors::check(&input, (manifest, graph), &mut diagnostics);
        links::check(shop, graph, &mut diagnostics);
    }
    diagnostics.leave_unchecked(&input);
    diagnostics.report(text)
}

/// Collects diagnostics.
struct Diagnostics {
    found: Vec<SpannedDiagnostic>,
    unchecked: Vec<String>,
}

impl Diagnostics {
    fn add(&mut self, span: Range<usize>, severity: Severity, message: impl Into<String>) {
        self.found.push(SpannedDiagnostic {
            span,
            severity,
            message: message.into(),
        });
    }

    /// Lists the checks that would need a graph or orders.
    fn leave_unchecked(&mut self, CheckInput { shop, against, .. }: &CheckInput<'_>) {
        let ResolvedShop {
            shipping,
            rewards,
            memberships,
            services,
            trials,
            loyalty,
            deal,
            choices,
            hand,
            ..
        } = shop;
        let has_tiers = !(shipping.is_empty() && rewards.is_empty());
        let has_rules = has_tiers || !memberships.is_empty() || loyalty.is_some() || deal.is_some();
        let has_names =
            !(services.is_empty() && trials.is_empty() && choices.is_empty() && hand.is_empty());
        let has_goals = loyalty
            .as_ref()
            .is_some_and(|(_, rule)| !rule.rewards.is_empty());
        if against.graph.is_none() && (has_rules || has_names) {
            self.unchecked.push(
                "whether the SKUs exist, and everything can be shown: add --graph DIR".to_owned(),
            );
        }
        if against.spending.is_none() && (has_tiers || has_goals) {
            let what = if has_tiers {
                "the thresholds"
            } else {
                "the rewards"
            };
            self.unchecked
                .push(format!("whether orders reach {what}: add --orders FILE"));
        }
    }

    fn report(self, text: &str) -> Report {
        let Self {
            mut found,
            unchecked,
        } = self;
        found.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.severity));
        let lines = LineIndex::new(text);
        let diagnostics = found.into_iter().map(|diagnostic| lines.locate(diagnostic));
        Report {
            diagnostics: diagnostics.collect(),
            unchecked,
        }
    }
}

/// The parsed file, and the data that it is checked against.
struct CheckInput<'a> {
    shop: &'a ResolvedShop,
    /// Whether the whole file is valid; only then a missing section is known to be absent.
    is_whole: bool,
    against: Against<'a>,
}

impl<'a> CheckInput<'a> {
    /// The currency of orders without a currency.
    fn main_currency(&self) -> Option<&'a Currency> {
        let graph = self.against.graph.map(|(manifest, _)| &manifest.currency);
        graph.or_else(|| self.shop.currency.as_ref().map(|(_, currency)| currency))
    }

    /// Whether no page ever shows amounts in this currency, because the widget refuses a page whose
    /// currency is not the graph's.
    fn is_foreign(&self, currency: &Currency) -> bool {
        self.against
            .graph
            .is_some_and(|(manifest, _)| manifest.currency != *currency)
    }

    /// Reports a foreign currency where it is written. A section that inherits one from the top of
    /// the file is not reported again.
    fn check_currency(
        &self,
        stated: Option<&Spanned<String>>,
        currency: &Currency,
        diagnostics: &mut Diagnostics,
    ) {
        let Some((manifest, _)) = self.against.graph else {
            return;
        };
        if let Some(stated) = stated.filter(|_| self.is_foreign(currency)) {
            let (here, there) = (currency.code(), manifest.currency.code());
            let message = if manifest.currency == Currency::none() {
                "the graph has no prices, so no amount is ever shown. Build it from orders with prices, or with --catalog."
                    .to_owned()
            } else {
                let what = format!(
                    "the graph's prices are in {there}, so nothing in {here} is ever shown."
                );
                format!("{what} Write {there}, or build the graph with --currency {here}.")
            };
            diagnostics.add(stated.span(), Severity::Error, message);
        }
    }
}
