//! Points.

use serde::{Deserialize, Serialize};

use crate::model::Currency;

/// What baskets earn in points, and what points are good for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsRule {
    /// The currency in which they are earned.
    pub currency: Currency,
    /// Points for each whole major unit of the subtotal, at least 1.
    pub per_major: u32,
    /// What points buy, by ascending number of points.
    #[serde(default)]
    pub rewards: Vec<PointsReward>,
}

/// What a number of points buys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsReward {
    /// Number of points, at least 1.
    pub points: u64,
    /// What shoppers call it: "a free dessert".
    pub name: String,
}
