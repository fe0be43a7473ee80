//! Reasons of offers, with their evidence.

use serde::Serialize;

use super::{Minor, Relation};

/// The reason of an offer item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum Reason {
    /// It is the viewed product.
    Viewed,
    /// Other shoppers bought it together with a product of this page or cart.
    OftenBoughtWith {
        /// The antecedent's SKU.
        sku: String,
        /// The antecedent's title.
        title: String,
        /// Number of orders with both.
        together: u32,
        /// Number of orders with the antecedent.
        orders: u32,
    },
    /// It goes with a product of this page or cart. The link has no count, or one that is too small
    /// to be published.
    GoesWith {
        /// The antecedent's SKU.
        sku: String,
        /// The antecedent's title.
        title: String,
        /// The relation of the link.
        relation: Relation,
    },
    /// It replaces a product of this page or cart.
    Instead {
        /// That product's SKU.
        sku: String,
        /// Its title.
        title: String,
        /// [`Relation::Substitute`] or [`Relation::Upgrade`].
        relation: Relation,
    },
    /// It is popular, regardless of the other products.
    Popular {
        /// Number of orders with it; `None` if the count may not be published.
        orders: Option<u32>,
    },
    /// It is a service for a product of this page, cart or order.
    Serves {
        /// That product's SKU.
        sku: String,
        /// Its title.
        title: String,
    },
    /// It was in the shopper's cart at an earlier visit.
    Left,
    /// The shopper bought it before, or just now.
    Due {
        /// Days since the latest purchase.
        days_ago: u32,
        /// Days after which customers usually reorder it; `None` if too few customers did.
        interval_days: Option<u32>,
    },
    /// The shopper bought it before.
    BoughtBefore {
        /// Days since the latest purchase; `None` where they are unknown.
        days_ago: Option<u32>,
    },
    /// Several pieces of it cost less.
    QuantityBreak,
    /// It is the deal of the day.
    Deal,
    /// With it the shopper's points reach the next reward.
    Loyalty {
        /// Additional points that it earns.
        extra: u64,
        /// Name of the reward.
        reward: String,
    },
    /// It reduces the cost of this cart.
    Saves {
        /// Delivery fee saved.
        shipping_minor: Minor,
        /// Discount on the subtotal.
        discount_minor: Minor,
    },
}
