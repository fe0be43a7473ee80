//! Similarity of two products by the words of their titles and by their categories.
//!
//! A shared word weighs one over the square root of the number of products that have it, so rare
//! words count more than common ones. The similarity is the weight of the shared words over the
//! geometric mean of the weights of each product's words.
//!
//! Example: the titles are "red bag", "red mug", "blue bag" and "green bag". "red" weighs 1/sqrt(2)
//! = 0.71, "bag" 1/sqrt(3) = 0.58, and the others 1. The words of "red bag" weigh 1.28 together,
//! those of "red mug" 1.71 and those of "blue bag" 1.58. So "red bag" and "red mug" have the
//! similarity 0.71 / sqrt(1.28 * 1.71) = 0.48, and "red bag" and "blue bag" 0.58 / sqrt(1.28 *
//! 1.58) = 0.41.
//!
//! *Invariants*: similarity is symmetric and in `0.0..=1.0`; a product without words is similar to
//! none.

use std::collections::BTreeMap;

use crate::dataset::index;

/// The search for similar products skips words that occur on more products than this. Such words
/// still count for the similarity of products that share another word.
const COMMON_WORD_PRODUCTS: usize = 500;

/// More than the rounding of a sum of weights.
const ROUNDING: f64 = 1e-9;

/// Products with at least this similarity can replace each other.
pub(crate) const SAME_KIND: f64 = 0.55;

/// The words of all products.
#[derive(Clone, Debug, Default)]
pub(crate) struct TitleSimilarity {
    /// Words by product, ascending.
    words: Vec<Vec<u32>>,
    /// Sum of the word weights, by product.
    norms: Vec<f64>,
    mean_norm: f64,
    /// Weight by word.
    weights: Vec<f64>,
    products: Vec<Vec<u32>>,
}

impl TitleSimilarity {
    /// From the title and the category of each product. A category counts as one word.
    pub(crate) fn new<'a>(texts: impl Iterator<Item = (Option<&'a str>, Option<&'a str>)>) -> Self {
        let mut numbers: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut count = 0_usize;
        for (product, (title, category)) in (0_u32..).zip(texts) {
            count += 1;
            let title = title
                .unwrap_or_default()
                .split(|character: char| !character.is_alphanumeric());
            let title = title.filter(|word| !word.is_empty()).map(str::to_lowercase);
            // In upper case, so that a category never equals a word of a title.
            let category = category
                .map(|category| category.trim().to_uppercase())
                .filter(|category| !category.is_empty());
            for word in title.chain(category) {
                let products = numbers.entry(word).or_default();
                if products.last() != Some(&product) {
                    products.push(product);
                }
            }
        }
        let mut similarity = Self {
            words: vec![Vec::new(); count],
            norms: vec![0.0; count],
            ..Self::default()
        };
        for (word, products) in (0_u32..).zip(numbers.into_values()) {
            #[expect(
                clippy::cast_precision_loss,
                reason = "products are far fewer than 2^53"
            )]
            let weight = 1.0 / (products.len() as f64).sqrt();
            for product in &products {
                if let (Some(words), Some(norm)) = (
                    similarity.words.get_mut(index(*product)),
                    similarity.norms.get_mut(index(*product)),
                ) {
                    words.push(word);
                    *norm += weight;
                }
            }
            similarity.weights.push(weight);
            similarity.products.push(products);
        }
        let named = similarity.norms.iter().filter(|norm| **norm > 0.0);
        #[expect(
            clippy::cast_precision_loss,
            reason = "products are far fewer than 2^53"
        )]
        let number = named.clone().count().max(1) as f64;
        similarity.mean_norm = named.sum::<f64>() / number;
        similarity
    }

    /// Whether any product has words.
    pub(crate) fn is_empty(&self) -> bool {
        self.mean_norm <= 0.0
    }

    fn words_of(&self, product: u32) -> &[u32] {
        self.words
            .get(index(product))
            .map_or(&[][..], Vec::as_slice)
    }

    fn weight(&self, word: u32) -> f64 {
        self.weights.get(index(word)).copied().unwrap_or(0.0)
    }

    fn norm(&self, product: u32) -> f64 {
        self.norms.get(index(product)).copied().unwrap_or(0.0)
    }

    /// The weight of the words that two products share, relative to the words of an average
    /// product. A product shares all words with itself.
    pub(crate) fn shared(&self, one: u32, other: u32) -> f64 {
        if self.is_empty() {
            0.0
        } else {
            self.shared_weight(one, other) / self.mean_norm
        }
    }

    fn shared_weight(&self, one: u32, other: u32) -> f64 {
        let words = |product| self.words_of(product).iter().peekable();
        let (mut one, mut other) = (words(one), words(other));
        let mut sum = 0.0;
        while let (Some(left), Some(right)) = (one.peek(), other.peek()) {
            match left.cmp(right) {
                std::cmp::Ordering::Less => drop(one.next()),
                std::cmp::Ordering::Greater => drop(other.next()),
                std::cmp::Ordering::Equal => {
                    sum += self.weight(**left);
                    one.next();
                    other.next();
                }
            }
        }
        sum
    }

    /// The similarity in `0.0..=1.0`; 1 for products with the same words.
    pub(crate) fn between(&self, one: u32, other: u32) -> f64 {
        let norms = self.norm(one) * self.norm(other);
        if norms > 0.0 {
            self.shared_weight(one, other) / norms.sqrt()
        } else {
            0.0
        }
    }

    /// Whether both products have words.
    pub(crate) fn knows_both(&self, one: u32, other: u32) -> bool {
        self.norm(one) > 0.0 && self.norm(other) > 0.0
    }

    /// Whether one product can replace the other.
    pub(crate) fn are_same_kind(&self, one: u32, other: u32) -> bool {
        self.between(one, other) >= SAME_KIND
    }

    /// The most similar products with at least the similarity `least`: descending, ties by number.
    pub(crate) fn nearest(&self, product: u32, least: f64, most: usize) -> Vec<(u32, f64)> {
        let words = self.words_of(product);
        let of_word = |word: u32| {
            self.products
                .get(index(word))
                .map_or(&[][..], Vec::as_slice)
        };
        let is_rare = |word: &u32| of_word(*word).len() <= COMMON_WORD_PRODUCTS;
        let common: f64 = words
            .iter()
            .filter(|word| !is_rare(word))
            .map(|word| self.weight(*word))
            .sum();
        let mut shared: Vec<(u32, f64)> = words
            .iter()
            .filter(|word| is_rare(word))
            .flat_map(|word| {
                of_word(*word)
                    .iter()
                    .map(|other| (*other, self.weight(*word)))
            })
            .filter(|(other, _)| *other != product)
            .collect();
        shared.sort_unstable_by_key(|(other, _)| *other);
        // Most products share too little, even with all common words.
        let may_be_near = |other: u32, rare: f64| {
            let most = (rare + common + ROUNDING) / (self.norm(product) * self.norm(other)).sqrt();
            most >= least
        };
        let mut near: Vec<(u32, f64)> = shared
            .chunk_by(|one, next| one.0 == next.0)
            .filter_map(|words| {
                let (other, _) = *words.first()?;
                let rare = words.iter().map(|(_, weight)| weight).sum();
                may_be_near(other, rare).then(|| (other, self.between(product, other)))
            })
            .filter(|(_, similarity)| *similarity >= least)
            .collect();
        near.sort_unstable_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        near.truncate(most);
        near
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn similarity(titles: &[&str]) -> TitleSimilarity {
        TitleSimilarity::new(titles.iter().map(|title| (Some(*title), None)))
    }

    /// Six hundred titles with a word that is common to all.
    #[test]
    fn no_similar_product_is_skipped() {
        let titles: Vec<String> = (0..600)
            .map(|n| format!("mug {} {} {}", n % 7, n % 31, n % 97))
            .collect();
        let similarity = similarity(&titles.iter().map(String::as_str).collect::<Vec<_>>());
        for product in [0, 1, 17, 599] {
            // The common word alone is too little for a similarity of 0.3.
            let mut all: Vec<(u32, f64)> = (0..600)
                .filter(|other| *other != product)
                .map(|other| (other, similarity.between(product, other)))
                .filter(|(_, similarity)| *similarity >= 0.3)
                .collect();
            all.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
            assert_eq!(similarity.nearest(product, 0.3, 600), all);
        }
    }

    #[test]
    fn rare_words_weigh_more_than_common_ones() {
        let similarity = similarity(&[
            "RED RETROSPOT BAG", "red retrospot mug", "BLUE BAG", "GREEN BAG", "BAG",
        ]);
        assert!(similarity.between(0, 1) > similarity.between(0, 2));
        assert!((similarity.between(4, 4) - 1.0).abs() < 1e-12);
        assert!((similarity.between(0, 1) - similarity.between(1, 0)).abs() < 1e-12);
        assert_eq!(similarity.nearest(0, 0.1, 1)[0].0, 1);
    }

    #[test]
    fn a_product_without_words_is_similar_to_none() {
        let similarity = similarity(&["", "??", "MUG"]);
        assert_eq!(similarity.nearest(0, 0.0, 9), []);
        assert!(similarity.between(0, 1) < 1e-12);
    }

    #[test]
    fn a_category_never_equals_a_word_of_a_title() {
        let similarity = TitleSimilarity::new(
            [
                (Some("home lamp"), None),
                (Some("chair"), Some("Home")),
                (Some("sofa"), Some("home")),
            ]
            .into_iter(),
        );
        assert!(similarity.between(0, 1) < 1e-12);
        assert!(similarity.between(1, 2) > 0.2);
    }
}
