//! Tuning: chooses the hyperparameters by trials on the shop's own latest orders.
//!
//! Only the latest orders take part, and the latest ninth of them is held out; in a large shop, a
//! trial learns from a [`Sample`] and is tested on it. Hyperparameters are varied one after
//! another, each with the others at their best values so far, until no change helps or [`TRIALS`]
//! is reached. Orders that an evaluation reserves for its test never take part.
//!
//! Example of the objective: a trial completes carts with NDCG@10 = 0.20, its page hit rate is
//! 0.80, and its coverage is 0.90 with a target of 0.95. It has 20 links per product, twice the
//! default. The objective is 0.20 * 0.80 * (0.90 / 0.95)^4 / 1.02 = 0.126; with full coverage and
//! 10 links it would be 0.160.
//!
//! *Invariants*: the number of trials is bounded and the seeds are fixed, so the same orders give
//! the same settings; a tie keeps the current value.

use crate::dataset::{OrderSlice, index};
use crate::offline::leave_one_out::{LeaveOneOut, Score, is_known, popularity_ndcg, score};
use crate::offline::{OrderHistories, OwnOrders};
use crate::train::co_occurrence::{Counts, Lists, Weighing};
use crate::train::ridge::{LearnedLinks, Method, Model, OwnOrderWeights};
use crate::train::sample::Sample;
use crate::train::title_similarity::TitleSimilarity;

/// Maximum number of trials.
const TRIALS: usize = 45;

/// With fewer held-out carts, differences between trials are random.
const MIN_QUERIES: usize = 100;

/// One product of each held-out order is hidden for each seed.
const SEEDS: [u64; 8] = [1, 2, 3, 4, 5, 6, 7, 8];

/// The seeds of questions about the shopper's own orders.
const OWN_ORDER_SEEDS: [u64; 4] = [1, 2, 3, 4];

/// With fewer such questions, differences are chance.
const MIN_OWN_ORDER_QUERIES: usize = 400;

/// The values of each weight of [`OwnOrderWeights`].
const OWN_ORDER_WEIGHTS: [f64; 12] = [
    0.0, 0.01, 0.025, 0.05, 0.075, 0.1, 0.125, 0.15, 0.2, 0.25, 0.3, 0.5,
];

/// Maximum number of rounds over the three weights.
const OWN_ORDER_ROUNDS: usize = 4;

/// Doubling the number of links must raise the score by this share, because it doubles the bytes.
const GAIN_PER_DOUBLING: f64 = 0.02;

/// Exponent of the coverage: each percent below the target lowers the objective by four percent.
const COVERAGE_POWER: i32 = 4;

/// Tuning uses the latest orders with at most this many lines; more lines would take longer without
/// a better result.
pub(crate) const TUNING_LINES: usize = 4_000_000;

/// The same limit with a [`Sample`], whose products need orders enough to be known: twenty lines for
/// each of a million products.
pub(crate) const SAMPLED_LINES: usize = 20_000_000;

/// In a shop with more products, a trial learns the links of a [`Sample`], because the time of a
/// trial grows with the products.
pub(crate) const SAMPLED_ABOVE: usize = 50_000;

/// The options of tuning.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tuning {
    /// The number of neighbors, if it is not tuned.
    pub neighbors: Option<usize>,
    /// The target share of products that appear among some product's links; lower shares reduce the
    /// objective.
    pub coverage: f64,
}

/// A hyperparameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hyperparameter {
    /// [`Weighing::size_exponent`].
    SizeExponent,
    /// [`Weighing::half_life_days`]; `0` for no decay.
    HalfLifeDays,
    /// [`Weighing::step_decay`]; `1` for none.
    StepDecay,
    /// [`Model::recency`]; `1` for none.
    Recency,
    /// [`Model::popularity_exponent`].
    PopularityExponent,
    /// [`Model::ridge`].
    Ridge,
    /// [`Model::title_weight`].
    TitleWeight,
    /// [`Model::bestsellers`].
    Bestsellers,
    /// [`Model::candidates`].
    Candidates,
    /// [`Model::neighbors`].
    Neighbors,
    /// [`Model::reach`].
    Reach,
}

impl Hyperparameter {
    /// All hyperparameters in the order of tuning: those that change the counts first.
    pub const ALL: [Self; 11] = [
        Self::Recency,
        Self::SizeExponent,
        Self::HalfLifeDays,
        Self::StepDecay,
        Self::PopularityExponent,
        Self::Ridge,
        Self::TitleWeight,
        Self::Bestsellers,
        Self::Candidates,
        Self::Neighbors,
        Self::Reach,
    ];

    /// The name in the manifest.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SizeExponent => "size_exponent",
            Self::HalfLifeDays => "half_life_days",
            Self::StepDecay => "step_decay",
            Self::Recency => "recency",
            Self::PopularityExponent => "popularity_exponent",
            Self::Ridge => "ridge",
            Self::TitleWeight => "title_weight",
            Self::Bestsellers => "bestsellers",
            Self::Candidates => "candidates",
            Self::Neighbors => "neighbors",
            Self::Reach => "reach",
        }
    }

    fn values(self) -> &'static [f64] {
        match self {
            Self::SizeExponent => &[0.0, 0.25, 0.5, 0.75, 1.0],
            Self::HalfLifeDays => &[0.0, 60.0, 120.0, 240.0, 480.0],
            Self::StepDecay => &[1.0, 0.9, 0.8, 0.6],
            Self::Recency => &[1.0, 0.8, 0.6, 0.4],
            Self::PopularityExponent => &[0.0, 0.15, 0.25, 0.35, 0.5],
            Self::Ridge => &[1.0, 2.5, 5.0, 10.0, 20.0, 50.0],
            Self::TitleWeight => &[0.0, 2.0, 5.0],
            Self::Bestsellers => &[0.0, 20.0, 100.0],
            Self::Candidates => &[0.0, 20.0, 40.0],
            Self::Neighbors => &[6.0, 8.0, 10.0, 14.0, 20.0],
            Self::Reach => &[1.0, 1.5, 2.0],
        }
    }

    /// The value in a model.
    #[must_use]
    pub fn of(self, model: &Model) -> f64 {
        match self {
            Self::SizeExponent => model.weighing.size_exponent,
            Self::HalfLifeDays => model.weighing.half_life_days.unwrap_or(0.0),
            Self::StepDecay => model.weighing.step_decay.unwrap_or(1.0),
            Self::Recency => model.recency.unwrap_or(1.0),
            Self::PopularityExponent => model.popularity_exponent,
            Self::Ridge => model.ridge,
            Self::TitleWeight => model.title_weight,
            #[expect(clippy::cast_precision_loss, reason = "at most a hundred")]
            Self::Bestsellers => model.bestsellers as f64,
            #[expect(clippy::cast_precision_loss, reason = "at most a hundred")]
            Self::Candidates => model.candidates as f64,
            #[expect(clippy::cast_precision_loss, reason = "at most a hundred")]
            Self::Neighbors => model.neighbors as f64,
            Self::Reach => model.reach,
        }
    }

    fn set(self, model: Model, value: f64) -> Model {
        match self {
            Self::SizeExponent => Model {
                weighing: Weighing {
                    size_exponent: value,
                    ..model.weighing
                },
                ..model
            },
            Self::HalfLifeDays => {
                let half_life_days = Some(value).filter(|days| *days > 0.0);
                Model {
                    weighing: Weighing {
                        half_life_days,
                        ..model.weighing
                    },
                    ..model
                }
            }
            Self::StepDecay => {
                let step_decay = Some(value).filter(|decay| *decay < 1.0);
                Model {
                    weighing: Weighing {
                        step_decay,
                        ..model.weighing
                    },
                    ..model
                }
            }
            Self::Recency => Model {
                recency: Some(value).filter(|recency| *recency < 1.0),
                ..model
            },
            Self::PopularityExponent => Model {
                popularity_exponent: value,
                ..model
            },
            Self::Ridge => Model {
                ridge: value,
                ..model
            },
            Self::TitleWeight => Model {
                title_weight: value,
                ..model
            },
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "from the list above"
            )]
            Self::Bestsellers => Model {
                bestsellers: value as usize,
                ..model
            },
            Self::Reach => Model {
                reach: value,
                ..model
            },
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "from the list above"
            )]
            Self::Candidates => Model {
                candidates: value as usize,
                ..model
            },
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "from the list above"
            )]
            Self::Neighbors => Model {
                neighbors: value as usize,
                ..model
            },
        }
    }
}

/// One model with its score on held-out orders.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoredModel {
    /// The hyperparameter that was varied; `None` for the first trial.
    pub hyperparameter: Option<Hyperparameter>,
    /// All hyperparameters.
    pub model: Model,
    /// The scores.
    pub score: Score,
    /// The objective, see [`Tuned`].
    pub objective: f64,
}

/// The result of tuning.
///
/// Both tasks matter, completing a cart and recommending on a product page. The objective is
/// therefore the product of both scores: a relative gain in one equals the same relative gain in
/// the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Tuned {
    /// The best hyperparameters.
    pub model: Model,
    /// All trials in order; empty if there were too few orders.
    pub trials: Vec<ScoredModel>,
    /// NDCG@10 of recommending best-sellers, on the same held-out orders.
    pub popularity_ndcg: f64,
}

impl Tuned {
    /// The best trial for each value of a hyperparameter, by value.
    #[must_use]
    pub fn curve(&self, hyperparameter: Hyperparameter) -> Vec<ScoredModel> {
        let value = |trial: &ScoredModel| hyperparameter.of(&trial.model);
        let mut best = self.trials.clone();
        best.sort_by(|one, other| {
            value(one)
                .total_cmp(&value(other))
                .then(other.objective.total_cmp(&one.objective))
        });
        best.dedup_by(|later, earlier| value(later).total_cmp(&value(earlier)).is_eq());
        best
    }
}

/// Tunes a model on the latest orders of a list; `sold` is the number of products that all orders
/// contain, which the list need not have, and `similarity` has the words of the products.
#[must_use]
pub(crate) fn tune(
    (part, sold): (OrderSlice<'_>, usize),
    products: usize,
    similarity: &TitleSimilarity,
    tuning: Tuning,
) -> Tuned {
    let is_sampled = sold > SAMPLED_ABOVE;
    let part = latest(
        part,
        if is_sampled {
            SAMPLED_LINES
        } else {
            TUNING_LINES
        },
    );
    let (training, held_out) = (part.share(0, 8, 9), part.share(8, 9, 9));
    let sample = is_sampled.then(|| Sample::new(training, held_out, products));
    let held_out = sample
        .as_ref()
        .map_or(held_out, |sample| sample.held_out.all());
    let start = Model {
        neighbors: tuning.neighbors.unwrap_or(Model::default().neighbors),
        clips_outliers: part.has_steps(),
        ..Model::default()
    };
    let popularity = popularity(training, products);
    let mut tuner = Tuner {
        training,
        held_out,
        covered: sample.as_ref().map(|sample| sample.covered.as_slice()),
        similarity,
        tuning,
        popularity,
        lists: Lists::new(training, products, |product| {
            sample.as_ref().is_none_or(|sample| sample.learns(product))
        }),
        counts: None,
        trials: Vec::new(),
    };
    if tuner.queries() < MIN_QUERIES {
        return Tuned {
            model: start,
            trials: Vec::new(),
            popularity_ndcg: 0.0,
        };
    }
    let is_dated = held_out.iter().all(|order| order.meta.time.is_some());
    let mut best = tuner.run(None, start);
    loop {
        let before = best.model;
        for hyperparameter in Hyperparameter::ALL {
            let is_fixed = match hyperparameter {
                Hyperparameter::Neighbors => tuning.neighbors.is_some(),
                Hyperparameter::HalfLifeDays => !is_dated,
                Hyperparameter::StepDecay | Hyperparameter::Recency | Hyperparameter::Reach => {
                    !part.has_steps()
                }
                Hyperparameter::TitleWeight => similarity.is_empty(),
                _ => false,
            };
            let here = best.model;
            for value in hyperparameter.values().iter().filter(|_| !is_fixed) {
                let model = hyperparameter.set(here, *value);
                if tuner.trials.len() >= TRIALS
                    || tuner.trials.iter().any(|trial| trial.model == model)
                {
                    continue;
                }
                let trial = tuner.run(Some(hyperparameter), model);
                if trial.objective > best.objective {
                    best = trial;
                }
            }
        }
        if best.model == before || tuner.trials.len() >= TRIALS {
            let popularity_ndcg = popularity_ndcg(held_out, &tuner.popularity, &SEEDS);
            let own_orders = tuner.own_orders(part, best.model);
            return Tuned {
                model: Model {
                    own_orders,
                    ..best.model
                },
                trials: tuner.trials,
                popularity_ndcg,
            };
        }
    }
}

/// The latest orders with at most this many lines.
fn latest(part: OrderSlice<'_>, most: usize) -> OrderSlice<'_> {
    let mut lines = 0_usize;
    let kept = (0..part.len())
        .rev()
        .map_while(|place| part.get(place))
        .take_while(|order| {
            lines += order.products.len();
            lines <= most
        });
    let kept = kept.count();
    part.share(part.len() - kept, part.len(), part.len().max(1))
}

/// Number of products that were sold.
pub(crate) fn sold(part: OrderSlice<'_>, products: usize) -> usize {
    let orders = popularity(part, products);
    orders.into_iter().filter(|orders| *orders > 0).count()
}

/// Number of orders by product.
fn popularity(part: OrderSlice<'_>, products: usize) -> Vec<u32> {
    let mut orders = vec![0_u32; products];
    for product in part.iter().flat_map(|order| order.products) {
        if let Some(orders) = orders.get_mut(index(*product)) {
            *orders += 1;
        }
    }
    orders
}

struct Tuner<'a> {
    training: OrderSlice<'a>,
    held_out: OrderSlice<'a>,
    /// Whose coverage is measured; `None` for all sold products.
    covered: Option<&'a [u32]>,
    similarity: &'a TitleSimilarity,
    tuning: Tuning,
    /// Number of training orders by product.
    popularity: Vec<u32>,
    /// The orders of each product whose links are learned.
    lists: Lists,
    /// The latest counts, because most hyperparameters do not change them.
    counts: Option<(Weighing, Counts)>,
    trials: Vec<ScoredModel>,
}

impl Tuner<'_> {
    /// Number of held-out carts that can be queried.
    fn queries(&self) -> usize {
        self.held_out
            .iter()
            .filter(|order| {
                LeaveOneOut::new(*order, 0, |product| is_known(&self.popularity, product)).is_some()
            })
            .count()
    }

    /// The counts that a model needs, from the previous trial if it has the same.
    fn counted(&mut self, model: Model) -> Counts {
        let known = self.counts.take();
        match known.filter(|(weighing, _)| *weighing == model.weighing) {
            Some((_, counts)) => counts,
            None => Counts::of_lists(self.training, &self.lists, model.weighing),
        }
    }

    /// The weights of the shopper's own orders, for links that are already tuned: each in turn takes the value that completes the
    /// most carts of known customers. 0 where too few orders name customers.
    fn own_orders(&mut self, part: OrderSlice<'_>, model: Model) -> OwnOrderWeights {
        let counts = self.counted(model);
        let links =
            LearnedLinks::learn(&counts, Method::Ridge(model), self.similarity, |_, _| true);
        let asked = OwnOrders::new(
            &links.quantized(Method::Ridge(model).recency()),
            (&OrderHistories::new(part), self.held_out),
            &self.popularity,
            &OWN_ORDER_SEEDS,
        );
        let mut best = OwnOrderWeights::default();
        if asked.len() < MIN_OWN_ORDER_QUERIES {
            return best;
        }
        let weight_of: [fn(&mut OwnOrderWeights) -> &mut f64; 3] = [
            |weights| &mut weights.bought,
            |weights| &mut weights.recent,
            |weights| &mut weights.share,
        ];
        let strongest = links.strongest();
        let ndcg = |weights: OwnOrderWeights| asked.ndcg_at_10(&weights.quantized(strongest));
        let mut most = ndcg(best);
        for _ in 0..OWN_ORDER_ROUNDS {
            let before = best;
            for weight in weight_of {
                let here = best;
                for value in OWN_ORDER_WEIGHTS {
                    let mut weights = here;
                    *weight(&mut weights) = value;
                    let found = ndcg(weights);
                    if found > most {
                        (best, most) = (weights, found);
                    }
                }
            }
            if best == before {
                break;
            }
        }
        best
    }

    fn run(&mut self, hyperparameter: Option<Hyperparameter>, model: Model) -> ScoredModel {
        let counts = self.counted(model);
        let method = Method::Ridge(model);
        let links = LearnedLinks::learn(&counts, method, self.similarity, |_, _| true);
        let score = score(
            &links.quantized(method.recency()),
            self.held_out,
            &self.popularity,
            self.covered,
            &SEEDS,
        );
        self.counts = Some((model.weighing, counts));
        let trial = ScoredModel {
            hyperparameter,
            model,
            score,
            objective: objective(&model, score, self.tuning, self.held_out.has_steps()),
        };
        self.trials.push(trial);
        trial
    }
}

/// The objective of a trial. For sessions the first twenty suggestions count, because a browsing
/// shopper sees more than one list.
fn objective(model: &Model, score: Score, tuning: Tuning, are_sessions: bool) -> f64 {
    let links = |model: &Model| Hyperparameter::Neighbors.of(model) * model.reach;
    let doublings = libm::log2(links(model) / links(&Model::default()));
    let bytes = libm::pow(1.0 + GAIN_PER_DOUBLING, -doublings);
    let coverage = if tuning.coverage > 0.0 {
        (score.coverage / tuning.coverage).min(1.0)
    } else {
        1.0
    };
    let coverage = coverage.powi(COVERAGE_POWER);
    let completion = if are_sessions {
        score.ndcg_at_20
    } else {
        score.ndcg_at_10
    };
    completion * score.page_hit * coverage * bytes
}
