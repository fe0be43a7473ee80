//! Links inferred from titles, prices and categories: companions of new products, and substitutes
//! and upgrades.
//!
//! Example of a companion: a new product resembles two others with similarities 0.6 and 0.4, and
//! both have a link to a third product with strengths 0.3 and 0.2. The inferred link has the
//! strength (0.6 * 0.3 + 0.4 * 0.2) * 0.5 / 5 = 0.026: the mean over [`ASKED`] products, discounted
//! like a two-step link.
//!
//! Example of prices: for a product at 10.00, a similar product is a substitute from 7.15 to 14.00.
//! The most similar one from 11.00 to 16.00 is the upgrade instead.
//!
//! *Invariants*: inferred links never contradict orders: they only fill places without learned
//! links, and products that customers collect are not substitutes of each other.

use std::collections::BTreeMap;

use crate::build::products::CountedProduct;
use crate::build::title_comparison::{Comparison, compare};
use crate::dataset::OrderSlice;
use crate::model::{Minor, Product, Relation};
use crate::train::co_occurrence::{Counts, Weighing};
use crate::train::ridge::TWO_STEP_DISCOUNT;
use crate::train::similarity::{Link, SimilarityMeasure, closest};
use crate::train::title_similarity::{SAME_KIND, TitleSimilarity};

/// Number of similar products whose companions are considered.
const ASKED: u8 = 5;

/// Minimum similarity of a product whose companions are used.
const ALIKE: f64 = 0.3;

/// Maximum number of substitutes per product; each costs bytes in its data file.
const SUBSTITUTES: usize = 2;

/// A substitute costs within this factor of the product.
const PRICE_FACTOR: f64 = 1.4;

/// The price of an upgrade, relative to the product, is between these factors.
const UPGRADE_FACTORS: std::ops::RangeInclusive<f64> = 1.1..=1.6;

/// Decay per step between two views: a shopper who chooses between two products views them close
/// together.
const STEP_DECAY: f64 = 0.8;

/// Maximum number of co-viewed products that are considered as substitutes.
const CO_VIEWED: usize = 12;

/// Minimum number of sessions with both products.
const CO_VIEWED_SESSIONS: u32 = 3;

/// The price of a companion of the same category, relative to the product, is between these
/// factors.
const COMPANION_FACTORS: std::ops::RangeInclusive<f64> = 0.3..=1.2;

/// Number of products of the same category and nearest price to consider, in each direction.
const REACHED_FOR: usize = 12;

/// Maximum number of similar products as companions if none of them was ever bought.
const SERIES: usize = 4;

/// A link without orders.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct InferredLink {
    pub(crate) to: u32,
    pub(crate) relation: Relation,
    /// The strength in the unit of learned links for companions, otherwise a similarity.
    pub(crate) strength: f64,
}

/// Products by category and price.
pub(crate) struct CategoryIndex {
    /// Ascending by price; products without a price come first.
    shelves: Vec<Vec<(Minor, u32)>>,
    /// By rank: indexes of the category and of the product in it.
    places: BTreeMap<u32, (usize, usize)>,
}

impl CategoryIndex {
    pub(crate) fn new(numbered: &[CountedProduct]) -> Self {
        let mut by_category: BTreeMap<&str, Vec<(Minor, u32)>> = BTreeMap::new();
        for CountedProduct {
            counted,
            product,
            category,
        } in numbered
        {
            if let Some(category) = category {
                by_category
                    .entry(category)
                    .or_default()
                    .push((product.price_minor.unwrap_or(0), *counted));
            }
        }
        let mut shelves: Vec<Vec<(Minor, u32)>> = by_category.into_values().collect();
        for products in &mut shelves {
            products.sort_unstable();
        }
        let numbered = shelves.iter().enumerate();
        let places = numbered.flat_map(|(number, products)| {
            products
                .iter()
                .enumerate()
                .map(move |(place, (_, product))| (*product, (number, place)))
        });
        Self {
            places: places.collect(),
            shelves,
        }
    }

    /// Products of the same category at a similar or lower price, the nearest price first.
    fn in_category_of(&self, product: u32) -> impl Iterator<Item = u32> {
        let standing = self
            .places
            .get(&product)
            .and_then(|(number, place)| Some((self.shelves.get(*number)?, *place)));
        let (products, place) = standing.map_or((&[][..], 0), |(products, place)| {
            (products.as_slice(), place)
        });
        let price = products.get(place).map_or(0, |(price, _)| *price);
        let near = (1..=REACHED_FOR)
            .flat_map(move |distance| [place.checked_sub(distance), place.checked_add(distance)]);
        let near = near.filter_map(move |place| products.get(place?));
        let fits = move |other: Minor| {
            price == 0 || COMPANION_FACTORS.contains(&price_factor(price, other))
        };
        near.filter(move |(other, _)| fits(*other))
            .map(|(_, other)| *other)
    }
}

/// Companions for a product with free places: first the companions of similar products; if there
/// are none, similar products themselves, then products of the same category.
pub(crate) fn companions(
    similarity: &TitleSimilarity,
    shelves: &CategoryIndex,
    rows: &[Vec<Link>],
    product: u32,
    missing: usize,
    may_link: impl Fn(u32) -> bool,
) -> Vec<InferredLink> {
    // Alternatives to the product are not companions.
    let may_link = |to: u32| may_link(to) && !similarity.are_same_kind(product, to);
    let alike = similarity.nearest(product, ALIKE, ASKED.into());
    let mut strengths: BTreeMap<u32, f64> = BTreeMap::new();
    for (other, similarity) in &alike {
        for link in rows
            .get(crate::dataset::index(*other))
            .into_iter()
            .flatten()
            .filter(|link| link.to != product && may_link(link.to))
        {
            *strengths.entry(link.to).or_default() +=
                similarity * link.strength * TWO_STEP_DISCOUNT / f64::from(ASKED);
        }
    }
    let mut found: Vec<InferredLink> = strengths
        .into_iter()
        .map(|(to, strength)| InferredLink {
            to,
            relation: Relation::OftenBoughtWith,
            strength,
        })
        .filter(|inferred| inferred.strength > 0.0)
        .collect();
    found.sort_by(|one, other| {
        other
            .strength
            .total_cmp(&one.strength)
            .then(one.to.cmp(&other.to))
    });
    if found.is_empty() {
        let mut series: Vec<u32> = alike
            .into_iter()
            .map(|(other, _)| other)
            .filter(|other| may_link(*other))
            .collect();
        let shelf = shelves
            .in_category_of(product)
            .filter(|other| may_link(*other) && !series.contains(other))
            .collect::<Vec<_>>();
        series.extend(shelf);
        let inferred = |to| InferredLink {
            to,
            relation: Relation::PartOfSet,
            strength: f64::MIN_POSITIVE,
        };
        found.extend(series.into_iter().take(SERIES).map(inferred));
    }
    found.truncate(missing);
    found
}

/// Products viewed in the same sessions, by product, the most similar first.
pub(crate) fn co_viewed(sessions: OrderSlice<'_>, products: usize) -> Vec<Vec<Link>> {
    if sessions.is_empty() {
        return Vec::new();
    }
    let weighing = Weighing {
        step_decay: Some(STEP_DECAY),
        ..Weighing::EQUAL
    };
    let mut rows = closest(
        &Counts::new(sessions, products, weighing),
        SimilarityMeasure::Cosine,
        CO_VIEWED,
        |_, _| true,
    );
    for row in &mut rows {
        row.retain(|link| link.together >= CO_VIEWED_SESSIONS);
    }
    rows
}

/// Substitutes and upgrades of a product: products with similar titles, and co-viewed products that
/// are not bought together (`co_viewed`), by price.
pub(crate) fn substitutes<'a>(
    similarity: &TitleSimilarity,
    co_viewed: &[Link],
    (number, product): (u32, &Product),
    product_at: impl Fn(u32) -> Option<&'a Product>,
    are_collected: impl Fn(u32) -> bool,
) -> Vec<InferredLink> {
    let mut near = similarity.nearest(number, SAME_KIND, 12);
    for link in co_viewed.iter().filter(|link| {
        similarity.between(number, link.to) >= ALIKE || !similarity.knows_both(number, link.to)
    }) {
        match near.iter_mut().find(|(other, _)| *other == link.to) {
            Some((_, nearness)) => *nearness += link.strength,
            None => near.push((link.to, similarity.between(number, link.to) + link.strength)),
        }
    }
    near.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    near.retain(|(other, _)| {
        !are_collected(*other) && product_at(*other).is_some_and(|other| other.is_available)
    });
    let factor = |other: u32| {
        let other = product_at(other).and_then(|other| other.price_minor);
        product
            .price_minor
            .zip(other)
            .map(|(one, other): (Minor, Minor)| price_factor(one, other))
    };
    let is_variant = |other: u32| {
        product.group.is_some()
            && product_at(other).is_some_and(|other| other.group == product.group)
    };
    // A set of two is not an upgrade from a set of six, whatever its price.
    let is_less = |other: u32| {
        product_at(other)
            .is_some_and(|other| compare(&product.title, &other.title) == Comparison::Less)
    };
    let better = |(other, _): &&(u32, f64)| {
        !is_variant(*other)
            && factor(*other).is_some_and(|factor| UPGRADE_FACTORS.contains(&factor))
            && !is_less(*other)
    };
    let upgrade = near
        .iter()
        .find(better)
        .map(|(to, similarity)| (*to, *similarity, Relation::Upgrade));
    let same = |(other, _): &&(u32, f64)| {
        upgrade.is_none_or(|(upgrade, ..)| upgrade != *other)
            && (is_variant(*other)
                || factor(*other)
                    .is_none_or(|factor| (1.0 / PRICE_FACTOR..=PRICE_FACTOR).contains(&factor)))
    };
    let substitutes = near
        .iter()
        .filter(same)
        .take(SUBSTITUTES)
        .map(|(to, similarity)| (*to, *similarity, Relation::Substitute));
    substitutes
        .chain(upgrade)
        .map(|(to, strength, relation)| InferredLink {
            to,
            relation,
            strength,
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "prices stay far below 2^53")]
fn price_factor(one: Minor, other: Minor) -> f64 {
    if one > 0 {
        other as f64 / one as f64
    } else {
        f64::INFINITY
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{OrderMeta, Orders};
    use crate::model::ProductId;

    fn product(id: u32, price_minor: Minor) -> Product {
        let (id, sku) = (ProductId(id), id.to_string());
        Product {
            id,
            sku,
            price_minor: Some(price_minor),
            orders: Some(9),
            is_available: true,
            ..Product::default()
        }
    }

    #[test]
    fn a_new_product_gets_the_companions_of_similar_products() {
        let similarity = TitleSimilarity::new(
            [
                "red paper lantern", "blue paper lantern", "tea lights", "red star",
            ]
            .iter()
            .map(|title| (Some(*title), None)),
        );
        let rows = vec![
            vec![],
            vec![Link {
                to: 2,
                strength: 0.4,
                together: 9,
            }],
            vec![],
            vec![],
        ];
        let shelves = CategoryIndex::new(&[]);
        let found = companions(&similarity, &shelves, &rows, 0, 10, |_| true);
        assert_eq!(
            (found[0].to, found[0].relation),
            (2, Relation::OftenBoughtWith)
        );
        assert!(found[0].strength < 0.2);
        let unsold = companions(&similarity, &shelves, &[], 0, 10, |_| true);
        assert_eq!(
            (unsold.len(), unsold[0].to, unsold[0].relation),
            (1, 3, Relation::PartOfSet)
        );
    }

    #[test]
    fn without_similar_titles_companions_come_from_the_category() {
        let prices = [1000, 900, 400, 200, 5000, 1100];
        let numbered = (0..).zip(prices).map(|(counted, price)| {
            let category = Some(if counted == 5 { "garden" } else { "kitchen" }.to_owned());
            CountedProduct {
                counted,
                product: product(counted, price),
                category,
            }
        });
        let shelves = CategoryIndex::new(&numbered.collect::<Vec<_>>());
        let found = companions(&TitleSimilarity::default(), &shelves, &[], 0, 10, |_| true);
        let found: Vec<(u32, Relation)> = found
            .iter()
            .map(|inferred| (inferred.to, inferred.relation))
            .collect();
        assert_eq!(
            found,
            [(1, Relation::PartOfSet), (2, Relation::PartOfSet)],
            "neither much cheaper nor dearer, nor garden"
        );
    }

    #[test]
    fn co_viewed_products_are_substitutes() {
        let visit = |id, products| {
            (
                OrderMeta {
                    id,
                    ..OrderMeta::default()
                },
                products,
            )
        };
        let sessions = Orders::new(
            (0..4)
                .map(|id| visit(id, vec![0, 1]))
                .chain([visit(9, vec![0, 2])])
                .collect(),
            true,
        );
        let seen = co_viewed(sessions.all(), 4);
        let products = [
            product(0, 1000),
            product(1, 1050),
            product(2, 1000),
            product(3, 9900),
        ];
        let found = |titles: [&str; 4]| {
            let similarity = TitleSimilarity::new(titles.iter().map(|title| (Some(*title), None)));
            let found = substitutes(
                &similarity,
                &seen[0],
                (0, &products[0]),
                |number| products.get(number as usize),
                |_| false,
            );
            found
                .iter()
                .map(|inferred| (inferred.to, inferred.relation))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            found([""; 4]),
            [(1, Relation::Substitute)],
            "one visit with both is chance"
        );
        assert_eq!(
            found(["camera", "memory card", "", ""]),
            [],
            "titles know better"
        );
    }

    #[test]
    fn price_tells_a_substitute_from_an_upgrade() {
        let titles = [
            "paper lantern", "paper lantern", "paper lantern", "paper lantern",
        ];
        let similarity = TitleSimilarity::new(titles.iter().map(|title| (Some(*title), None)));
        let products = [
            product(0, 1000),
            product(1, 1050),
            product(2, 1500),
            product(3, 9900),
        ];
        let found = substitutes(
            &similarity,
            &[],
            (0, &products[0]),
            |number| products.get(number as usize),
            |_| false,
        );
        let relations: Vec<(u32, Relation)> = found
            .iter()
            .map(|inferred| (inferred.to, inferred.relation))
            .collect();
        assert_eq!(
            relations,
            [(1, Relation::Substitute), (2, Relation::Upgrade)]
        );
        assert_eq!(
            substitutes(
                &similarity,
                &[],
                (0, &products[0]),
                |number| products.get(number as usize),
                |_| true
            ),
            []
        );
    }
}
