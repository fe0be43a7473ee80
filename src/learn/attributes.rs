//! What titles and prices say where orders are silent: companions of new products, and what can be bought instead.
//!
//! *Invariants*: never against the orders: a link from attributes only fills places that no order filled, and products that
//! people collect are no substitutes of each other.

use std::collections::BTreeMap;

use super::count::{Counts, Weighing};
use super::likeness::{Likeness, SAME_KIND};
use super::measure::{Link, Measure, closest};
use super::model::HEARSAY;
use super::orders::Part;
use crate::model::{Minor, Product, Relation};

/// So many of the products most alike are asked for their companions.
const ASKED: u8 = 5;

/// Products less alike than this know nothing about each other's companions.
const ALIKE: f64 = 0.3;

/// At most so many substitutes a product; each costs bytes in its data file.
const SUBSTITUTES: usize = 2;

/// A substitute costs within this factor of the product.
const PRICE_FACTOR: f64 = 1.4;

/// An upgrade is dearer by a factor between these.
const UPGRADE_FACTORS: std::ops::RangeInclusive<f64> = 1.1..=1.6;

/// What shoppers look at further apart says less of whether they choose between it, by the factor for a step.
const STEP_DECAY: f64 = 0.8;

/// At most so many products that are looked at beside a product are thought of as its substitutes.
const BESIDE: usize = 12;

/// Fewer visits than this with both are chance.
const BESIDE_VISITS: u32 = 3;

/// At most this many products of the same words where not even those alike were ever bought.
const SERIES: usize = 4;

/// A link that no order made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Supposed {
    pub(super) to: u32,
    pub(super) relation: Relation,
    /// For companions in the unit of learned strengths, else a likeness.
    pub(super) strength: f64,
}

/// Companions for a product that has fewer than it could: what is bought with products like it, then products like it.
pub(super) fn companions(
    likeness: &Likeness,
    rows: &[Vec<Link>],
    product: u32,
    missing: usize,
    may_link: impl Fn(u32) -> bool,
) -> Vec<Supposed> {
    // What could be bought instead of the product is no company for it.
    let may_link = |to: u32| may_link(to) && !likeness.are_same_kind(product, to);
    let alike = likeness.nearest(product, ALIKE, ASKED.into());
    let mut strengths: BTreeMap<u32, f64> = BTreeMap::new();
    for (other, likeness) in &alike {
        for link in
            rows.get(super::count::index(*other)).into_iter().flatten().filter(|link| link.to != product && may_link(link.to))
        {
            *strengths.entry(link.to).or_default() += likeness * link.strength * HEARSAY / f64::from(ASKED);
        }
    }
    let mut found: Vec<Supposed> = strengths
        .into_iter()
        .map(|(to, strength)| Supposed { to, relation: Relation::OftenBoughtWith, strength })
        .filter(|supposed| supposed.strength > 0.0)
        .collect();
    found.sort_by(|one, other| other.strength.total_cmp(&one.strength).then(one.to.cmp(&other.to)));
    if found.is_empty() {
        let series = alike.into_iter().filter(|(other, _)| may_link(*other)).take(SERIES);
        found.extend(series.map(|(to, strength)| Supposed {
            to,
            relation: Relation::PartOfSet,
            strength: strength * f64::MIN_POSITIVE,
        }));
    }
    found.truncate(missing);
    found
}

/// What the same shoppers looked at, by product, the most telling first.
pub(super) fn beside(visits: Part<'_>, products: usize) -> Vec<Vec<Link>> {
    if visits.is_empty() {
        return Vec::new();
    }
    let weighing = Weighing { step_decay: Some(STEP_DECAY), ..Weighing::EQUAL };
    let mut rows = closest(&Counts::new(visits, products, weighing), Measure::Cosine, BESIDE, |_, _| true);
    for row in &mut rows {
        row.retain(|link| link.together >= BESIDE_VISITS);
    }
    rows
}

/// What can be bought instead of a product, for much the same price or for more: what its title says is much the same, and what
/// shoppers look at beside it and do not buy beside it. `aside` has the latter.
pub(super) fn instead<'a>(
    likeness: &Likeness,
    aside: &[Link],
    (number, product): (u32, &Product),
    product_at: impl Fn(u32) -> Option<&'a Product>,
    are_collected: impl Fn(u32) -> bool,
) -> Vec<Supposed> {
    let mut near = likeness.nearest(number, SAME_KIND, 12);
    for link in aside.iter().filter(|link| likeness.between(number, link.to) >= ALIKE || !likeness.knows_both(number, link.to)) {
        match near.iter_mut().find(|(other, _)| *other == link.to) {
            Some((_, nearness)) => *nearness += link.strength,
            None => near.push((link.to, likeness.between(number, link.to) + link.strength)),
        }
    }
    near.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    near.retain(|(other, _)| !are_collected(*other) && product_at(*other).is_some_and(|other| other.is_available));
    let factor = |other: u32| {
        let other = product_at(other).and_then(|other| other.price_minor);
        product.price_minor.zip(other).map(|(one, other): (Minor, Minor)| price_factor(one, other))
    };
    let is_variant = |other: u32| product.group.is_some() && product_at(other).is_some_and(|other| other.group == product.group);
    let same = |(other, _): &&(u32, f64)| {
        is_variant(*other) || factor(*other).is_none_or(|factor| (1.0 / PRICE_FACTOR..=PRICE_FACTOR).contains(&factor))
    };
    let substitutes = near.iter().filter(same).take(SUBSTITUTES).map(|(to, likeness)| (*to, *likeness, Relation::Substitute));
    let better =
        |(other, _): &&(u32, f64)| !is_variant(*other) && factor(*other).is_some_and(|factor| UPGRADE_FACTORS.contains(&factor));
    let upgrade = near.iter().find(better).map(|(to, likeness)| (*to, *likeness, Relation::Upgrade));
    substitutes.chain(upgrade).map(|(to, strength, relation)| Supposed { to, relation, strength }).collect()
}

#[expect(clippy::cast_precision_loss, reason = "prices stay far below 2^53")]
fn price_factor(one: Minor, other: Minor) -> f64 {
    if one > 0 { other as f64 / one as f64 } else { f64::INFINITY }
}

#[cfg(test)]
mod tests {
    use super::super::orders::{Facts, Orders};
    use super::*;
    use crate::model::ProductId;

    fn product(id: u32, price_minor: Minor) -> Product {
        Product {
            id: ProductId(id),
            sku: id.to_string(),
            title: String::new(),
            price_minor: Some(price_minor),
            group: None,
            base: 0,
            orders: Some(9),
            repurchase: None,
            is_available: true,
            url: None,
            image: None,
        }
    }

    #[test]
    fn a_new_product_takes_over_the_companions_of_its_like() {
        let likeness = Likeness::new(
            ["red paper lantern", "blue paper lantern", "tea lights", "red star"].iter().map(|title| (Some(*title), None)),
        );
        let rows = vec![vec![], vec![Link { to: 2, strength: 0.4, together: 9 }], vec![], vec![]];
        let found = companions(&likeness, &rows, 0, 10, |_| true);
        assert_eq!((found[0].to, found[0].relation), (2, Relation::OftenBoughtWith));
        assert!(found[0].strength < 0.2);
        let unsold = companions(&likeness, &[], 0, 10, |_| true);
        assert_eq!((unsold.len(), unsold[0].to, unsold[0].relation), (1, 3, Relation::PartOfSet));
    }

    #[test]
    fn what_is_looked_at_beside_it_can_be_bought_instead() {
        let visit = |id, products| (Facts { id, ..Facts::default() }, products);
        let visits = Orders::new((0..4).map(|id| visit(id, vec![0, 1])).chain([visit(9, vec![0, 2])]).collect(), true);
        let aside = beside(visits.all(), 4);
        let products = [product(0, 1000), product(1, 1050), product(2, 1000), product(3, 9900)];
        let found = |titles: [&str; 4]| {
            let likeness = Likeness::new(titles.iter().map(|title| (Some(*title), None)));
            let found = instead(&likeness, &aside[0], (0, &products[0]), |number| products.get(number as usize), |_| false);
            found.iter().map(|supposed| (supposed.to, supposed.relation)).collect::<Vec<_>>()
        };
        assert_eq!(found([""; 4]), [(1, Relation::Substitute)], "one visit with both is chance");
        assert_eq!(found(["camera", "memory card", "", ""]), [], "titles know better");
    }

    #[test]
    fn price_tells_a_substitute_from_an_upgrade() {
        let titles = ["paper lantern", "paper lantern", "paper lantern", "paper lantern"];
        let likeness = Likeness::new(titles.iter().map(|title| (Some(*title), None)));
        let products = [product(0, 1000), product(1, 1050), product(2, 1500), product(3, 9900)];
        let found = instead(&likeness, &[], (0, &products[0]), |number| products.get(number as usize), |_| false);
        let relations: Vec<(u32, Relation)> = found.iter().map(|supposed| (supposed.to, supposed.relation)).collect();
        assert_eq!(relations, [(1, Relation::Substitute), (2, Relation::Upgrade)]);
        assert_eq!(instead(&likeness, &[], (0, &products[0]), |number| products.get(number as usize), |_| true), []);
    }
}
