//! The shop's nouns, free of any I/O: what a product, a basket, a policy and an offer are.
//!
//! *Invariants*: nothing here allocates from untrusted sizes, reads a clock or knows a file format;
//! every amount of money is an integer in minor units of one [`Currency`].

mod cart;
#[cfg(not(target_arch = "wasm32"))]
mod manual_link;
mod money;
mod offer_kind;
mod plan;
mod policy;
mod product;
mod reason;
mod relation;
mod sku;

pub use cart::{Basket, LineItem};
#[cfg(not(target_arch = "wasm32"))]
pub use manual_link::{
    ManualLink, ManualLinkError, ManualRule, check_manual_links, parse_related, relation,
};
pub use money::{Currency, CurrencyError, MOST_MINOR, Minor, MoneyError, total};
pub use offer_kind::OfferKind;
pub use plan::{
    MembershipCard, Offer, OfferItem, Plan, PlanPrice, PointsOffer, RewardProgress, ShippingOffer,
    ThresholdFill,
};
pub use policy::{
    Applies, DealProduct, DealRule, Freshness, Limits, Links, Membership, Period, PointsReward,
    PointsRule, Policy, Reward, Selection, Service, ServicePrice, Stage, Stages, Stale, Tier,
    Trial,
};
pub use product::{Product, ProductId, Rating, Repurchase};
pub use reason::Reason;
pub use relation::Relation;
pub use sku::SkuKey;
