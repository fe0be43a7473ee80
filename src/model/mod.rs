//! The shop's nouns, free of any I/O: what a product, a basket, a policy and an offer are.
//!
//! *Invariants*: nothing here allocates from untrusted sizes, reads a clock or knows a file format;
//! every amount of money is an integer in minor units of one [`Currency`].

mod basket;
mod kind;
mod money;
mod plan;
mod policy;
mod product;
mod reason;
mod relation;
mod sku;

pub use basket::{Basket, LineItem};
pub use kind::Kind;
pub use money::{Currency, CurrencyError, MOST_MINOR, Minor, MoneyError, total};
pub use plan::{Fill, MembershipCard, Offered, Plan, PlanPrice, PointsOffer, ShippingOffer, Unit, Way};
pub use policy::{
    Applies, DealProduct, DealRule, Freshness, Links, Membership, Period, PointsReward, PointsRule, Policy, Reward, Selection,
    Service, ServicePrice, Stage, Stages, Stale, Tact, Tier, Trial,
};
pub use product::{Product, ProductId, Rating, Repurchase};
pub use reason::Reason;
pub use relation::Relation;
pub use sku::SkuKey;
