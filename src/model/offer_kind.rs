//! The kinds of offers that a page can show.

use serde::{Deserialize, Serialize};

/// What kind of offer something is; its word names it in plans, events, `shop.toml` and, behind `tillside-`, in HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub enum OfferKind {
    /// Frequently bought together: the viewed product and what goes with it.
    Bundle,
    /// What comes closest to a viewed product that is sold out.
    Rescue,
    /// A better one instead of the viewed product or of one in the basket.
    Upgrade,
    /// Accessories, and parts without which a product does not work.
    Addons,
    /// Warranty, installation, gift wrap.
    Services,
    /// How far it is to the next reward for a large basket, and what closes the gap.
    Shipping,
    /// Small things that go with the whole basket.
    Also,
    /// A sample with the order.
    Trial,
    /// Points that the basket earns.
    Points,
    /// The deal of the day.
    Deal,
    /// What was left in the basket of an earlier visit.
    Recovery,
    /// What goes with an order that was placed just now.
    After,
    /// What the shopper is about to need again.
    Again,
    /// Memberships.
    Plans,
}

impl OfferKind {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Bundle,
        Self::Rescue,
        Self::Upgrade,
        Self::Addons,
        Self::Services,
        Self::Shipping,
        Self::Also,
        Self::Trial,
        Self::Points,
        Self::Deal,
        Self::Recovery,
        Self::After,
        Self::Again,
        Self::Plans,
    ];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Bundle => "bundle",
            Self::Rescue => "rescue",
            Self::Upgrade => "upgrade",
            Self::Addons => "addons",
            Self::Services => "services",
            Self::Shipping => "shipping",
            Self::Also => "also",
            Self::Trial => "trial",
            Self::Points => "points",
            Self::Deal => "deal",
            Self::Recovery => "recovery",
            Self::After => "after",
            Self::Again => "again",
            Self::Plans => "plans",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}
