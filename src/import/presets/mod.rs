//! Data about the shop systems whose exports are known; no code.
//!
//! Where a preset has no data, headers and values decide, as for any other export.

mod other_sources;
mod rules;
mod shop_systems;

use std::fmt;

use super::Role;
use super::words::fold;

pub use rules::PriceIs;
pub(super) use rules::Rules;

/// The system that wrote an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Preset {
    /// Usual column names, without special rules.
    #[default]
    Plain,
    /// UCI Online Retail I and II: invoices that begin with `C` are cancellations, only codes of
    /// five digits (and letters) are products, rows without a price are stock corrections.
    Uci,
    /// Shopify's order and product exports.
    Shopify,
    /// The common order exports of WooCommerce, and its product export.
    Woocommerce,
    /// Adobe Commerce and Magento.
    Magento,
    /// `BigCommerce`.
    Bigcommerce,
    /// `PrestaShop`.
    Prestashop,
    /// `OpenCart`.
    Opencart,
    /// `VirtueMart`.
    Virtuemart,
    /// Shopware 5 and 6.
    Shopware,
    /// Shoptet.
    Shoptet,
    /// Squarespace.
    Squarespace,
    /// Wix.
    Wix,
    /// Etsy's list of sold items.
    Etsy,
    /// eBay's orders report.
    Ebay,
    /// Amazon's report of all orders.
    Amazon,
    /// Amazon's settlement report and its report of payments in a range of dates.
    AmazonSettlement,
    /// Square's list of items sold.
    Square,
    /// `TikTok` Shop.
    Tiktok,
    /// Tiendanube and Nuvemshop.
    Tiendanube,
    /// Toast's item selection details.
    Toast,
    /// Lightspeed.
    Lightspeed,
    /// Odoo.
    Odoo,
    /// Line items of Stripe.
    Stripe,
    /// Items of Google Analytics 4.
    Ga4,
    /// The Instacart data set.
    Instacart,
    /// The Dunnhumby data sets.
    Dunnhumby,
    /// Products of Google Analytics 360.
    Analytics360,
    /// Kaufland's order units.
    Kaufland,
    /// Xero's invoices.
    Xero,
    /// Rakuten's orders.
    Rakuten,
    /// Yahoo! Shopping's order items in Japan.
    YahooShopping,
    /// Feeds for Google Merchant Center.
    MerchantCenter,
    /// Feeds for Yandex Market (YML), which shops in Russian-speaking countries use.
    Yml,
}

/// The data about all systems, the most specific signatures first.
fn table() -> impl Iterator<Item = &'static Rules> {
    shop_systems::TABLE.iter().chain(other_sources::TABLE)
}

impl fmt::Display for Preset {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.rules().word)
    }
}

impl Preset {
    /// The names of all presets in alphabetical order, each with a description.
    #[must_use]
    pub fn words() -> Vec<(&'static str, &'static str)> {
        let rules = table();
        let mut words: Vec<_> = rules.map(|rules| (rules.word, rules.title)).collect();
        words.sort_unstable();
        words
    }

    /// The preset with this name.
    #[must_use]
    pub fn by_word(word: &str) -> Option<Self> {
        let found = table().find(|rules| rules.word == word);
        found.map(|rules| rules.preset)
    }

    /// The data about the system's exports.
    pub(super) fn rules(self) -> &'static Rules {
        let found = table().find(|rules| rules.preset == self);
        found.unwrap_or(&rules::PLAIN)
    }

    /// The preset that these headers indicate.
    pub(super) fn of(headers: &[String]) -> Self {
        let folded: Vec<String> = headers.iter().map(|header| fold(header)).collect();
        let has = |name: &&str| folded.iter().any(|header| is_same(name, header));
        let found = table().find(|rules| {
            let mut signatures = rules.signatures.iter();
            signatures.any(|signature| signature.split(' ').all(|name| has(&name)))
        });
        found.map_or(Self::Plain, |rules| rules.preset)
    }
}

impl Rules {
    /// The system's folded headers for a role, the preferred first.
    pub(super) fn headers(&self, role: Role) -> impl Iterator<Item = &'static str> {
        let of_role = self.columns.iter().filter(move |(known, _)| *known == role);
        of_role.flat_map(|(_, names)| names.split(' '))
    }
}

/// Folding takes the signs of some scripts apart, so their names are compared folded.
pub(super) fn is_same(name: &str, folded: &str) -> bool {
    if name.is_ascii() {
        name == folded
    } else {
        fold(name) == folded
    }
}
