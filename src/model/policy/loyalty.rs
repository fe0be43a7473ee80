//! Loyalty points.

use postcard_schema::Schema;
use serde::{Deserialize, Serialize};

use crate::model::Currency;

/// The points that carts earn, and the rewards that points buy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Schema)]
pub struct LoyaltyRule {
    /// The currency in which points are earned.
    pub currency: Currency,
    /// Points for each whole major unit of the subtotal, at least 1.
    pub per_major: u32,
    /// The rewards, by ascending number of points.
    pub rewards: Vec<LoyaltyReward>,
}

/// A reward for a number of points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Schema)]
pub struct LoyaltyReward {
    /// Number of points, at least 1.
    pub points: u64,
    /// Name for shoppers: "a free dessert".
    pub name: String,
}
