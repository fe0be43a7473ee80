//! Treatment against control: the measures and the verdict.

use std::collections::BTreeMap;

use serde::Serialize;

use super::group::Group;
use super::order_book::BookedOrder;
use super::report::{Buyers, Scale};
use super::statistics::{
    Cluster, Estimate, Moments, Power, difference, power, real, share_difference, whole,
};

/// With fewer shoppers who bought in a group, no difference is given: the interval would not contain
/// the truth as often as it promises.
pub(super) const FEWEST: u64 = 50;

/// The effect that the number of needed orders is computed for: five percent.
const TARGET: f64 = 0.05;

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ComparedMeasure {
    /// Revenue per visitor, in minor units.
    RevenuePerVisitor,
    /// Share of the visitors who buy.
    Conversion,
    /// Average order value, in minor units.
    OrderValue,
    /// Pieces per order.
    ItemsPerOrder,
    /// Share of the orders with several different products.
    SeveralProducts,
}

impl ComparedMeasure {
    /// Whether the measure is a share.
    #[must_use]
    pub fn is_share(self) -> bool {
        matches!(self, Self::Conversion | Self::SeveralProducts)
    }

    /// Whether the measure is an amount of money.
    #[must_use]
    pub fn is_money(self) -> bool {
        matches!(self, Self::RevenuePerVisitor | Self::OrderValue)
    }

    /// Whether the measure counts visitors; otherwise orders.
    #[must_use]
    pub fn is_of_visitors(self) -> bool {
        matches!(self, Self::RevenuePerVisitor | Self::Conversion)
    }
}

/// One comparison.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct GroupComparison {
    /// What is compared.
    pub name: ComparedMeasure,
    /// The mean of the shoppers with offers.
    pub treatment: Estimate,
    /// The mean of the control group.
    pub control: Estimate,
    /// Treatment minus control.
    pub difference: Estimate,
    /// The difference as a share of the control group's mean.
    pub relative: Option<Estimate>,
    /// What a comparison of this size can notice.
    pub power: Option<Power>,
}

/// One group.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct GroupRow {
    /// The group.
    pub group: Group,
    /// Its orders.
    pub orders: u64,
    /// Shoppers who bought: customers, and orders without a customer.
    pub buyers: u64,
    /// Visitors, if the log contains them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visitors: Option<u64>,
    /// Sum of the orders.
    pub revenue_minor: f64,
}

/// The answer of the report.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Verdict {
    /// There are no two groups to compare.
    NoGroups,
    /// A group has fewer shoppers who bought than a comparison needs.
    TooFew {
        /// Shoppers of the smaller group who bought.
        found: u64,
        /// The number from which differences are given.
        needed: u64,
        /// Orders of both groups together until an effect of 5 % would be noticed, at least until
        /// differences are given.
        more_orders: Option<u64>,
    },
    /// The interval contains zero.
    Unclear,
    /// Offers earn more.
    More {
        /// The additional revenue of the period, in minor units.
        earned_minor: Estimate,
    },
    /// Offers earn less.
    Less {
        /// The additional revenue of the period, which is negative.
        earned_minor: Estimate,
    },
}

/// The comparison of both groups.
pub(super) struct Compared {
    pub(super) groups: Vec<GroupRow>,
    pub(super) measures: Vec<GroupComparison>,
    pub(super) verdict: Verdict,
}

/// What a group's shoppers contribute to each measure.
#[derive(Default)]
struct Sums {
    orders: u64,
    revenue: f64,
    shoppers: BTreeMap<u64, [f64; 4]>,
}

impl Sums {
    fn of(orders: &[BookedOrder], groups: &[Option<Group>], group: Group, scale: Scale) -> Self {
        let mut sums = Self::default();
        // Customers have hashes; orders without a customer count from the other end.
        let mut nobody = 0_u64;
        let mine = orders
            .iter()
            .zip(groups)
            .filter(|(_, of)| **of == Some(group));
        for (order, _) in mine {
            let shopper = if order.customer == 0 {
                nobody = nobody.saturating_add(1);
                u64::MAX.wrapping_sub(nobody)
            } else {
                order.customer
            };
            let pieces = order.pieces.iter().map(|piece| u64::from(piece.quantity));
            let mut products: Vec<u64> = order.pieces.iter().map(|piece| piece.sku).collect();
            products.sort_unstable();
            products.dedup();
            let value = scale.real(order.micros());
            sums.orders = sums.orders.saturating_add(1);
            sums.revenue += value;
            let [count, revenue, items, several] = sums.shoppers.entry(shopper).or_default();
            *count += 1.0;
            *revenue += value;
            *items += real(pieces.sum());
            *several += f64::from(u8::from(products.len() > 1));
        }
        sums
    }

    fn moments(&self, pick: impl Fn(&[f64; 4]) -> f64) -> Option<Moments> {
        let cluster = |sums: &[f64; 4]| {
            let [count, ..] = sums;
            Cluster {
                sum: pick(sums),
                count: *count,
            }
        };
        let clusters: Vec<Cluster> = self.shoppers.values().map(cluster).collect();
        Moments::of(&clusters, 0)
    }
}

pub(super) fn compare(
    orders: &[BookedOrder],
    groups: &[Option<Group>],
    buyers: Option<&Buyers>,
    has_prices: bool,
    scale: Scale,
) -> Compared {
    let both = [Group::Treatment, Group::Control];
    let [treatment, control] = both.map(|group| Sums::of(orders, groups, group, scale));
    let rows = both
        .iter()
        .zip([&treatment, &control])
        .map(|(group, sums)| GroupRow {
            group: *group,
            orders: sums.orders,
            buyers: sums.shoppers.len() as u64,
            visitors: buyers.and_then(|buyers| buyers.visitors.get(group).copied()),
            revenue_minor: sums.revenue,
        });
    let rows: Vec<GroupRow> = rows
        .filter(|row| row.orders > 0 || row.visitors.is_some())
        .collect();
    if treatment.orders == 0 || control.orders == 0 {
        return Compared {
            groups: rows,
            measures: Vec::new(),
            verdict: Verdict::NoGroups,
        };
    }
    let mut measures = Vec::new();
    let mut add = |name: ComparedMeasure, pair: Option<(Moments, Moments)>| {
        if let Some((treatment, control)) = pair.filter(|_| has_prices || !name.is_money()) {
            measures.push(measure(name, &treatment, &control));
        }
    };
    if let Some(buyers) = buyers {
        add(
            ComparedMeasure::RevenuePerVisitor,
            visits(buyers, |cluster| cluster),
        );
        let once = |cluster: Cluster| Cluster {
            sum: 1.0,
            ..cluster
        };
        add(ComparedMeasure::Conversion, visits(buyers, once));
    }
    let per_order = |pick: fn(&[f64; 4]) -> f64| treatment.moments(pick).zip(control.moments(pick));
    add(
        ComparedMeasure::OrderValue,
        per_order(|[_, revenue, ..]| *revenue),
    );
    add(
        ComparedMeasure::ItemsPerOrder,
        per_order(|[_, _, items, _]| *items),
    );
    add(
        ComparedMeasure::SeveralProducts,
        per_order(|[.., several]| *several),
    );
    let verdict = verdict(
        &measures,
        &rows,
        treatment.orders.saturating_add(control.orders),
    );
    if matches!(verdict, Verdict::TooFew { .. }) {
        measures.clear();
    }
    Compared {
        groups: rows,
        measures,
        verdict,
    }
}

fn visits(buyers: &Buyers, each: impl Fn(Cluster) -> Cluster) -> Option<(Moments, Moments)> {
    let of = |group: Group| {
        let bought = buyers.bought.get(&group).map_or(&[][..], Vec::as_slice);
        let clusters: Vec<Cluster> = bought.iter().copied().map(&each).collect();
        let visitors = buyers.visitors.get(&group).copied().unwrap_or(0);
        Moments::of(&clusters, visitors.saturating_sub(clusters.len() as u64))
    };
    of(Group::Treatment).zip(of(Group::Control))
}

fn measure(name: ComparedMeasure, treatment: &Moments, control: &Moments) -> GroupComparison {
    let of = |group: &Moments| {
        if name.is_share() {
            group.share()
        } else {
            group.estimate()
        }
    };
    let difference = if name.is_share() {
        share_difference(treatment, control)
    } else {
        difference(treatment, control)
    };
    GroupComparison {
        name,
        treatment: of(treatment),
        control: of(control),
        difference,
        relative: (control.mean > 0.0).then(|| difference.times(1.0 / control.mean)),
        power: power(treatment, control, TARGET),
    }
}

fn verdict(measures: &[GroupComparison], groups: &[GroupRow], orders: u64) -> Verdict {
    let found = groups.iter().map(|row| row.buyers).min().unwrap_or(0);
    let headline = measures.first();
    if found < FEWEST {
        // Both groups grow in the proportion that they have.
        let until_given = real(orders) * (real(FEWEST) / real(found.max(1)) - 1.0);
        let of_orders = measures
            .iter()
            .find(|measure| !measure.name.is_of_visitors());
        let until_noticed = of_orders.and_then(|measure| measure.power);
        let until_noticed = until_noticed.map_or(0, |power| power.more_needed);
        return Verdict::TooFew {
            found,
            needed: FEWEST,
            more_orders: (found > 0).then(|| whole(until_given).max(until_noticed)),
        };
    }
    let Some(headline) = headline else {
        return Verdict::Unclear;
    };
    let size = groups
        .iter()
        .find(|row| row.group == Group::Treatment)
        .map_or(0, |row| {
            row.visitors
                .filter(|_| headline.name.is_of_visitors())
                .unwrap_or(row.orders)
        });
    let earned_minor = headline.difference.times(real(size));
    if headline.difference.has_zero() || !headline.name.is_money() {
        Verdict::Unclear
    } else if headline.difference.value > 0.0 {
        Verdict::More { earned_minor }
    } else {
        Verdict::Less { earned_minor }
    }
}
