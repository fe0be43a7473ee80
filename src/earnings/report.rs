//! Orders and events -> the figures of the report.
//!
//! *Invariants*: what the input does not support is absent, and [`Earnings::unknown`] names it; the
//! offers never have more revenue than the orders; the headline is about one measure, chosen by the
//! input and not by the result.

use std::collections::BTreeMap;

use serde::Serialize;

use super::EarningsError;
use super::attribution::{Attribution, BoughtAdditions, attribute};
use super::compare::{GroupComparison, GroupRow, Verdict, compare};
use super::group::Group;
use super::log::{EventLog, LogCounts, kind_of};
use super::order_book::{BookCounts, BookedOrder, Closed, OrderBook};
use super::statistics::{Cluster, Estimate, Moments, chance_of_split, real};
use crate::model::{Currency, SECONDS_PER_DAY};

/// A split this improbable is not chance: a group is recorded badly.
const IMPROBABLE: f64 = 0.001;

/// The period of the report, in seconds since 1970, the end excluded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReportPeriod {
    /// The first second.
    pub since: Option<i64>,
    /// The second after the last.
    pub until: Option<i64>,
}

/// What the report is about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportSettings {
    /// The currency; `None` takes the only one of the orders.
    pub currency: Option<Currency>,
    /// The period.
    pub period: ReportPeriod,
    /// `[experiment] control_group_percent` of the shop, if known.
    pub control_percent: Option<u8>,
}

/// The orders of the report.
pub struct ReportOrders {
    pub(super) closed: Closed,
    /// The currency of all amounts.
    pub currency: Currency,
}

impl OrderBook {
    /// Completes the orders of the report.
    ///
    /// # Errors
    /// [`EarningsError`] for several currencies, unknown spellings of groups, and no orders.
    pub fn settle(self, settings: &ReportSettings) -> Result<ReportOrders, EarningsError> {
        let mut closed = self.close();
        if !closed.unknown.is_empty() {
            let found = std::mem::take(&mut closed.unknown).into_iter().collect();
            return Err(EarningsError::UnknownGroups(found));
        }
        let currency = match &settings.currency {
            Some(currency) => currency.clone(),
            None if closed.currencies.len() > 1 => {
                let found = std::mem::take(&mut closed.currencies);
                let found = found
                    .into_iter()
                    .map(|(code, orders)| (code.into(), orders));
                return Err(EarningsError::Currencies(found.collect()));
            }
            None => match closed.currencies.keys().next() {
                Some(code) => Currency::new(code)
                    .map_err(|error| EarningsError::BadCurrency(error.to_string()))?,
                None if closed.has_prices() => return Err(EarningsError::NoCurrency),
                None => Currency::none(),
            },
        };
        closed.keep_currency(currency.code());
        closed.keep_period(settings.period.since, settings.period.until);
        if closed.orders.is_empty() {
            return Err(EarningsError::NoOrders(closed.counts));
        }
        Ok(ReportOrders { closed, currency })
    }
}

/// One offer, or one list of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OfferEarnings {
    /// The kind of the offer, or the `listId`.
    pub name: String,
    /// Times that it was seen.
    pub seen: u64,
    /// Times that one of its products was opened.
    pub selected: u64,
    /// Times that something of it was added to the cart.
    pub additions: u64,
    /// Pieces that were added.
    pub added_pieces: u64,
    /// The offered price of these pieces.
    pub added_minor: i64,
    /// Orders with an added piece.
    pub orders: u64,
    /// Added pieces that were bought.
    pub bought_pieces: u64,
    /// The price of the bought pieces in the orders.
    pub revenue_minor: i64,
}

/// Whether the groups have the sizes that the shop has set.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Split {
    /// Whether visitors were counted; otherwise orders.
    pub is_of_visitors: bool,
    /// The percentage that the shop has set.
    pub expected_percent: u8,
    /// The percentage that was found.
    pub found_percent: f64,
    /// Probability of a split at least as uneven by chance.
    pub chance: f64,
    /// Whether it is no chance.
    pub is_uneven: bool,
}

/// Share of the orders of shoppers with offers that contain a piece from an offer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Attached {
    /// Orders with a piece from an offer.
    pub orders: u64,
    /// The orders that were considered.
    pub of_orders: u64,
    /// The share with its interval.
    pub share: Estimate,
}

/// What the offers earned.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Earnings {
    /// The currency of all amounts, which are in its minor units.
    pub currency: Currency,
    /// Day of the first order, such as `2026-01-01`.
    pub first_day: Option<String>,
    /// Day of the last order.
    pub last_day: Option<String>,
    /// Number of days from the first to the last order, both included.
    pub days: u64,
    /// Orders that count.
    pub orders: u64,
    /// Their sum.
    pub revenue_minor: i64,
    /// Orders whose group is unknown.
    pub orders_without_group: u64,
    /// The groups, treatment first.
    pub groups: Vec<GroupRow>,
    /// The answer.
    pub verdict: Verdict,
    /// The comparisons, the one of the verdict first.
    pub measures: Vec<GroupComparison>,
    /// Orders with pieces from offers, if there is a log.
    pub attached: Option<Attached>,
    /// Sum of the bought pieces of all offers.
    pub offers_revenue_minor: i64,
    /// The kinds of offers, the most revenue first.
    pub offers: Vec<OfferEarnings>,
    /// The lists, the most revenue first.
    pub lists: Vec<OfferEarnings>,
    /// Whether clicks count as additions, because the log has no `tillside-added`.
    pub has_clicks_only: bool,
    /// The check of the split, if the percentage is known.
    pub split: Option<Split>,
    /// Customers with orders in both groups.
    pub customers_in_both_groups: u64,
    /// Visitors that the log puts in both groups.
    pub visitors_in_both_groups: u64,
    /// Orders whose group in the export differs from that in the log.
    pub disagreeing_orders: u64,
    /// What became of the orders.
    pub left_out: BookCounts,
    /// What became of the log.
    pub log: Option<LogCounts>,
    /// Figures that this input cannot give, as sentences.
    pub unknown: Vec<String>,
}

/// Links between orders and the log.
struct Linked {
    /// Visitor of each order, 0 if unknown.
    visitors: Vec<u64>,
    groups: Vec<Option<Group>>,
    disagreeing: u64,
}

fn link(orders: &[BookedOrder], log: Option<&EventLog>) -> Linked {
    let mut linked = Linked {
        visitors: Vec::with_capacity(orders.len()),
        groups: Vec::with_capacity(orders.len()),
        disagreeing: 0,
    };
    for order in orders {
        let placed = log.and_then(|log| log.orders.get(&order.number));
        let named = placed.map_or(0, |placed| placed.visitor);
        let visitor = if named == 0 { order.customer } else { named };
        let known = log.and_then(|log| log.visitors.get(&visitor));
        let of_log = placed
            .and_then(|placed| placed.group)
            .or_else(|| known.and_then(|visitor| visitor.group()));
        if order
            .group
            .zip(of_log)
            .is_some_and(|(one, other)| one != other)
        {
            linked.disagreeing = linked.disagreeing.saturating_add(1);
        }
        linked
            .visitors
            .push(if known.is_some() { visitor } else { 0 });
        linked.groups.push(order.group.or(of_log));
    }
    linked
}

/// Computes the report.
///
/// # Errors
/// [`EarningsError::NothingToSay`] if no order has a group and there are no events.
pub fn earnings(
    orders: &ReportOrders,
    mut log: Option<EventLog>,
    settings: &ReportSettings,
) -> Result<Earnings, EarningsError> {
    let ReportOrders { closed, currency } = orders;
    let has_clicks_only = log.as_mut().is_some_and(EventLog::settle);
    let log = log.as_ref();
    if let Some(counts) = log.map(EventLog::counts).filter(|counts| counts.used == 0) {
        return Err(EarningsError::ForeignLog(counts.clone()));
    }
    let linked = link(&closed.orders, log);
    if log.is_none() && linked.groups.iter().all(Option::is_none) {
        return Err(EarningsError::NothingToSay);
    }
    let scale = Scale::of(currency);
    let attribution = log.map(|log| attribute(&closed.orders, log));
    let visitors = log.map(EventLog::visitors_by_group).unwrap_or_default();
    let buyers = log.and_then(|log| buyers(&closed.orders, &linked, log, scale));
    let has_prices = closed.has_prices();
    let compared = compare(
        &closed.orders,
        &linked.groups,
        buyers.as_ref(),
        has_prices,
        scale,
    );
    let split = split(&compared.groups, buyers.is_some(), settings.control_percent);
    let (offers, lists) = log
        .zip(attribution.as_ref())
        .map(|(log, attribution)| rows(log, &attribution.lists, scale))
        .unwrap_or_default();
    let total =
        |micros: &mut dyn Iterator<Item = i64>| scale.minor(micros.fold(0, i64::saturating_add));
    let offers_micros = attribution
        .iter()
        .flat_map(|found| found.lists.iter().map(|list| list.micros));
    let mut times = closed.orders.iter().filter_map(|order| order.time);
    let first = times.next();
    let last = times.next_back().or(first);
    let mut found = Earnings {
        currency: currency.clone(),
        first_day: first.and_then(day),
        last_day: last.and_then(day),
        days: days(first, last),
        orders: closed.orders.len() as u64,
        revenue_minor: total(&mut closed.orders.iter().map(BookedOrder::micros)),
        orders_without_group: linked.groups.iter().filter(|group| group.is_none()).count() as u64,
        groups: compared.groups,
        verdict: compared.verdict,
        measures: compared.measures,
        attached: attribution
            .as_ref()
            .and_then(|found| attached(found, &linked.groups)),
        offers_revenue_minor: total(&mut { offers_micros }),
        offers,
        lists,
        has_clicks_only,
        split,
        customers_in_both_groups: closed.customers_in_both(),
        visitors_in_both_groups: visitors.get(&None).copied().unwrap_or(0),
        disagreeing_orders: linked.disagreeing,
        left_out: closed.counts,
        log: log.map(|log| log.counts.clone()),
        unknown: Vec::new(),
    };
    found.unknown = unknown(&found, log, buyers.is_some(), has_prices);
    Ok(found)
}

/// Converts millionths to minor units.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    micros: i64,
}

impl Scale {
    fn of(currency: &Currency) -> Self {
        let decimals = 6_u32.saturating_sub(currency.exponent());
        Self {
            micros: 10_i64.saturating_pow(decimals),
        }
    }

    /// Whole minor units, rounded down: a part is never more than its whole.
    fn minor(self, micros: i64) -> i64 {
        micros.div_euclid(self.micros.max(1))
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "for means, which are rounded anyway"
    )]
    pub(super) fn real(self, micros: i64) -> f64 {
        micros as f64 / self.micros.max(1) as f64
    }
}

/// Revenue of the visitors who bought, and the number of those who did not.
pub(super) struct Buyers {
    pub(super) bought: BTreeMap<Group, Vec<Cluster>>,
    pub(super) visitors: BTreeMap<Group, u64>,
}

/// The visitors of the log with their orders; `None` if the log does not contain most of the
/// buyers.
fn buyers(orders: &[BookedOrder], linked: &Linked, log: &EventLog, scale: Scale) -> Option<Buyers> {
    let (first, last) = log.first.zip(log.last)?;
    let mut sums: BTreeMap<u64, f64> = BTreeMap::new();
    let (mut known, mut all) = (0_u64, 0_u64);
    for (order, visitor) in orders.iter().zip(&linked.visitors) {
        let time = order.time.unwrap_or(first);
        if time < first.saturating_sub(SECONDS_PER_DAY)
            || time > last.saturating_add(SECONDS_PER_DAY)
        {
            continue;
        }
        all = all.saturating_add(1);
        if *visitor != 0 {
            known = known.saturating_add(1);
            *sums.entry(*visitor).or_default() += scale.real(order.micros());
        }
    }
    if all == 0 || known.saturating_mul(2) < all {
        return None;
    }
    let counts = log.visitors_by_group();
    let visitors: BTreeMap<Group, u64> = counts
        .into_iter()
        .filter_map(|(group, count)| Some((group?, count)))
        .collect();
    let mut bought: BTreeMap<Group, Vec<Cluster>> = BTreeMap::new();
    for (visitor, sum) in sums {
        if let Some(group) = log
            .visitors
            .get(&visitor)
            .and_then(|visitor| visitor.group())
        {
            bought
                .entry(group)
                .or_default()
                .push(Cluster { sum, count: 1.0 });
        }
    }
    (visitors.len() == 2).then_some(Buyers { bought, visitors })
}

fn attached(found: &Attribution, groups: &[Option<Group>]) -> Option<Attached> {
    let considered: Vec<Cluster> = found
        .is_attached
        .iter()
        .zip(groups)
        .filter(|(_, group)| **group != Some(Group::Control))
        .map(|(is_attached, _)| Cluster {
            sum: f64::from(u8::from(*is_attached)),
            count: 1.0,
        })
        .collect();
    let orders = considered.iter().filter(|order| order.sum > 0.0).count() as u64;
    let of_orders = considered.len() as u64;
    // Of a single order nothing is known about the others.
    let single = Estimate {
        value: real(orders),
        low: 0.0,
        high: 1.0,
    };
    (of_orders > 0).then(|| Attached {
        orders,
        of_orders,
        share: Moments::of(&considered, 0).map_or(single, |moments| moments.share()),
    })
}

fn rows(
    log: &EventLog,
    bought: &[BoughtAdditions],
    scale: Scale,
) -> (Vec<OfferEarnings>, Vec<OfferEarnings>) {
    let mut kinds: BTreeMap<&str, (OfferEarnings, i64)> = BTreeMap::new();
    let mut lists = Vec::new();
    for ((id, list), bought) in log.list_ids.iter().zip(&log.lists).zip(bought) {
        let row = OfferEarnings {
            name: id.clone(),
            seen: list.seen,
            selected: list.selected,
            additions: list.additions,
            added_pieces: list.added_pieces,
            added_minor: list.added_minor,
            orders: bought.orders,
            bought_pieces: bought.pieces,
            revenue_minor: scale.minor(bought.micros),
        };
        let (kind, micros) = kinds.entry(kind_of(id)).or_default();
        let sum = |one: &mut u64, other: u64| *one = one.saturating_add(other);
        sum(&mut kind.seen, row.seen);
        sum(&mut kind.selected, row.selected);
        sum(&mut kind.additions, row.additions);
        sum(&mut kind.added_pieces, row.added_pieces);
        sum(&mut kind.orders, row.orders);
        sum(&mut kind.bought_pieces, row.bought_pieces);
        kind.added_minor = kind.added_minor.saturating_add(row.added_minor);
        *micros = micros.saturating_add(bought.micros);
        lists.push(row);
    }
    let offers = kinds
        .into_iter()
        .map(|(name, (row, micros))| OfferEarnings {
            name: name.to_owned(),
            revenue_minor: scale.minor(micros),
            ..row
        });
    let mut offers: Vec<OfferEarnings> = offers.collect();
    for rows in [&mut offers, &mut lists] {
        rows.sort_by(|one, other| {
            let key = |row: &OfferEarnings| (row.revenue_minor, row.additions, row.seen);
            key(other)
                .cmp(&key(one))
                .then_with(|| one.name.cmp(&other.name))
        });
    }
    (offers, lists)
}

fn split(groups: &[GroupRow], has_visitors: bool, percent: Option<u8>) -> Option<Split> {
    let percent = percent.filter(|percent| *percent > 0)?;
    let count = |group: Group| {
        let row = groups.iter().find(|row| row.group == group);
        row.map_or(0, |row| {
            row.visitors.filter(|_| has_visitors).unwrap_or(row.orders)
        })
    };
    let (treatment, control) = (count(Group::Treatment), count(Group::Control));
    let chance = chance_of_split(treatment, control, f64::from(percent) / 100.0)?;
    Some(Split {
        is_of_visitors: has_visitors,
        expected_percent: percent,
        found_percent: 100.0 * real(control) / real(treatment.saturating_add(control)),
        chance,
        is_uneven: chance < IMPROBABLE,
    })
}

fn unknown(
    found: &Earnings,
    log: Option<&EventLog>,
    has_visitors: bool,
    has_prices: bool,
) -> Vec<String> {
    let mut unknown = Vec::new();
    let mut say = |is: bool, sentence: &str| {
        if is {
            unknown.push(sentence.to_owned());
        }
    };
    say(
        log.is_none(),
        "Whether offers make more visitors buy: orders contain only those who bought. An event log with the \
         visitors of both groups (--events) answers this.",
    );
    say(
        log.is_some() && !has_visitors,
        "Whether offers make more visitors buy: the event log does not contain the visitors of both groups, or \
         fewer than half of the orders belong to one of them. Write a line for each placed order to the log.",
    );
    say(
        log.is_none(),
        "Which offer earned how much: orders do not contain where a product was added. An event log (--events) does.",
    );
    say(!has_prices, "Amounts of money: the orders have no prices.");
    say(
        found.split.is_none() && found.groups.len() == 2,
        "Whether the groups have the sizes that were set: pass --shop with the file that contains control_group_percent.",
    );
    unknown
}

fn day(seconds: i64) -> Option<String> {
    let time = jiff::Timestamp::from_second(seconds).ok()?;
    Some(jiff::tz::TimeZone::UTC.to_datetime(time).date().to_string())
}

fn days(first: Option<i64>, last: Option<i64>) -> u64 {
    let number = |seconds: i64| seconds.div_euclid(SECONDS_PER_DAY);
    first.zip(last).map_or(0, |(first, last)| {
        number(last).abs_diff(number(first)).saturating_add(1)
    })
}
