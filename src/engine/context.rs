//! What the page knows about the shopper at this moment.

use crate::model::{Basket, Currency, SkuKey};

/// The input of a plan that changes while a page is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The currency of the page's prices.
    pub currency: Currency,
    /// What the shopper holds.
    pub basket: Basket,
    /// The products that the page presents, each of which may get a bundle; in the page's order.
    pub viewed: Vec<SkuKey>,
    /// What the page says is sold out.
    pub unavailable: Vec<SkuKey>,
    /// The membership that the shopper has.
    pub membership: Option<String>,
}

impl Context {
    /// An empty basket on a page without products.
    #[must_use]
    pub fn new(currency: Currency) -> Self {
        Self { currency, basket: Basket::default(), viewed: Vec::new(), unavailable: Vec::new(), membership: None }
    }
}
