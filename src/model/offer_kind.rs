//! The only list of the kinds of offers. The elements of the page, the components of the frameworks,
//! the contract and the tables of the docs follow it.

use postcard_schema::Schema;
use serde::{Deserialize, Serialize};

use super::Stages;

/// Defines [`OfferKind`] from a list of `Variant "name" "tag"`. The comment of a variant describes
/// its element to the shop.
macro_rules! offer_kinds {
    ($($(#[doc = $line:literal])* $kind:ident $name:literal $tag:literal,)*) => {
        /// A kind of offer.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
            Schema,
        )]
        #[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
        pub enum OfferKind {
            $($(#[doc = $line])* #[serde(rename = $name)] $kind,)*
        }

        impl OfferKind {
            /// All kinds.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$kind),*];

            /// The name in plans, events and `shop.toml`, in snake case.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }

            /// The name in HTML and CSS, in kebab case: after `tillside-`, and as a `::part`.
            #[must_use]
            pub fn tag(self) -> &'static str {
                match self {
                    $(Self::$kind => $tag,)*
                }
            }

            /// What its element shows, in sentences.
            #[cfg(not(target_arch = "wasm32"))]
            #[must_use]
            pub fn description(self) -> &'static str {
                match self {
                    $(Self::$kind => concat!($($line),*).trim_ascii_start(),)*
                }
            }
        }
    };
}

offer_kinds! {
    /// Up to three products that are often bought with the viewed product, with their total and one
    /// button. If the product is sold out: similar products.
    Bundle "bundle" "bundle",
    /// Products similar to a viewed product that is sold out.
    SoldOutAlternatives "sold_out_alternatives" "sold-out-alternatives",
    /// The prices of several pieces of the viewed product or, without `sku`, of the product in the cart
    /// that is nearest to one, and a button that adds the missing pieces.
    QuantityBreak "quantity_break" "quantity-break",
    /// A better product in place of the viewed one or, without `sku`, of one in the cart.
    Upgrade "upgrade" "upgrade",
    /// Required parts and accessories of the viewed product; without `sku`, of the products in the
    /// cart.
    Addons "addons" "addons",
    /// Services such as a warranty or gift wrap; without `sku`, for the cart or the placed order.
    Services "services" "services",
    /// The progress to the next reward, and up to three products that close the gap.
    Shipping "shipping" "shipping",
    /// Up to three inexpensive products that go with the cart.
    AlsoBought "also_bought" "also-bought",
    /// A sample with the order.
    Trial "trial" "trial",
    /// The points that the cart earns, and a product that reaches the next reward.
    Loyalty "loyalty" "loyalty",
    /// The deal of the day.
    Deal "deal" "deal",
    /// The cart of the previous visit, with consent.
    AbandonedCart "abandoned_cart" "abandoned-cart",
    /// Products that go with the placed order.
    FollowUp "follow_up" "follow-up",
    /// Products that the shopper will soon need again.
    BuyAgain "buy_again" "buy-again",
    /// The shop's memberships, with a badge on the one that pays for itself.
    Memberships "memberships" "memberships",
}

/// The kinds that a stage permits by default, the most important first.
impl Default for Stages {
    fn default() -> Self {
        use OfferKind::{
            AbandonedCart, Addons, AlsoBought, Bundle, BuyAgain, Deal, FollowUp, Loyalty,
            Memberships, QuantityBreak, Services, Shipping, SoldOutAlternatives, Trial, Upgrade,
        };
        Self {
            browse: vec![
                SoldOutAlternatives, Bundle, QuantityBreak, Upgrade, Services, Addons, Shipping,
                AbandonedCart, BuyAgain, Deal, AlsoBought, Memberships, Loyalty,
            ],
            checkout: vec![
                Addons, Shipping, QuantityBreak, AlsoBought, Services, Upgrade, Trial, Memberships,
                Loyalty,
            ],
            post_purchase: vec![FollowUp, Services, BuyAgain, Memberships, Loyalty],
        }
    }
}

impl OfferKind {
    /// The kind with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The kind with this tag.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.tag() == tag)
    }

    /// Whether its offers belong to a product of the page: its element has the attribute `sku`.
    #[must_use]
    pub fn is_beside_a_product(self) -> bool {
        matches!(
            self,
            Self::Bundle
                | Self::SoldOutAlternatives
                | Self::QuantityBreak
                | Self::Upgrade
                | Self::Addons
                | Self::Services
        )
    }
}
