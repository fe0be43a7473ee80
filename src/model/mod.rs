//! The data types, without I/O: products, carts, policies, offers and plans.
//!
//! *Invariants*: this room does not allocate by untrusted sizes, read a clock or depend on a file
//! format; every amount of money is an integer in minor units of one [`Currency`].

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
mod repeat;
mod sku;
mod time;

pub use cart::{Cart, LineItem};
#[cfg(not(target_arch = "wasm32"))]
pub use manual_link::{
    ManualLink, ManualLinkError, ManualRule, check_manual_links, parse_related, relation,
};
pub use money::{Currency, CurrencyError, MOST_MINOR, Minor, MoneyError, total};
pub use offer_kind::OfferKind;
pub use plan::{
    Goal, LoyaltyProgress, MembershipCard, MembershipPrice, Offer, OfferItem, OfferVariant, Plan,
    QuantityPrices, QuantityTier, RewardProgress, ShippingOffer, ThresholdFill, VariantChoice,
};
pub use policy::{
    Applies, BillingPeriod, BreakKind, BreakTier, DealProduct, DealRule, Freshness, Limits,
    LoyaltyReward, LoyaltyRule, Membership, Policy, QuantityBreak, Reward, Selection, Service,
    ServicePrice, Stage, Stages, Stale, Threshold, Tier, Trial, UrlTemplates,
};
pub use product::{PriceChange, Product, ProductId, Rating, Repurchase, Variant};
pub use reason::Reason;
pub use relation::Relation;
pub use repeat::{AGE_BUCKETS, CHANCE_ONE, COUNT_BUCKETS, RepeatFactor, RepeatModel};
pub use sku::SkuKey;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use sku::fnv1a;
pub use time::{LONGEST_ORDER_SECONDS, SECONDS_PER_DAY};
