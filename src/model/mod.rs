//! The shop's nouns, free of any I/O: what a product, a basket, a policy and an offer are.
//!
//! *Invariants*: nothing here allocates from untrusted sizes, reads a clock or knows a file format;
//! every amount of money is an integer in minor units of one [`Currency`].

mod basket;
mod money;
mod offer;
mod policy;
mod product;
mod reason;
mod relation;
mod sku;

pub use basket::{Basket, LineItem};
pub use money::{Currency, CurrencyError, Minor, MoneyError};
pub use offer::{AlsoOffer, BundleOffer, Fill, MembershipCard, MembershipOffer, Offered, Plan, RescueOffer, ShippingOffer};
pub use policy::{Links, Membership, Period, Policy, ShippingRule, Tact};
pub use product::{Product, ProductId, Repurchase};
pub use reason::Reason;
pub use relation::Relation;
pub use sku::SkuKey;
