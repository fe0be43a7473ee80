//! The settings that suit this shop: tried on its own latest orders.
//!
//! The last ninth of the orders is held out; settings are tried one after the other, each with the others at their best so
//! far, until no change helps or [`TRIALS`] are used up. Nothing else is looked at: orders that an evaluation keeps for its
//! test never come here.
//!
//! *Invariants*: a fixed number of trials and fixed seeds, so the same orders give the same settings; a tie keeps what is there.

use crate::dataset::{OrderSlice, index};
use crate::offline::leave_one_out::{LeaveOneOut, Score, is_known, popularity_ndcg, score};
use crate::train::co_occurrence::{Counts, Weighing};
use crate::train::ridge::{Links, Method, Model};
use crate::train::title_similarity::TitleSimilarity;

/// At most this many settings are tried.
const TRIALS: usize = 40;

/// With fewer held-out baskets than this a difference between settings is luck.
const MIN_QUERIES: usize = 100;

/// One product of each held-out order is hidden for each of these.
const SEEDS: [u64; 8] = [1, 2, 3, 4, 5, 6, 7, 8];

/// A doubling of the links must gain this share of the score, because it doubles the bytes.
const GAIN_PER_DOUBLING: f64 = 0.02;

/// A percent of the wished coverage that is missing costs four percent of the score.
const COVERAGE_POWER: i32 = 4;

/// Tuning looks at the latest orders with about so many lines; more would say the same and take longer.
const TUNING_LINES: usize = 4_000_000;

/// How to tune.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tuning {
    /// The number of neighbors, if it is not to be tuned.
    pub neighbors: Option<usize>,
    /// The share of products that should be shown somewhere; below it, settings are marked down.
    pub coverage: f64,
}

/// A setting that is tuned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hyperparameter {
    /// [`Weighing::size_exponent`].
    SizeExponent,
    /// [`Weighing::half_life_days`]; `0` forgets nothing.
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
    /// [`Model::neighbors`].
    Neighbors,
    /// [`Model::reach`].
    Reach,
}

impl Hyperparameter {
    /// In the order in which they are turned: those that change what is counted first.
    pub const ALL: [Self; 10] = [
        Self::Recency,
        Self::SizeExponent,
        Self::HalfLifeDays,
        Self::StepDecay,
        Self::PopularityExponent,
        Self::Ridge,
        Self::TitleWeight,
        Self::Bestsellers,
        Self::Neighbors,
        Self::Reach,
    ];

    /// The name of the setting in the manifest.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::SizeExponent => "size_exponent",
            Self::HalfLifeDays => "half_life_days",
            Self::StepDecay => "step_decay",
            Self::Recency => "recency",
            Self::PopularityExponent => "popularity_exponent",
            Self::Ridge => "ridge",
            Self::TitleWeight => "title_weight",
            Self::Bestsellers => "bestsellers",
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
            Self::Bestsellers => &[0.0, 20.0],
            Self::Neighbors => &[6.0, 8.0, 10.0, 14.0, 20.0],
            Self::Reach => &[1.0, 1.5, 2.0],
        }
    }

    /// The value that a model has.
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
            Self::Neighbors => Model {
                neighbors: value as usize,
                ..model
            },
        }
    }
}

/// One model with its score on held-out orders.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trial {
    /// The setting that was turned; `None` for the start.
    pub hyperparameter: Option<Hyperparameter>,
    /// All settings.
    pub model: Model,
    /// What they are worth.
    pub score: Score,
    /// What they are worth in one number, see [`Tuned`].
    pub worth: f64,
}

/// The outcome of tuning.
///
/// Two things matter, a basket's completion and a product's page, so a model's worth is the product of both scores: one
/// percent more of one is worth as much as one percent more of the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Tuned {
    /// The best settings.
    pub model: Model,
    /// Everything that was tried, in order; empty where there was too little to try on.
    pub trials: Vec<Trial>,
    /// NDCG@10 of naming what sells best, on the same held-out orders.
    pub popularity_ndcg: f64,
}

impl Tuned {
    /// The best trial of each value of a setting that was tried, by value.
    #[must_use]
    pub fn curve(&self, hyperparameter: Hyperparameter) -> Vec<Trial> {
        let value = |trial: &Trial| hyperparameter.of(&trial.model);
        let mut best = self.trials.clone();
        best.sort_by(|one, other| {
            value(one)
                .total_cmp(&value(other))
                .then(other.worth.total_cmp(&one.worth))
        });
        best.dedup_by(|later, earlier| value(later).total_cmp(&value(earlier)).is_eq());
        best
    }
}

/// Tunes a model on a part of the orders of products with these words.
#[must_use]
pub(crate) fn tune(
    part: OrderSlice<'_>,
    products: usize,
    similarity: &TitleSimilarity,
    tuning: Tuning,
) -> Tuned {
    let part = latest(part);
    let (training, held_out) = (part.share(0, 8, 9), part.share(8, 9, 9));
    let start = Model {
        neighbors: tuning.neighbors.unwrap_or(Model::default().neighbors),
        ..Model::default()
    };
    let popularity = popularity(training, products);
    let mut bench = Tuner {
        training,
        held_out,
        products,
        similarity,
        tuning,
        popularity,
        counts: None,
        trials: Vec::new(),
    };
    if bench.queries() < MIN_QUERIES {
        return Tuned {
            model: start,
            trials: Vec::new(),
            popularity_ndcg: 0.0,
        };
    }
    let is_dated = held_out.iter().all(|order| order.meta.time.is_some());
    let mut best = bench.run(None, start);
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
                if bench.trials.len() >= TRIALS
                    || bench.trials.iter().any(|trial| trial.model == model)
                {
                    continue;
                }
                let trial = bench.run(Some(hyperparameter), model);
                if trial.worth > best.worth {
                    best = trial;
                }
            }
        }
        if best.model == before || bench.trials.len() >= TRIALS {
            let popularity_ndcg = popularity_ndcg(held_out, &bench.popularity, &SEEDS);
            return Tuned {
                model: best.model,
                trials: bench.trials,
                popularity_ndcg,
            };
        }
    }
}

/// The latest orders with at most [`TUNING_LINES`] lines.
fn latest(part: OrderSlice<'_>) -> OrderSlice<'_> {
    let mut lines = 0_usize;
    let kept = (0..part.len())
        .rev()
        .map_while(|place| part.get(place))
        .take_while(|order| {
            lines = lines.saturating_add(order.products.len());
            lines <= TUNING_LINES
        });
    let kept = kept.count();
    part.share(
        part.len().saturating_sub(kept),
        part.len(),
        part.len().max(1),
    )
}

/// Number of orders by product.
fn popularity(part: OrderSlice<'_>, products: usize) -> Vec<u32> {
    let mut orders = vec![0_u32; products];
    for product in part.iter().flat_map(|order| order.products) {
        if let Some(orders) = orders.get_mut(index(*product)) {
            *orders = orders.saturating_add(1);
        }
    }
    orders
}

struct Tuner<'a> {
    training: OrderSlice<'a>,
    held_out: OrderSlice<'a>,
    products: usize,
    similarity: &'a TitleSimilarity,
    tuning: Tuning,
    /// Number of training orders by product.
    popularity: Vec<u32>,
    /// The last counts, because most knobs leave them as they are.
    counts: Option<(Weighing, Counts)>,
    trials: Vec<Trial>,
}

impl Tuner<'_> {
    /// Number of held-out baskets that can be asked about.
    fn queries(&self) -> usize {
        self.held_out
            .iter()
            .filter(|order| {
                LeaveOneOut::new(*order, 0, |product| is_known(&self.popularity, product)).is_some()
            })
            .count()
    }

    fn run(&mut self, hyperparameter: Option<Hyperparameter>, model: Model) -> Trial {
        let counts = match self
            .counts
            .take()
            .filter(|(weighing, _)| *weighing == model.weighing)
        {
            Some((_, counts)) => counts,
            None => Counts::new(self.training, self.products, model.weighing),
        };
        let method = Method::Ridge(model);
        let links = Links::learn(&counts, method, self.similarity, |_, _| true);
        let score = score(
            &links.quantized(method.recency()),
            self.held_out,
            &self.popularity,
            &SEEDS,
        );
        self.counts = Some((model.weighing, counts));
        let trial = Trial {
            hyperparameter,
            model,
            score,
            worth: worth(&model, score, self.tuning, self.held_out.has_steps()),
        };
        self.trials.push(trial);
        trial
    }
}

/// Who looks around sees more than one list, so that of visits the first twenty count.
fn worth(model: &Model, score: Score, tuning: Tuning, are_visits: bool) -> f64 {
    let links = |model: &Model| Hyperparameter::Neighbors.of(model) * model.reach;
    let doublings = libm::log2(links(model) / links(&Model::default()));
    let bytes = libm::pow(1.0 + GAIN_PER_DOUBLING, -doublings);
    let coverage = if tuning.coverage > 0.0 {
        (score.coverage / tuning.coverage).min(1.0)
    } else {
        1.0
    };
    let coverage = coverage.powi(COVERAGE_POWER);
    let completion = if are_visits {
        score.ndcg_at_20
    } else {
        score.ndcg_at_10
    };
    completion * score.page_hit * coverage * bytes
}
