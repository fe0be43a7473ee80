//! Why an offer is made, with its evidence.

use serde::Serialize;

use super::{Minor, Relation};

/// The reason that travels with every offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum Reason {
    /// It is the product that the shopper looks at.
    Viewed,
    /// Other shoppers bought it together with a product of this page or basket.
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
    /// It goes with a product of this page or basket; no count says how well, or it stands for so few shoppers that it could
    /// point at one.
    GoesWith {
        /// The antecedent's SKU.
        sku: String,
        /// The antecedent's title.
        title: String,
        /// In what way.
        relation: Relation,
    },
    /// It can be bought instead of a product of this page or basket.
    Instead {
        /// That product's SKU.
        sku: String,
        /// Its title.
        title: String,
        /// Whether it is much the same or better.
        relation: Relation,
    },
    /// It is bought often, whatever else is bought.
    Popular {
        /// Number of orders with it; `None` where none may be told.
        orders: Option<u32>,
    },
    /// It is a service for a product of this page, basket or order.
    Serves {
        /// That product's SKU.
        sku: String,
        /// Its title.
        title: String,
    },
    /// The shopper had it in the basket at an earlier visit.
    Left,
    /// The shopper bought it before, or just now.
    Due {
        /// Days since the last time.
        days_ago: u32,
        /// After so many days customers usually buy it again; `None` where too few did.
        interval_days: Option<u32>,
    },
    /// It is the deal of the day.
    Deal,
    /// With it points reach the next reward.
    Points {
        /// Points that it earns more.
        extra: u64,
        /// What is reached.
        reward: String,
    },
    /// It makes this basket cheaper.
    Saves {
        /// Delivery that is not paid.
        shipping_minor: Minor,
        /// Discount on the subtotal.
        discount_minor: Minor,
    },
}
