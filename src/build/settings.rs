//! The settings of a build, as the manifest documents them for people.
//!
//! *Invariants*: scores have four digits; more would be noise.

use crate::build::Options;
use crate::graph::{BuildSettings, Validation};
use crate::train::tune::{Hyperparameter, Tuned};
use crate::train::{Model, OwnOrderWeights};

/// The settings for the manifest.
pub(crate) fn settings(tuned: &Tuned, options: &Options) -> BuildSettings {
    let Tuned {
        model,
        trials,
        popularity_ndcg,
    } = tuned;
    let curve = Hyperparameter::ALL
        .into_iter()
        .filter_map(|hyperparameter| {
            let points: Vec<(f64, f64)> = tuned
                .curve(hyperparameter)
                .iter()
                .map(|trial| {
                    (
                        hyperparameter.of(&trial.model),
                        four_digits(trial.objective),
                    )
                })
                .collect();
            (points.len() > 1).then(|| (hyperparameter.name().to_owned(), points))
        });
    // The weights of own orders are tuned after the trials.
    let trialled = Model {
        own_orders: OwnOrderWeights::default(),
        ..*model
    };
    let best = trials
        .iter()
        .filter(|trial| trial.model == trialled)
        .map(|trial| trial.score)
        .next();
    BuildSettings {
        method: "links chosen by confidence against popularity, weighed by ridge regression"
            .to_owned(),
        size_exponent: model.weighing.size_exponent,
        half_life_days: model.weighing.half_life_days,
        step_decay: model.weighing.step_decay,
        recency: model.recency,
        bestsellers: model.bestsellers.try_into().unwrap_or(u32::MAX),
        popularity_exponent: model.popularity_exponent,
        ridge: model.ridge,
        title_weight: model.title_weight,
        neighbors: model.neighbors.try_into().unwrap_or(u32::MAX),
        reach: model.reach,
        min_support: options.disclosure.min_support,
        validation: best.map(|score| Validation {
            ndcg_at_10: four_digits(score.ndcg_at_10),
            popularity_ndcg_at_10: four_digits(*popularity_ndcg),
            page_hit_at_10: four_digits(score.page_hit),
            coverage: four_digits(score.coverage),
            trials: trials.len().try_into().unwrap_or(u32::MAX),
            curve: curve.collect(),
        }),
    }
}

fn four_digits(share: f64) -> f64 {
    (share * 10_000.0).round() / 10_000.0
}
